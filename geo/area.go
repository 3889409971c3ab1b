package geo

import (
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"
)

// MaxAreaVertices bounds the polygons that are accepted as an area.
const MaxAreaVertices = 100_000

// Area is a part of Earth that a city calls its own: a polygon or a circle.
type Area struct {
	polygons orb.MultiPolygon
	circle   Circle
	bounds   BBox
}

// AreaOf returns the area of a circle.
func AreaOf(c Circle) Area { return Area{circle: c, bounds: c.Bounds()} }

// ParseArea reads a GeoJSON geometry of type Polygon or MultiPolygon. As RFC 7946
// asks, an area across the antimeridian is two polygons that meet there.
func ParseArea(geometry []byte) (Area, error) {
	g, err := geojson.UnmarshalGeometry(geometry)
	if err != nil {
		return Area{}, fmt.Errorf("not a GeoJSON geometry: %w", err)
	}
	var mp orb.MultiPolygon
	switch shape := g.Geometry().(type) {
	case orb.Polygon:
		mp = orb.MultiPolygon{shape}
	case orb.MultiPolygon:
		mp = shape
	default:
		return Area{}, fmt.Errorf("an area is a Polygon or MultiPolygon, not a %s", g.Type)
	}
	if err := checkRings(mp); err != nil {
		return Area{}, err
	}
	b := mp.Bound()
	return Area{polygons: mp, bounds: BBox{West: b.Min[0], South: b.Min[1], East: b.Max[0], North: b.Max[1]}}, nil
}

func checkRings(mp orb.MultiPolygon) error {
	vertices := 0
	for _, polygon := range mp {
		for _, ring := range polygon {
			if vertices += len(ring); vertices > MaxAreaVertices {
				return fmt.Errorf("an area may have at most %d vertices; simplify it", MaxAreaVertices)
			}
			if len(ring) < 4 || !ring.Closed() {
				return errors.New("a ring needs at least four positions, the last equal to the first")
			}
			for _, p := range ring {
				if err := FromOrb(p).Check(); err != nil {
					return err
				}
			}
		}
	}
	if vertices == 0 {
		return errors.New("the area is empty")
	}
	return nil
}

// Contains tells whether p lies in the area or on its edge.
func (a Area) Contains(p Point) bool {
	if !a.bounds.Contains(p) {
		return false
	}
	if a.polygons == nil {
		return a.circle.Contains(p)
	}
	if planar.MultiPolygonContains(a.polygons, p.Orb()) {
		return true
	}
	// The antimeridian is one line with two names.
	return math.Abs(p.Lng) == 180 && planar.MultiPolygonContains(a.polygons, orb.Point{-p.Lng, p.Lat})
}

// Bounds returns a box that holds the area.
func (a Area) Bounds() BBox { return a.bounds }
