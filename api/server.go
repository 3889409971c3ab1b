package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"

	"learnmap/search"
)

// Searcher answers questions about activities; *search.Searcher is the real one. Its
// errors are *search.InvalidError, search.ErrNotReady and the context's, and for
// Activity also search.ErrNotFound and search.ErrGone.
type Searcher interface {
	Search(ctx context.Context, q search.Query) (*search.Result, error)
	Counts(ctx context.Context, q search.Query, by search.CountBy) (*search.Counts, error)
	Activity(ctx context.Context, id string) (*search.Hit, error)
	Vocabulary(ctx context.Context, q search.VocabularyQuery) (*search.Entries, error)
	Stats(ctx context.Context) (search.Stats, error)
	Status() search.Status
}

// Options configure a Server. The zero value of each means what its comment says.
type Options struct {
	Version       string           // of the program; "dev"
	PublicURL     string           // makes links absolute; the request's Host
	Logger        *slog.Logger     // discards
	Deadline      time.Duration    // of a request; 2 s
	Grace         time.Duration    // that Serve gives running requests at its end; 10 s
	MaxConcurrent int              // searches at the same time; twice GOMAXPROCS
	Clock         func() time.Time // time.Now
}

func (o *Options) setDefaults() {
	if o.Version == "" {
		o.Version = "dev"
	}
	o.PublicURL = strings.TrimRight(o.PublicURL, "/")
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Deadline <= 0 {
		o.Deadline = 2 * time.Second
	}
	if o.Grace <= 0 {
		o.Grace = 10 * time.Second
	}
	if o.MaxConcurrent <= 0 {
		o.MaxConcurrent = 2 * runtime.GOMAXPROCS(0)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
}

// Server is the API: a value that can be served, and shut down.
type Server struct {
	app      *fiber.App
	opt      Options
	searcher *guard
	metrics  *metrics
	routes   []route

	running  *inflight
	draining atomic.Bool
	base     context.Context // parent of every request's
	cancel   context.CancelFunc
	render   Renderer
	paths    func() []string // of all routes, for the nearest to an unknown one
	openAPI  func() []byte
	docs     func() []byte
}

// Renderer shows a problem as a page. It is asked for requests outside the API that
// accept HTML, and answers whether it did.
type Renderer func(c *fiber.Ctx, p *Problem) bool

// New returns a server that asks s.
func New(s Searcher, opt Options) *Server {
	opt.setDefaults()
	m := newMetrics(opt.Version, s.Status)
	server := &Server{opt: opt, metrics: m, searcher: newGuard(s, opt.MaxConcurrent, m), running: newInflight()}
	server.base, server.cancel = context.WithCancel(context.Background())
	server.mount()
	return server
}

// App returns the fiber app with every route of the API on it. Pages are mounted on
// it before Serve.
func (s *Server) App() *fiber.App { return s.app }

// Searcher returns the searcher behind the server's limits: a question to it takes a
// slot, is counted, and refused while too many run. Pages are to ask this one.
func (s *Server) Searcher() Searcher { return s.searcher }

// RenderProblems lets pages show problems in their own way. It must be called before
// Serve.
func (s *Server) RenderProblems(render Renderer) { s.render = render }

// BaseURL returns what makes the path of a link absolute, without a slash at its end:
// the public URL, else where the request was sent to.
func (s *Server) BaseURL(c *fiber.Ctx) string {
	if s.opt.PublicURL != "" {
		return s.opt.PublicURL
	}
	host := c.Context().URI().Host()
	if len(host) == 0 {
		return "" // HTTP/1.0
	}
	return c.Protocol() + "://" + string(host)
}

// Serve answers requests from ln until ctx ends, then shuts down within the grace
// time. It returns nil when every request was answered.
func (s *Server) Serve(ctx context.Context, ln net.Listener) error {
	served := make(chan error, 1)
	go func() { served <- s.app.Listener(ln) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.opt.Grace)
	defer cancel()
	err := s.Shutdown(stop)
	// Shutdown closes only a listener that is served already; a second close does no
	// harm, and its error means nothing.
	_ = ln.Close()
	if serving := <-served; serving != nil && !errors.Is(serving, net.ErrClosed) {
		err = errors.Join(err, serving)
	}
	return err
}

// Drain turns readiness red, so that a load balancer sends requests elsewhere, and
// asks clients to close their connections. Requests are still answered.
func (s *Server) Drain() { s.draining.Store(true) }

// Shutdown drains, stops accepting connections and waits until no handler runs: once
// it returns nil, what the searcher uses may be closed. When ctx ends first, handlers
// are told to stop, and the error says that some may still run.
func (s *Server) Shutdown(ctx context.Context) error {
	s.Drain()
	err := s.app.ShutdownWithContext(ctx)
	s.running.close()
	if waited := s.running.wait(ctx); waited != nil {
		s.cancel()
		return fmt.Errorf("requests still run: %w", waited)
	}
	s.cancel()
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("shutting down: %w", err)
	}
	return nil
}
