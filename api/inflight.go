package api

import (
	"context"
	"sync"
)

// inflight counts the requests that are being answered, so that whoever closes what
// handlers use can wait for them. Fiber's own shutdown waits for connections, and may
// give up on them while a handler still runs.
type inflight struct {
	mu     sync.Mutex
	n      int
	closed bool
	idle   chan struct{} // closed when none is left after close
}

func newInflight() *inflight { return &inflight{idle: make(chan struct{})} }

// enter lets a request in, until close.
func (f *inflight) enter() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return false
	}
	f.n++
	return true
}

// leave says that a request that entered is over.
func (f *inflight) leave() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.n--; f.n == 0 && f.closed {
		close(f.idle)
	}
}

// close lets nobody in any more.
func (f *inflight) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return
	}
	f.closed = true
	if f.n == 0 {
		close(f.idle)
	}
}

// wait returns when everybody has left after close, or with the context's error.
func (f *inflight) wait(ctx context.Context) error {
	select {
	case <-f.idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
