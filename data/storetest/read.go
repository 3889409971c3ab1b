package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"time"

	"learnmap/data"
)

func testList(b *bench) {
	batch := data.Batch{Put: records("1", "a/1", "a/2", "a/3", "b/1", "b/2")}
	for _, id := range []string{"a/2", "c/1"} {
		r := record(id, "city")
		r.Kind = data.KindCity
		batch.Put = append(batch.Put, r)
	}
	given := record("b/3", "1")
	given.Owner = "a" // an owner need not be the source
	batch.Put = append(batch.Put, given)
	b.apply(batch)
	b.apply(data.Batch{Delete: keys("a/2", "b/1")})

	for _, test := range []struct {
		kind  data.Kind
		owner string
		want  []string
	}{
		{data.KindActivity, "", []string{"a/1", "a/3", "b/2", "b/3"}},
		{data.KindActivity, "a", []string{"a/1", "a/3", "b/3"}},
		{data.KindActivity, "b", []string{"b/2"}},
		{data.KindActivity, "c", []string{}},
		{data.KindActivity, "A", []string{}},
		{data.KindCity, "", []string{"a/2", "c/1"}},
		{data.KindCity, "c", []string{"c/1"}},
		{data.KindSkill, "", []string{}},
		{"unheard-of", "", []string{}},
	} {
		for size := 1; size <= 6; size++ {
			if got := b.listed(test.kind, test.owner, size); !reflect.DeepEqual(got, test.want) {
				b.Errorf("%s of %q, pages of %d: %v, want %v", test.kind, test.owner, size, got, test.want)
			}
		}
	}
	all, err := b.List(b.ctx, data.KindActivity, "", "a/2", 1)
	want := record("a/3", "1")
	want.Seq = 3
	if err != nil || len(all) != 1 || !reflect.DeepEqual(all[0], want) {
		b.Errorf("behind a deleted id: %+v, %v, want %+v", all, err, want)
	}
}

func testGet(b *bench) {
	b.apply(data.Batch{Put: records("1", "a/1", "a/2")})
	b.apply(data.Batch{Delete: keys("a/2")})
	want := record("a/1", "1")
	want.Seq = 1
	if got := b.stored("a/1"); !reflect.DeepEqual(got, want) {
		b.Errorf("got %+v, want %+v", got, want)
	}
	if got := b.stored("a/2"); !got.Deleted {
		b.Errorf("a deleted record came back as %+v", got)
	}
	for _, k := range []data.Key{key("a/3"), {Kind: data.KindCity, ID: "a/1"}, key("A/1"), key("a/1 "), {}} {
		if got, err := b.Get(b.ctx, k); !errors.Is(err, data.ErrNotFound) {
			b.Errorf("get %q: %+v, %v, want ErrNotFound", k, got, err)
		}
	}
}

func testWait(b *bench) {
	soon := func(after data.Seq) error {
		ctx, cancel := context.WithTimeout(b.ctx, 60*time.Millisecond)
		defer cancel()
		return b.Wait(ctx, after)
	}
	if err := soon(0); !errors.Is(err, context.DeadlineExceeded) {
		b.Errorf("waiting for the first change: %v, want the context's error", err)
	}
	b.apply(data.Batch{Put: records("1", "a/1", "a/2")})
	for after := range data.Seq(2) {
		if err := b.Wait(b.ctx, after); err != nil {
			b.Errorf("waiting behind %d with the head at 2: %v", after, err)
		}
	}
	b.apply(data.Batch{Put: records("1", "a/1"), Cursors: map[string]string{"feed": "1"}})
	if err := soon(2); !errors.Is(err, context.DeadlineExceeded) {
		b.Errorf("waiting at the head: %v, want the context's error", err)
	}

	// However many wait, on whichever handle, a change wakes them all.
	var waiting sync.WaitGroup
	for _, s := range []data.Store{b.Store, b.reopen()} {
		for range 20 {
			waiting.Go(func() {
				if err := s.Wait(b.ctx, 2); err != nil {
					b.Errorf("wait: %v", err)
				}
			})
		}
	}
	b.apply(data.Batch{Put: records("1", "a/3")})
	waiting.Wait()
}

func testTwoHandles(b *bench) {
	other := b.reopen()
	var at data.Seq
	for i := range 20 {
		id := fmt.Sprintf("a/%d", i)
		from, to := b.Store, other
		if i%2 == 1 {
			from, to = other, b.Store
		}
		if _, err := from.Apply(b.ctx, data.Batch{Put: records("1", id)}); err != nil {
			b.Fatal(err)
		}
		if _, err := to.Get(b.ctx, key(id)); err != nil {
			b.Fatalf("what one handle committed, the other cannot get: %v", err)
		}
		if err := to.Wait(b.ctx, at); err != nil {
			b.Fatal(err)
		}
		at++
	}
}

// testCancelled ends calls of every kind at every moment and then makes them all
// again.
func testCancelled(b *bench) {
	var many []data.Record
	for i := range 500 {
		many = append(many, record(fmt.Sprintf("a/%03d", i), "1"))
	}
	b.apply(data.Batch{Put: many, Cursors: map[string]string{"feed": "1"}})
	calls := map[string]func(context.Context) error{
		"apply": func(ctx context.Context) error {
			_, err := b.Apply(ctx, data.Batch{Put: many[:50]})
			return err
		},
		"get": func(ctx context.Context) error {
			_, err := b.Get(ctx, key("a/1"))
			return ignore(err, data.ErrNotFound)
		},
		"list":    func(ctx context.Context) error { _, err := b.List(ctx, data.KindActivity, "", "", 500); return err },
		"changes": func(ctx context.Context) error { _, err := b.Changes(ctx, 0, 500); return err },
		"cursor":  func(ctx context.Context) error { _, err := b.Cursor(ctx, "feed"); return err },
		"wait":    func(ctx context.Context) error { return b.Wait(ctx, 0) },
		"prune":   func(ctx context.Context) error { _, err := b.Prune(ctx, noon); return err },
	}
	for name, call := range calls {
		before, cancel := context.WithCancel(b.ctx)
		cancel()
		if err := call(before); !errors.Is(err, context.Canceled) {
			b.Errorf("%s with a context that had ended: %v, want its error", name, err)
		}
		var all sync.WaitGroup
		for i := range 40 {
			all.Go(func() {
				ctx, cancel := context.WithTimeout(b.ctx, time.Duration(i)*50*time.Microsecond)
				defer cancel()
				if err := ignore(call(ctx), context.DeadlineExceeded); err != nil {
					b.Errorf("%s with a deadline: %v", name, err)
				}
				if err := call(b.ctx); err != nil {
					b.Errorf("%s after a cancelled one: %v", name, err)
				}
			})
		}
		all.Wait()
	}
}

func ignore(err, expected error) error {
	if errors.Is(err, expected) {
		return nil
	}
	return err
}

func testClose(b *bench) {
	b.apply(data.Batch{Put: records("1", "a/1")})
	s := b.reopen()
	waited := make(chan error)
	go func() { waited <- s.Wait(b.ctx, 1) }()
	var reading sync.WaitGroup
	for range 8 {
		reading.Go(func() {
			for {
				if _, err := s.Get(b.ctx, key("a/1")); err != nil {
					if !errors.Is(err, data.ErrUnavailable) {
						b.Errorf("get while the store is closed: %v", err)
					}
					return
				}
			}
		})
	}
	for range 2 {
		if err := s.Close(); err != nil {
			b.Errorf("close: %v", err)
		}
	}
	reading.Wait()
	if err := <-waited; !errors.Is(err, data.ErrUnavailable) {
		b.Errorf("wait, when the store is closed: %v, want ErrUnavailable", err)
	}
	if _, err := s.Apply(b.ctx, data.Batch{Put: records("2", "a/1")}); !errors.Is(err, data.ErrUnavailable) {
		b.Errorf("apply to a closed store: %v, want ErrUnavailable", err)
	}
	if got := b.stored("a/1"); got.Seq != 1 {
		b.Errorf("a closed store wrote %+v", got)
	}
}
