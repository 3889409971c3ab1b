package api

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/gofiber/fiber/v2"
)

// account counts and logs an answer. What was asked for, and by whom, is nobody's
// business: neither the URL nor an address is written anywhere.
func (s *Server) account(c *fiber.Ctx, route string, start time.Time, err error) {
	resp := c.Response()
	status, size, took := resp.StatusCode(), 0, s.opt.Clock().Sub(start)
	if !resp.IsBodyStream() {
		size = len(resp.Body())
	}
	s.metrics.answered(route, status, size, took)
	ctx := context.Background()
	if !s.opt.Logger.Enabled(ctx, slog.LevelInfo) && status < 500 {
		return
	}
	id := string(resp.Header.Peek(fiber.HeaderXRequestID))
	method := "?"
	if isKnown(c.Method()) {
		method = c.Method()
	}
	s.opt.Logger.LogAttrs(ctx, slog.LevelInfo, "request",
		slog.String("id", id), slog.String("method", method), slog.String("route", route),
		slog.Int("status", status), slog.Float64("ms", float64(took.Microseconds())/1000), slog.Int("bytes", size))
	if status == fiber.StatusInternalServerError {
		s.explain(ctx, id, route, err)
	}
}

// explain logs the cause of a failure, which its answer does not tell.
func (s *Server) explain(ctx context.Context, id, route string, err error) {
	cause := []slog.Attr{slog.String("id", id), slog.String("route", route), slog.String("error", err.Error())}
	if p, ok := errors.AsType[*panicked](err); ok {
		cause = append(cause, slog.String("stack", string(p.stack)))
	}
	s.opt.Logger.LogAttrs(ctx, slog.LevelError, "request failed", cause...)
}
