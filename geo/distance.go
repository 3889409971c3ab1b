package geo

import "math"

// EarthRadius is the mean radius of Earth in metres (IUGG R1). Every distance
// in learnmap is on a sphere of this radius.
const EarthRadius = 6_371_008.8

// HalfTurn is the greatest distance there is: from a point to its antipode.
const HalfTurn = math.Pi * EarthRadius

// Vec is a point as a unit vector from the centre of Earth: x through the
// meridian of Greenwich at the equator, z through the north pole. Vectors have
// no seam at the antimeridian and none at the poles.
type Vec [3]float64

// Vec returns the unit vector of p.
func (p Point) Vec() Vec {
	sinLat, cosLat := math.Sincos(p.Lat * (math.Pi / 180))
	sinLng, cosLng := math.Sincos(p.Lng * (math.Pi / 180))
	return Vec{cosLat * cosLng, cosLat * sinLng, sinLat}
}

// Point returns the position that v points at; v need not have length 1, and the
// zero vector gives the zero point.
func (v Vec) Point() Point {
	return Point{
		Lat: math.Atan2(v[2], math.Hypot(v[0], v[1])) * (180 / math.Pi),
		Lng: math.Atan2(v[1], v[0]) * (180 / math.Pi),
	}
}

// Add returns v + w. The sum of many unit vectors points at their mean.
func (v Vec) Add(w Vec) Vec { return Vec{v[0] + w[0], v[1] + w[1], v[2] + w[2]} }

// Unit returns v scaled to length 1, and v itself when it has no direction.
func (v Vec) Unit() Vec {
	n := math.Sqrt(v[0]*v[0] + v[1]*v[1] + v[2]*v[2])
	if n == 0 {
		return v
	}
	return Vec{v[0] / n, v[1] / n, v[2] / n}
}

// Chord2 returns the square of the straight line between two unit vectors, in
// units of Earth's radius: 0 for the same point, 4 for antipodes. It orders
// pairs of points as their distance does and costs three multiplications.
func (v Vec) Chord2(w Vec) float64 {
	x, y, z := v[0]-w[0], v[1]-w[1], v[2]-w[2]
	return x*x + y*y + z*z
}

// Metres turns a squared chord into the distance along the sphere.
func Metres(chord2 float64) float64 {
	half := math.Sqrt(chord2) / 2
	if half >= 1 {
		return HalfTurn
	}
	return 2 * EarthRadius * math.Asin(half)
}

// Chord2Of turns a distance in metres into the squared chord that spans it.
// Distances of half a turn and more give a chord that every point is within.
func Chord2Of(metres float64) float64 {
	if metres >= HalfTurn {
		return math.Inf(1)
	}
	if metres < 0 {
		return -1
	}
	chord := 2 * math.Sin(metres/(2*EarthRadius))
	return chord * chord
}

// Distance returns the great-circle distance between a and b in metres.
func Distance(a, b Point) float64 { return Metres(a.Vec().Chord2(b.Vec())) }
