package main

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"learnmap/web/basemap/internal/atlas"
)

// sameLatitude is how far two ends of one cut along the antimeridian lie apart in
// the source.
const sameLatitude = 0.005

// sew opens the cuts that the source makes along the antimeridian, through Chukotka
// and some islands of Fiji: every edge along it becomes an arc of its own, one for
// both sides, which dissolve then takes away.
func sew(world *atlas.Atlas, pieces []piece) {
	snap := seamLatitudes(world)
	shared := make(map[[2]float64]int)
	replaced := make(map[int][]int)
	for n := range world.Arcs {
		parts := cutAtSeam(world.Arcs[n], snap)
		if len(parts) == 1 {
			world.Arcs[n] = parts[0]
			continue
		}
		for _, part := range parts {
			replaced[n] = append(replaced[n], addArc(world, part, shared))
		}
	}
	rewrite(pieces, replaced)
}

// rewrite lets every ring run along the arcs that replace one of its own.
func rewrite(pieces []piece, replaced map[int][]int) {
	for _, p := range pieces {
		for i, ring := range p.rings {
			var renewed atlas.Ring
			for _, n := range ring {
				renewed = append(renewed, replacement(n, replaced)...)
			}
			p.rings[i] = renewed
		}
	}
}

// replacement returns the arcs to run along instead of arc n.
func replacement(n int, replaced map[int][]int) []int {
	parts := replaced[max(n, ^n)]
	if parts == nil {
		return []int{n}
	}
	parts = slices.Clone(parts)
	if n < 0 {
		slices.Reverse(parts)
		for i := range parts {
			parts[i] = ^parts[i]
		}
	}
	return parts
}

// addArc adds an arc to the atlas and returns its number; of an arc along the seam
// that is there in the other direction, its complement.
func addArc(world *atlas.Atlas, arc orb.LineString, shared map[[2]float64]int) int {
	from, to := arc[0][1], arc[len(arc)-1][1]
	along := len(arc) == 2 && onSeam(arc[0]) && onSeam(arc[1])
	if along {
		if n, ok := shared[[2]float64{to, from}]; ok {
			return ^n
		}
		if n, ok := shared[[2]float64{from, to}]; ok {
			return n
		}
	}
	world.Arcs = append(world.Arcs, arc)
	if along {
		shared[[2]float64{from, to}] = len(world.Arcs) - 1
	}
	return len(world.Arcs) - 1
}

// cutAtSeam moves an arc's points on the seam to the latitudes that both sides
// share and makes each edge along the seam an arc of its own.
func cutAtSeam(arc orb.LineString, snap func(float64) float64) []orb.LineString {
	clean := orb.LineString{}
	for _, p := range arc {
		if onSeam(p) {
			p[1] = snap(p[1])
		}
		if len(clean) == 0 || p != clean[len(clean)-1] {
			clean = append(clean, p)
		}
	}
	parts := []orb.LineString{{clean[0]}}
	for i, p := range clean[1:] {
		if onSeam(p) && onSeam(clean[i]) {
			parts = append(parts, orb.LineString{clean[i], p}, orb.LineString{p})
			continue
		}
		last := len(parts) - 1
		parts[last] = append(parts[last], p)
	}
	return slices.DeleteFunc(parts, func(part orb.LineString) bool { return len(part) < 2 })
}

// seamLatitudes returns a function from the latitude of a point on the seam to that
// of the southernmost one which is the same place.
func seamLatitudes(world *atlas.Atlas) func(float64) float64 {
	var all []float64
	for _, arc := range world.Arcs {
		for _, p := range arc {
			if onSeam(p) {
				all = append(all, p[1])
			}
		}
	}
	slices.Sort(all)
	return func(lat float64) float64 {
		i, _ := slices.BinarySearch(all, lat)
		for i > 0 && all[i]-all[i-1] < sameLatitude {
			i--
		}
		return all[i]
	}
}

func onSeam(p orb.Point) bool {
	return math.Abs(math.Abs(math.Remainder(p[0], 360))-180) < 1e-4
}
