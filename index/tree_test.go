package index

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"learnmap/geo"
)

// anyPoint draws points with the poles, the antimeridian and crowds of equal ones
// over-represented.
func anyPoint() *rapid.Generator[geo.Point] {
	special := rapid.SampledFrom([]geo.Point{
		{Lat: 90, Lng: 0}, {Lat: -90, Lng: 180}, {Lat: 0, Lng: 180}, {Lat: 0, Lng: -180}, {Lat: 54.9, Lng: 23.9}, {Lat: -17, Lng: 179.99},
	})
	return rapid.OneOf(special, rapid.Custom(func(t *rapid.T) geo.Point {
		lat := rapid.Float64Range(-90, 90).Draw(t, "lat")
		lng := rapid.Float64Range(-180, 180).Draw(t, "lng")
		return geo.Point{Lat: lat, Lng: lng}.Round()
	}), rapid.Custom(func(t *rapid.T) geo.Point {
		near := special.Draw(t, "near")
		lat := near.Lat + rapid.Float64Range(-0.1, 0.1).Draw(t, "dlat")
		lng := near.Lng + rapid.Float64Range(-0.1, 0.1).Draw(t, "dlng")
		return geo.Point{Lat: max(-90, min(90, lat)), Lng: math.Remainder(lng, 360)}.Round()
	}))
}

func anyRegion(t *rapid.T) Region {
	p := anyPoint().Draw(t, "centre")
	switch rapid.IntRange(0, 3).Draw(t, "shape") {
	case 0:
		return InCircle(geo.Circle{Center: p, Radius: math.Pow(10, rapid.Float64Range(0, 7.3).Draw(t, "radius"))})
	case 1:
		q := anyPoint().Draw(t, "corner")
		return InBox(geo.BBox{West: p.Lng, South: min(p.Lat, q.Lat), East: q.Lng, North: max(p.Lat, q.Lat)})
	case 2:
		cell, err := geo.CellOf(p)
		if err != nil {
			t.Fatal(err)
		}
		return InCells([]geo.Cell{cell.Parent(rapid.IntRange(0, geo.Resolution).Draw(t, "res"))})
	}
	return InAreas([]geo.Area{geo.AreaOf(geo.Circle{Center: p, Radius: 50_000})})
}

// TestCover compares the stretches that the tree finds with a walk over all.
func TestCover(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.SliceOfN(anyPoint(), 0, 400).Draw(t, "points")
		s := snapshotOf(t, points)
		regions := []Region{anyRegion(t)}
		if rapid.Bool().Draw(t, "two") {
			regions = append(regions, anyRegion(t))
		}
		got := map[uint32]bool{}
		end := uint32(0)
		for _, sp := range s.tree.cover(regions) {
			if sp.lo < end || sp.hi <= sp.lo {
				t.Fatalf("span %v after %d", sp, end)
			}
			end = sp.hi
			for i := sp.lo; i < sp.hi; i++ {
				if sp.exact || allHold(regions, s, i) {
					got[i] = true
				}
			}
		}
		for i := range uint32(s.n) {
			if want := allHold(regions, s, i); got[i] != want {
				t.Fatalf("%v in %v: %v, want %v", s.points[i], regions, got[i], want)
			}
		}
	})
}

func allHold(regions []Region, s *snapshot, i uint32) bool {
	return !slices.ContainsFunc(regions, func(r Region) bool { return !r.holds(s, i) })
}

// snapshotOf lays out points only.
func snapshotOf(t *rapid.T, points []geo.Point) *snapshot {
	type placed struct {
		cell  geo.Cell
		point geo.Point
	}
	var list []placed
	for _, p := range points {
		cell, err := geo.CellOf(p)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, placed{cell, p})
	}
	slices.SortFunc(list, func(a, b placed) int { return comparePositions(position{cell: a.cell}, position{cell: b.cell}) })
	s := &snapshot{n: len(list), placed: len(list)}
	for _, p := range list {
		s.cells, s.points, s.vecs = append(s.cells, p.cell), append(s.points, p.point), append(s.vecs, p.point.Vec())
	}
	s.tree = newTree(s.cells, s.points, s.vecs)
	return s
}

// TestTreeNodes checks that every node is one stretch of one cell and bounds its
// members.
func TestTreeNodes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := snapshotOf(t, rapid.SliceOfN(anyPoint(), 1, 600).Draw(t, "points"))
		for _, n := range s.tree.nodes {
			if n.low != s.cells[n.lo] || n.high != s.cells[n.hi-1] {
				t.Fatalf("node %v is not of its cells", n)
			}
			for i := n.lo; i < n.hi; i++ {
				if d := math.Sqrt(n.centre.Chord2(s.vecs[i])); d > n.radius+rounding {
					t.Fatalf("%v is %v outside its node", s.points[i], d-n.radius)
				}
				if !n.box.Contains(s.points[i]) {
					t.Fatalf("%v is outside the box of its node", s.points[i])
				}
			}
			if n.first == n.next && n.hi-n.lo > leafSize && n.low != n.high {
				t.Fatalf("a leaf holds %d activities of several cells", n.hi-n.lo)
			}
		}
	})
}
