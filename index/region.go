package index

import (
	"math"

	"learnmap/geo"
)

// Region is a part of Earth to search in. It answers for a whole node of the
// tree where it can, and for a single activity otherwise.
type Region interface {
	relate(n *node) relation
	holds(s *snapshot, ordinal uint32) bool
}

// relation is how a node lies to a region.
type relation uint8

const (
	partly relation = iota // or not known: test each member
	inside
	outside
)

// rounding is the slack, in units of Earth's radius, by which a node must clear a
// circle before it is judged as a whole: far above the error of float64 sums, and
// less than a hundredth of a millimetre on the ground.
const rounding = 1e-12

type circle struct {
	centre geo.Vec
	chord  float64
	chord2 float64
}

// InCircle is the region of a circle, its edge included.
func InCircle(c geo.Circle) Region {
	chord2 := geo.Chord2Of(c.Radius)
	return circle{c.Center.Vec(), math.Sqrt(chord2), chord2}
}

// relate uses the triangle inequality on straight lines through Earth.
func (c circle) relate(n *node) relation {
	gap := math.Sqrt(c.centre.Chord2(n.centre))
	switch {
	case gap > c.chord+n.radius+rounding:
		return outside
	case gap+n.radius+rounding < c.chord:
		return inside
	}
	return partly
}

func (c circle) holds(s *snapshot, i uint32) bool { return c.centre.Chord2(s.vecs[i]) <= c.chord2 }

type box struct{ geo.BBox }

// InBox is the region of a box, its edges included.
func InBox(b geo.BBox) Region { return box{b} }

func (b box) relate(n *node) relation {
	switch {
	case b.Encloses(n.box):
		return inside
	case !b.Intersects(n.box):
		return outside
	}
	return partly
}

func (b box) holds(s *snapshot, i uint32) bool { return b.Contains(s.points[i]) }

type cellRange struct{ first, last geo.Cell }

type cells []cellRange

// InCells is the region of the activities that have one of the cells as parent.
func InCells(list []geo.Cell) Region {
	ranges := make(cells, len(list))
	for i, c := range list {
		ranges[i].first, ranges[i].last = c.Children()
	}
	return ranges
}

func (c cells) relate(n *node) relation {
	all := outside
	for _, r := range c {
		switch {
		case r.first <= n.low && n.high <= r.last:
			return inside
		case r.first <= n.high && n.low <= r.last:
			all = partly
		}
	}
	return all
}

func (c cells) holds(s *snapshot, i uint32) bool {
	for _, r := range c {
		if r.first <= s.cells[i] && s.cells[i] <= r.last {
			return true
		}
	}
	return false
}

type areas []geo.Area

// InAreas is the region of everything in one of the areas.
func InAreas(list []geo.Area) Region { return areas(list) }

func (a areas) relate(n *node) relation {
	for _, area := range a {
		if area.Bounds().Intersects(n.box) {
			return partly
		}
	}
	return outside
}

func (a areas) holds(s *snapshot, i uint32) bool {
	for _, area := range a {
		if area.Contains(s.points[i]) {
			return true
		}
	}
	return false
}
