package storetest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"learnmap/data"
)

// testModel makes random calls to the store and to a model of it that is a map,
// and compares all that they answer.
func testModel(b *bench) {
	run := 0
	rapid.Check(b.T, func(t *rapid.T) {
		run++
		m := newModel(b, data.Kind(fmt.Sprintf("kind %d", run)))
		for range rapid.IntRange(1, 12).Draw(t, "calls") {
			if rapid.IntRange(0, 9).Draw(t, "call") == 0 {
				m.prune(t)
			} else {
				m.apply(t)
			}
			m.compare(t)
		}
	})
}

// model is what a store promises, said with a map. It lives in a kind of its own
// at the end of the list, so that many models can use one store in turn.
type model struct {
	*bench
	kind     data.Kind
	base     data.Seq // the head when the model began
	head     data.Seq
	floor    data.Seq
	newest   map[string]data.Record // by id, tombstones included
	position string                 // the cursor
}

func newModel(b *bench, kind data.Kind) *model {
	if _, err := b.Prune(b.ctx, noon.AddDate(1, 0, 0)); err != nil {
		b.Fatal(err)
	}
	head := b.changes(0, 1).Head
	return &model{bench: b, kind: kind, base: head, head: head, newest: map[string]data.Record{}}
}

func (m *model) apply(t *rapid.T) {
	batch := data.Batch{
		At:     noon.Add(time.Duration(rapid.IntRange(0, 4).Draw(t, "hour")) * time.Hour),
		DryRun: rapid.IntRange(0, 5).Draw(t, "dry") == 0,
	}
	kept := maps.Clone(m.newest)
	head := m.head
	var want data.Applied
	for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(0, 7), 0, 8, rapid.ID[int]).Draw(t, "put") {
		r := record(fmt.Sprintf("a/%d", i), fmt.Sprint(rapid.IntRange(0, 2).Draw(t, "text")))
		r.Kind = m.kind
		r.Owner = rapid.SampledFrom([]string{"a", "b"}).Draw(t, "owner")
		batch.Put = append(batch.Put, r)
		old, found := m.newest[r.ID]
		switch {
		case !found || old.Deleted:
			want.New++
		case old.Owner != r.Owner || string(old.Data) != string(r.Data):
			want.Updated++
		default:
			want.Unchanged++
			continue
		}
		m.head++
		r.Seq = m.head
		m.newest[r.ID] = r
	}
	for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(0, 8), 0, 4, rapid.ID[int]).Draw(t, "delete") {
		id := fmt.Sprintf("a/%d", i)
		if slices.ContainsFunc(batch.Put, func(r data.Record) bool { return r.ID == id }) {
			continue
		}
		batch.Delete = append(batch.Delete, data.Key{Kind: m.kind, ID: id})
		if old, found := m.newest[id]; found && !old.Deleted {
			want.Removed++
			m.head++
			m.newest[id] = data.Record{Key: old.Key, Seq: m.head, Modified: batch.At, Deleted: true}
		}
	}
	position := fmt.Sprint(m.head)
	batch.Cursors = map[string]string{string(m.kind): position}
	if batch.DryRun {
		m.newest, m.head = kept, head
	} else {
		m.position = position
	}
	want.Head = m.head
	if got, err := m.Apply(m.ctx, batch); got != want || err != nil {
		t.Fatalf("applied %+v, %v, want %+v", got, err, want)
	}
}

func (m *model) prune(t *rapid.T) {
	before := noon.Add(time.Duration(rapid.IntRange(0, 5).Draw(t, "hour")) * time.Hour)
	want := 0
	for id, r := range m.newest {
		if r.Deleted && r.Modified.Before(before) {
			want++
			m.floor = max(m.floor, r.Seq)
			delete(m.newest, id)
		}
	}
	if got, err := m.Prune(m.ctx, before); got != want || err != nil {
		t.Fatalf("pruned %d, %v, want %d", got, err, want)
	}
}

// compare reads everything in every way.
func (m *model) compare(t *rapid.T) {
	bySeq := slices.SortedFunc(maps.Values(m.newest), func(a, b data.Record) int { return int(a.Seq - b.Seq) })
	for after := m.base; after <= m.head; after++ {
		limit := rapid.IntRange(1, 5).Draw(t, "limit")
		page, err := m.Changes(m.ctx, after, limit)
		if after > 0 && after < m.floor {
			if !errors.Is(err, data.ErrPruned) {
				t.Fatalf("changes after %d, the floor being %d: %v", after, m.floor, err)
			}
			continue
		}
		want := slices.DeleteFunc(slices.Clone(bySeq), func(r data.Record) bool { return r.Seq <= after })
		want = want[:min(limit, len(want))]
		if err != nil || page.Head != m.head || !slices.EqualFunc(page.Records, want, equal) {
			t.Fatalf("changes after %d: %v, %v, want %v and the head %d", after, summary(page), err, ids(want), m.head)
		}
	}
	byID := slices.SortedFunc(maps.Values(m.newest), func(a, b data.Record) int { return strings.Compare(a.ID, b.ID) })
	for _, owner := range []string{"", "a", "b"} {
		want := slices.DeleteFunc(slices.Clone(byID), func(r data.Record) bool {
			return r.Deleted || owner != "" && r.Owner != owner
		})
		got, err := m.List(m.ctx, m.kind, owner, "", 100)
		if err != nil || !slices.EqualFunc(got, want, equal) {
			t.Fatalf("list of %q: %v, %v, want %v", owner, ids(got), err, ids(want))
		}
	}
	if cursor, err := m.Cursor(m.ctx, string(m.kind)); cursor != m.position || err != nil {
		t.Fatalf("cursor %q, %v, want %q", cursor, err, m.position)
	}
}

// equal compares two records, whose Data may be nil in one and empty in the other.
func equal(a, b data.Record) bool {
	return a.Key == b.Key && a.Seq == b.Seq && a.Owner == b.Owner && a.Modified.Equal(b.Modified) &&
		a.Deleted == b.Deleted && string(a.Data) == string(b.Data)
}
