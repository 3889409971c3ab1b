package geo

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// Point is a position on Earth in degrees: Lat in [-90, 90], Lng in [-180, 180].
type Point struct {
	Lat, Lng float64
}

// Check returns an error that names the first coordinate out of range, or nil.
func (p Point) Check() error {
	switch {
	case math.IsNaN(p.Lat) || math.IsInf(p.Lat, 0) || math.Abs(p.Lat) > 90:
		return fmt.Errorf("latitude %v is not between -90 and 90", p.Lat)
	case math.IsNaN(p.Lng) || math.IsInf(p.Lng, 0) || math.Abs(p.Lng) > 180:
		return fmt.Errorf("longitude %v is not between -180 and 180", p.Lng)
	}
	return nil
}

// Round returns the point on the grid of 1e-7 degrees (about a centimetre) that
// records are kept on, so that a point survives every encoding unchanged.
func (p Point) Round() Point {
	return Point{Lat: round7(p.Lat), Lng: round7(p.Lng)}
}

// round7 adds 0 so that minus zero becomes zero.
func round7(deg float64) float64 { return math.Round(deg*1e7)/1e7 + 0 }

// Orb returns the point in orb's axis order, (lng, lat).
func (p Point) Orb() orb.Point { return orb.Point{p.Lng, p.Lat} }

// FromOrb returns the Point of an orb point, which is (lng, lat).
func FromOrb(p orb.Point) Point { return Point{Lat: p[1], Lng: p[0]} }

// Swapped returns the point with its two numbers exchanged, which is what a
// file with its columns the wrong way round meant.
func (p Point) Swapped() Point { return Point{Lat: p.Lng, Lng: p.Lat} }
