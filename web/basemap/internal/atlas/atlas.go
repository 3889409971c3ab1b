// Package atlas is the form in which web/basemap keeps the countries: their
// borders as arcs, each written once however many countries it parts.
//
// A ring that crosses the antimeridian runs on beyond ±180 degrees; it never jumps,
// and one around a pole is closed over the pole. So a ring can be drawn as it is,
// once a turn of the world.
package atlas

import (
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"learnmap/geo/packed"
)

// Kind is the kind of file, with its version.
const Kind = "basemap 1"

// labelSteps is how finely a label is placed, a degree, whatever the grid of the
// arcs: the Vatican is smaller than a step of theirs.
const labelSteps = 10_000

// Atlas is a set of countries that share arcs.
type Atlas struct {
	// Arcs are borders and coasts in degrees, (lng, lat). One that crosses the
	// antimeridian runs on beyond ±180.
	Arcs      []orb.LineString
	Countries []Country
}

// Country is a country's land.
type Country struct {
	// Code is ISO 3166-1 alpha-2.
	Code string
	// Label is a place well inside the biggest piece of land, in degrees.
	Label orb.Point
	// Rings bound the land by the even-odd rule, the biggest first.
	Rings []Ring
}

// Ring is a closed line of arcs, each starting where the one before ends. A number
// n ≥ 0 is Arcs[n]; its complement ^n is Arcs[n] from end to start.
type Ring []int

// Encode packs the atlas, with coordinates to 1/steps of a degree.
func (a *Atlas) Encode(steps int) ([]byte, error) {
	w := packed.NewWriter(Kind, steps)
	a.write(w)
	return w.Pack()
}

func (a *Atlas) write(w *packed.Writer) {
	w.Count(len(a.Arcs))
	for _, arc := range a.Arcs {
		w.Line(arc)
	}
	w.Count(len(a.Countries))
	for _, c := range a.Countries {
		w.String(c.Code)
		for _, degrees := range c.Label {
			w.Int(int(math.Round(degrees * labelSteps)))
		}
		w.Count(len(c.Rings))
		for _, ring := range c.Rings {
			w.Count(len(ring))
			for _, n := range ring {
				w.Int(n)
			}
		}
	}
}

// Decode unpacks an atlas and checks that every ring names arcs that are there.
func Decode(file []byte) (*Atlas, error) {
	r, err := packed.Open(Kind, file)
	if err != nil {
		return nil, err
	}
	return read(r)
}

func read(r *packed.Reader) (*Atlas, error) {
	a := &Atlas{}
	for range r.Count() {
		arc := orb.LineString(r.Line())
		if len(arc) < 2 {
			return nil, fmt.Errorf("%w: an arc of %d points", packed.ErrCorrupt, len(arc))
		}
		a.Arcs = append(a.Arcs, arc)
	}
	for range r.Count() {
		c := Country{Code: r.String()}
		for axis := range c.Label {
			c.Label[axis] = float64(r.Int(180*labelSteps)) / labelSteps
		}
		for range r.Count() {
			ring := make(Ring, r.Count())
			for i := range ring {
				ring[i] = r.Int(len(a.Arcs))
			}
			c.Rings = append(c.Rings, ring)
		}
		a.Countries = append(a.Countries, c)
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	return a, a.check()
}

// check tells whether every ring is closed.
func (a *Atlas) check() error {
	for _, c := range a.Countries {
		for _, ring := range c.Rings {
			if _, turn, err := a.Parts(ring); err != nil || turn != 0 {
				return fmt.Errorf("%w: %s: a ring that turns by %v: %w", packed.ErrCorrupt, c.Code, turn, err)
			}
		}
	}
	return nil
}

// Part is an arc as a ring runs along it.
type Part struct {
	Arc      int
	Backward bool
	// Shift is added to the longitudes, a multiple of 360, so that the part starts
	// where the one before ended.
	Shift float64
}

// Parts returns the arcs that a ring runs along, and by how many degrees it ends
// east of where it began: 0, or ±360 for a ring around a pole. It is an error when
// the arcs do not join.
func (a *Atlas) Parts(ring Ring) (parts []Part, turn float64, err error) {
	if len(ring) == 0 {
		return nil, 0, errors.New("a ring of no arcs")
	}
	var first, last orb.Point
	for i, n := range ring {
		part := Part{Arc: n}
		if n < 0 {
			part = Part{Arc: ^n, Backward: true}
		}
		if part.Arc >= len(a.Arcs) {
			return nil, 0, fmt.Errorf("arc %d of %d", part.Arc, len(a.Arcs))
		}
		arc := a.Arcs[part.Arc]
		start, end := arc[0], arc[len(arc)-1]
		if part.Backward {
			start, end = end, start
		}
		if i == 0 {
			first, last = start, start
		}
		part.Shift = wholeTurns(last[0] - start[0])
		if !near(orb.Point{start[0] + part.Shift, start[1]}, last) {
			return nil, 0, fmt.Errorf("arc %d starts at %v, the one before ends at %v", n, start, last)
		}
		last = orb.Point{end[0] + part.Shift, end[1]}
		parts = append(parts, part)
	}
	turn = wholeTurns(last[0] - first[0])
	if !near(orb.Point{first[0] + turn, first[1]}, last) {
		return nil, 0, fmt.Errorf("a ring from %v ends at %v", first, last)
	}
	return parts, turn, nil
}

// wholeTurns rounds degrees to a multiple of 360.
func wholeTurns(degrees float64) float64 { return 360 * math.Round(degrees/360) }

// near tells whether two positions are the same but for rounding.
func near(a, b orb.Point) bool {
	return math.Abs(a[0]-b[0]) < 1e-6 && math.Abs(a[1]-b[1]) < 1e-6
}

// Line returns a ring as one line in degrees, its last point that of its first.
func (a *Atlas) Line(ring Ring) (orb.Ring, error) {
	parts, _, err := a.Parts(ring)
	if err != nil {
		return nil, err
	}
	var line orb.Ring
	for _, part := range parts {
		for i, p := range a.Arcs[part.Arc] {
			if part.Backward {
				p = a.Arcs[part.Arc][len(a.Arcs[part.Arc])-1-i]
			}
			if i > 0 || len(line) == 0 {
				line = append(line, orb.Point{p[0] + part.Shift, p[1]})
			}
		}
	}
	return line, nil
}
