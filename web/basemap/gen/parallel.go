package main

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"learnmap/web/basemap/internal/atlas"
)

// The source draws the part of Western Sahara that Morocco holds as Morocco, in one
// piece; data/place has the border of 1912. (Its line is at 27°40′; there the source
// runs along it for some kilometres, so the cut is a little to the north.)
const (
	cutFeature = "Morocco"
	cutAt      = 27.67
)

// cutAtParallel cuts the pieces of a feature in two along a parallel.
func cutAtParallel(world *atlas.Atlas, pieces []piece, feature string, lat float64) ([]piece, error) {
	found := false
	for i := range pieces {
		if pieces[i].feature != feature {
			continue
		}
		first, second, err := cutPiece(world, pieces, i, lat)
		if err != nil {
			return nil, fmt.Errorf("the cut of %s at %v: %w", feature, lat, err)
		}
		found = true
		pieces[i].rings[0] = first
		pieces = append(pieces, piece{feature, []atlas.Ring{second}})
		break
	}
	if !found {
		return nil, fmt.Errorf("the source has no %s to cut", feature)
	}
	return pieces, nil
}

// cutPiece breaks the arcs of a piece where they cross the parallel, for all pieces
// that run along them, and returns the two rings that the piece becomes.
func cutPiece(world *atlas.Atlas, pieces []piece, i int, lat float64) (first, second atlas.Ring, err error) {
	if len(pieces[i].rings) != 1 {
		return nil, nil, fmt.Errorf("it has holes")
	}
	replaced := make(map[int][]int)
	crossings := make(map[orb.Point]bool)
	for _, n := range pieces[i].rings[0] {
		arc := max(n, ^n)
		parts := breakAt(world.Arcs[arc], lat)
		for _, part := range parts[1:] {
			crossings[part[0]] = true
		}
		if len(parts) > 1 && replaced[arc] == nil {
			for _, part := range parts {
				world.Arcs = append(world.Arcs, part)
				replaced[arc] = append(replaced[arc], len(world.Arcs)-1)
			}
		}
	}
	rewrite(pieces, replaced)
	ring := pieces[i].rings[0]
	var at []int
	for k, n := range ring {
		if crossings[start(world, n)] {
			at = append(at, k)
		}
	}
	if len(at) != 2 {
		return nil, nil, fmt.Errorf("the border crosses it %d times, not twice", len(at))
	}
	world.Arcs = append(world.Arcs, orb.LineString{start(world, ring[at[1]]), start(world, ring[at[0]])})
	line := len(world.Arcs) - 1
	first = append(slices.Clone(ring[at[0]:at[1]]), line)
	second = append(append(slices.Clone(ring[at[1]:]), ring[:at[0]]...), ^line)
	return first, second, nil
}

// breakAt returns the parts of an arc between its crossings of a parallel.
func breakAt(arc orb.LineString, lat float64) []orb.LineString {
	parts := []orb.LineString{{arc[0]}}
	for i, b := range arc[1:] {
		a := arc[i]
		if (a[1] < lat) != (b[1] < lat) {
			t := (lat - a[1]) / (b[1] - a[1])
			p := orb.Point{a[0] + t*(b[0]-a[0]), lat}
			parts[len(parts)-1] = append(parts[len(parts)-1], p)
			parts = append(parts, orb.LineString{p})
		}
		parts[len(parts)-1] = append(parts[len(parts)-1], b)
	}
	return parts
}

// start returns where a ring that runs along arc n comes from.
func start(world *atlas.Atlas, n int) orb.Point {
	if n < 0 {
		return world.Arcs[^n][len(world.Arcs[^n])-1]
	}
	return world.Arcs[n][0]
}
