package api

import (
	"context"
	"errors"
	"time"

	"learnmap/search"
)

// patience is how long a search waits for a slot. Refusing before the work is done
// keeps the answers that are given fast; a queue would make all of them late.
const patience = 25 * time.Millisecond

// guard is a Searcher that takes one of few slots for each question, refuses when
// none comes free, and counts.
type guard struct {
	next    Searcher
	slots   chan struct{}
	metrics *metrics
}

func newGuard(next Searcher, slots int, m *metrics) *guard {
	g := &guard{next: next, slots: make(chan struct{}, slots), metrics: m}
	m.watchSlots(g.slots)
	return g
}

// Search implements Searcher.
func (g *guard) Search(ctx context.Context, q search.Query) (*search.Result, error) {
	r, err := ask(ctx, g, "search", func() (*search.Result, error) { return g.next.Search(ctx, q) })
	if err == nil {
		g.metrics.hits.Add(float64(len(r.Hits)))
	}
	return r, err
}

// Counts implements Searcher.
func (g *guard) Counts(ctx context.Context, q search.Query, by search.CountBy) (*search.Counts, error) {
	return ask(ctx, g, "counts", func() (*search.Counts, error) { return g.next.Counts(ctx, q, by) })
}

// Activity implements Searcher. Looking one up costs less than waiting for a slot.
func (g *guard) Activity(ctx context.Context, id string) (*search.Hit, error) {
	start := time.Now()
	hit, err := g.next.Activity(ctx, id)
	g.metrics.searched("activity", outcome(err), time.Since(start))
	return hit, err
}

// Vocabulary implements Searcher.
func (g *guard) Vocabulary(ctx context.Context, q search.VocabularyQuery) (*search.Entries, error) {
	return ask(ctx, g, "vocabulary", func() (*search.Entries, error) { return g.next.Vocabulary(ctx, q) })
}

// Stats implements Searcher.
func (g *guard) Stats(ctx context.Context) (search.Stats, error) {
	return ask(ctx, g, "stats", func() (search.Stats, error) { return g.next.Stats(ctx) })
}

// Status implements Searcher. It is asked without a slot: health must be seen above
// all when there is too much to do.
func (g *guard) Status() search.Status { return g.next.Status() }

func ask[T any](ctx context.Context, g *guard, kind string, question func() (T, error)) (T, error) {
	start := time.Now()
	if err := g.acquire(ctx); err != nil {
		var none T
		g.metrics.searched(kind, outcome(err), time.Since(start))
		return none, err
	}
	defer func() { <-g.slots }()
	answer, err := question()
	g.metrics.searched(kind, outcome(err), time.Since(start))
	return answer, err
}

func (g *guard) acquire(ctx context.Context) error {
	select {
	case g.slots <- struct{}{}:
		return nil
	default:
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case g.slots <- struct{}{}:
		return nil
	case <-timer.C:
		return overloaded
	case <-ctx.Done():
		return ctx.Err()
	}
}

// outcome names how a question ended, for the metrics.
func outcome(err error) string {
	if err == nil {
		return "ok"
	}
	if _, ok := errors.AsType[*search.InvalidError](err); ok {
		return "invalid"
	}
	for _, o := range []struct {
		err  error
		name string
	}{
		{search.ErrNotFound, "not_found"}, {search.ErrGone, "gone"}, {search.ErrNotReady, "not_ready"},
		{overloaded, "overloaded"}, {context.DeadlineExceeded, "deadline"}, {context.Canceled, "cancelled"},
	} {
		if errors.Is(err, o.err) {
			return o.name
		}
	}
	return "error"
}
