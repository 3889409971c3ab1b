package basemap

import (
	_ "embed"
	"sync"

	"github.com/paulmach/orb"

	"learnmap/geo"
	"learnmap/web/basemap/internal/atlas"
)

//go:embed coarse.bin
var coarseFile []byte

//go:embed fine.bin
var fineFile []byte

// The maps, each made at first use.
var (
	coarse = sync.OnceValue(func() *world { return newWorld(coarseFile) })
	fine   = sync.OnceValue(func() *world { return newWorld(fineFile) })
)

// world is an atlas as it is drawn: on the Mercator map, in turns.
type world struct {
	arcs      []orb.LineString
	bounds    []orb.Bound // of the arcs
	countries []country
}

type country struct {
	code  string
	label geo.Point
	rings []ring
}

// ring is a closed line of arcs, their Shift in turns, with the box that they fill.
type ring struct {
	parts []atlas.Part
	bound orb.Bound
}

func newWorld(file []byte) *world {
	a, err := atlas.Decode(file)
	if err != nil {
		// The file is part of the program, and a test reads it.
		panic("web/basemap: " + err.Error())
	}
	w := &world{}
	for _, arc := range a.Arcs {
		line := make(orb.LineString, len(arc))
		for i, p := range arc {
			line[i] = atlas.Mercator(p)
		}
		w.arcs, w.bounds = append(w.arcs, line), append(w.bounds, line.Bound())
	}
	for _, c := range a.Countries {
		one := country{code: c.Code, label: geo.FromOrb(c.Label)}
		for _, r := range c.Rings {
			parts, _, err := a.Parts(r)
			if err != nil {
				panic("web/basemap: " + c.Code + ": " + err.Error())
			}
			one.rings = append(one.rings, w.newRing(parts))
		}
		w.countries = append(w.countries, one)
	}
	return w
}

func (w *world) newRing(parts []atlas.Part) ring {
	r := ring{parts: parts}
	for i := range parts {
		parts[i].Shift /= 360
		bound := moved(w.bounds[parts[i].Arc], parts[i].Shift)
		if i == 0 {
			r.bound = bound
		}
		r.bound = r.bound.Union(bound)
	}
	return r
}

// moved returns a box so many turns to the east.
func moved(b orb.Bound, turns float64) orb.Bound {
	b.Min[0] += turns
	b.Max[0] += turns
	return b
}
