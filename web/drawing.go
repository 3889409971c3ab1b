package web

import (
	"slices"
	"strconv"

	"learnmap/geo"
	"learnmap/search"
	"learnmap/web/basemap"
)

// drawing is a map being drawn.
type drawing struct {
	in      *inquiry
	box     geo.BBox
	view    basemap.Projection
	by      string // the parameter that a circle's values are of
	res     int    // of the cells
	shown   int    // activities in the circles
	outside int    // activities beyond the edge
	single  map[string]single
	circles []circle
}

// single is the one activity of a cell.
type single struct{ id, title string }

// draw lays the counts out as circles.
func (d *drawing) draw(counts *search.Counts, named bool) *mapView {
	var marks []mark
	labels := map[string]string{}
	for _, c := range counts.Counts {
		if c.Point == nil {
			continue
		}
		x, y := d.view.Project(*c.Point)
		if x < 0 || y < 0 || x > mapWidth || y > mapHeight {
			d.outside += c.Count
			continue
		}
		d.shown += c.Count
		labels[c.Value] = c.Label
		marks = append(marks, mark{x: x, y: y, count: c.Count, values: []string{c.Value}})
	}
	m := &mapView{ViewBox: d.view.ViewBox(), Land: d.in.site.land.of(d.box, mapWidth, mapHeight), Lit: map[string]bool{}}
	d.circles = arrange(marks, named)
	for _, c := range d.circles {
		m.Circles = append(m.Circles, d.circle(c, labels))
	}
	return m
}

func (d *drawing) circle(c circle, labels map[string]string) circleView {
	in := d.in
	view := circleView{X: unit(c.x), Y: unit(c.y), R: unit(c.r), Text: in.v.number(c.count)}
	if one, ok := d.single[c.values[0]]; ok && c.count == 1 {
		view.Dot, view.URL, view.Label = true, activityURL(one.id, in.query.Lang), plain(one.title, 100)
		return view
	}
	if view.URL = in.state.with(d.by, c.values...).href(); view.URL == in.state.href() {
		view.URL = "#results" // there is no nearer look
	}
	switch t := in.places.nearest(d.view.Position(c.x, c.y)); {
	case d.by == "country":
		names := make([]string, len(c.values))
		for i, code := range c.values {
			names[i] = labels[code]
		}
		view.Label = in.v.count("map.circle", c.count, "place", in.v.list(names))
	case t != nil:
		view.Label = in.v.count("map.circle_near", c.count, "place", t.name)
	default:
		view.Label = in.v.count("map.circle_here", c.count)
	}
	return view
}

// nameSingles finds out which activity is alone in its cell, where there are few.
func (d *drawing) nameSingles(counts *search.Counts) error {
	if counts.Total > search.MaxLimit || !slices.ContainsFunc(counts.Counts, func(c search.Count) bool { return c.Count == 1 }) {
		return nil
	}
	in, hits := d.in, d.in.result.Hits
	if len(hits) < in.result.Total {
		q := in.query
		q.Cursor, q.Limit = "", search.MaxLimit
		all, err := in.site.searcher.Search(in.ctx, q)
		if err != nil {
			return err
		}
		hits = all.Hits
	}
	d.single = map[string]single{}
	for _, hit := range hits {
		if hit.Point == nil {
			continue
		}
		if cell, err := geo.CellOf(*hit.Point); err == nil {
			d.single[cell.Parent(d.res).String()] = single{hit.ID, titleOf(hit.Document, in.v.lang)}
		}
	}
	return nil
}

// unit writes a length on the drawing.
func unit(n float64) string { return strconv.FormatFloat(n, 'f', 1, 64) }
