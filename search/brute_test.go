package search_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"learnmap/data"
	"learnmap/data/sqlite"
	"learnmap/index"
	"learnmap/search"
	"learnmap/search/searchtest"
)

// clock is a clock that tests set.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

// bench is a store, an index that follows it, a searcher, and the truth.
type bench struct {
	t        testing.TB
	store    data.Store
	index    *index.Index
	searcher *search.Searcher
	clock    *clock
}

func newBench(t testing.TB, now time.Time) *bench {
	t.Helper()
	dir := t.TempDir()
	store, err := sqlite.Open(context.Background(), filepath.Join(dir, "learnmap.db"))
	if err != nil {
		t.Fatal(err)
	}
	c := &clock{now: now}
	ix, err := index.Open(store, index.Options{Dir: filepath.Join(dir, "index"), Clock: c.Now, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t, store, ix, search.New(ix, c.Now), c}
	t.Cleanup(func() {
		ix.Close()
		store.Close()
	})
	return b
}

// follow starts the index; what was put before makes its base.
func (b *bench) follow() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- b.index.Run(ctx) }()
	b.t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			b.t.Error(err)
		}
	})
}

// put stores documents; del deletes.
func (b *bench) put(docs ...data.Document) {
	b.t.Helper()
	for chunk := range slices.Chunk(docs, data.MaxBatch) {
		var batch data.Batch
		for _, d := range chunk {
			r, err := d.Record(b.clock.Now())
			if err != nil {
				b.t.Fatal(err)
			}
			batch.Put = append(batch.Put, r)
		}
		if _, err := b.store.Apply(context.Background(), batch); err != nil {
			b.t.Fatal(err)
		}
	}
}

func (b *bench) del(keys ...data.Key) {
	b.t.Helper()
	for chunk := range slices.Chunk(keys, data.MaxBatch) {
		if _, err := b.store.Apply(context.Background(), data.Batch{Delete: chunk}); err != nil {
			b.t.Fatal(err)
		}
	}
}

// settle waits until the index knows all that the store does.
func (b *bench) settle() {
	b.t.Helper()
	applied, err := b.store.Apply(context.Background(), data.Batch{})
	if err != nil {
		b.t.Fatal(err)
	}
	for deadline := time.Now().Add(2 * time.Minute); ; {
		if st := b.index.Status(); st.CaughtUpOnce && st.Seq >= applied.Head {
			return
		} else if time.Now().After(deadline) {
			b.t.Fatalf("index stays at %d of %d: %v", st.Seq, applied.Head, st.Err)
		}
		time.Sleep(time.Millisecond)
	}
}

// bigWorld fills a bench with n activities, a tenth of which arrive, change or go
// after the base was built, and returns what is true in the end.
func bigWorld(t testing.TB, n int, seed uint64) (*bench, *searchtest.World, *searchtest.Oracle) {
	now := time.Date(2026, 11, 25, 17, 30, 0, 0, time.UTC)
	w, b := searchtest.NewWorld(seed, now), newBench(t, now)
	truths := map[string]*searchtest.Truth{}
	var order []string
	add := func(a *data.Activity) data.Document {
		tr := searchtest.NewTruth(a, now)
		if truths[tr.RecordID] == nil {
			order = append(order, tr.RecordID)
			w.IDs = append(w.IDs, tr.RecordID)
		}
		truths[tr.RecordID] = tr
		return a
	}
	var docs []data.Document
	for i := range n * 9 / 10 {
		docs = append(docs, add(w.Activity(i)))
	}
	catalogue := w.Catalogue()
	b.put(append(docs, catalogue...)...)
	b.follow()
	b.settle()
	var fresh []data.Document
	var gone []data.Key
	for i := range n / 50 {
		fresh = append(fresh, add(w.Activity(n+i)))
		changed := w.Activity(0)
		before := truths[searchtest.Pick(w, order)]
		changed.Source, changed.ID = before.Source, before.ID
		fresh = append(fresh, add(changed))
		if i%3 == 0 {
			victim := searchtest.Pick(w, order)
			gone = append(gone, truths[victim].Key())
		}
	}
	for _, chunk := range slices.Collect(slices.Chunk(dedupe(fresh), 300)) {
		b.put(chunk...)
	}
	gone = slices.Compact(slices.SortedFunc(slices.Values(gone), func(a, b data.Key) int { return cmpString(a.ID, b.ID) }))
	b.del(gone...)
	for _, k := range gone {
		delete(truths, k.ID)
	}
	b.settle()
	var list []*searchtest.Truth
	for _, id := range order {
		if tr, ok := truths[id]; ok {
			list = append(list, tr)
		}
	}
	return b, w, searchtest.NewOracle(list, catalogue, now)
}

func cmpString(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// dedupe keeps the last of the documents with one key.
func dedupe(docs []data.Document) []data.Document {
	last := map[data.Key]int{}
	for i, d := range docs {
		last[d.Key()] = i
	}
	var out []data.Document
	for i, d := range docs {
		if last[d.Key()] == i {
			out = append(out, d)
		}
	}
	return out
}

// sizes returns how big the comparison with the oracle is: full in an ordinary
// run, smaller where the race detector or -short slow it down.
func sizes() (activities, queries int) {
	if raceEnabled || testing.Short() {
		return 8_000, 600
	}
	return 100_000, 5_000
}

func TestSearchEqualsBruteForce(t *testing.T) {
	activities, queries := sizes()
	b, w, o := bigWorld(t, activities, 1)
	if parts := b.index.Status().Snapshots; parts < 2 {
		t.Fatalf("the index is one piece; this test is about several")
	}
	var qs []search.Query
	for range queries {
		qs = append(qs, w.Query())
	}
	for _, tr := range o.Docs {
		tr.Expand(o.Now)
	}
	eachInParallel(qs, func(i int, q search.Query) {
		want := o.Ask(&q)
		got, err := b.searcher.Search(context.Background(), q)
		if err != nil {
			t.Errorf("query %d %+v: %v", i, q, err)
			return
		}
		if diff := searchtest.Compare(o, &q, want, got); diff != "" {
			t.Errorf("query %d: %s\n%s", i, diff, searchtest.Describe(q))
		}
		if i%4 == 0 {
			compareCounts(t, b, o, q, want)
		}
	})
}

func eachInParallel(qs []search.Query, f func(i int, q search.Query)) {
	next := make(chan int)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range next {
				f(i, qs[i])
			}
		})
	}
	for i := range qs {
		next <- i
	}
	close(next)
	wg.Wait()
}

// compareCounts checks counts by country, city, topic, skill and cell.
func compareCounts(t *testing.T, b *bench, o *searchtest.Oracle, q search.Query, want searchtest.Answer) {
	for _, field := range search.CountFields {
		by := search.CountBy{Field: field}
		if field == "cell" {
			if q.Box == nil {
				continue
			}
			by.Res = len(want.Hits) % 8
		}
		got, err := b.searcher.Counts(context.Background(), q, by)
		if err != nil {
			t.Errorf("counts by %s: %v\n%s", field, err, searchtest.Describe(q))
			return
		}
		if got.Total != len(want.Hits) || got.Online != want.Online {
			t.Errorf("counts by %s: total %d, online %d; want %d, %d\n%s", field, got.Total, got.Online, len(want.Hits), want.Online, searchtest.Describe(q))
		}
		counts := map[string]int{}
		for _, tr := range want.Hits {
			for _, v := range o.Groups(&q, tr, by) {
				counts[v]++
			}
		}
		if len(got.Counts) != len(counts) {
			t.Errorf("counts by %s: %d values, want %d\n%s", field, len(got.Counts), len(counts), searchtest.Describe(q))
		}
		for _, c := range got.Counts {
			if counts[c.Value] != c.Count {
				t.Errorf("counts by %s: %s has %d, want %d\n%s", field, c.Value, c.Count, counts[c.Value], searchtest.Describe(q))
			}
		}
	}
}
