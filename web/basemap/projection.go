package basemap

import (
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"learnmap/geo"
	"learnmap/web/basemap/internal/atlas"
)

// Boxes for views that are often wanted.
var (
	// World leaves out the Arctic ice and Antarctica, which would fill half the map.
	World  = geo.BBox{West: -180, South: -56, East: 180, North: 72}
	Europe = geo.BBox{West: -25, South: 34, East: 45, North: 71.5}
)

// minSpan is the least that a view shows, in turns of the map: about 2 km at the
// equator. A box of one point becomes a view of its neighbourhood.
const minSpan = 2.0 / 40_000

// Projection is a view: a part of the Web Mercator map on an area of pixels, x to
// the right and y down from its top left corner.
type Projection struct {
	width, height float64   // pixels
	scale         float64   // pixels a turn of the map
	corner        orb.Point // the top left corner, in turns
}

// Fit returns the view that shows the box as big as it can be on width × height
// pixels, in the middle. With a height of 0 the view is as high as the box needs.
// A box beyond the latitudes of the map (85.05) shows its edge.
func Fit(box geo.BBox, width, height float64) Projection {
	if box.East < box.West {
		box.East += 360
	}
	topLeft := atlas.Mercator(orb.Point{box.West, box.North})
	bottomRight := atlas.Mercator(orb.Point{box.East, box.South})
	across := max(bottomRight[0]-topLeft[0], minSpan)
	down := max(bottomRight[1]-topLeft[1], minSpan)
	v := Projection{width: max(width, 1), height: height}
	v.scale = v.width / across
	if height <= 0 {
		v.height = max(1, math.Ceil(down*v.scale))
	}
	v.scale = min(v.scale, v.height/down)
	v.corner = orb.Point{
		(topLeft[0]+bottomRight[0])/2 - v.width/v.scale/2,
		(topLeft[1]+bottomRight[1])/2 - v.height/v.scale/2,
	}
	return v
}

// Size returns the width and height of the view in pixels.
func (v Projection) Size() (width, height float64) { return v.width, v.height }

// ViewBox returns the viewBox attribute of an SVG of this view.
func (v Projection) ViewBox() string {
	return "0 0 " + strconv.FormatFloat(v.width, 'f', -1, 64) + " " + strconv.FormatFloat(v.height, 'f', -1, 64)
}

// Project returns the pixel of a position. Of the turns of the world it takes the
// one nearest to the middle of the view; the pixel may lie outside of it.
func (v Projection) Project(p geo.Point) (x, y float64) {
	at := atlas.Mercator(p.Orb())
	middle := v.corner[0] + v.width/v.scale/2
	at[0] += math.Round(middle - at[0])
	return (at[0] - v.corner[0]) * v.scale, (at[1] - v.corner[1]) * v.scale
}

// Position returns the position of a pixel.
func (v Projection) Position(x, y float64) geo.Point {
	at := v.turns(orb.Point{x, y})
	at[0] -= math.Round(at[0])
	return geo.FromOrb(atlas.Degrees(at))
}

// Bounds returns the box that is seen, which is the fitted one with what its shape
// leaves over.
func (v Projection) Bounds() geo.BBox {
	northWest, southEast := v.Position(0, 0), v.Position(v.width, v.height)
	box := geo.BBox{
		West: northWest.Lng, East: southEast.Lng,
		North: min(northWest.Lat, atlas.MaxLatitude), South: max(southEast.Lat, -atlas.MaxLatitude),
	}
	if v.width/v.scale >= 1 {
		box.West, box.East = -180, 180
	}
	return box
}

// MetresPerPixel returns how far it is from one pixel to the next at a latitude,
// for a scale bar.
func (v Projection) MetresPerPixel(lat float64) float64 {
	return 2 * math.Pi * geo.EarthRadius * math.Cos(lat*math.Pi/180) / v.scale
}

// turns returns where a pixel is on the map.
func (v Projection) turns(pixel orb.Point) orb.Point {
	return orb.Point{v.corner[0] + pixel[0]/v.scale, v.corner[1] + pixel[1]/v.scale}
}

// pixels returns the view as a rectangle, with a margin on every side.
func (v Projection) pixels(margin float64) orb.Bound {
	return orb.Bound{Min: orb.Point{-margin, -margin}, Max: orb.Point{v.width + margin, v.height + margin}}
}
