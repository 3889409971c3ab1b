package main

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"learnmap/web/basemap/internal/atlas"
)

// dissolve takes away the borders inside a country: arcs that two of its pieces
// run along in opposite directions. What is left of the rings is joined anew. (The
// source itself has rings that run along an arc, back and along it again.)
func dissolve(world *atlas.Atlas, rings []atlas.Ring) ([]atlas.Ring, error) {
	uses := make(map[int]int)
	for _, ring := range rings {
		for _, n := range ring {
			uses[n]++
		}
	}
	inside := func(n int) bool { return uses[n] > 0 && uses[^n] > 0 }
	var whole []atlas.Ring
	var loose []int
	for _, ring := range rings {
		if !slices.ContainsFunc(ring, inside) {
			whole = append(whole, ring)
			continue
		}
		for _, n := range ring {
			if !inside(n) {
				loose = append(loose, n)
			}
		}
	}
	for _, n := range slices.Sorted(maps.Keys(uses)) {
		if inside(n) {
			for range uses[n] - uses[^n] {
				loose = append(loose, n)
			}
		}
	}
	joined, err := join(world, loose)
	return append(whole, joined...), err
}

// join makes rings of arcs, each of which starts where another ends.
func join(world *atlas.Atlas, arcs []int) ([]atlas.Ring, error) {
	starting := make(map[[2]int64][]int)
	for _, n := range arcs {
		from, _ := ends(world, n)
		starting[from] = append(starting[from], n)
	}
	var rings []atlas.Ring
	for _, n := range arcs {
		var ring atlas.Ring
		for at, _ := ends(world, n); len(starting[at]) > 0; {
			next := starting[at][0]
			starting[at] = starting[at][1:]
			ring = append(ring, next)
			_, at = ends(world, next)
		}
		if ring == nil {
			continue
		}
		first, _ := ends(world, ring[0])
		if _, last := ends(world, ring[len(ring)-1]); first != last {
			return nil, fmt.Errorf("arcs from %v end at %v", first, last)
		}
		rings = append(rings, ring)
	}
	return rings, nil
}

// ends returns where an arc starts and ends, as keys that are the same for the
// same place.
func ends(world *atlas.Atlas, n int) (from, to [2]int64) {
	arc := world.Arcs[max(n, ^n)]
	from, to = key(arc[0]), key(arc[len(arc)-1])
	if n < 0 {
		from, to = to, from
	}
	return from, to
}

func key(p orb.Point) [2]int64 {
	lng := p[0] - 360*math.Floor((p[0]+180)/360)
	return [2]int64{int64(math.Round(lng * 1e6)), int64(math.Round(p[1] * 1e6))}
}
