package web

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/valyala/fasthttp/fasthttputil"
	"go.uber.org/goleak"

	"learnmap/api"
	"learnmap/data"
	"learnmap/data/sqlite"
	"learnmap/index"
	"learnmap/search"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1"),    // one clock a process
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2"), // wakes every 10 s to see that it is to end
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp/stackless.funcWorker"),      // compress, one for each processor
	)
}

// noon is when the tests take place: 17:00 in Kaunas, on a Wednesday.
var noon = time.Date(2026, 11, 25, 15, 0, 0, 0, time.UTC)

// world is the real search over the records of some files, for as long as a test runs.
type realWorld struct {
	*search.Searcher
	clock *handClock
	store data.Store
	index *index.Index
}

// handClock is set by hand.
type handClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

// newWorld opens a store and an index with the records of files in testdata.
func newWorld(t testing.TB, files ...string) *realWorld {
	t.Helper()
	dir := t.TempDir()
	store, err := sqlite.Open(context.Background(), filepath.Join(dir, "learnmap.db"))
	if err != nil {
		t.Fatal(err)
	}
	w := &realWorld{clock: &handClock{now: noon}, store: store}
	for _, file := range files {
		w.put(t, readRecords(t, file)...)
	}
	if w.index, err = index.Open(store, index.Options{Dir: filepath.Join(dir, "index"), Clock: w.clock.Now, Logger: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	w.Searcher = search.New(w.index, w.clock.Now)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.index.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		w.index.Close()
		store.Close()
	})
	w.settle(t)
	return w
}

func (w *realWorld) put(t testing.TB, docs ...data.Document) {
	t.Helper()
	var batch data.Batch
	for _, doc := range docs {
		r, err := doc.Record(noon)
		if err != nil {
			t.Fatal(err)
		}
		batch.Put = append(batch.Put, r)
	}
	if _, err := w.store.Apply(context.Background(), batch); err != nil {
		t.Fatal(err)
	}
}

// settle waits until the index knows all that the store does.
func (w *realWorld) settle(t testing.TB) {
	t.Helper()
	applied, err := w.store.Apply(context.Background(), data.Batch{})
	if err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
		st := w.index.Status()
		if st.CaughtUpOnce && st.Seq >= applied.Head {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the index stays at %d of %d: %v", st.Seq, applied.Head, st.Err)
		}
	}
}

// readRecords reads a file of records and cleans them as an import does. hostile.ndjson
// is kept as it is: what is in a store may be older than the rules.
func readRecords(t testing.TB, file string) []data.Document {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	var docs []data.Document
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, data.MaxRecordBytes)
	for lines.Scan() {
		var head struct{ Kind data.Kind }
		if err := json.Unmarshal(lines.Bytes(), &head); err != nil {
			t.Fatalf("%s: %v in %s", file, err, lines.Text())
		}
		if head.Kind == "" {
			head.Kind = data.KindActivity
		}
		doc, err := data.NewDocument(head.Kind)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(lines.Bytes(), doc); err != nil {
			t.Fatalf("%s: %v in %s", file, err, lines.Text())
		}
		if file != "hostile.ndjson" {
			if problems := doc.Clean(); len(problems) > 0 && !clean(problems) {
				t.Fatalf("%s: %v", doc.Key(), problems)
			}
		}
		docs = append(docs, doc)
	}
	return docs
}

// clean tells whether problems are only warnings.
func clean(problems data.Problems) bool {
	for _, p := range problems {
		if !p.Warning {
			return false
		}
	}
	return true
}

// pages is the pages on a running server, and a client of it.
type pages struct {
	t      testing.TB
	site   *Site
	client *http.Client
}

// serve serves the pages from s until the test ends.
func serve(t testing.TB, s api.Searcher, clock func() time.Time) *pages {
	t.Helper()
	server := api.New(s, api.Options{PublicURL: "https://learn.example", Clock: clock, Version: "test"})
	site := Mount(server.App(), server.Searcher(), Options{PublicURL: "https://learn.example/", Clock: clock, Version: "test"})
	server.RenderProblems(site.Problem)
	ln := fasthttputil.NewInmemoryListener()
	transport := &http.Transport{
		DisableCompression: true,
		DialContext:        func(context.Context, string, string) (net.Conn, error) { return ln.Dial() },
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx, ln) }()
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		cancel()
		if err := <-served; err != nil {
			t.Errorf("serving: %v", err)
		}
	})
	client := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &pages{t, site, client}
}

// reply is an answer read to its end.
type reply struct {
	status int
	header http.Header
	body   string
}

func (p *pages) get(target string, headers ...string) reply {
	p.t.Helper()
	r, err := http.NewRequest(http.MethodGet, "http://learn.test"+target, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := p.client.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return reply{resp.StatusCode, resp.Header, string(body)}
}

// page gets a page that must be there.
func (p *pages) page(target string) string {
	p.t.Helper()
	r := p.get(target)
	if r.status != http.StatusOK {
		p.t.Fatalf("%s: status %d: %s", target, r.status, r.body)
	}
	return r.body
}
