package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"learnmap/data"
)

// A base is built anew in the background when what came since makes up more than
// a fifth of it, or many parts.
const (
	rebuildShare  = 5
	rebuildAtOnce = 2_000 // changes that are never too many
	rebuildParts  = 24

	restAfterFailure = time.Minute
)

// rebuild is a base that is being built from the store, beside the Reader that
// goes on answering.
type rebuild struct {
	cancel context.CancelFunc
	done   chan struct{}
	base   *base // valid once done is closed, unless err is set
	err    error
}

// base is a whole index as of a Seq.
type base struct {
	snapshot *snapshot // nil when there are no activities
	catalog  *Catalog
	seq      data.Seq
	epoch    string
}

func (b *base) reader(gone *graveyard) *Reader {
	var parts []part
	if b.snapshot != nil {
		parts = []part{{snapshot: b.snapshot}}
	}
	return newReader(parts, b.catalog, b.seq, gone)
}

// whenDone calls a function when the rebuild is done; stop takes that back.
func (b *rebuild) whenDone(call func()) (stop func()) {
	over := make(chan struct{})
	go func() {
		select {
		case <-b.done:
			call()
		case <-over:
		}
	}()
	return sync.OnceFunc(func() { close(over) })
}

// tryRebuild starts a rebuild, unless one is under way or has failed lately.
func (f *follower) tryRebuild(ctx context.Context) {
	if f.rebuild == nil && !f.clock().Before(f.resting) {
		f.startRebuild(ctx)
	}
}

func (f *follower) considerRebuild(ctx context.Context) {
	r := f.current.Load()
	settled, fresh := 0, 0
	for _, p := range r.parts {
		if p.docs == nil {
			settled += p.alive()
			fresh += p.n - p.alive()
		} else {
			fresh += p.n
		}
	}
	if fresh > max(rebuildAtOnce, settled/rebuildShare) || len(r.parts) > rebuildParts {
		f.tryRebuild(ctx)
	}
}

func (f *follower) startRebuild(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	b := &rebuild{cancel: cancel, done: make(chan struct{})}
	f.rebuild = b
	go func() {
		defer close(b.done)
		b.base, b.err = f.buildBase(ctx)
	}()
}

// adopt puts a finished rebuild in place of the current Reader's parts, after
// giving it the changes that it has not seen. With wait, it waits for it first. A
// rebuild in the background that failed is tried again later: the Reader is right
// without it, only slower.
func (f *follower) adopt(ctx context.Context, wait bool) error {
	b := f.rebuild
	if b == nil {
		return nil
	}
	if !wait {
		select {
		case <-b.done:
		default:
			return nil
		}
	}
	<-b.done
	b.cancel()
	if b.err != nil {
		f.rebuild = nil
		if !wait {
			f.logger.Warn("the index could not be built anew", "error", b.err)
			f.resting, b.err = f.clock().Add(restAfterFailure), nil
		}
		return b.err
	}
	// Until it has caught up, the rebuild stays: a store that fails now may not later.
	goal := data.Seq(0)
	if r := f.current.Load(); r != nil && b.base.epoch == f.epoch {
		goal = r.seq
	}
	next, err := f.catchUp(ctx, b.base.reader(f.graves), goal)
	if errors.Is(err, data.ErrPruned) {
		f.stop()
	}
	if err != nil {
		return err
	}
	f.rebuild = nil
	next.warm(data.MinutesOf(f.clock()))
	f.epoch = b.base.epoch
	f.publish(next)
	return nil
}

// catchUp returns a Reader with all changes up to goal; it uses up the given one.
func (f *follower) catchUp(ctx context.Context, r *Reader, goal data.Seq) (*Reader, error) {
	for r.seq < goal {
		page, err := f.store.Changes(ctx, r.seq, pageSize)
		if err == nil && len(page.Records) == 0 {
			err = errors.New("the list of changes ends early")
		}
		if err != nil {
			r.Release()
			return nil, fmt.Errorf("index: catch up from %d to %d: %w", r.seq, goal, err)
		}
		next, err := f.apply(r, page.Records)
		r.Release()
		if err != nil {
			return nil, &brokenError{err}
		}
		r = next
	}
	return r, nil
}

// restart builds the index from nothing and waits for it. An older Reader goes on
// answering, and Status says that it is behind.
func (f *follower) restart(ctx context.Context) error {
	now := f.clock()
	f.note(func(s *Status) {
		if s.CaughtUp {
			s.CaughtUp, s.Behind = false, now
		}
	})
	f.stop()
	f.startRebuild(ctx)
	if err := f.adopt(ctx, true); err != nil {
		return err
	}
	f.logger.Info("index built", "seq", f.current.Load().seq, "activities", f.current.Load().Documents())
	return nil
}

// stop ends a rebuild that is under way and waits for its goroutine.
func (f *follower) stop() {
	if f.rebuild == nil {
		return
	}
	f.rebuild.cancel()
	<-f.rebuild.done
	if b := f.rebuild.base; b != nil {
		b.reader(f.graves).Release()
	}
	f.rebuild = nil
}

// newBaseDir makes a folder for a base that no other uses.
func (ix *Index) newBaseDir() (string, error) {
	dir := filepath.Join(ix.dir, fmt.Sprintf("%s%d", basePrefix, ix.builds.Add(1)))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("index: %w", err)
	}
	return dir, nil
}
