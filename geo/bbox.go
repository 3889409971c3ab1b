package geo

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// BBox is a box in degrees as OGC and GeoJSON write it. West > East means that
// it crosses the antimeridian. A box tests points and includes its edges.
type BBox struct {
	West, South, East, North float64
}

// World is the box of everything.
var World = BBox{West: -180, South: -90, East: 180, North: 90}

// ParseBBox reads "west,south,east,north".
func ParseBBox(s string) (BBox, error) {
	parts := strings.Split(s, ",")
	if len(parts) != 4 {
		return BBox{}, errors.New("a bbox is four numbers: west,south,east,north")
	}
	var n [4]float64
	for i, part := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil {
			return BBox{}, fmt.Errorf("%q is not a number; a bbox is west,south,east,north", part)
		}
		n[i] = v
	}
	b := BBox{West: n[0], South: n[1], East: n[2], North: n[3]}
	return b, b.Check()
}

// Check returns an error that says what is impossible about the box, or nil.
func (b BBox) Check() error {
	if err := (Point{Lat: b.South, Lng: b.West}).Check(); err != nil {
		return fmt.Errorf("south-west corner: %w", err)
	}
	if err := (Point{Lat: b.North, Lng: b.East}).Check(); err != nil {
		return fmt.Errorf("north-east corner: %w", err)
	}
	if b.South > b.North {
		return fmt.Errorf("south %v is north of north %v; a bbox is west,south,east,north", b.South, b.North)
	}
	return nil
}

// Contains tells whether p lies in the box or on its edge. Longitudes 180 and
// -180 are the same meridian.
func (b BBox) Contains(p Point) bool {
	if p.Lat < b.South || p.Lat > b.North {
		return false
	}
	return b.hasMeridian(p.Lng)
}

// hasMeridian tells whether the box has a longitude under either name.
func (b BBox) hasMeridian(lng float64) bool {
	return b.hasLng(lng) || math.Abs(lng) == 180 && b.hasLng(-lng)
}

func (b BBox) hasLng(lng float64) bool {
	if b.West <= b.East {
		return b.West <= lng && lng <= b.East
	}
	return lng >= b.West || lng <= b.East
}

// Intersects tells whether two boxes share a point. Neither may be empty.
func (b BBox) Intersects(o BBox) bool {
	if b.South > o.North || o.South > b.North {
		return false
	}
	return b.hasLng(o.West) || o.hasLng(b.West) || b.touchesSeam() && o.touchesSeam()
}

// touchesSeam tells whether the box includes the antimeridian.
func (b BBox) touchesSeam() bool { return b.hasMeridian(180) }

// Encloses tells whether every point of o is in b. Where an edge is shared it may
// say no, by rounding.
func (b BBox) Encloses(o BBox) bool {
	if o.South < b.South || o.North > b.North {
		return false
	}
	if b.lngWidth() >= 360 {
		return true
	}
	start := eastOf(b.West, o.West)
	if start >= 360 { // the antimeridian under its two names
		start = 0
	}
	return b.hasMeridian(o.West) && b.hasMeridian(o.East) && start+o.lngWidth() <= b.lngWidth()
}

// lngWidth returns how far the box reaches eastward, in degrees [0, 360].
func (b BBox) lngWidth() float64 { return eastOf(b.West, b.East) }

// eastOf returns the degrees to go eastward from one meridian to another.
func eastOf(from, to float64) float64 {
	if to < from {
		return to - from + 360
	}
	return to - from
}

// String writes the box as "west,south,east,north".
func (b BBox) String() string {
	f := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	return f(b.West) + "," + f(b.South) + "," + f(b.East) + "," + f(b.North)
}
