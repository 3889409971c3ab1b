package region

import (
	"math"

	"github.com/paulmach/orb"

	"learnmap/geo"
)

// pieceDegrees is how long a straight piece of an outline may be. A border is
// straight on the map (longitude against latitude); over a tenth of a degree the
// great circle leaves it by less than three metres.
const pieceDegrees = 0.1

// outline is the rings of a region as points on the unit sphere, cut into pieces.
// There it has no seam at the antimeridian and no trouble at the poles.
type outline [][]geo.Vec

func newOutline(area orb.MultiPolygon) outline {
	var o outline
	for _, polygon := range area {
		for _, ring := range polygon {
			line := []geo.Vec{geo.FromOrb(ring[0]).Vec()}
			for i, a := range ring[:len(ring)-1] {
				b := ring[i+1]
				dx, dy := b[0]-a[0], b[1]-a[1]
				pieces := math.Ceil(max(math.Abs(dx), math.Abs(dy)) / pieceDegrees)
				for k := 1.0; k <= pieces; k++ {
					at := orb.Point{a[0] + dx*k/pieces, a[1] + dy*k/pieces}
					line = append(line, geo.FromOrb(at).Vec())
				}
			}
			o = append(o, line)
		}
	}
	return o
}

// distance returns the metres from p to the nearest point of the outline.
func (o outline) distance(p geo.Point) float64 {
	at, nearest := p.Vec(), math.Inf(1)
	for _, line := range o {
		for i, a := range line[:len(line)-1] {
			nearest = min(nearest, at.Chord2(nearestOn(at, a, line[i+1])))
		}
		if len(line) == 1 {
			nearest = min(nearest, at.Chord2(line[0]))
		}
	}
	if math.IsInf(nearest, 1) {
		return nearest
	}
	return geo.Metres(nearest)
}

// nearestOn returns the point of the arc from a to b that is nearest to p. The arc
// is short, so the foot on its chord, lifted to the sphere, is the foot on the arc.
func nearestOn(p, a, b geo.Vec) geo.Vec {
	var along, length float64
	for i := range p {
		along += (p[i] - a[i]) * (b[i] - a[i])
		length += (b[i] - a[i]) * (b[i] - a[i])
	}
	switch {
	case along <= 0:
		return a
	case along >= length:
		return b
	}
	t := along / length
	return geo.Vec{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1]), a[2] + t*(b[2]-a[2])}.Unit()
}
