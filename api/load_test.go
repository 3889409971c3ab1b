package api

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"learnmap/search"
)

// blocked is a fake whose searches report that they began and wait to be let go.
type blocked struct {
	fake
	began, release chan struct{}
}

func newBlocked() *blocked {
	b := &blocked{began: make(chan struct{}, 100), release: make(chan struct{})}
	b.search = func(ctx context.Context, q search.Query) (*search.Result, error) {
		b.began <- struct{}{}
		select {
		case <-b.release:
			return sampleResult(q), nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return b
}

// TestOverload refuses a search when all slots are taken, and answers what needs none.
func TestOverload(t *testing.T) {
	b := newBlocked()
	h := start(t, &b.fake, func(o *Options) { o.MaxConcurrent = 2; o.Deadline = time.Minute })
	var running sync.WaitGroup
	for range 2 {
		running.Go(func() {
			if r := h.get("/v1/activities"); r.status != 200 {
				t.Errorf("a running search answers %d", r.status)
			}
		})
		<-b.began
	}
	for _, target := range []string{"/v1/activities", "/v1/counts?by=topic", "/v1/topics", "/v1/stats"} {
		r := h.get(target)
		h.problem(r, 503)
		if r.header.Get("Retry-After") == "" || r.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %v", target, r.header)
		}
	}
	for _, target := range []string{"/v1", "/healthz", "/readyz", "/docs", "/v1/activities/kaunas/robotics-7"} {
		if r := h.get(target); r.status != 200 {
			t.Errorf("%s answers %d while the slots are taken", target, r.status)
		}
	}
	metrics := h.get("/metrics").body
	for _, want := range []string{
		"learnmap_search_slots 2\n", "learnmap_search_slots_used 2\n", `learnmap_searches_total{kind="search",outcome="overloaded"} 1`,
	} {
		if !strings.Contains(metrics, want) {
			t.Errorf("/metrics lacks %s", want)
		}
	}
	close(b.release)
	running.Wait()
	if r := h.get("/v1/activities"); r.status != 200 {
		t.Errorf("with free slots: %d", r.status)
	}
}

// TestDeadline ends a search that takes too long.
func TestDeadline(t *testing.T) {
	b := newBlocked()
	h := start(t, &b.fake, func(o *Options) { o.Deadline = time.Millisecond })
	r := h.get("/v1/activities")
	h.problem(r, 503)
	if r.header.Get("Retry-After") != "1" {
		t.Errorf("Retry-After: %s", r.header.Get("Retry-After"))
	}
}

// TestNotReady answers nothing about activities before the index has caught up once.
func TestNotReady(t *testing.T) {
	var ready atomic.Bool
	f := &fake{}
	answer := func() error {
		if ready.Load() {
			return nil
		}
		return search.ErrNotReady
	}
	f.search = func(_ context.Context, q search.Query) (*search.Result, error) { return sampleResult(q), answer() }
	f.counts = func(context.Context, search.Query, search.CountBy) (*search.Counts, error) {
		return &search.Counts{}, answer()
	}
	f.activity = func(context.Context, string) (*search.Hit, error) { return &search.Hit{}, answer() }
	f.vocabulary = func(context.Context, search.VocabularyQuery) (*search.Entries, error) {
		return &search.Entries{}, answer()
	}
	f.stats = func(context.Context) (search.Stats, error) { return search.Stats{}, answer() }
	f.status = func() search.Status {
		return search.Status{Seq: 3, Head: 9, CaughtUpOnce: ready.Load(), Lag: 1500 * time.Millisecond, Err: errors.New("cannot reach secret-host")}
	}
	h := start(t, f)
	data := []string{"/v1/activities", "/v1/activities/a/b", "/v1/counts?by=cell&res=3&bbox=1,2,3,4", "/v1/topics", "/v1/sources", "/v1/stats", "/readyz"}
	for _, target := range data {
		r := h.get(target)
		h.problem(r, 503)
		if r.header.Get("Retry-After") != "5" {
			t.Errorf("%s: Retry-After %s", target, r.header.Get("Retry-After"))
		}
	}
	h.problem(h.get("/v1/activities?topic=x"), 400) // needs no index
	health := h.get("/healthz")
	if health.status != 200 || !strings.Contains(health.body, `"lagSeconds":1.5`) || !strings.Contains(health.body, `"following":false`) || strings.Contains(health.body, "secret") {
		t.Errorf("/healthz: %d %s", health.status, health.body)
	}
	metrics := h.get("/metrics").body
	for _, want := range []string{
		"learnmap_index_seq 3\n", "learnmap_index_head 9\n", "learnmap_index_lag_seconds 1.5\n", "learnmap_index_caught_up 0\n",
		"learnmap_index_caught_up_once 0\n", "learnmap_index_following 0\n",
	} {
		if !strings.Contains(metrics, want) {
			t.Errorf("/metrics lacks %s", want)
		}
	}
	ready.Store(true)
	for _, target := range data {
		if r := h.get(target); r.status != 200 {
			t.Errorf("%s, ready: %d %s", target, r.status, r.body)
		}
	}
}

// TestFailure tells nobody but the log what went wrong inside.
func TestFailure(t *testing.T) {
	var log bytes.Buffer
	f := &fake{}
	f.search = func(context.Context, search.Query) (*search.Result, error) { panic("secret thing") }
	f.stats = func(context.Context) (search.Stats, error) { return search.Stats{}, errors.New("secret path") }
	h := start(t, f, func(o *Options) { o.Logger = slog.New(slog.NewJSONHandler(&log, nil)) })
	for target, cause := range map[string]string{"/v1/activities": "panic: secret thing", "/v1/stats": "secret path"} {
		r := h.get(target, "X-Request-ID", "the-id")
		p := h.problem(r, 500)
		if strings.Contains(r.body, "secret") || p.Detail == "" || r.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %s", target, r.body)
		}
		if !strings.Contains(log.String(), cause) || !strings.Contains(log.String(), `"id":"the-id"`) {
			t.Errorf("%s: the log does not tell the cause: %s", target, log.String())
		}
	}
	if r := h.get("/v1/topics"); r.status != 200 {
		t.Errorf("after a panic: %d", r.status)
	}
}

// TestShutdown waits for a search that runs, refuses readiness meanwhile, and lets
// nobody in afterwards.
func TestShutdown(t *testing.T) {
	b := newBlocked()
	h := start(t, &b.fake, func(o *Options) { o.Deadline, o.Grace = time.Minute, time.Minute })
	answered := make(chan reply)
	go func() { answered <- h.get("/v1/activities") }()
	<-b.began
	h.server.Drain()
	h.problem(h.get("/readyz"), 503)
	if r := h.get("/healthz"); r.status != 200 {
		t.Errorf("/healthz answers %d while draining", r.status)
	}
	stopped := make(chan error)
	go func() { stopped <- h.stop() }()
	select {
	case err := <-stopped:
		t.Fatalf("the server stopped (%v) while a handler ran", err)
	case b.release <- struct{}{}:
	}
	if r := <-answered; r.status != 200 {
		t.Errorf("the running search answers %d", r.status)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	if h.server.running.enter() {
		t.Error("a request got in after the end")
	}
}

// TestImpatientShutdown gives up on a handler, tells it to stop, and says so.
func TestImpatientShutdown(t *testing.T) {
	b := newBlocked()
	h := start(t, &b.fake, func(o *Options) { o.Deadline = time.Minute })
	answered := make(chan reply)
	go func() { answered <- h.get("/v1/activities") }()
	<-b.began
	over, cancel := context.WithCancel(context.Background())
	cancel()
	if err := h.server.Shutdown(over); !errors.Is(err, context.Canceled) {
		t.Errorf("Shutdown says %v, want that a request still runs", err)
	}
	if r := <-answered; r.status != http.StatusServiceUnavailable {
		t.Errorf("the handler that was told to stop answers %d", r.status)
	}
}

// TestServeEnds when its context had ended before it began.
func TestServeEnds(t *testing.T) {
	h := start(t, &fake{})
	if err := h.stop(); err != nil {
		t.Error(err)
	}
	if err := h.stop(); err != nil {
		t.Error(err)
	}
}

// TestInflight lets nobody in after close, and waits for those inside.
func TestInflight(t *testing.T) {
	f := newInflight()
	for range 2 {
		if !f.enter() {
			t.Fatal("closed from the start")
		}
	}
	f.leave()
	f.close()
	f.close()
	over, cancel := context.WithCancel(context.Background())
	cancel()
	if err := f.wait(over); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting says %v with one inside", err)
	}
	if f.enter() {
		t.Error("somebody got in after close")
	}
	f.leave()
	if err := f.wait(context.Background()); err != nil {
		t.Error(err)
	}
}
