package geo

import "math"

// Circle is everything within Radius metres of Center.
type Circle struct {
	Center Point
	Radius float64
}

// Contains tells whether p is within the circle: distance ≤ radius.
func (c Circle) Contains(p Point) bool {
	return c.Center.Vec().Chord2(p.Vec()) <= Chord2Of(c.Radius)
}

// outward is how much larger than the circle its bounds are, in degrees (a tenth of a
// millimetre), so that rounding leaves nothing of it out.
const outward = 1e-9

// Bounds returns a box that holds the circle. Near a pole that is the whole cap.
func (c Circle) Bounds() BBox {
	angle := c.Radius/EarthRadius*(180/math.Pi) + outward
	b := BBox{
		South: math.Max(-90, c.Center.Lat-angle),
		North: math.Min(90, c.Center.Lat+angle),
		West:  -180, East: 180,
	}
	if b.South == -90 || b.North == 90 {
		return b
	}
	// The meridians that touch a circle of angular radius a round latitude φ are
	// asin(sin a / cos φ) away from its centre.
	reach := math.Asin(math.Sin(angle*math.Pi/180)/math.Cos(c.Center.Lat*math.Pi/180)) * (180 / math.Pi)
	if math.IsNaN(reach) || reach >= 180 {
		return b
	}
	b.West, b.East = wrapLng(c.Center.Lng-reach), wrapLng(c.Center.Lng+reach)
	return b
}

func wrapLng(lng float64) float64 {
	switch {
	case lng > 180:
		return lng - 360
	case lng < -180:
		return lng + 360
	}
	return lng
}
