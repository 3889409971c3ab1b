package index

import (
	"context"
	"errors"
	"sync"
	"time"

	"learnmap/data"
)

const (
	// pageSize is how many changes are taken from the store, and published, at once.
	pageSize = 500
	// farBehind is a gap that is cheaper to close by building anew.
	farBehind = 20_000
	// pollAgain is how long the follower waits for news before it looks by itself.
	pollAgain = 30 * time.Second
	// Pauses after the store failed, doubled from the first to the last.
	firstPause, lastPause = 100 * time.Millisecond, 5 * time.Second
)

// Run follows the store until the context ends, and returns nil then. Errors of
// the store are reported by Status and tried again; only a store that was damaged
// from the start, or a failure of the index itself such as a full disk, ends Run.
func (ix *Index) Run(ctx context.Context) error {
	var beside sync.WaitGroup
	defer beside.Wait()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	beside.Go(func() { ix.roll(ctx) })
	beside.Go(func() { ix.recallDeleted(ctx) })
	f := &follower{Index: ix, pause: firstPause}
	defer f.stop()
	for ctx.Err() == nil {
		if err := f.step(ctx); err != nil && ctx.Err() == nil {
			var broken *brokenError
			if errors.As(err, &broken) || f.current.Load() == nil && errors.Is(err, data.ErrDamaged) {
				return err // waiting mends neither
			}
			f.failed(ctx, err)
		}
	}
	return nil
}

// recallDeleted learns which activities were deleted before the start, from the
// tombstones that the list still has. The index answers without it; only that an
// activity is gone, not unknown, is not said until then.
func (ix *Index) recallDeleted(ctx context.Context) {
	page, err := ix.store.Changes(ctx, 0, 1)
	for at, end := page.Floor, page.Head; err == nil && at < end; {
		page, err = ix.store.Changes(ctx, at, pageSize)
		if errors.Is(err, data.ErrPruned) { // since the last page
			page, err = ix.store.Changes(ctx, 0, 1)
			at = max(at, page.Floor)
			continue
		}
		if len(page.Records) == 0 {
			break
		}
		for _, r := range page.Records {
			if at = r.Seq; r.Deleted && r.Kind == data.KindActivity {
				ix.graves.bury(r.ID)
			}
		}
	}
	if err != nil && ctx.Err() == nil {
		ix.logger.Warn("what was deleted before the start is answered as unknown", "error", err)
	}
}

// follower is the state of one Run. Only its own goroutine touches it.
type follower struct {
	*Index
	epoch   string
	pause   time.Duration
	rebuild *rebuild  // running in the background, or nil
	resting time.Time // no rebuild before then: the last one failed
}

// brokenError is a failure of the index, not of the store.
type brokenError struct{ error }

func (e *brokenError) Unwrap() error { return e.error }

// step takes the next page of changes, or waits for one.
func (f *follower) step(ctx context.Context) error {
	if f.current.Load() == nil {
		return f.restart(ctx)
	}
	if err := f.adopt(ctx, false); err != nil {
		return err
	}
	r := f.current.Load()
	page, err := f.store.Changes(ctx, r.seq, pageSize)
	switch {
	case errors.Is(err, data.ErrPruned):
		return f.restart(ctx)
	case err != nil:
		return err
	case page.Epoch != f.epoch:
		f.logger.Warn("the store began a new life; building the index anew")
		f.graves.clear()
		return f.restart(ctx)
	}
	f.seen(page.Head, r.seq)
	if page.Head-r.seq > farBehind {
		f.tryRebuild(ctx)
	}
	if len(page.Records) > 0 {
		next, err := f.apply(r, page.Records)
		if err != nil {
			return &brokenError{err}
		}
		next.warm(data.MinutesOf(f.clock()))
		f.publish(next)
		f.seen(page.Head, next.seq)
		f.considerRebuild(ctx)
	}
	if len(page.Records) < pageSize {
		return f.waitForNews(ctx)
	}
	return nil
}

// seen notes where the list's head is.
func (f *follower) seen(head, seq data.Seq) {
	if f.pause != firstPause {
		f.logger.Info("the store can be followed again")
	}
	f.pause = firstPause
	now := f.clock()
	f.note(func(s *Status) {
		s.Err, s.Head = nil, head
		caughtUp := seq >= head
		if s.CaughtUp && !caughtUp {
			s.Behind = now
		}
		s.CaughtUp = caughtUp
		s.CaughtUpOnce = s.CaughtUpOnce || caughtUp
	})
}

// failed reports an error of the store and pauses.
func (f *follower) failed(ctx context.Context, err error) {
	f.logger.Warn("cannot follow the store", "error", err, "again_in", f.pause.String())
	now := f.clock()
	f.note(func(s *Status) {
		if s.CaughtUp {
			s.CaughtUp, s.Behind = false, now
		}
		s.Err = err
	})
	pause := time.NewTimer(f.pause)
	defer pause.Stop()
	f.pause = min(2*f.pause, lastPause)
	select {
	case <-ctx.Done():
	case <-pause.C:
	}
}

// waitForNews returns when the store has changed, a rebuild is done, or enough
// time has passed to look again.
func (f *follower) waitForNews(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, pollAgain)
	defer cancel()
	if f.rebuild != nil {
		stop := f.rebuild.whenDone(cancel)
		defer stop()
	}
	err := f.store.Wait(ctx, f.current.Load().seq)
	if ctx.Err() != nil {
		return nil
	}
	return err
}
