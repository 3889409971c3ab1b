package search

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"learnmap/data"
	"learnmap/geo"
	"learnmap/index"
)

// plan is a query in the index's terms.
type plan struct {
	query   *Query
	catalog *index.Catalog
	now     data.Minutes
	centre  *geo.Vec
	near    *geo.Circle
	skills  func() *taxonomy
	narrow  []index.Filter // worked out once; a plan makes many requests
	words   []string
}

func (s *Searcher) newPlan(q *Query, catalog *index.Catalog, now data.Minutes) *plan {
	p := &plan{query: q, catalog: catalog, now: now, near: q.Near}
	// Made when a query first needs it: most catalogs are never asked for skills.
	p.skills = func() *taxonomy { return s.skills.of(catalog) }
	if q.Near != nil {
		centre := q.Near.Center.Vec()
		p.centre = &centre
	}
	p.words = index.Words(q.Text)
	p.narrow = p.filters()
	return p
}

// within returns the plan with another circle.
func (p *plan) within(c geo.Circle) *plan {
	other := *p
	other.near = &c
	return &other
}

// request returns what the index is asked for: everything but page and facets.
func (p *plan) request() *index.Request {
	q := p.query
	return &index.Request{
		Now:     p.now,
		Regions: p.regions(),
		Filters: slices.Clone(p.narrow),
		Ages:    q.Ages,
		Words:   p.words,
		Window:  p.window(),
		Order:   indexOrder(q.order()),
		Centre:  p.centre,
		Broader: func(tag string) []string { return p.skills().broader(tag) },
	}
}

// placeless returns the request without its place filters, for what is online
// only.
func (p *plan) placeless() *index.Request {
	req := p.request()
	req.Regions, req.OnlineOnly = nil, true
	filters := req.Filters[:0]
	for _, f := range req.Filters {
		if f.Field != index.Country {
			filters = append(filters, f)
		}
	}
	req.Filters = filters
	return req
}

// regions returns the place filters. Any of them leaves out what is online only;
// a country does so by itself, as only what has a place is filed under one.
func (p *plan) regions() []index.Region {
	var regions []index.Region
	q := p.query
	if p.near != nil {
		regions = append(regions, index.InCircle(*p.near))
	}
	if q.Box != nil {
		regions = append(regions, index.InBox(*q.Box))
	}
	if len(q.Cells) > 0 {
		regions = append(regions, index.InCells(q.Cells))
	}
	if len(q.Cities) > 0 {
		var areas []geo.Area
		for _, slug := range q.Cities {
			if city, ok := p.catalog.Cities[slug]; ok {
				areas = append(areas, city.Area)
			}
		}
		regions = append(regions, index.InAreas(areas))
	}
	return regions
}

func (p *plan) filters() []index.Filter {
	q := p.query
	var filters []index.Filter
	add := func(f index.Field, values []string) {
		if len(values) > 0 {
			filters = append(filters, index.Filter{Field: f, Values: values})
		}
	}
	add(index.Country, q.Countries)
	add(index.Topic, q.Topics)
	add(index.Language, q.Languages)
	add(index.Mode, q.Modes)
	add(index.Type, q.Types)
	add(index.Level, q.Levels)
	add(index.Accessibility, q.Accessibility)
	add(index.Organiser, q.Organisers)
	add(index.Series, q.Series)
	add(index.Source, q.Sources)
	if len(q.Skills) > 0 {
		filters = append(filters, index.Filter{Field: index.Skill, Takes: p.skills().takes(q.Skills)})
	}
	if len(q.Playlists) > 0 {
		filters = append(filters, p.playlistFilter())
	}
	if len(q.IDs) > 0 {
		filters = append(filters, index.Filter{Field: index.Source, IDs: q.IDs})
	}
	if q.Free {
		add(index.Free, []string{index.True})
	}
	if q.Badge {
		add(index.Badge, []string{index.True})
	}
	if len(p.words) == 0 && strings.TrimSpace(q.Text) != "" {
		// Signs that are in no word are in no activity.
		filters = append(filters, index.Filter{Field: index.Source})
	}
	return filters
}

// playlistFilter takes the activities that name a playlist and those that it
// names.
func (p *plan) playlistFilter() index.Filter {
	f := index.Filter{Field: index.Playlist, Values: p.query.Playlists}
	for _, id := range p.query.Playlists {
		if list, ok := p.catalog.Playlists[id]; ok {
			for _, item := range list.Items {
				if item.Activity != "" {
					f.IDs = append(f.IDs, item.Activity)
				}
			}
		}
	}
	return f
}

// window returns the query's filter by time, "not ended" when it has none.
func (p *plan) window() index.Window {
	q := p.query
	w := index.Always()
	switch {
	case q.When == WhenAll:
	case q.When != WhenAny:
		w.Days = days(q.When)
	case q.From.Set || q.To.Set:
		w.From, w.To = index.Bound(q.From), index.Bound(q.To)
	default:
		w = index.NotEnded(p.now)
	}
	for _, d := range q.Weekdays {
		w.Weekdays |= 1 << d
	}
	if q.After != nil {
		w.After = int16(*q.After)
	}
	if q.Before != nil {
		w.Before = int16(*q.Before)
	}
	return w
}

// days returns the local days of a stretch round today, counted from 1970-01-01,
// which was a Thursday.
func days(when When) func(today int32) (first, last int32) {
	return func(today int32) (first, last int32) {
		fromMonday := (today%7 + 7 + 3) % 7 // 0 on a Monday
		sunday := today + 6 - fromMonday
		switch when {
		case WhenTomorrow:
			return today + 1, today + 1
		case WhenWeekend:
			return max(today, sunday-1), sunday
		case WhenWeek:
			return today, sunday
		case WhenMonth:
			date := time.Unix(int64(today)*86400, 0).UTC()
			return today, today + int32(date.AddDate(0, 1, -date.Day()).Day()-date.Day())
		}
		return today, today
	}
}

func indexOrder(s Sort) index.Order {
	switch s {
	case SortDistance:
		return index.ByDistance
	case SortNewest:
		return index.ByNewest
	case SortBest:
		return index.ByScore
	}
	return index.BySoonest
}

// hit turns a hit of the index into one of the answer.
func (p *plan) hit(h index.Hit) Hit {
	hit := Hit{ID: h.ID, Document: h.JSON, Ended: h.Ended}
	if h.Placed {
		hit.Point = &h.Point
		if p.centre != nil {
			distance := geo.Metres(h.Chord2)
			hit.Distance = &distance
		}
	}
	if h.Dated {
		hit.Next = &Occurrence{local(h.Next.Start, h.Next.StartOff), local(h.Next.End, h.Next.EndOff)}
	}
	for _, part := range h.Parts {
		hit.Score += part.Value
		if p.query.Explain {
			hit.Parts = append(hit.Parts, Part{"word " + part.Word, part.Value})
		}
	}
	return hit
}

func local(m data.Minutes, offset int16) time.Time {
	return m.Time().In(time.FixedZone("", int(offset)*60))
}

// explain says in words how the answer came about, and what it cost.
func explain(p *plan, r *index.Reader, m *index.Match, took time.Duration) *Explanation {
	req := p.request()
	steps := []string{fmt.Sprintf("%d stretches of the sorted list", m.Work.Spans)}
	for _, word := range req.Words {
		steps = append(steps, "postings of the word "+word)
	}
	for _, f := range req.Filters {
		steps = append(steps, fmt.Sprintf("postings of %s (%d values)", f.Field, len(f.Values)+len(f.IDs)))
	}
	return &Explanation{
		Plan:      strings.Join(steps, " × "),
		Snapshots: r.Snapshots(), Scanned: m.Work.Scanned, Matched: m.Total, Took: took,
	}
}
