package api

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/valyala/fasthttp/fasthttputil"
	"go.uber.org/goleak"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1"),    // one clock a process
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp/stackless.funcWorker"),      // packs, two a processor
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2"), // wakes every 10 s to see that it is to end
	)
}

// harness is a running server and a client of it.
type harness struct {
	t      testing.TB
	server *Server
	ln     *fasthttputil.InmemoryListener
	client *http.Client
	stop   func() error // ends Serve, once
}

// start serves f until the test ends.
func start(t testing.TB, f *fake, change ...func(*Options)) *harness {
	t.Helper()
	h := build(t, f, change...)
	h.serve()
	return h
}

// build makes a server that does not run yet.
func build(t testing.TB, f *fake, change ...func(*Options)) *harness {
	t.Helper()
	opt := Options{Version: "test", PublicURL: "https://learn.example/"}
	for _, apply := range change {
		apply(&opt)
	}
	h := &harness{t: t, server: New(f, opt), ln: fasthttputil.NewInmemoryListener()}
	transport := &http.Transport{
		DisableCompression: true,
		DialContext:        func(context.Context, string, string) (net.Conn, error) { return h.ln.Dial() },
	}
	h.client = &http.Client{Transport: transport}
	return h
}

func (h *harness) serve() {
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- h.server.Serve(ctx, h.ln) }()
	h.stop = func() error {
		cancel()
		err := <-served
		served <- err
		return err
	}
	h.t.Cleanup(func() {
		h.client.CloseIdleConnections()
		if err := h.stop(); err != nil {
			h.t.Errorf("serving: %v", err)
		}
	})
}

// reply is an answer read to its end.
type reply struct {
	status int
	header http.Header
	body   string
}

// do sends a request with headers given as name, value.
func (h *harness) do(method, target string, headers ...string) reply {
	h.t.Helper()
	r, err := http.NewRequest(method, "http://learn.test"+target, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := h.client.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	return h.read(resp)
}

func (h *harness) get(target string, headers ...string) reply {
	h.t.Helper()
	return h.do(http.MethodGet, target, headers...)
}

func (h *harness) read(resp *http.Response) reply {
	h.t.Helper()
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return reply{resp.StatusCode, resp.Header, string(body)}
}

// raw serves bytes as all that a client ever sends, and reads the first answer and
// whether the server says that it closes the connection.
func (h *harness) raw(bytes string) (r reply, closed bool) {
	h.t.Helper()
	conn := &script{in: strings.NewReader(bytes)}
	h.server.app.Handler() // makes the routes ready
	// The error says why the connection ended, which its answer does too.
	_ = h.server.app.Server().ServeConn(conn)
	resp, err := http.ReadResponse(bufio.NewReader(&conn.out), nil)
	if err != nil {
		h.t.Fatalf("%.60q: %v", bytes, err)
	}
	return h.read(resp), resp.Close
}

// script is a connection to a client that says everything at once.
type script struct {
	net.Conn
	in  *strings.Reader
	out bytes.Buffer
}

func (s *script) Read(p []byte) (int, error)       { return s.in.Read(p) }
func (s *script) Write(p []byte) (int, error)      { return s.out.Write(p) }
func (s *script) Close() error                     { return nil }
func (s *script) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (s *script) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (s *script) SetDeadline(time.Time) error      { return nil }
func (s *script) SetReadDeadline(time.Time) error  { return nil }
func (s *script) SetWriteDeadline(time.Time) error { return nil }

// problem reads a problem that must have a status and say so.
func (h *harness) problem(r reply, status int) Problem {
	h.t.Helper()
	if r.status != status || r.header.Get("Content-Type") != "application/problem+json" {
		h.t.Fatalf("status %d, %s: %s; want a problem of status %d", r.status, r.header.Get("Content-Type"), r.body, status)
	}
	var p Problem
	decodeJSON(h.t, r.body, &p)
	if p.Status != status || p.Title == "" || p.Type == "" {
		h.t.Fatalf("incomplete problem %s", r.body)
	}
	return p
}

// decodeJSON reads a body that must be one JSON value.
func decodeJSON(t testing.TB, body string, into any) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(body))
	if err := d.Decode(into); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	if _, err := d.Token(); err != io.EOF {
		t.Fatalf("more than one value in %s", body)
	}
}
