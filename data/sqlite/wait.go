package sqlite

import (
	"context"
	"sync"
	"time"

	"learnmap/data"
)

// glance is how often Wait looks for commits of other processes.
const glance = 20 * time.Millisecond

// Wait implements data.Store. The bell tells at once of this store's own writes;
// those of other processes show in PRAGMA data_version, which costs a look at
// shared memory.
func (s *Store) Wait(ctx context.Context, after data.Seq) error {
	leave, err := s.enter()
	if err != nil {
		return err
	}
	defer leave()
	for {
		// Both are taken before the head is read, so that news in between is not lost.
		rung := s.news.next()
		version, err := s.dataVersion(ctx)
		if err != nil {
			return s.explain(err)
		}
		var head data.Seq
		if err := s.readers.QueryRowContext(ctx, selectHead).Scan(&head); err != nil {
			return s.explain(err)
		}
		if head > after {
			return nil
		}
		if err := s.listen(ctx, rung, version); err != nil {
			return s.explain(err)
		}
	}
}

// listen returns when the bell was rung or the data is no longer of that version.
func (s *Store) listen(ctx context.Context, rung <-chan struct{}, version int64) error {
	ticker := time.NewTicker(glance)
	defer ticker.Stop()
	for {
		select {
		case <-rung:
			return nil
		case <-ticker.C:
			now, err := s.dataVersion(ctx)
			if err != nil || now != version {
				return err
			}
		case <-s.closing:
			return errClosed
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// dataVersion returns a number that changes with every commit of another
// connection. All callers share the one that watches, so none may interrupt it.
func (s *Store) dataVersion(ctx context.Context) (version int64, err error) {
	row := s.watch.QueryRowContext(context.WithoutCancel(ctx), `PRAGMA data_version`)
	err = row.Scan(&version)
	return version, err
}

// bell wakes everyone who waits for it to be rung next.
type bell struct {
	mu sync.Mutex
	c  chan struct{}
}

func (b *bell) next() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.c == nil {
		b.c = make(chan struct{})
	}
	return b.c
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.c != nil {
		close(b.c)
		b.c = nil
	}
}
