package index

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"learnmap/data"
	"learnmap/data/sqlite"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var testNow = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

func testIndex(t testing.TB, store data.Store, dir string) *Index {
	ix, err := Open(store, Options{Dir: dir, Clock: func() time.Time { return testNow }, Logger: testLogger})
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

// record makes the record of an activity that is told by its title and status.
func record(t interface{ Fatal(...any) }, seq data.Seq, id int, title, status string) data.Record {
	lat, lng := float64(id%80), float64(id*7%170)
	a := data.Activity{
		Source: "s", ID: fmt.Sprint(id), Title: title, Status: status, Mode: data.ModeInPerson,
		Location: &data.Location{Lat: &lat, Lng: &lng, Country: "LT"}, Topics: []string{"science"},
	}
	r, err := a.Record(testNow)
	if err != nil {
		t.Fatal(err)
	}
	r.Seq = seq
	return r
}

// model is what a Reader should say: titles of listed activities by id.
type model struct {
	titles map[string]string
	hidden map[string]bool
}

func (m model) clone() model { return model{maps.Clone(m.titles), maps.Clone(m.hidden)} }

// check compares a Reader with the model by every way of looking.
func (m model) check(t *rapid.T, r *Reader, ids int) {
	q := &Request{Now: data.MinutesOf(testNow), Window: Always(), Limit: 1000, Facets: []Field{Topic}}
	match, err := r.Match(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	listed := 0
	for id := range ids {
		key := fmt.Sprintf("s/%d", id)
		hit, err := r.Activity(key, q.Now)
		title, known := m.titles[key]
		if (err == nil) != known || known && !strings.Contains(string(hit.JSON), fmt.Sprintf("%q", title)) {
			t.Fatalf("%s: %v %s, want %q", key, err, hit.JSON, title)
		}
		if known && !m.hidden[key] {
			listed++
		}
	}
	if match.Total != listed || len(match.Hits) != listed || match.Facets[0]["science"] != listed {
		t.Fatalf("total %d, %d hits, facet %v, want %d", match.Total, len(match.Hits), match.Facets, listed)
	}
	for word := range 4 {
		q := &Request{Now: q.Now, Window: Always(), Words: []string{fmt.Sprintf("w%d", word)}}
		match, err := r.Match(context.Background(), q)
		want := 0
		for key, title := range m.titles {
			if title == q.Words[0] && !m.hidden[key] {
				want++
			}
		}
		if err != nil || match.Total != want {
			t.Fatalf("word %s: %d, want %d (%v)", q.Words[0], match.Total, want, err)
		}
	}
}

// TestApply makes random changes page by page and compares every Reader with a
// map, the earlier ones too: a Reader never changes.
func TestApply(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const ids = 40
		ix := &Index{logger: testLogger, graves: newGraveyard()}
		r := newReader(nil, newCatalog(), 0, newGraveyard())
		m := model{map[string]string{}, map[string]bool{}}
		seq := data.Seq(0)
		type past struct {
			reader *Reader
			model  model
		}
		var history []past
		for range rapid.IntRange(1, 12).Draw(t, "pages") {
			var page []data.Record
			for range rapid.IntRange(1, 30).Draw(t, "changes") {
				seq++
				page = append(page, m.change(t, seq, rapid.IntRange(0, ids-1).Draw(t, "id")))
			}
			next, err := ix.apply(r, page)
			if err != nil {
				t.Fatal(err)
			}
			m.check(t, next, ids)
			history = append(history, past{next, m.clone()})
			r = next
		}
		for _, p := range history {
			p.model.check(t, p.reader, ids)
			p.reader.Release()
		}
	})
}

// change makes a random change and notes what it means.
func (m model) change(t *rapid.T, seq data.Seq, id int) data.Record {
	key := fmt.Sprintf("s/%d", id)
	delete(m.titles, key)
	delete(m.hidden, key)
	title := fmt.Sprintf("w%d", rapid.IntRange(0, 3).Draw(t, "word"))
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		return data.Record{Key: data.Key{Kind: data.KindActivity, ID: key}, Seq: seq, Deleted: true}
	case 1:
		return record(t, seq, id, title, data.StatusDraft)
	case 2:
		m.hidden[key] = true
		m.titles[key] = title
		return record(t, seq, id, title, data.StatusCancelled)
	}
	m.titles[key] = title
	return record(t, seq, id, title, data.StatusPublished)
}

// fallible is a store that can be told to fail.
type fallible struct {
	data.Store
	err   atomic.Pointer[error]
	epoch atomic.Pointer[string]
}

func (f *fallible) Changes(ctx context.Context, after data.Seq, limit int) (data.Page, error) {
	if err := f.err.Load(); err != nil && (after > 0 || !errors.Is(*err, data.ErrPruned)) {
		return data.Page{}, *err
	}
	page, err := f.Store.Changes(ctx, after, limit)
	if epoch := f.epoch.Load(); epoch != nil {
		page.Epoch = *epoch
	}
	return page, err
}

// TestFollower lives through a store's bad days: it goes on answering, says that
// it is behind, and catches up.
func TestFollower(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	real, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "learnmap.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer real.Close()
	store := &fallible{Store: real}
	ix := testIndex(t, store, t.TempDir())
	if _, err := ix.Acquire(); !errors.Is(err, ErrNotReady) {
		t.Fatalf("before it ran: %v", err)
	}
	put := func(from, to int) {
		var b data.Batch
		for id := from; id < to; id++ {
			b.Put = append(b.Put, record(t, 0, id, "robots", data.StatusPublished))
		}
		if _, err := real.Apply(ctx, b); err != nil {
			t.Fatal(err)
		}
	}
	put(0, 10)
	done := make(chan error)
	go func() { done <- ix.Run(ctx) }()
	waitFor(t, ix, "the first ten", func(s Status) bool { return s.CaughtUp && s.Documents == 10 })

	broken := errors.New("the disk is on fire")
	store.err.Store(&broken)
	put(10, 20)
	waitFor(t, ix, "the failure", func(s Status) bool { return s.Err != nil && !s.CaughtUp && s.CaughtUpOnce })
	store.err.Store(nil)
	waitFor(t, ix, "recovery", func(s Status) bool { return s.Err == nil && s.CaughtUp && s.Documents == 20 })

	pruned := data.ErrPruned
	store.err.Store(&pruned)
	put(20, 30)
	waitFor(t, ix, "a rebuild after pruning", func(s Status) bool { return s.Documents == 30 })
	store.err.Store(nil)
	put(30, 31)
	waitFor(t, ix, "calm", func(s Status) bool { return s.CaughtUp && s.Documents == 31 })

	builds := ix.builds.Load()
	epoch := "another life"
	store.epoch.Store(&epoch)
	put(31, 40)
	waitFor(t, ix, "a rebuild in the new epoch", func(s Status) bool {
		return s.CaughtUp && s.Documents == 40 && ix.builds.Load() > builds
	})
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	ix.Close()
}

func waitFor(t *testing.T, ix *Index, what string, ok func(Status) bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !ok(ix.Status()); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("no %s: %+v", what, ix.Status())
		}
	}
}

// TestRebuildInTheBackground writes until bases are built beside the answering
// Reader, and finds every change in the end.
func TestRebuildInTheBackground(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	store, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "learnmap.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	dir := t.TempDir()
	ix := testIndex(t, store, dir)
	done := make(chan error)
	go func() { done <- ix.Run(ctx) }()
	const n = 6_000
	for from := 0; from < n; from += 500 {
		var b data.Batch
		for id := from; id < from+500; id++ {
			b.Put = append(b.Put, record(t, 0, id, fmt.Sprintf("w%d", id%4), data.StatusPublished))
		}
		if _, err := store.Apply(ctx, b); err != nil {
			t.Fatal(err)
		}
	}
	waitFor(t, ix, "all changes", func(s Status) bool { return s.CaughtUp && s.Documents == n })
	r, err := ix.Acquire()
	if err != nil {
		t.Fatal(err)
	}
	match, err := r.Match(ctx, &Request{Now: data.MinutesOf(testNow), Window: Always(), Words: []string{"w3"}})
	r.Release()
	if err != nil || match.Total != n/4 {
		t.Errorf("%d of %d found (%v)", match.Total, n/4, err)
	}
	if ix.builds.Load() < 2 {
		t.Error("no base was built in the background")
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	ix.Close()
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string][]string{
		"L'énergie d’été":              {"l", "energie", "d", "ete"},
		"Šachmatų būrelis, ŠACHMATŲ":   {"sachmatu", "burelis"},
		"Łódź 3D-Druck für Anfänger!":  {"lodz", "3d", "druck", "fur", "anfanger"},
		"Ρομποτική για όλους":          {"ρομποτικη", "για", "ολουσ"},
		"หุ่น":                         {"ห", "น"},
		"🤖 !!!":                        nil,
		"":                             nil,
		strings.Repeat("x", 65) + " y": {"y"},
	} {
		if got := Words(text); !slices.Equal(got, want) {
			t.Errorf("Words(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestOpenClearsLeftovers(t *testing.T) {
	dir := t.TempDir()
	ix := testIndex(t, nil, dir)
	if _, err := ix.newBaseDir(); err != nil {
		t.Fatal(err)
	}
	testIndex(t, nil, dir)
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
