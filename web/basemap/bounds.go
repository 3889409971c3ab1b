package basemap

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"learnmap/geo"
	"learnmap/web/basemap/internal/atlas"
)

// outlying is the share of its biggest land below which a country's other land
// does not widen its box: Chile is shown without Easter Island.
const outlying = 0.02

// Bounds returns the box to show a country in, and false when there is no such
// country. It holds the main land; small islands far away may lie outside.
func Bounds(code string) (geo.BBox, bool) {
	c, ok := find(code)
	if !ok {
		return geo.BBox{}, false
	}
	var lng []interval
	south, north := math.Inf(1), math.Inf(-1)
	biggest := fine().area(c.rings[0])
	for _, r := range c.rings {
		if fine().area(r) < outlying*biggest {
			continue
		}
		lng = append(lng, interval{r.bound.Min[0] * 360, r.bound.Max[0] * 360})
		south = min(south, atlas.Degrees(r.bound.Max)[1])
		north = max(north, atlas.Degrees(r.bound.Min)[1])
	}
	all := shortest(lng)
	return geo.BBox{West: all.west, South: south, East: all.east, North: north}, true
}

// Label returns a place well inside a country's biggest land.
func Label(code string) (geo.Point, bool) {
	c, ok := find(code)
	return c.label, ok
}

func find(code string) (country, bool) {
	all := fine().countries
	i, ok := slices.BinarySearchFunc(all, code, func(c country, code string) int { return cmp.Compare(c.code, code) })
	if !ok {
		return country{}, false
	}
	return all[i], true
}

// area returns the size of a ring on the ground, near enough to compare.
func (w *world) area(r ring) float64 {
	var line orb.Ring
	for _, part := range r.parts {
		arc := w.arcs[part.Arc].Clone()
		if part.Backward {
			arc.Reverse()
		}
		for _, p := range arc {
			line = append(line, orb.Point{p[0] + part.Shift, p[1]})
		}
	}
	shrink := math.Cos(atlas.Degrees(r.bound.Center())[1] * math.Pi / 180)
	return math.Abs(planar.Area(line)) * shrink * shrink
}

// Around returns the smallest box that holds all points, across the antimeridian
// when that is shorter, and false when there are none.
func Around(points []geo.Point) (geo.BBox, bool) {
	if len(points) == 0 {
		return geo.BBox{}, false
	}
	box := geo.BBox{South: points[0].Lat, North: points[0].Lat}
	lng := make([]interval, len(points))
	for i, p := range points {
		lng[i] = interval{p.Lng, p.Lng}
		box.South, box.North = min(box.South, p.Lat), max(box.North, p.Lat)
	}
	all := shortest(lng)
	box.West, box.East = all.west, all.east
	return box, true
}

// Grow returns the box widened by a share of its extent on every side, within the
// limits of the map: 0.1 leaves a tenth of it around.
func Grow(box geo.BBox, share float64) geo.BBox {
	width := box.East - box.West
	if width < 0 {
		width += 360
	}
	height := box.North - box.South
	grown := geo.BBox{
		South: max(-90, box.South-share*height), North: min(90, box.North+share*height),
		West: -180, East: 180,
	}
	if width*(1+2*share) < 360 {
		grown.West, grown.East = onGlobe(box.West-share*width), onGlobe(box.East+share*width)
	}
	return grown
}

// interval is a stretch of longitudes eastward from west to east, in degrees. East
// may be beyond 180.
type interval struct{ west, east float64 }

// shortest returns the shortest stretch that holds all others: the whole turn but
// for the widest gap between them.
func shortest(all []interval) interval {
	for i, one := range all {
		west := onGlobe(one.west)
		all[i] = interval{west, west + one.east - one.west}
	}
	slices.SortFunc(all, func(a, b interval) int { return cmp.Compare(a.west, b.west) })
	end := slices.MaxFunc(all, func(a, b interval) int { return cmp.Compare(a.east, b.east) }).east
	// First the gap over the antimeridian, then those from stretch to stretch. A
	// stretch that crosses the antimeridian reaches into the west again.
	widest, found := all[0].west+360-end, interval{all[0].west, end}
	reach := end - 360
	for i, one := range all {
		if gap := one.west - reach; i > 0 && gap > widest {
			widest, found = gap, interval{one.west, reach}
		}
		reach = max(reach, one.east)
	}
	if widest <= 0 {
		return interval{-180, 180}
	}
	return interval{found.west, onGlobe(found.east)}
}

// onGlobe returns a longitude within ±180.
func onGlobe(lng float64) float64 {
	if lng >= -180 && lng <= 180 {
		return lng
	}
	return lng - 360*math.Round(lng/360)
}
