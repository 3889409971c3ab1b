package main

import (
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"

	"learnmap/web/basemap/internal/atlas"
)

// level is how much of the source a map keeps.
type level struct {
	file  string
	steps int // of the grid, a degree
	// tolerance is how far a border may be moved, in degrees of the equator on the
	// Mercator map, where it is seen.
	tolerance float64
	// island is the smallest land that is kept, in square degrees of that map. The
	// biggest land of a country is always kept.
	island float64
}

// detail is how many times smaller than a piece of land its errors are at most, so
// that Malta does not become a triangle.
const detail = 16

// thin returns the atlas at the level. Arcs are simplified, not rings, so that
// neighbours keep one border and no gap opens between them.
func (l level) thin(world *atlas.Atlas) (*atlas.Atlas, error) {
	kept := make([][]atlas.Ring, len(world.Countries))
	tolerance := make(map[int]float64)
	for i, c := range world.Countries {
		for k, ring := range c.Rings {
			if k > 0 && size(world, ring) < l.island {
				continue
			}
			line, err := world.Line(ring)
			if err != nil {
				return nil, err
			}
			box := onMap(line).Bound()
			finest := min(l.tolerance, max(box.Max[0]-box.Min[0], box.Max[1]-box.Min[1])/detail)
			for _, n := range ring {
				arc := max(n, ^n)
				if old, ok := tolerance[arc]; !ok || finest < old {
					tolerance[arc] = finest
				}
			}
			kept[i] = append(kept[i], ring)
		}
	}
	return l.copyOf(world, kept, tolerance)
}

// copyOf makes the atlas of the rings that are kept, its arcs in the order of use.
func (l level) copyOf(world *atlas.Atlas, kept [][]atlas.Ring, tolerance map[int]float64) (*atlas.Atlas, error) {
	thin := &atlas.Atlas{}
	number := make(map[int]int)
	for i, c := range world.Countries {
		country := atlas.Country{Code: c.Code, Label: c.Label}
		for _, ring := range kept[i] {
			renamed := make(atlas.Ring, len(ring))
			for k, n := range ring {
				arc := max(n, ^n)
				if _, ok := number[arc]; !ok {
					number[arc] = len(thin.Arcs)
					thin.Arcs = append(thin.Arcs, simple(world.Arcs[arc], tolerance[arc]))
				}
				renamed[k] = number[arc]
				if n < 0 {
					renamed[k] = ^renamed[k]
				}
			}
			country.Rings = append(country.Rings, renamed)
		}
		thin.Countries = append(thin.Countries, country)
	}
	return thin, nil
}

// simple returns an arc with fewer points, none farther from it than the tolerance.
func simple(arc orb.LineString, tolerance float64) orb.LineString {
	moved := simplify.DouglasPeucker(tolerance).LineString(onMap(arc))
	for i, p := range moved {
		moved[i] = atlas.Degrees(orb.Point{p[0] / 360, p[1] / 360})
	}
	// The map ends short of the poles, the land does not.
	moved[0], moved[len(moved)-1] = arc[0], arc[len(arc)-1]
	return moved
}
