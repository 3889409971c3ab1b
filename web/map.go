package web

import (
	"errors"
	"slices"
	"strconv"

	"learnmap/geo"
	"learnmap/search"
	"learnmap/web/basemap"
)

// mapView is what the map of a search shows.
type mapView struct {
	Label   string // accessible name
	ViewBox string
	Land    landView
	Lit     map[string]bool // countries that are set apart
	Ring    *ringView       // the circle that is searched
	Cells   []cellView      // hexagons that hold something
	Circles []circleView
	Names   []nameView
	Scale   *scaleView
	Sums    []choice // how the circles add up to the list
	Out     string   // address of the whole map, "" on it
}

// circleView is a circle that leads to the activities that it counts, or a dot that
// leads to one.
type circleView struct {
	X, Y, R     string
	Text, Label string
	URL         string
	Dot         bool
}

type ringView struct{ X, Y, R string }

// world is every place there is.
var world = geo.BBox{West: -180, South: -90, East: 180, North: 90}

// drawMap draws the matches: a circle for each country while no place is chosen or
// several countries are, else a circle for each spot.
func (in *inquiry) drawMap() (*mapView, error) {
	q := &in.query
	if q.Near == nil && q.Box == nil && len(q.Cells) == 0 && len(q.Cities) == 0 && len(q.Countries) != 1 {
		return in.countryMap()
	}
	return in.spotMap()
}

// countryMap shows how many there are in each country.
func (in *inquiry) countryMap() (*mapView, error) {
	counts, err := in.count("country", 0, in.query)
	if err != nil {
		return nil, err
	}
	in.online = counts.Online
	box := basemap.Europe
	if around, ok := basemap.Around(points(counts)); ok {
		box = basemap.Grow(widen(around, 24, 14), 0.1)
	}
	d := &drawing{in: in, box: box, view: view(box), by: "country"}
	m := d.draw(counts, true)
	m.Label = in.v.say("map.countries")
	for _, c := range counts.Counts {
		m.Lit[c.Value] = true
	}
	rest := counts.Total - d.shown - d.outside
	if !in.placed() {
		rest -= counts.Online
		m.Sums = append(m.Sums, in.part("map.online", counts.Online, in.state.without(placeParams...).with("mode", "online").href())...)
	}
	m.Sums = append(m.Sums, in.part("map.nowhere", rest, "")...)
	in.addUp(m, d, counts.Total)
	return m, nil
}

// spotMap shows how many there are at each spot of the part of the world that is asked
// for.
func (in *inquiry) spotMap() (*mapView, error) {
	box, fixed, err := in.extent()
	if err != nil {
		return nil, err
	}
	d := &drawing{in: in, box: box, view: view(box), by: "cell", res: fitting(view(box))}
	counts, err := in.countCells(&d.res)
	if err != nil {
		return nil, err
	}
	in.online = counts.Online
	if around, ok := basemap.Around(points(counts)); ok && !fixed {
		d.box = basemap.Grow(widen(around, 0.05, 0.03), 0.15)
		d.view = view(d.box)
	}
	if err := d.nameSingles(counts); err != nil {
		return nil, err
	}
	m := d.draw(counts, false)
	m.Label, m.Out = in.v.say("map.spots"), in.state.without(placeParams...).href()
	for _, code := range in.query.Countries {
		m.Lit[code] = true
	}
	d.ring(m)
	d.cells(m, counts)
	d.names(m)
	d.scale(m)
	in.addUp(m, d, counts.Total)
	return m, nil
}

// addUp says how what is on the map and what is not make the total of the list.
func (in *inquiry) addUp(m *mapView, d *drawing, total int) {
	m.Sums = append(in.part("map.shown", d.shown, ""), append(in.part("map.outside", d.outside, ""), m.Sums...)...)
	if len(m.Sums) > 1 {
		m.Sums = append(m.Sums, in.part("map.total", total, "")...)
	}
}

// part is an addend, unless it is nothing.
func (in *inquiry) part(key string, n int, address string) []choice {
	if n <= 0 {
		return nil
	}
	return []choice{{Label: in.v.count(key, n), Value: address}}
}

// count asks how the matches spread.
func (in *inquiry) count(field string, res int, q search.Query) (*search.Counts, error) {
	q.Lang, q.Cursor, q.Sort = in.v.lang, "", search.SortDefault
	return in.site.searcher.Counts(in.ctx, q, search.CountBy{Field: field, Res: res})
}

// countCells counts the matches by cell, wherever they are. Where the cells would be
// too many, res gets coarser.
func (in *inquiry) countCells(res *int) (*search.Counts, error) {
	q := in.query
	if q.Box == nil {
		q.Box = &world
	}
	for {
		counts, err := in.count("cell", *res, q)
		if _, tooMany := errors.AsType[*search.InvalidError](err); tooMany && *res > 0 {
			*res--
			continue
		}
		return counts, err
	}
}

// extent returns the part of the world to look at, and whether that is given by the
// question rather than by its matches.
func (in *inquiry) extent() (box geo.BBox, fixed bool, err error) {
	q := &in.query
	res := 3 // of a country
	switch {
	case len(q.Cells) > 0:
		res = geo.Resolution
		for _, cell := range q.Cells {
			res = min(res, cell.Resolution()+2)
		}
	case q.Box != nil:
		return *q.Box, true, nil
	case q.Near != nil:
		box, err := in.nearExtent()
		return box, true, err
	case len(q.Cities) > 0:
		res = 6
	default:
		if box, ok := basemap.Bounds(q.Countries[0]); ok {
			return basemap.Grow(box, 0.06), true, nil
		}
	}
	counts, err := in.countCells(&res)
	if err != nil {
		return geo.BBox{}, false, err
	}
	if around, ok := basemap.Around(points(counts)); ok {
		return basemap.Grow(widen(around, 0.05, 0.03), 0.15), false, nil
	}
	return in.emptyExtent(), true, nil
}

// nearExtent is the circle that is searched, or the middle of it that holds all matches
// when they crowd there.
func (in *inquiry) nearExtent() (geo.BBox, error) {
	near := in.query.Near
	whole := basemap.Grow(near.Bounds(), 0.04)
	res := fitting(view(whole))
	counts, err := in.countCells(&res)
	if err != nil {
		return whole, err
	}
	if len(counts.Counts) == 0 {
		return whole, nil
	}
	inner := geo.Circle{Center: near.Center, Radius: near.Radius / 3}.Bounds()
	corners := []geo.Point{{Lat: inner.South, Lng: inner.West}, {Lat: inner.North, Lng: inner.East}}
	box, ok := basemap.Around(append(corners, points(counts)...))
	if box = basemap.Grow(box, 0.12); !ok || !whole.Encloses(box) {
		return whole, nil
	}
	return box, nil
}

// emptyExtent is the part of the world that is asked for and where nothing is.
func (in *inquiry) emptyExtent() geo.BBox {
	q := &in.query
	if len(q.Countries) == 1 {
		if box, ok := basemap.Bounds(q.Countries[0]); ok {
			return basemap.Grow(box, 0.1)
		}
	}
	var corners []geo.Point
	for _, cell := range q.Cells {
		boundary, err := cell.Boundary()
		if err == nil {
			corners = append(corners, boundary...)
		}
	}
	for _, slug := range q.Cities {
		if t := in.places.bySlug(slug); t != nil {
			corners = append(corners, t.centre)
		}
	}
	if around, ok := basemap.Around(corners); ok {
		return basemap.Grow(widen(around, 0.4, 0.25), 0.1)
	}
	return basemap.Europe
}

// points returns where the members of counts are.
func points(counts *search.Counts) []geo.Point {
	var all []geo.Point
	for _, c := range counts.Counts {
		if c.Point != nil {
			all = append(all, *c.Point)
		}
	}
	return all
}

// widen returns the box with at least so many degrees across and up.
func widen(b geo.BBox, lng, lat float64) geo.BBox {
	if lack := lat - (b.North - b.South); lack > 0 {
		b.South, b.North = max(-90, b.South-lack/2), min(90, b.North+lack/2)
	}
	width := b.East - b.West
	if width < 0 {
		width += 360
	}
	if lack := lng - width; lack > 0 {
		b.West, b.East = onGlobe(b.West-lack/2), onGlobe(b.East+lack/2)
	}
	return b
}

// onGlobe returns a longitude within ±180.
func onGlobe(lng float64) float64 {
	switch {
	case lng < -180:
		return lng + 360
	case lng > 180:
		return lng - 360
	}
	return lng
}

// edges are the average lengths of a cell's edge by resolution, in metres (H3, table of
// cell statistics).
var edges = []float64{1_281_256, 483_057, 182_513, 68_979, 26_072, 9_854, 3_725, 1_406, 531, 201, 76}

// fitting returns the finest resolution whose cells are not much closer to each other
// than circles may be.
func fitting(v basemap.Projection) int {
	const apart = 12 // units
	middle := v.Position(mapWidth/2, mapHeight/2)
	least := apart * v.MetresPerPixel(middle.Lat)
	for res := geo.Resolution; res > 0; res-- {
		if edges[res]*1.732 >= least {
			return res
		}
	}
	return 0
}

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
