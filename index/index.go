package index

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"learnmap/data"
)

// Index keeps a Reader that follows a store. It is a cache: its folder may be
// deleted at any time that no Index uses it, and nothing is lost.
type Index struct {
	store  data.Store
	dir    string
	clock  func() time.Time
	logger *slog.Logger

	current atomic.Pointer[Reader]
	graves  *graveyard
	builds  atomic.Int64 // names the folders of bases

	mu     sync.Mutex
	status Status
}

// Options are what an Index is opened with.
type Options struct {
	Dir    string           // for what need not be in memory; made when missing
	Clock  func() time.Time // nil means time.Now
	Logger *slog.Logger     // nil means slog.Default
}

// Status is how far an Index follows its store.
type Status struct {
	Seq, Head    data.Seq
	CaughtUp     bool      // Seq was the head when last looked at
	CaughtUpOnce bool      // it has been since the start
	Behind       time.Time // since when it has not been, when it is not
	Err          error     // why the store cannot be followed at the moment
	Unreadable   int       // records that were skipped because they cannot be read
	Documents    int
	Snapshots    int
}

// basePrefix begins the names of the folders that an Index makes.
const basePrefix = "base-"

// Open prepares an Index; Run makes it follow. Leftovers of an earlier run are
// removed from the folder.
func Open(store data.Store, opt Options) (*Index, error) {
	if err := os.MkdirAll(opt.Dir, 0o755); err != nil {
		return nil, fmt.Errorf("index: cannot use the folder %s: %w; remove what is in its place", opt.Dir, err)
	}
	entries, err := os.ReadDir(opt.Dir)
	if err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), basePrefix) {
			if err := os.RemoveAll(filepath.Join(opt.Dir, e.Name())); err != nil {
				return nil, fmt.Errorf("index: cannot clear the folder: %w", err)
			}
		}
	}
	ix := &Index{store: store, dir: opt.Dir, clock: opt.Clock, logger: opt.Logger, graves: newGraveyard()}
	if ix.clock == nil {
		ix.clock = time.Now
	}
	if ix.logger == nil {
		ix.logger = slog.Default()
	}
	ix.status.Behind = ix.clock()
	return ix, nil
}

// ErrNotReady is returned before the index has caught up with its store once.
var ErrNotReady = errors.New("index: still catching up with the store")

// Acquire returns the current Reader, which the caller must release.
func (ix *Index) Acquire() (*Reader, error) {
	if !ix.Status().CaughtUpOnce {
		return nil, ErrNotReady
	}
	for {
		r := ix.current.Load()
		if r == nil {
			return nil, ErrNotReady
		}
		if r.acquire() {
			return r, nil
		}
	}
}

// Status returns how far the index is.
func (ix *Index) Status() Status {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	return ix.status
}

// publish makes a Reader the current one and lets go of the one before.
func (ix *Index) publish(r *Reader) {
	before := ix.current.Swap(r)
	if before != nil {
		before.Release()
	}
	ix.note(func(s *Status) {
		s.Seq, s.Documents, s.Snapshots = r.seq, r.Documents(), r.Snapshots()
	})
}

func (ix *Index) note(change func(*Status)) {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	change(&ix.status)
}

// Close lets go of the Reader; call it when Run has returned.
func (ix *Index) Close() {
	if r := ix.current.Swap(nil); r != nil {
		ix.note(func(s *Status) { s.CaughtUpOnce = false })
		r.Release()
	}
}

// How long before it begins a minute is laid ready, and a day, for which the rules
// are expanded.
const (
	rollAhead = 5 * time.Second
	dayAhead  = 5 * time.Minute
)

// roll lays the next minute ready shortly before it begins, so that no query
// waits for the scan that it takes.
func (ix *Index) roll(ctx context.Context) {
	var ready time.Time // the day that was laid ready
	for {
		now := ix.clock()
		next, ahead := now.Truncate(time.Minute).Add(time.Minute), rollAhead
		if tomorrow := now.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour); tomorrow.Sub(now) < dayAhead+time.Minute && !ready.Equal(tomorrow) {
			next, ahead, ready = tomorrow, dayAhead, tomorrow
		}
		pause := time.NewTimer(max(next.Add(-ahead).Sub(now), time.Second))
		select {
		case <-ctx.Done():
			pause.Stop()
			return
		case <-pause.C:
		}
		if r, err := ix.Acquire(); err == nil {
			r.warm(data.MinutesOf(next))
			r.Release()
		}
	}
}
