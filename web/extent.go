package web

import (
	"learnmap/geo"
	"learnmap/search"
	"learnmap/web/basemap"
)

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
