package postgres

import (
	"context"
	"sync"
	"time"

	"learnmap/data"
)

// poll is how often Wait reads the head.
const poll = 100 * time.Millisecond

// Wait implements data.Store. The bell tells at once of this store's own writes;
// for those of others it reads the head row, again and again.
func (s *Store) Wait(ctx context.Context, after data.Seq) error {
	leave, err := s.enter()
	if err != nil {
		return err
	}
	defer leave()
	ticker := time.NewTicker(poll)
	defer ticker.Stop()
	for {
		rung := s.news.next() // taken before the head is read, so that news in between is not lost
		var head data.Seq
		if err := s.pool.QueryRow(ctx, selectHead).Scan(&head); err != nil {
			return s.explain(ctx, err)
		}
		if head > after {
			return nil
		}
		select {
		case <-rung:
		case <-ticker.C:
		case <-s.closing:
			return errClosed
		case <-ctx.Done():
			return ctx.Err()
		}
	}
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
