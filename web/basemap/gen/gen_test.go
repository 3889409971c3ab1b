package main

import (
	"math"
	"reflect"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"

	"learnmap/web/basemap/internal/atlas"
)

// outline returns the land of rings as a set of closed lines and its area.
func outline(t *testing.T, world *atlas.Atlas, rings []atlas.Ring) (lines []orb.Ring, area float64) {
	t.Helper()
	for _, ring := range rings {
		line, err := world.Line(ring)
		if err != nil {
			t.Fatal(err)
		}
		if !line.Closed() {
			t.Fatalf("%v is open", line)
		}
		lines = append(lines, line)
		area += planar.Area(line)
	}
	return lines, math.Abs(area)
}

func TestDissolveTakesAwayTheLineBetween(t *testing.T) {
	world := &atlas.Atlas{Arcs: []orb.LineString{
		{{10, 0}, {10, 10}},
		{{10, 10}, {0, 10}, {0, 0}, {10, 0}},
		{{10, 0}, {20, 0}, {20, 10}, {10, 10}},
		{{50, 0}, {51, 0}, {51, 1}, {50, 0}},
	}}
	rings, err := dissolve(world, []atlas.Ring{{0, 1}, {2, ^0}, {3}})
	if err != nil {
		t.Fatal(err)
	}
	if lines, area := outline(t, world, rings); len(lines) != 2 || area != 200.5 {
		t.Errorf("%d rings of area %v, want 2 of 200.5: %v", len(lines), area, lines)
	}
	// A ring that runs along an arc, back and along it again keeps it once.
	rings, err = dissolve(world, []atlas.Ring{{0, ^0, 0, 1}})
	if err != nil {
		t.Fatal(err)
	}
	if lines, area := outline(t, world, rings); len(lines) != 1 || area != 100 {
		t.Errorf("%d rings of area %v, want 1 of 100: %v", len(lines), area, lines)
	}
}

// TestSew joins two halves of an island whose cuts do not quite meet.
func TestSew(t *testing.T) {
	world := &atlas.Atlas{Arcs: []orb.LineString{
		{{180, 0.001}, {180, 10}, {178, 10}, {178, 0}, {180, 0.001}},
		{{-180, 10.002}, {-180, 0}, {-178, 0}, {-178, 10}, {-180, 10.002}},
	}}
	pieces := []piece{{"west", []atlas.Ring{{0}}}, {"east", []atlas.Ring{{1}}}}
	sew(world, pieces)
	rings, err := dissolve(world, append(pieces[0].rings, pieces[1].rings...))
	if err != nil {
		t.Fatal(err)
	}
	lines, area := outline(t, world, rings)
	if len(lines) != 1 || math.Abs(area-40) > 0.1 {
		t.Fatalf("%d rings of area %v, want 1 of 40: %v", len(lines), area, lines)
	}
	if box := lines[0].Bound(); box.Max[0]-box.Min[0] != 4 {
		t.Errorf("the island reaches from %v to %v", box.Min[0], box.Max[0])
	}
}

func TestCloseOverPole(t *testing.T) {
	world := &atlas.Atlas{Arcs: []orb.LineString{{{-180, -70}, {-60, -75}, {60, -75}, {180, -70}}}}
	ring, err := closeOverPole(world, atlas.Ring{0})
	if err != nil {
		t.Fatal(err)
	}
	if _, turn, err := world.Parts(ring); err != nil || turn != 0 {
		t.Fatalf("it turns by %v, %v", turn, err)
	}
	line, err := world.Line(ring)
	if err != nil {
		t.Fatal(err)
	}
	if !planar.RingContains(line, orb.Point{0, -89}) || planar.RingContains(line, orb.Point{0, -60}) {
		t.Errorf("%v does not hold the pole alone", line)
	}
}

func TestCutAtParallel(t *testing.T) {
	world := &atlas.Atlas{Arcs: []orb.LineString{
		{{10, 0}, {10, 10}},
		{{10, 10}, {0, 10}, {0, 0}, {10, 0}},
		{{10, 0}, {20, 0}, {20, 10}, {10, 10}},
	}}
	pieces := []piece{{"A", []atlas.Ring{{0, 1}}}, {"B", []atlas.Ring{{2, ^0}}}}
	pieces, err := cutAtParallel(world, pieces, "A", 4)
	if err != nil {
		t.Fatal(err)
	}
	var areas []float64
	for _, p := range pieces {
		_, area := outline(t, world, p.rings)
		areas = append(areas, area)
	}
	if !reflect.DeepEqual(areas, []float64{60, 100, 40}) && !reflect.DeepEqual(areas, []float64{40, 100, 60}) {
		t.Errorf("areas %v, want 40 and 60 of A and 100 of B", areas)
	}
	for name, lat := range map[string]float64{"A": 11, "C": 5} {
		if _, err := cutAtParallel(world, pieces, name, lat); err == nil {
			t.Errorf("a cut of %s at %v was accepted", name, lat)
		}
	}
}

// TestInnermost: the label is inside, and hardly nearer to the border than any
// other point.
func TestInnermost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(5, 40).Draw(t, "corners")
		var ring orb.Ring
		for i := range n {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
			r := rapid.Float64Range(2, 10).Draw(t, "radius")
			ring = append(ring, orb.Point{20 + r*cos, r * sin})
		}
		ring = append(ring, ring[0])
		got := innermost(ring)
		line := onMap(ring)
		depth := func(p orb.Point) float64 {
			at := onMap(orb.LineString{p})[0]
			if !planar.RingContains(line, at) {
				return -1
			}
			return planar.DistanceFrom(orb.LineString(line), at)
		}
		best := 0.0
		for x := 10.0; x <= 30; x += 0.5 {
			for y := -10.0; y <= 10; y += 0.5 {
				best = max(best, depth(orb.Point{x, y}))
			}
		}
		if depth(got) < 0.9*best-0.1 {
			t.Fatalf("%v is %v deep, another point %v", got, depth(got), best)
		}
	})
}
