package api

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// Limits of a request.
const (
	maxHead = 16 << 10 // URL and headers
	maxBody = 1 << 20
)

// everywhere are the headers of every answer, pages and errors included. A handler
// may set its own.
var everywhere = [][2][]byte{
	{[]byte("Access-Control-Allow-Origin"), []byte("*")},
	{[]byte("Access-Control-Expose-Headers"), []byte("ETag, Link, Retry-After, X-Request-ID")},
	{[]byte("Content-Security-Policy"), []byte("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")},
	{[]byte("X-Content-Type-Options"), []byte("nosniff")},
	{[]byte("Referrer-Policy"), []byte("strict-origin")},
	{[]byte("Permissions-Policy"), []byte("geolocation=(self), camera=(), microphone=(), payment=(), usb=()")},
}

// envelope is round every handler of the app.
func (s *Server) envelope(c *fiber.Ctx) error {
	start := s.opt.Clock()
	outer := c.Route()
	s.stamp(c)
	if !s.running.enter() {
		c.Context().SetConnectionClose()
		s.account(c, "refused", start, shuttingDown)
		return shuttingDown.send(c)
	}
	defer s.running.leave()
	err := s.answer(c)
	if err != nil {
		s.fail(c, err)
	}
	route := "unmatched"
	if c.Route() != outer {
		route = c.Route().Path
	}
	seal(c)
	s.account(c, route, start, err)
	return nil
}

// stamp gives the answer its id and the headers that every answer has.
func (s *Server) stamp(c *fiber.Ctx) {
	h := &c.Response().Header
	for _, header := range everywhere {
		h.SetCanonical(header[0], header[1])
	}
	h.Set(fiber.HeaderXRequestID, requestID(c.Request()))
	if s.draining.Load() {
		c.Context().SetConnectionClose()
	}
}

// requestID returns the id that a proxy gave to the request, when it is one that a
// log can hold, or a new one.
func requestID(r *fasthttp.Request) string {
	given := string(r.Header.Peek(fiber.HeaderXRequestID))
	if n := len(given); n > 0 && n <= 64 && strings.Trim(given, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == "" {
		return given
	}
	return strconv.FormatUint(rand.Uint64(), 36)
}

// answer runs the handler of a request that is fit to be answered.
func (s *Server) answer(c *fiber.Ctx) error {
	if p := unfit(c.Context()); p != nil {
		return p
	}
	if c.Method() == fiber.MethodOptions && len(c.Request().Header.Peek(fiber.HeaderAccessControlRequestMethod)) > 0 {
		c.Set(fiber.HeaderAccessControlAllowMethods, "GET, HEAD, OPTIONS")
		c.Set(fiber.HeaderAccessControlAllowHeaders, "Accept, Accept-Language, If-None-Match, X-Request-ID")
		c.Set(fiber.HeaderAccessControlMaxAge, "86400")
		return c.SendStatus(fiber.StatusNoContent)
	}
	// Fiber does not cancel a request whose client has gone: the deadline does.
	ctx, cancel := context.WithTimeout(s.base, s.opt.Deadline)
	defer cancel()
	c.SetUserContext(ctx)
	err := protect(c)
	if err == fiber.ErrMethodNotAllowed {
		c.Append(fiber.HeaderAllow, fiber.MethodOptions)
		if c.Method() == fiber.MethodOptions {
			return c.SendStatus(fiber.StatusNoContent)
		}
	}
	return err
}

// unfit returns why no handler should see the request, or nil.
func unfit(ctx *fasthttp.RequestCtx) *Problem {
	h := &ctx.Request.Header
	encoding := h.Peek(fiber.HeaderContentEncoding)
	switch protocol := string(h.Protocol()); {
	case protocol != "HTTP/1.1" && protocol != "HTTP/1.0":
		return unknownVersion
	case len(h.RequestURI()) > maxHead:
		return longURL
	case len(h.RequestURI())+len(h.RawHeaders()) > maxHead:
		return bigHeaders
	case !validHost(string(h.Host()), string(ctx.URI().Host())):
		return badHost
	case len(encoding) > 0 && !strings.EqualFold(string(encoding), "identity"):
		// Reading such a body would unpack it without a bound.
		return encodedBody
	}
	return nil
}

// validHost tells whether a Host header can be part of a link, and agrees with the
// host of an absolute request target. Only HTTP/1.0 gets here without one.
func validHost(header, target string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]"
	return len(header) <= 255 && strings.Trim(header, letters) == "" && strings.EqualFold(header, target)
}

// panicked is a panic of a handler.
type panicked struct {
	value any
	stack []byte
}

// Error implements error.
func (p *panicked) Error() string { return fmt.Sprintf("panic: %v", p.value) }

// protect runs the handlers below the envelope and turns a panic into an error.
func protect(c *fiber.Ctx) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &panicked{v, debug.Stack()}
		}
	}()
	return c.Next()
}

// fail makes an error the answer, as a page where one is asked for.
func (s *Server) fail(c *fiber.Ctx, err error) {
	p := problemOf(err)
	if p == noPage {
		if near := s.nearestPath(c.Path()); near != "" && near != c.Path() {
			p = p.with("Did you mean " + near + "?")
		}
	}
	if s.render != nil && !apiPath(c.Path()) && strings.Contains(c.Get(fiber.HeaderAccept), "text/html") {
		p.head(c)
		if s.render(c, p) {
			return
		}
	}
	if sending := p.send(c); sending != nil {
		s.opt.Logger.Error("a problem could not be written", "error", sending)
	}
}

// unreadable answers what fasthttp could not read as a request. Its messages quote
// the request and go nowhere.
func (s *Server) unreadable(c *fiber.Ctx, err error) error {
	p := problemOf(err)
	if p.Status >= 500 {
		p = badRequest // the connection broke
	}
	s.refuse(c, p)
	return nil
}

// refuse answers a request that never reached the envelope.
func (s *Server) refuse(c *fiber.Ctx, p *Problem) {
	start := s.opt.Clock()
	s.stamp(c)
	if err := p.send(c); err != nil {
		s.opt.Logger.Error("a problem could not be written", "error", err)
	}
	s.account(c, "refused", start, p)
}
