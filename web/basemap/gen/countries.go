package main

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/orb/simplify"

	"learnmap/data/place"
	"learnmap/geo"
	"learnmap/web/basemap/internal/atlas"
)

// build reads the source and sorts its land by country. Which country a piece of
// land is drawn in is what data/place answers for a point inside it, so the map
// agrees with every count: Crimea is drawn with UA and Réunion as RE.
func build(path string) (*atlas.Atlas, error) {
	world, pieces, err := readTopology(path)
	if err != nil {
		return nil, err
	}
	sew(world, pieces)
	if pieces, err = cutAtParallel(world, pieces, cutFeature, cutAt); err != nil {
		return nil, err
	}
	land := make(map[string][]atlas.Ring)
	for _, p := range pieces {
		for i, ring := range p.rings {
			if p.rings[i], err = closeOverPole(world, ring); err != nil {
				return nil, fmt.Errorf("%s: %w", p.feature, err)
			}
		}
		outer, err := world.Line(p.rings[0])
		if err != nil {
			return nil, err
		}
		code := codeOf(outer)
		if code == "" {
			fmt.Printf("left out: %s at %v, which is in no country\n", p.feature, outer[0])
			continue
		}
		land[code] = append(land[code], p.rings...)
	}
	for _, code := range slices.Sorted(maps.Keys(land)) {
		rings, err := dissolve(world, land[code])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", code, err)
		}
		country := atlas.Country{Code: code, Rings: rings}
		biggestFirst(world, country.Rings)
		outer, err := world.Line(country.Rings[0])
		if err != nil {
			return nil, err
		}
		country.Label = onGlobe(innermost(outer)).Orb()
		world.Countries = append(world.Countries, country)
	}
	return world, nil
}

// closeOverPole ends a ring around the south pole with an arc along the bottom of
// the map, back to where it began.
func closeOverPole(world *atlas.Atlas, ring atlas.Ring) (atlas.Ring, error) {
	_, turn, err := world.Parts(ring)
	if err != nil || turn == 0 {
		return ring, err
	}
	line, err := world.Line(ring)
	if err != nil {
		return nil, err
	}
	start, end := line[0], line[len(line)-1]
	world.Arcs = append(world.Arcs, orb.LineString{end, {end[0], -90}, {start[0], -90}, start})
	return append(slices.Clone(ring), len(world.Arcs)-1), nil
}

// codeOf asks which country a piece of land is in: at its innermost point, else at
// most of its corners.
func codeOf(outer orb.Ring) string {
	if code, ok := place.Country(onGlobe(innermost(outer))); ok {
		return code
	}
	votes := make(map[string]int)
	for _, p := range outer {
		if code, ok := place.Country(onGlobe(p)); ok {
			votes[code]++
		}
	}
	best := ""
	for _, code := range slices.Sorted(maps.Keys(votes)) {
		if best == "" || votes[code] > votes[best] {
			best = code
		}
	}
	return best
}

func onGlobe(p orb.Point) geo.Point {
	return geo.FromOrb(orb.Point{p[0] - 360*math.Round(p[0]/360), p[1]})
}

// biggestFirst sorts rings by their size on the map.
func biggestFirst(world *atlas.Atlas, rings []atlas.Ring) {
	slices.SortStableFunc(rings, func(a, b atlas.Ring) int {
		return cmp.Compare(size(world, b), size(world, a))
	})
}

// size returns the area of a ring on the map, in square degrees of the equator.
func size(world *atlas.Atlas, ring atlas.Ring) float64 {
	line, err := world.Line(ring)
	if err != nil {
		return 0
	}
	return math.Abs(planar.Area(onMap(line)))
}

// onMap returns a line on the Mercator map, in degrees of the equator.
func onMap[L ~[]orb.Point](line L) L {
	moved := make(L, len(line))
	for i, p := range line {
		at := atlas.Mercator(p)
		moved[i] = orb.Point{at[0] * 360, at[1] * 360}
	}
	return moved
}

// innermost returns the point of a ring that is farthest from its border on the
// map, to a hundredth of its extent: where a label stands best.
func innermost(outer orb.Ring) orb.Point {
	line := onMap(outer)
	box := line.Bound()
	extent := max(box.Max[0]-box.Min[0], box.Max[1]-box.Min[1])
	line = simplify.DouglasPeucker(extent / 500).Ring(line)
	best, depth := line[0], -1.0
	const across = 24
	for range 4 {
		width, height := (box.Max[0]-box.Min[0])/across, (box.Max[1]-box.Min[1])/across
		for i := range across * across {
			p := orb.Point{
				box.Min[0] + (float64(i%across)+0.5)*width,
				box.Min[1] + (float64(i/across)+0.5)*height,
			}
			if !planar.RingContains(line, p) {
				continue
			}
			if d := planar.DistanceFrom(orb.LineString(line), p); d > depth {
				best, depth = p, d
			}
		}
		box = orb.Bound{
			Min: orb.Point{best[0] - 2*width, best[1] - 2*height},
			Max: orb.Point{best[0] + 2*width, best[1] + 2*height},
		}
	}
	return atlas.Degrees(orb.Point{best[0] / 360, best[1] / 360})
}
