package index

import (
	"context"

	"learnmap/geo"
)

// Group is a set of activities: how many, how many of them with a place, and the
// sum of the places' vectors, which points at their mean.
type Group struct {
	Count, Placed int
	Sum           geo.Vec
}

func (g *Group) add(s *scan, i uint32) {
	g.Count++
	if int(i) < s.placed {
		g.Placed++
		g.Sum = g.Sum.Add(s.vecs[i])
	}
}

func (g *Group) join(o Group) {
	g.Count += o.Count
	g.Placed += o.Placed
	g.Sum = g.Sum.Add(o.Sum)
}

// Count returns everything that matches a request as one group.
func (r *Reader) Count(ctx context.Context, q *Request) (Group, error) {
	var all Group
	err := r.every(ctx, q, func(s *scan, i uint32) { all.add(s, i) })
	return all, err
}

// CountField groups what matches a request by the values of a field that is
// kept as a column. An activity is in as many groups as it has values.
func (r *Reader) CountField(ctx context.Context, q *Request, f Field) (map[string]Group, error) {
	groups := map[string]Group{}
	scans, err := r.scans(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, s := range scans {
		if f == Skill && s.Broader != nil {
			if err := s.rollInto(ctx, groups); err != nil {
				return nil, err
			}
			continue
		}
		column := &s.columns[f]
		counts := make([]Group, len(column.terms))
		err := s.each(ctx, func(i uint32, _ uint16) {
			for _, id := range column.of(i) {
				counts[id].add(s, i)
			}
		})
		if err != nil {
			return nil, err
		}
		for id, group := range counts {
			if group.Count > 0 {
				group.join(groups[column.terms[id]])
				groups[column.terms[id]] = group
			}
		}
	}
	return groups, nil
}

// rollInto adds the groups of skills, each with all that is narrower.
func (s *scan) rollInto(ctx context.Context, groups map[string]Group) error {
	skills := newRoll(s)
	err := s.each(ctx, func(i uint32, _ uint16) { skills.add(i) })
	for skill, g := range skills.groups {
		g.join(groups[skill])
		groups[skill] = *g
	}
	return err
}

// CountCells groups what matches a request, and has a place, by its cell at a
// resolution, or at the finest one below at which there are at most limit cells.
func (r *Reader) CountCells(ctx context.Context, q *Request, res, limit int) (map[geo.Cell]Group, int, error) {
	groups := map[geo.Cell]Group{}
	// Neighbours in the sorted list share their cell: one map access a run.
	var run Group
	var runCell geo.Cell
	end := func() {
		if run.Count > 0 {
			run.join(groups[runCell])
			groups[runCell] = run
		}
		run = Group{}
		for len(groups) > limit && res > 0 {
			res--
			groups = parents(groups, res)
		}
	}
	err := r.every(ctx, q, func(s *scan, i uint32) {
		if int(i) >= s.placed {
			return
		}
		if cell := s.cells[i].Parent(res); cell != runCell {
			end()
			runCell = s.cells[i].Parent(res)
		}
		run.add(s, i)
	})
	end()
	return groups, res, err
}

// parents joins groups by the parents of their cells.
func parents(groups map[geo.Cell]Group, res int) map[geo.Cell]Group {
	joined := map[geo.Cell]Group{}
	for cell, g := range groups {
		g.join(joined[cell.Parent(res)])
		joined[cell.Parent(res)] = g
	}
	return joined
}

// every visits all that matches a request, part by part.
func (r *Reader) every(ctx context.Context, q *Request, visit func(s *scan, i uint32)) error {
	scans, err := r.scans(ctx, q)
	if err != nil {
		return err
	}
	for _, s := range scans {
		if err := s.each(ctx, func(i uint32, _ uint16) { visit(s, i) }); err != nil {
			return err
		}
	}
	return nil
}
