package api

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"learnmap/geo"
	"learnmap/search"
)

// benchResult is a page of 20 hits of about a kilobyte each.
func benchResult() *search.Result {
	r := &search.Result{Total: 1234, Sort: search.SortDistance, Next: "Y3Vyc29yX29mX3NvbWVfbGVuZ3Ro"}
	start := time.Date(2026, 12, 1, 15, 0, 0, 0, time.FixedZone("", 7200))
	for i := range 20 {
		distance := float64(i) * 123.4567
		document := fmt.Sprintf(`{"id":"%d","source":"kaunas","title":"Robotics club","description":"%s","topics":["science"]}`, i, strings.Repeat("words ", 130))
		r.Hits = append(r.Hits, search.Hit{
			ID: fmt.Sprintf("kaunas/%d", i), Document: []byte(document), Point: &geo.Point{Lat: 54.8985123, Lng: 23.9036456},
			Distance: &distance, Next: &search.Occurrence{Start: start, End: start.Add(time.Hour)},
		})
	}
	return r
}

// BenchmarkNear is near-me with 20 hits without the search, against a fiber handler
// that sends the same body and knows nothing.
func BenchmarkNear(b *testing.B) {
	result := benchResult()
	f := &fake{}
	f.search = func(context.Context, search.Query) (*search.Result, error) { return result, nil }
	s := New(f, Options{PublicURL: "https://learn.example"})
	const target = "/v1/activities?lat=54.89&lng=23.90&radius_km=10"
	body := append([]byte(nil), bench(b, "served", s.App(), target)...)
	app := fiber.New(fiber.Config{Immutable: true})
	app.Get("/v1/activities", func(c *fiber.Ctx) error {
		c.Set("Content-Type", mediaGeoJSON)
		return c.Send(body)
	})
	bench(b, "no-op", app, target)
	bench(b, "packed", s.App(), target, "Accept-Encoding", "gzip, br")
	bench(b, "facets", s.App(), target+"&facets=topic,country,language")
}

func bench(b *testing.B, name string, app *fiber.App, target string, headers ...string) []byte {
	app.Handler()
	var ctx fasthttp.RequestCtx
	serve := func() {
		ctx.Request.Reset()
		ctx.Response.Reset()
		ctx.Request.Header.SetMethod("GET")
		ctx.Request.SetRequestURI(target)
		ctx.Request.Header.SetHost("learn.example")
		for i := 0; i+1 < len(headers); i += 2 {
			ctx.Request.Header.Set(headers[i], headers[i+1])
		}
		app.Server().Handler(&ctx)
	}
	b.Run(name, func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			serve()
		}
		if ctx.Response.StatusCode() != 200 {
			b.Fatalf("%d: %s", ctx.Response.StatusCode(), ctx.Response.Body())
		}
		b.SetBytes(int64(len(ctx.Response.Body())))
	})
	serve()
	return ctx.Response.Body()
}
