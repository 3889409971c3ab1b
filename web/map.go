package web

import (
	"errors"

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
	counts, err := in.spread("country", 0, in.query)
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
	if in.placed() {
		m.Out = in.state.without(placeParams...).href()
	} else {
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

// spread asks how the matches spread.
func (in *inquiry) spread(field string, res int, q search.Query) (*search.Counts, error) {
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
		counts, err := in.spread("cell", *res, q)
		if _, tooMany := errors.AsType[*search.InvalidError](err); tooMany && *res > 0 {
			*res--
			continue
		}
		return counts, err
	}
}
