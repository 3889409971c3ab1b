package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"learnmap/data"
)

const (
	writers    = 6
	steps      = 40
	ownIDs     = 20
	sharedIDs  = 6
	sharedName = "shared/"
)

func testHostile(b *bench) { b.hostile(nil) }

// Hostile is the hostile test of Exercise with something that disturbs the store
// while it runs, until its context ends. The store may fail with ErrUnavailable
// meanwhile, but must lose nothing.
func Hostile(t *testing.T, fresh Fresh, disturb func(context.Context)) {
	newBench(t, fresh).hostile(disturb)
}

// hostile lets writers do all that they should not, on two handles, and followers
// read the list of changes meanwhile.
func (b *bench) hostile(disturb func(context.Context)) {
	seed := rand.Uint64()
	b.Logf("seed %d", seed)
	handles := []data.Store{b.Store, b.reopen()}
	writing, stop := context.WithCancel(b.ctx)
	defer stop()

	var following, working, disturbing sync.WaitGroup
	var followers []*follower
	for i, s := range handles {
		f := newFollower(s)
		followers = append(followers, f)
		rng := rand.New(rand.NewPCG(seed, 100+uint64(i)))
		following.Go(func() { f.run(b.ctx, writing, rng) })
	}
	if disturb != nil {
		disturbing.Go(func() { disturb(writing) })
	}
	all := make([]*writer, writers)
	for i := range all {
		w := newWriter(b, handles[i%len(handles)], i, rand.New(rand.NewPCG(seed, uint64(i))))
		all[i] = w
		working.Go(w.run)
	}
	working.Wait()
	stop()
	disturbing.Wait()
	following.Wait()

	page := b.table()
	for i, f := range followers {
		for _, fault := range f.judge(page.Records) {
			b.Errorf("follower %d: %s", i, fault)
		}
	}
	b.account(all, page)
}

// account compares the store with what the writers were told.
func (b *bench) account(all []*writer, page data.Page) {
	b.Helper()
	table := map[data.Key]string{}
	for _, r := range page.Records {
		table[r.Key] = string(r.Data)
	}
	var changes data.Seq
	certain, refused, cancelled := true, 0, 0
	for _, w := range all {
		for k, want := range w.own {
			if got := table[k]; got != want {
				b.Errorf("%s is %q, its writer was told %q", k, got, want)
			}
		}
		changes += w.changes
		certain = certain && !w.uncertain
		refused += w.refused
		cancelled += w.cancelled
	}
	if certain && changes != page.Head {
		b.Errorf("the writers made %d changes, the head is %d", changes, page.Head)
	}
	b.Logf("%d changes, %d batches refused, %d cancelled, counts certain: %t", page.Head, refused, cancelled, certain)
}

// writer changes records of its own, and some that it shares with the others.
type writer struct {
	*bench
	store   data.Store
	rng     *rand.Rand
	number  int
	version int
	own     map[data.Key]string // what the store should have of its own records, "" for nothing
	changes data.Seq            // the sum of what Apply reported

	refused, cancelled int
	uncertain          bool // a batch failed and was applied all the same
}

func newWriter(b *bench, s data.Store, number int, rng *rand.Rand) *writer {
	return &writer{bench: b, store: s, rng: rng, number: number, own: map[data.Key]string{}}
}

// owned tells whether the key is of one writer alone, whose versions only rise.
func owned(k data.Key) bool { return !strings.HasPrefix(k.ID, sharedName) }

func (w *writer) run() {
	for range steps {
		w.step()
		time.Sleep(time.Duration(w.rng.IntN(2000)) * time.Microsecond)
	}
}

// step applies one batch, which may be refused, undone, or end half way.
func (w *writer) step() {
	batch := w.batch()
	ctx, cancel := w.ctx, context.CancelFunc(func() {})
	refused := false
	switch w.rng.IntN(8) {
	case 0:
		batch.Put = append(batch.Put, data.Record{Key: key("w/invalid")})
		refused = true
	case 1:
		batch.DryRun = true
	case 2, 3:
		ctx, cancel = context.WithTimeout(w.ctx, time.Duration(w.rng.IntN(5000))*time.Microsecond)
	}
	defer cancel()
	applied, err := w.store.Apply(ctx, batch)
	switch {
	case refused:
		w.refused++
		if !errors.Is(err, data.ErrInvalid) {
			w.Errorf("an invalid batch: %v", err)
		}
	case err == nil && !batch.DryRun:
		w.changes += data.Seq(applied.New + applied.Updated + applied.Removed)
		w.believe(batch)
	case errors.Is(err, context.DeadlineExceeded):
		w.cancelled++
		if w.settle(batch) {
			w.Errorf("a batch that was cancelled was applied")
		}
	case errors.Is(err, data.ErrUnavailable):
		if w.settle(batch) {
			w.uncertain = true
			w.believe(batch)
		}
	case err != nil:
		w.Errorf("apply: %v", err)
	}
}

// batch returns random changes of the writer's own records and of shared ones.
func (w *writer) batch() data.Batch {
	w.version++
	var b data.Batch
	add := func(k data.Key) {
		if w.rng.IntN(4) == 0 {
			b.Delete = append(b.Delete, k)
		} else {
			b.Put = append(b.Put, versioned(k, w.version))
		}
	}
	for _, i := range w.rng.Perm(ownIDs)[:w.rng.IntN(ownIDs)] {
		add(key(fmt.Sprintf("w%d/%d", w.number, i)))
	}
	for _, i := range w.rng.Perm(sharedIDs)[:w.rng.IntN(sharedIDs)] {
		add(key(fmt.Sprint(sharedName, i)))
	}
	return b
}

// wanted returns what the batch makes of the writer's own records.
func (w *writer) wanted(b data.Batch) map[data.Key]string {
	want := map[data.Key]string{}
	for _, r := range b.Put {
		want[r.Key] = string(r.Data)
	}
	for _, k := range b.Delete {
		want[k] = ""
	}
	for k := range want {
		if !owned(k) {
			delete(want, k)
		}
	}
	return want
}

// believe notes that the batch was applied.
func (w *writer) believe(b data.Batch) {
	for k, text := range w.wanted(b) {
		w.own[k] = text
	}
}

// settle finds out whether a batch that failed was applied, which must be whole or
// not at all.
func (w *writer) settle(b data.Batch) (applied bool) {
	var is, isNot []data.Key
	for k, want := range w.wanted(b) {
		if want == w.own[k] {
			continue // the same either way
		}
		if w.has(k) == want {
			is = append(is, k)
		} else {
			isNot = append(isNot, k)
		}
	}
	if len(is) > 0 && len(isNot) > 0 {
		w.Errorf("half a batch was applied: of %v, not of %v", is, isNot)
	}
	return len(is) > 0
}

// has returns the data that the store has of a record, however long it takes to
// be told.
func (w *writer) has(k data.Key) string {
	for {
		r, err := w.store.Get(w.ctx, k)
		switch {
		case errors.Is(err, data.ErrNotFound):
			return ""
		case errors.Is(err, data.ErrUnavailable):
			continue
		case err != nil:
			w.Errorf("get %s: %v", k, err)
		}
		return string(r.Data)
	}
}
