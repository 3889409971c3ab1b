package web

import (
	"math"
	"strings"

	"learnmap/geo"
	"learnmap/search"
)

// nameView is the name of a town on the map.
type nameView struct{ X, Y, Text string }

// scaleView is a bar that shows how long a distance is.
type scaleView struct{ X1, X2, Y, Middle, TextY, Text string }

// cellView is a hexagon that holds something, darker the more that is.
type cellView struct {
	Points string
	Shade  int // 1 to 4
}

// maxCells bounds the hexagons that are drawn. Where there would be more they are too
// small to be seen under the circles.
const maxCells = 250

// cells shows the hexagons that the circles count.
func (d *drawing) cells(m *mapView, counts *search.Counts) {
	if len(counts.Counts) > maxCells || len(counts.Counts) == 0 {
		return
	}
	most := counts.Counts[0].Count // they come by count
	for _, c := range counts.Counts {
		cell, err := geo.ParseCell(c.Value)
		if err != nil {
			continue
		}
		corners, err := cell.Boundary()
		if err != nil {
			continue
		}
		var b strings.Builder
		for i, p := range corners {
			x, y := d.view.Project(p)
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(unit(x) + "," + unit(y))
		}
		m.Cells = append(m.Cells, cellView{b.String(), 1 + min(3, 4*c.Count/(most+1))})
	}
}

// ring shows the circle that is searched.
func (d *drawing) ring(m *mapView) {
	near := d.in.query.Near
	if near == nil {
		return
	}
	x, y := d.view.Project(near.Center)
	r := near.Radius / d.view.MetresPerPixel(near.Center.Lat)
	if r > 2*mapWidth {
		return // it goes round more than the map
	}
	m.Ring = &ringView{unit(x), unit(y), unit(r)}
}

// Sizes of names on the drawing.
const (
	letterWidth = 5.4
	lineHeight  = 12.0
	maxNames    = 12
)

// label is the room that a name takes.
type label struct{ x, y, width float64 }

func (l label) hits(o label) bool {
	return math.Abs(l.x-o.x) < (l.width+o.width)/2+4 && math.Abs(l.y-o.y) < lineHeight
}

func (l label) hitsCircle(x, y, r float64) bool {
	dx := max(math.Abs(l.x-x)-l.width/2, 0)
	dy := max(math.Abs(l.y-y)-lineHeight/2, 0)
	return math.Hypot(dx, dy) < r
}

// names writes the towns on the map, the best known first, where they cover nothing.
func (d *drawing) names(m *mapView) {
	var placed []label
	across, down := d.view.Size()
	for i := range d.in.places.towns {
		t := &d.in.places.towns[i]
		x, y := d.view.Project(t.centre)
		width := letterWidth * float64(len([]rune(t.name)))
		if x < width/2 || x > across-width/2 || y < lineHeight || y > down-lineHeight {
			continue
		}
		for _, dy := range []float64{0, -18, 18, -26, 26, -36, 36} {
			l := label{x, y + dy, width}
			if l.y < lineHeight || l.y > down-2*lineHeight || d.covered(l, placed) {
				continue
			}
			placed = append(placed, l)
			m.Names = append(m.Names, nameView{unit(l.x), unit(l.y + 4), t.name})
			break
		}
		if len(m.Names) == maxNames {
			return
		}
	}
}

// covered tells whether a name would lie on a circle or another name.
func (d *drawing) covered(l label, placed []label) bool {
	for _, c := range d.circles {
		if l.hitsCircle(c.x, c.y, c.r) {
			return true
		}
	}
	if near := d.in.query.Near; near != nil {
		if x, y := d.view.Project(near.Center); l.hitsCircle(x, y, 6) {
			return true
		}
	}
	for _, o := range placed {
		if l.hits(o) {
			return true
		}
	}
	return false
}

// scale draws a bar of a round length, at most a third of the map.
func (d *drawing) scale(m *mapView) {
	across, down := d.view.Size()
	middle := d.view.Position(across/2, down/2)
	perUnit := d.view.MetresPerPixel(middle.Lat)
	metres := roundLength(perUnit * across / 4)
	x, y := 12.0, down-12
	length := metres / perUnit
	m.Scale = &scaleView{unit(x), unit(x + length), unit(y), unit(x + length/2), unit(y - 5), d.in.v.distance(metres)}
}

// roundLength returns the longest of 1, 2 and 5 times a power of ten that is not
// longer.
func roundLength(metres float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(max(metres, 1))))
	for _, step := range []float64{5, 2} {
		if step*power <= metres {
			return step * power
		}
	}
	return power
}

// nearest returns the town that a place lies at, or nil.
func (g *gazetteer) nearest(p geo.Point) *town {
	const reach = 12_000 // metres
	var best *town
	least := float64(reach)
	for i := range g.towns {
		if d := geo.Distance(g.towns[i].centre, p); d <= least {
			best, least = &g.towns[i], d
		}
	}
	return best
}
