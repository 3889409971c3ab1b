package geo

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
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
	positions, err := parsePolygons(geometry)
	if err != nil {
		return Area{}, err
	}
	if len(positions) == 0 {
		return Area{}, errors.New("the area is empty")
	}
	vertices := 0
	mp := make(orb.MultiPolygon, len(positions))
	for i, rings := range positions {
		if len(rings) == 0 {
			return Area{}, errors.New("a polygon of the area is empty")
		}
		for _, ring := range rings {
			if vertices += len(ring); vertices > MaxAreaVertices {
				return Area{}, fmt.Errorf("an area may have at most %d vertices; simplify it", MaxAreaVertices)
			}
			closed, err := parseRing(ring)
			if err != nil {
				return Area{}, err
			}
			mp[i] = append(mp[i], closed)
		}
	}
	b := mp.Bound()
	return Area{polygons: mp, bounds: BBox{West: b.Min[0], South: b.Min[1], East: b.Max[0], North: b.Max[1]}}, nil
}

// parsePolygons reads the positions of a geometry: polygons of rings of positions.
func parsePolygons(geometry []byte) (polygons [][][][]float64, err error) {
	var g struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	}
	if err := json.Unmarshal(geometry, &g); err != nil {
		return nil, fmt.Errorf("not a GeoJSON geometry: %w", err)
	}
	switch g.Type {
	case "Polygon":
		polygons = make([][][][]float64, 1)
		err = json.Unmarshal(g.Coordinates, &polygons[0])
	case "MultiPolygon":
		err = json.Unmarshal(g.Coordinates, &polygons)
	default:
		return nil, fmt.Errorf("an area is a Polygon or MultiPolygon, not %.40q", g.Type)
	}
	if err != nil || bytes.Contains(g.Coordinates, []byte("null")) { // which Unmarshal takes for 0
		return nil, fmt.Errorf("the coordinates are not those of a GeoJSON %s", g.Type)
	}
	return polygons, nil
}

// parseRing reads the positions of a closed line. What follows longitude and latitude,
// such as a height, is left out.
func parseRing(positions [][]float64) (orb.Ring, error) {
	ring := make(orb.Ring, len(positions))
	for i, position := range positions {
		if len(position) < 2 {
			return nil, errors.New("a position needs a longitude and a latitude")
		}
		ring[i] = orb.Point{position[0], position[1]}
		if err := FromOrb(ring[i]).Check(); err != nil {
			return nil, err
		}
	}
	if len(ring) < 4 || !ring.Closed() {
		return nil, errors.New("a ring needs at least four positions, the last equal to the first")
	}
	return ring, nil
}

// Contains tells whether p lies in the area or on its outer edge. The edge of a hole
// belongs to what lies in the hole.
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
