package search

import (
	"context"
	"errors"
	"time"

	"learnmap/data"
	"learnmap/geo"
	"learnmap/index"
)

// Searcher answers queries from an index. It is safe for concurrent use.
type Searcher struct {
	index  *index.Index
	clock  func() time.Time
	skills taxonomies
}

// New returns a Searcher over an index; clock tells the time, nil means time.Now.
func New(ix *index.Index, clock func() time.Time) *Searcher {
	if clock == nil {
		clock = time.Now
	}
	return &Searcher{index: ix, clock: clock}
}

// acquire returns the index as it is now; release must be called.
func (s *Searcher) acquire() (*index.Reader, error) {
	r, err := s.index.Acquire()
	if errors.Is(err, index.ErrNotReady) {
		return nil, ErrNotReady
	}
	return r, err
}

func (s *Searcher) now() data.Minutes { return data.MinutesOf(s.clock()) }

// Search answers a query. Errors are *InvalidError, ErrNotReady or the context's.
func (s *Searcher) Search(ctx context.Context, q Query) (*Result, error) {
	started := time.Now()
	if err := q.Check(); err != nil {
		return nil, err
	}
	r, err := s.acquire()
	if err != nil {
		return nil, err
	}
	defer r.Release()
	at, err := q.open(r.Seq(), s.now())
	if err != nil {
		return nil, err
	}
	p := s.newPlan(&q, r.Catalog(), at.now)
	req := p.request()
	req.After, req.Limit, req.Facets = at.after, q.limit(), facetFields(q.Facets)
	m, err := r.Match(ctx, req)
	if err != nil {
		return nil, err
	}
	result := &Result{
		Total: m.Total, Sort: q.order(), Now: at.now.Time(), Seq: r.Seq(),
		Facets: facetCounts(q.Facets, m.Facets, r.Catalog(), q.Lang),
	}
	for _, h := range m.Hits {
		result.Hits = append(result.Hits, p.hit(h))
	}
	if m.More {
		result.Next = q.cursor(r.Seq(), at.now, m.Hits[len(m.Hits)-1].Key)
	}
	if at.after == nil {
		if result.Wider, err = s.wider(ctx, r, p, m.Total); err != nil {
			return nil, err
		}
	}
	if q.Explain {
		result.Explanation = explain(p, r, m, time.Since(started))
	}
	return result, nil
}

// Activity returns an activity by its "source/id": published, ended or cancelled.
// Errors are ErrNotFound, ErrGone and ErrNotReady.
func (s *Searcher) Activity(_ context.Context, id string) (*Hit, error) {
	r, err := s.acquire()
	if err != nil {
		return nil, err
	}
	defer r.Release()
	found, err := r.Activity(id, s.now())
	switch {
	case errors.Is(err, index.ErrGone):
		return nil, ErrGone
	case err != nil:
		return nil, ErrNotFound
	}
	hit := (&plan{query: &Query{}}).hit(found)
	return &hit, nil
}

// enough is the number of hits from which nobody needs a wider circle.
const enough = 10

// widerRadii are the circles offered in place of a meagre one, in metres.
var widerRadii = []float64{2_000, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, MaxRadius}

// maxWider bounds the circles that are offered.
const maxWider = 3

// wider counts what bigger circles would find: each that finds more than the one
// before, until one finds enough.
func (s *Searcher) wider(ctx context.Context, r *index.Reader, p *plan, total int) ([]Wider, error) {
	if p.query.Near == nil || total >= enough {
		return nil, nil
	}
	var offers []Wider
	for _, radius := range widerRadii {
		if radius <= p.query.Near.Radius {
			continue
		}
		group, err := r.Count(ctx, p.within(geo.Circle{Center: p.query.Near.Center, Radius: radius}).request())
		if err != nil {
			return nil, err
		}
		if group.Count > total {
			total = group.Count
			offers = append(offers, Wider{radius, total})
		}
		if total >= enough || len(offers) == maxWider {
			break
		}
	}
	return offers, nil
}

// Status returns how far the index follows its store.
func (s *Searcher) Status() Status {
	st := s.index.Status()
	status := Status{
		Seq: st.Seq, Head: st.Head, CaughtUp: st.CaughtUp, CaughtUpOnce: st.CaughtUpOnce,
		Err: st.Err, Documents: st.Documents, Snapshots: st.Snapshots,
	}
	if !st.CaughtUp {
		status.Lag = s.clock().Sub(st.Behind)
	}
	return status
}
