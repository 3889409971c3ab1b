package search_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"learnmap/data"
	"learnmap/geo"
	"learnmap/search"
	"learnmap/search/searchtest"
)

// TestPagingWhileTheWorldChanges reads whole answers page by page while other
// activities change, come and go and minutes pass: what did not change comes
// exactly once.
func TestPagingWhileTheWorldChanges(t *testing.T) {
	b, w, o := bigWorld(t, 3_000, 3)
	stable := map[string]bool{}
	var movable []*searchtest.Truth
	for i, tr := range o.Docs {
		if i%5 == 0 {
			movable = append(movable, tr)
		} else {
			stable[tr.RecordID] = true
		}
	}
	for _, sort := range []search.Sort{search.SortDistance, search.SortSoonest, search.SortNewest} {
		q := search.Query{Sort: sort, Limit: 37}
		if sort == search.SortDistance {
			q.Near = searchtest.Ptr(circleRound(w))
		}
		o.Now = b.clock.Now().Truncate(time.Minute)
		want := o.Ask(&q)
		seen := map[string]int{}
		for page := 0; ; page++ {
			got, err := b.searcher.Search(context.Background(), q)
			if err != nil {
				t.Fatalf("%s page %d: %v", sort, page, err)
			}
			for _, h := range got.Hits {
				seen[h.ID]++
			}
			if got.Next == "" {
				break
			}
			q.Cursor = got.Next
			stir(b, w, movable)
		}
		for _, tr := range want.Hits {
			if stable[tr.RecordID] && seen[tr.RecordID] != 1 {
				t.Errorf("%s: %s came %d times", sort, tr.RecordID, seen[tr.RecordID])
			}
		}
	}
}

// stir changes a few activities and lets a minute pass.
func stir(b *bench, w *searchtest.World, movable []*searchtest.Truth) {
	var docs []data.Document
	for range 5 {
		a := w.Activity(0)
		before := searchtest.Pick(w, movable)
		a.Source, a.ID = before.Source, before.ID
		docs = append(docs, a)
	}
	b.put(dedupe(docs)...)
	if w.Chance(0.3) {
		b.del(searchtest.Pick(w, movable).Key())
	}
	b.clock.set(b.clock.Now().Add(time.Minute))
	b.settle()
}

func TestCursorOfAnotherQueryIsRefused(t *testing.T) {
	b, w, _ := bigWorld(t, 500, 4)
	first, err := b.searcher.Search(context.Background(), search.Query{Limit: 5})
	if err != nil || first.Next == "" {
		t.Fatalf("no second page: %v", err)
	}
	for name, q := range map[string]search.Query{
		"other filter": {Cursor: first.Next, Free: true},
		"other order":  {Cursor: first.Next, Sort: search.SortNewest},
		"not a cursor": {Cursor: "abc!"},
		"empty inside": {Cursor: "AAAA"},
	} {
		_, err := b.searcher.Search(context.Background(), q)
		var invalid *search.InvalidError
		if !errors.As(err, &invalid) || invalid.Problems[0].Field != "cursor" || invalid.Problems[0].Fix == "" {
			t.Errorf("%s: got %v", name, err)
		}
	}
	q := search.Query{Text: "class", Limit: 2}
	scored, err := b.searcher.Search(context.Background(), q)
	if err != nil || scored.Next == "" {
		t.Fatalf("no second page: %v", err)
	}
	b.put(w.Activity(9))
	b.settle()
	q.Cursor = scored.Next
	if _, err := b.searcher.Search(context.Background(), q); err == nil {
		t.Error("an order by score goes on in a changed index")
	}
	b.clock.set(b.clock.Now().Add(25 * time.Hour))
	if _, err := b.searcher.Search(context.Background(), search.Query{Limit: 5, Cursor: first.Next}); err == nil {
		t.Error("a cursor of yesterday is still good")
	}
}

func FuzzCursor(f *testing.F) {
	b, _, _ := bigWorld(f, 200, 5)
	first, err := b.searcher.Search(context.Background(), search.Query{Limit: 3})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(first.Next)
	f.Add("")
	f.Add("AQ")
	f.Fuzz(func(t *testing.T, cursor string) {
		_, err := b.searcher.Search(context.Background(), search.Query{Limit: 3, Cursor: cursor})
		var invalid *search.InvalidError
		if err != nil && !errors.As(err, &invalid) {
			t.Fatal(err)
		}
	})
}

func TestWiderCirclesSayWhatTheyFind(t *testing.T) {
	b, w, o := bigWorld(t, 2_000, 6)
	offered := 0
	for range 200 {
		q := search.Query{Near: searchtest.Ptr(circleRound(w))}
		q.Near.Radius = 1000
		got, err := b.searcher.Search(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		before := got.Total
		for _, wider := range got.Wider {
			offered++
			bigger := q
			bigger.Near = &circle{Center: q.Near.Center, Radius: wider.Radius}
			if n := len(o.Ask(&bigger).Hits); n != wider.Total || n <= before {
				t.Errorf("%v within %v m: said %d, there are %d, %d before", q.Near.Center, wider.Radius, wider.Total, n, before)
			}
			before = wider.Total
		}
		if got.Total < 10 && len(got.Wider) == 0 {
			t.Errorf("only %d near %v and nothing wider offered", got.Total, q.Near.Center)
		}
	}
	if offered == 0 {
		t.Error("nothing was ever offered")
	}
}

func TestActivityByID(t *testing.T) {
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	b := newBench(t, now)
	make := func(id, status string, start time.Time) *data.Activity {
		return &data.Activity{ID: id, Source: "s", Title: id, Mode: data.ModeOnline, Status: status, Occurrences: []data.Occurrence{{Start: start}}}
	}
	gone := make("gone", data.StatusPublished, now)
	b.put(make("live", data.StatusPublished, now.Add(time.Hour)), make("over", data.StatusPublished, now.Add(-time.Hour)),
		make("off", data.StatusCancelled, now.Add(time.Hour)), make("draft", data.StatusDraft, now), gone)
	b.follow()
	b.settle()
	b.del(gone.Key())
	b.settle()
	for id, want := range map[string]string{"live": "ok", "over": "ended", "off": "ok", "draft": "not found", "gone": "gone", "never": "not found"} {
		hit, err := b.searcher.Activity(context.Background(), "s/"+id)
		got := "ok"
		switch {
		case errors.Is(err, search.ErrGone):
			got = "gone"
		case errors.Is(err, search.ErrNotFound):
			got = "not found"
		case err != nil:
			got = fmt.Sprint(err)
		case hit.Ended:
			got = "ended"
		}
		if got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
}

type circle = geo.Circle

func circleRound(w *searchtest.World) circle {
	return circle{Center: searchtest.Pick(w, w.Points), Radius: 5e6}
}
