package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"learnmap/data"
)

// follower replays a store's list of changes and is its own judge: it notes all
// that a list of changes must not do.
type follower struct {
	data.Store
	at       data.Seq
	replica  map[data.Key]data.Record
	versions map[data.Key]int // the newest seen, which a tombstone does not reset
	faults   []string
}

func newFollower(s data.Store) *follower {
	return &follower{Store: s, replica: map[data.Key]data.Record{}, versions: map[data.Key]int{}}
}

func (f *follower) fault(format string, args ...any) {
	f.faults = append(f.faults, fmt.Sprintf(format, args...))
}

// take replays a page that was asked for with that limit.
func (f *follower) take(page data.Page, limit int) {
	for _, r := range page.Records {
		if r.Seq <= f.at {
			f.fault("seq %d comes behind %d", r.Seq, f.at)
		}
		f.at = r.Seq
		if !r.Deleted && owned(r.Key) {
			v := version(r)
			if v <= f.versions[r.Key] {
				f.fault("%s goes from version %d to %d", r.Key, f.versions[r.Key], v)
			}
			f.versions[r.Key] = v
		}
		f.replica[r.Key] = r
	}
	if len(page.Records) > limit {
		f.fault("%d records, %d were asked for", len(page.Records), limit)
	}
	// The newest change is always in the list (nothing prunes here), so that a page
	// that is not full must reach the head: else the two are of different moments.
	if len(page.Records) < limit && f.at != page.Head {
		f.fault("a page that is not full ends at %d, the head is %d", f.at, page.Head)
	}
}

// drain follows to the end of the list, or until it finds fault.
func (f *follower) drain(ctx context.Context, limit int) {
	for len(f.faults) == 0 {
		page, err := f.Changes(ctx, f.at, limit)
		if err != nil {
			f.fault("changes: %v", err)
			return
		}
		f.take(page, limit)
		if len(page.Records) < limit {
			return
		}
	}
}

// run follows while the context writing lasts and then to the end of the list. It
// bears with a store that cannot be reached for a while.
func (f *follower) run(ctx, writing context.Context, rng *rand.Rand) {
	for len(f.faults) == 0 {
		last := writing.Err() != nil // asked before the page is, which then holds everything
		limit := 1 + rng.IntN(20)
		page, err := f.Changes(ctx, f.at, limit)
		if errors.Is(err, data.ErrUnavailable) {
			continue
		}
		if err != nil {
			f.fault("changes: %v", err)
			return
		}
		f.take(page, limit)
		if len(page.Records) == limit {
			continue
		}
		if last {
			return
		}
		err = f.Wait(writing, f.at)
		if err != nil && writing.Err() == nil && !errors.Is(err, data.ErrUnavailable) {
			f.fault("wait: %v", err)
		}
	}
}

// judge compares what the follower has with what the store has.
func (f *follower) judge(table []data.Record) []string {
	for _, want := range table {
		if got, found := f.replica[want.Key]; !found {
			f.fault("%s of seq %d was never seen", want.Key, want.Seq)
		} else if !equal(got, want) {
			f.fault("%s was last seen with seq %d, the store has %d", want.Key, got.Seq, want.Seq)
		}
	}
	if len(f.replica) > len(table) {
		f.fault("%d records were seen, the store has %d", len(f.replica), len(table))
	}
	return f.faults
}

// versioned returns a record that says which version it is.
func versioned(k data.Key, version int) data.Record {
	return data.Record{Key: k, Owner: "o", Modified: noon, Data: fmt.Appendf(nil, `{"version":%d}`, version)}
}

func version(r data.Record) int {
	var v struct{ Version int }
	if err := json.Unmarshal(r.Data, &v); err != nil {
		return -1
	}
	return v.Version
}

// testJudge follows lists that lie, each in one way, and one that does not.
func testJudge(b *bench) {
	const limit = 5
	const last = "w1/3" // rewritten by each case, and so the last in the list
	at := func(id string, how func(*data.Page, int)) func(*data.Page) {
		return func(p *data.Page) {
			if i := slices.Index(ids(p.Records), id); i >= 0 {
				how(p, i)
			}
		}
	}
	drop := func(p *data.Page, i int) { p.Records = slices.Delete(p.Records, i, i+1) }
	say := func(v int) func(*data.Page, int) {
		return func(p *data.Page, i int) { p.Records[i].Data = versioned(key(last), v).Data }
	}
	for i := range 12 {
		b.apply(data.Batch{Put: []data.Record{versioned(key(fmt.Sprintf("w1/%d", i)), 1)}})
	}
	for n, test := range []struct {
		name string
		lie  func(*data.Page)
	}{
		{"is honest", func(*data.Page) {}},
		{"misses a change", at("w1/7", drop)},
		{"misses the last", at(last, drop)},
		{"swaps two", at("w1/7", func(p *data.Page, i int) { p.Records[i], p.Records[i-1] = p.Records[i-1], p.Records[i] })},
		{"repeats one", at("w1/7", func(p *data.Page, i int) { p.Records[i-1] = p.Records[i] })},
		{"goes back", at(last, say(1))},
		{"shows other data", at(last, say(99))},
		{"has a head of another moment", func(p *data.Page) { p.Head++ }},
		{"gives too much", func(p *data.Page) { p.Records = append(p.Records, make([]data.Record, limit)...) }},
	} {
		b.apply(data.Batch{Put: []data.Record{versioned(key(last), 2*n+2)}})
		f := newFollower(liar{b.Store, test.lie})
		f.drain(b.ctx, limit)
		b.apply(data.Batch{Put: []data.Record{versioned(key(last), 2*n+3)}})
		f.drain(b.ctx, limit)
		faults := f.judge(b.table().Records)
		if honest := n == 0; honest != (len(faults) == 0) {
			b.Errorf("a list that %s: faults %q", test.name, faults)
		}
	}
}

// liar is a store whose pages are not what they should be.
type liar struct {
	data.Store
	lie func(*data.Page)
}

func (l liar) Changes(ctx context.Context, after data.Seq, limit int) (data.Page, error) {
	page, err := l.Store.Changes(ctx, after, limit)
	if err == nil {
		l.lie(&page)
	}
	return page, err
}
