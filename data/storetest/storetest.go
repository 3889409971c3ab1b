// Package storetest is what every data.Store must pass. The packages of the
// stores call Exercise from a test of their own.
//
// A test is named after what a user of the store relies on. The tests share a
// bench, which makes an empty database and opens as many handles to it as a test
// likes: two handles behave as two processes do. The last tests are the hostile
// ones, where many write at once and followers must miss nothing; a control shows
// that the judge of those followers does find fault with one that misses something.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"learnmap/data"
)

// Fresh makes an empty database for one test and returns how to open it. Exercise
// may open it several times, also at once, and closes what it has opened.
type Fresh func(t *testing.T) (open func() data.Store)

// Exercise runs the suite.
func Exercise(t *testing.T, fresh Fresh) {
	for _, test := range []struct {
		name string
		run  func(*bench)
	}{
		{"counts what a batch did", testCounts},
		{"an equal put changes nothing", testEqualPut},
		{"deleting what is absent changes nothing", testDeleteAbsent},
		{"a tombstone holds nothing and gives way", testTombstone},
		{"numbers have no gaps, puts before deletes", testSeq},
		{"a dry run counts and leaves nothing", testDryRun},
		{"a batch that cannot be leaves nothing", testInvalidLast},
		{"a cancelled batch leaves nothing", testCancelledBatch},
		{"a key may occur once in a batch", testDuplicate},
		{"a batch has a bound", testBound},
		{"cursors move with the records or not at all", testCursors},

		{"text that no store holds is refused", testBadText},
		{"any other text comes back as it was", testOddText},
		{"lists are in byte order", testByteOrder},
		{"lists page and filter", testList},
		{"times keep their milliseconds and are UTC", testTimes},
		{"get tells absent from deleted", testGet},

		{"changes page while others write", testChanges},
		{"pruning raises the floor", testPrune},
		{"a scan starts a follower on a pruned list", testScan},
		{"an epoch lasts", testEpoch},
		{"many may open an empty database at once", testOpenAtOnce},
		{"wait wakes and times out", testWait},
		{"two handles see each other", testTwoHandles},
		{"a cancelled context harms no other call", testCancelled},
		{"close ends what waits and what comes after", testClose},
		{"behaves as a map does", testModel},

		{"the judge of followers finds fault", testJudge},
		{"followers miss nothing of hostile writers", testHostile},
		{"holds a hundred thousand records", testBulk},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(newBench(t, fresh)) })
	}
}

// patience ends a test that waits for what does not come.
const patience = 5 * time.Minute

// bench is a test with a database.
type bench struct {
	*testing.T
	data.Store // the first handle
	ctx        context.Context
	fresh      Fresh
	reopen     func() data.Store // another handle
}

func newBench(t *testing.T, fresh Fresh) *bench {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	b := &bench{T: t, ctx: ctx, fresh: fresh}
	b.reopen = b.empty()
	b.Store = b.reopen()
	return b
}

// empty makes another database and returns how to open it; what that returns is
// closed when the test ends.
func (b *bench) empty() func() data.Store {
	b.Helper()
	open := b.fresh(b.T)
	return func() data.Store {
		s := open()
		b.Cleanup(func() {
			if err := s.Close(); err != nil {
				b.Errorf("close: %v", err)
			}
		})
		return s
	}
}

// apply applies a batch that must go through.
func (b *bench) apply(batch data.Batch) data.Applied {
	b.Helper()
	applied, err := b.Apply(b.ctx, batch)
	if err != nil {
		b.Fatalf("apply: %v", err)
	}
	return applied
}

// expect applies a batch and compares what it did.
func (b *bench) expect(batch data.Batch, want data.Applied) {
	b.Helper()
	if got := b.apply(batch); got != want {
		b.Errorf("applied %+v, want %+v", got, want)
	}
}

// refuse applies a batch that must fail with an error, and leave nothing.
func (b *bench) refuse(batch data.Batch, want error) {
	b.Helper()
	before := b.table()
	applied, err := b.Apply(b.ctx, batch)
	if !errors.Is(err, want) {
		b.Errorf("error %v, want %v", err, want)
	}
	if applied != (data.Applied{}) {
		b.Errorf("a batch that failed reports %+v", applied)
	}
	b.same(before)
}

// stored returns the newest version of a record that must be there.
func (b *bench) stored(id string) data.Record {
	b.Helper()
	r, err := b.Get(b.ctx, key(id))
	if err != nil {
		b.Fatalf("get %q: %v", id, err)
	}
	return r
}

// changes returns a page that must be had.
func (b *bench) changes(after data.Seq, limit int) data.Page {
	b.Helper()
	page, err := b.Changes(b.ctx, after, limit)
	if err != nil {
		b.Fatalf("changes after %d: %v", after, err)
	}
	return page
}

// table returns everything in the store.
func (b *bench) table() data.Page {
	b.Helper()
	return b.changes(0, 1_000_000)
}

// same fails the test when anything in the store is no longer as in the page.
func (b *bench) same(before data.Page) {
	b.Helper()
	if after := b.table(); !reflect.DeepEqual(before, after) {
		b.Errorf("the store changed\nfrom %v\n  to %v", summary(before), summary(after))
	}
}

// summary shows the page in one line.
func summary(p data.Page) string {
	var s strings.Builder
	fmt.Fprintf(&s, "head %d:", p.Head)
	for _, r := range p.Records {
		fmt.Fprintf(&s, " %d=%s", r.Seq, r.ID)
		if r.Deleted {
			s.WriteString("†")
		}
	}
	return s.String()
}

// noon is when the records of the tests were modified.
var noon = time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)

func key(id string) data.Key { return data.Key{Kind: data.KindActivity, ID: id} }

func keys(ids ...string) []data.Key {
	var ks []data.Key
	for _, id := range ids {
		ks = append(ks, key(id))
	}
	return ks
}

// record returns the activity of an id, with a text as its content.
func record(id, text string) data.Record {
	owner, _ := data.SplitID(id)
	return data.Record{Key: key(id), Owner: owner, Modified: noon, Data: fmt.Appendf(nil, `{"text":%q}`, text)}
}

// records returns an activity for each id, all with the same text.
func records(text string, ids ...string) []data.Record {
	var rs []data.Record
	for _, id := range ids {
		rs = append(rs, record(id, text))
	}
	return rs
}

func ids(rs []data.Record) []string {
	out := []string{}
	for _, r := range rs {
		out = append(out, r.ID)
	}
	return out
}
