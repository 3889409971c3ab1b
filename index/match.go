package index

import (
	"context"
	"math"
)

// Match answers a request: the first hits of its order, the exact total and the
// facets, in one pass over what its regions and words leave.
func (r *Reader) Match(ctx context.Context, q *Request) (*Match, error) {
	m := &Match{Facets: make([]map[string]int, len(q.Facets))}
	for f := range m.Facets {
		m.Facets[f] = map[string]int{}
	}
	scans, err := r.scans(ctx, q)
	if err != nil {
		return nil, err
	}
	best := newTopK(q.Limit + 1)
	for _, s := range scans {
		tally := newTally(s)
		err := s.each(ctx, func(i uint32, missed uint16) {
			if missed == 0 {
				m.Total++
				if q.Limit > 0 {
					best.offer(s, i)
				}
			}
			tally.add(i, missed)
		})
		if err != nil {
			return nil, err
		}
		tally.collect(m.Facets)
		m.Work.add(s)
	}
	found := best.sorted()
	if m.More = len(found) > q.Limit; m.More {
		found = found[:q.Limit]
	}
	m.Hits = make([]Hit, len(found))
	for n, c := range found {
		m.Hits[n] = c.hit()
	}
	return m, nil
}

// scans lays a request out over every part. Words weigh by how rare they are in
// the whole index, whatever parts it happens to be in.
func (r *Reader) scans(ctx context.Context, q *Request) ([]*scan, error) {
	scans := make([]*scan, len(r.parts))
	for at := range r.parts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		s, err := r.newScan(at, q)
		if err != nil {
			return nil, err
		}
		scans[at] = s
	}
	weights := make([]float64, len(q.Words))
	for w := range q.Words {
		documents := uint64(0)
		for _, s := range scans {
			documents += s.words[w].count(s.dead)
		}
		weights[w] = math.Log(1 + float64(r.Documents())/float64(max(documents, 1)))
	}
	for _, s := range scans {
		s.weights = weights
	}
	return scans, nil
}

func (w *Work) add(s *scan) {
	w.Snapshots++
	w.Spans += len(s.spans)
	w.Scanned += s.scanned
}
