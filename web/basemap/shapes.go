package basemap

import (
	"math"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/simplify"

	"learnmap/geo"
)

const (
	// margin is how far beyond the view land is cut off, in pixels, so that the cut
	// is not seen as a coast.
	margin = 4
	// dot is the size below which a country is left out, in pixels.
	dot = 0.8
	// coarseScale is the most pixels a turn for which the coarse map is good enough:
	// its errors of 0.12 degrees are then less than a pixel.
	coarseScale = 360 / 0.15
)

// style is how much of the land is drawn.
type style struct {
	// tolerance is how far a border may be drawn from where it is, in pixels, and
	// detail how many times less than its extent it is at least: an islet keeps a shape.
	tolerance, detail float64
	// speck is the size below which an island is left out, in pixels.
	speck float64
}

var (
	sketch  = style{tolerance: 1.4, detail: 5, speck: 4} // of the world
	drawing = style{tolerance: 1.2, detail: 8, speck: 3}
)

// Shape is the land of a country in a view.
type Shape struct {
	// Code is ISO 3166-1 alpha-2.
	Code string
	// Path is the d attribute of an SVG path, in pixels with one decimal. Its rings
	// are to be filled by the even-odd rule.
	Path string
	// Label is a place well inside the country's biggest land; it need not be in view.
	Label geo.Point
}

// Shapes returns the countries in the view, in the order of their codes. The same
// view gives the same bytes.
func Shapes(v Projection) []Shape {
	d := &draft{world: fine(), style: drawing, view: v, pixels: v.pixels(margin)}
	if v.scale <= coarseScale {
		d.world, d.style = coarse(), sketch
	}
	d.turns = orb.Bound{Min: v.turns(d.pixels.Min), Max: v.turns(d.pixels.Max)}
	d.lines = make([]orb.LineString, len(d.arcs))
	var shapes []Shape
	for i := range d.countries {
		c := &d.countries[i]
		if path := d.path(c); path != "" {
			shapes = append(shapes, Shape{Code: c.code, Path: path, Label: c.label})
		}
	}
	return shapes
}

// draft is a view being drawn.
type draft struct {
	*world
	style
	view   Projection
	pixels orb.Bound        // what is drawn, in pixels
	turns  orb.Bound        // the same on the map
	lines  []orb.LineString // arcs simplified to the scale of the view, as they are needed
}

// path draws all land of a country, every turn of the world that is in view.
func (d *draft) path(c *country) string {
	var b strings.Builder
	for i, r := range c.rings {
		least := dot
		if i > 0 {
			least = d.speck
		}
		first := math.Ceil(d.turns.Min[0] - r.bound.Max[0])
		last := math.Floor(d.turns.Max[0] - r.bound.Min[0])
		for turn := first; turn <= last; turn++ {
			if moved(r.bound, turn).Intersects(d.turns) {
				writeRing(&b, clip.Ring(d.pixels, d.ring(r, turn)), least)
			}
		}
	}
	return b.String()
}

// ring returns a ring in pixels. Of an arc beyond the view only the ends are kept:
// its box and the view have a line between them, so the straight way from end to
// end stays out of the view as the arc does.
func (d *draft) ring(r ring, turn float64) orb.Ring {
	var line orb.Ring
	for _, part := range r.parts {
		shift := part.Shift + turn
		arc := d.arcs[part.Arc]
		seen := moved(d.bounds[part.Arc], shift).Intersects(d.turns)
		if seen {
			arc = d.line(part.Arc)
		}
		for i := range arc {
			if !seen && i > 0 && i < len(arc)-1 {
				continue
			}
			p := arc[i]
			if part.Backward {
				p = arc[len(arc)-1-i]
			}
			line = append(line, orb.Point{
				(p[0] + shift - d.view.corner[0]) * d.view.scale,
				(p[1] - d.view.corner[1]) * d.view.scale,
			})
		}
	}
	return line
}

// line returns an arc without the points that would not be seen at this scale.
func (d *draft) line(arc int) orb.LineString {
	if d.lines[arc] == nil {
		bound := d.bounds[arc]
		extent := max(bound.Max[0]-bound.Min[0], bound.Max[1]-bound.Min[1])
		most := min(d.tolerance/d.view.scale, extent/d.detail)
		d.lines[arc] = simplify.DouglasPeucker(most).LineString(d.arcs[arc].Clone())
	}
	return d.lines[arc]
}
