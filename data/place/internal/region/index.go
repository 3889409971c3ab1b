package region

import (
	"math"
	"sync"

	"github.com/paulmach/orb"

	"learnmap/geo"
)

// cellDegrees is the width of the coarse grid that says which polygons are near.
const cellDegrees = 5

const (
	columns = 360 / cellDegrees
	rows    = 180 / cellDegrees
)

// Index answers which region a point lies in. It is read-only once made.
//
// A point is in a polygon when a line from it eastward crosses the rings an odd
// number of times. Only edges that span the point's latitude can be crossed, so
// each polygon keeps its edges by latitude, in slabs, and a look-up visits one.
// An edge is always computed from its southern end: two neighbours with the same
// border agree to the last bit which of them a point is in.
type Index struct {
	Regions []Region
	cells   [columns * rows][]*shape
	lines   []func() outline
}

// shape is one polygon with its edges in slabs of latitude.
type shape struct {
	region    int
	bound     orb.Bound
	slabs     [][]edge
	perDegree float64
}

// edge is a side of a polygon, its southern end first.
type edge struct{ south, north orb.Point }

// NewIndex makes the index of regions, which it keeps.
func NewIndex(regions []Region) *Index {
	x := &Index{Regions: regions}
	for i, r := range regions {
		for _, polygon := range r.Area {
			x.add(newShape(i, polygon))
		}
		area := r.Area
		x.lines = append(x.lines, sync.OnceValue(func() outline { return newOutline(area) }))
	}
	return x
}

func (x *Index) add(s *shape) {
	west, south := cellOf(s.bound.Min)
	east, north := cellOf(s.bound.Max)
	for row := south; row <= north; row++ {
		for column := west; column <= east; column++ {
			cell := &x.cells[row*columns+column]
			*cell = append(*cell, s)
		}
	}
}

func cellOf(p orb.Point) (column, row int) {
	column = min(int((p[0]+180)/cellDegrees), columns-1)
	row = min(int((p[1]+90)/cellDegrees), rows-1)
	return column, row
}

// newShape sorts the edges of a polygon into slabs of about four edges each.
func newShape(region int, polygon orb.Polygon) *shape {
	s := &shape{region: region, bound: polygon.Bound()}
	edges := 0
	for _, ring := range polygon {
		edges += len(ring) - 1
	}
	s.slabs = make([][]edge, max(1, min(edges/4, 1024)))
	if height := s.bound.Max[1] - s.bound.Min[1]; height > 0 {
		s.perDegree = float64(len(s.slabs)) / height
	}
	for _, ring := range polygon {
		for i, a := range ring[:len(ring)-1] {
			e := edge{a, ring[i+1]}
			if e.south[1] > e.north[1] {
				e.south, e.north = e.north, e.south
			}
			if e.south[1] == e.north[1] {
				continue // A line eastward cannot cross it.
			}
			for k := s.slab(e.south[1]); k <= s.slab(e.north[1]); k++ {
				s.slabs[k] = append(s.slabs[k], e)
			}
		}
	}
	return s
}

// slab returns the slab of a latitude. It never falls as the latitude rises, so
// the slab of a point holds every edge that spans the point.
func (s *shape) slab(lat float64) int {
	return min(int((lat-s.bound.Min[1])*s.perDegree), len(s.slabs)-1)
}

func (s *shape) contains(p orb.Point) bool {
	if !s.bound.Contains(p) {
		return false
	}
	inside := false
	for _, e := range s.slabs[s.slab(p[1])] {
		if e.south[1] <= p[1] && p[1] < e.north[1] {
			rise := (p[1] - e.south[1]) / (e.north[1] - e.south[1])
			if p[0] < e.south[0]+rise*(e.north[0]-e.south[0]) {
				inside = !inside
			}
		}
	}
	return inside
}

// At returns the number of the first region that p lies in, of those with the
// given country code, or of all when code is empty.
func (x *Index) At(p geo.Point, code string) (region int, ok bool) {
	if p.Check() != nil {
		return 0, false
	}
	at := p.Orb()
	if at[0] == 180 {
		at[0] = -180 // One meridian with two names.
	}
	column, row := cellOf(at)
	for _, s := range x.cells[row*columns+column] {
		if (code == "" || x.Regions[s.region].Code == code) && s.contains(at) {
			return s.region, true
		}
	}
	return 0, false
}

// Distance returns the metres from p to the nearest border of a region, whether
// p is inside or not; +Inf when the region has no land.
func (x *Index) Distance(p geo.Point, region int) float64 {
	if p.Check() != nil {
		return math.Inf(1)
	}
	return x.lines[region]().distance(p)
}
