package search

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"learnmap/data"
	"learnmap/geo"
	"learnmap/index"
)

// Counts answers how the matches of a query spread over a field. Its Total is the
// one that Search gives for the same query.
func (s *Searcher) Counts(ctx context.Context, q Query, by CountBy) (*Counts, error) {
	if err := checkCount(&q, by); err != nil {
		return nil, err
	}
	r, err := s.acquire()
	if err != nil {
		return nil, err
	}
	defer r.Release()
	p := s.newPlan(&q, r.Catalog(), s.now())
	counts := &Counts{By: by, Now: p.now.Time(), Seq: r.Seq()}
	all, err := r.Count(ctx, p.request())
	if err != nil {
		return nil, err
	}
	online, err := r.Count(ctx, p.placeless())
	if err != nil {
		return nil, err
	}
	counts.Total, counts.Online = all.Count, online.Count
	if counts.Counts, err = p.groups(ctx, r, by); err != nil {
		return nil, err
	}
	slices.SortFunc(counts.Counts, byCount)
	return counts, nil
}

func checkCount(q *Query, by CountBy) error {
	if err := q.Check(); err != nil {
		return err
	}
	if !slices.Contains(CountFields, by.Field) {
		return invalid("by", "use one of country, city, topic, skill, cell", "cannot count by %q", by.Field)
	}
	if by.Field != "cell" {
		return nil
	}
	if by.Res < 0 || by.Res > geo.Resolution {
		return invalid("res", fmt.Sprintf("use 0 to %d", geo.Resolution), "resolution %d", by.Res)
	}
	if q.Box == nil {
		return invalid("bbox", "give bbox=west,south,east,north", "counting by cell needs a box")
	}
	return nil
}

func (p *plan) groups(ctx context.Context, r *index.Reader, by CountBy) ([]Count, error) {
	switch by.Field {
	case "cell":
		return p.cells(ctx, r, by.Res)
	case "city":
		return p.cities(ctx, r)
	}
	facet := Facet(by.Field)
	groups, err := r.CountField(ctx, p.request(), fieldOfFacet[facet])
	if err != nil {
		return nil, err
	}
	counts := make([]Count, 0, len(groups))
	for value, g := range groups {
		counts = append(counts, count(value, label(facet, value, p.catalog, p.query.Lang), g))
	}
	return counts, nil
}

// cities counts each city's area by itself: an activity may lie in several.
func (p *plan) cities(ctx context.Context, r *index.Reader) ([]Count, error) {
	var counts []Count
	for slug, city := range p.catalog.Cities {
		req := p.request()
		req.Regions = append(req.Regions, index.InAreas([]geo.Area{city.Area}))
		g, err := r.Count(ctx, req)
		if err != nil {
			return nil, err
		}
		if g.Count > 0 {
			counts = append(counts, count(slug, inLanguage(city.Names, p.query.Lang, slug), g))
		}
	}
	return counts, nil
}

func (p *plan) cells(ctx context.Context, r *index.Reader, res int) ([]Count, error) {
	groups, fits, err := r.CountCells(ctx, p.request(), res, MaxCells)
	if err != nil {
		return nil, err
	}
	if fits < res {
		return nil, invalid("res", fmt.Sprintf("use res=%d or a smaller bbox", fits),
			"more than %d cells of resolution %d have activities", MaxCells, res)
	}
	counts := make([]Count, 0, len(groups))
	for cell, g := range groups {
		counts = append(counts, count(cell.String(), cell.String(), g))
	}
	return counts, nil
}

func count(value, label string, g index.Group) Count {
	c := Count{Value: value, Label: label, Count: g.Count}
	if g.Placed > 0 {
		mean := g.Sum.Point()
		c.Point = &mean
	}
	return c
}

// Stats returns the figures of the whole index.
func (s *Searcher) Stats(ctx context.Context) (Stats, error) {
	r, err := s.acquire()
	if err != nil {
		return Stats{}, err
	}
	defer r.Release()
	var all, always Query
	always.When = WhenAll
	now := s.now()
	catalog := r.Catalog()
	current := s.newPlan(&all, catalog, now).request()
	current.Facets = []index.Field{index.Country, index.Topic, index.Skill, index.Language, index.Organiser}
	m, err := r.Match(ctx, current)
	if err != nil {
		return Stats{}, err
	}
	online, err := r.Count(ctx, s.newPlan(&all, catalog, now).placeless())
	if err != nil {
		return Stats{}, err
	}
	ever, err := r.Count(ctx, s.newPlan(&always, catalog, now).request())
	if err != nil {
		return Stats{}, err
	}
	return Stats{
		Activities: m.Total, Online: online.Count, Ended: ever.Count - m.Total,
		Countries: len(m.Facets[0]), Topics: len(m.Facets[1]), Skills: len(m.Facets[2]),
		Languages: len(m.Facets[3]), Organisers: len(m.Facets[4]),
		Cities: len(catalog.Cities), Playlists: len(catalog.Playlists), Badges: len(catalog.Badges),
		Sources: len(catalog.Sources), Demo: hasDemo(catalog), Seq: r.Seq(),
	}, nil
}

func hasDemo(c *index.Catalog) bool {
	return slices.ContainsFunc(slices.Collect(maps.Values(c.Sources)), func(s *data.Source) bool { return s.Demo })
}
