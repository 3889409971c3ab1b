package atlas

import (
	"math"

	"github.com/paulmach/orb"
)

// MaxLatitude is where the square Mercator map ends, in degrees.
const MaxLatitude = 85.0511287798066

// Mercator returns where a position is on the map of the world: x from -0.5 at
// longitude -180 to 0.5 at 180, and on beyond them, y from -0.5 at MaxLatitude
// north to 0.5 south, down as on a screen. (Web Mercator, EPSG:3857, in turns.)
func Mercator(p orb.Point) orb.Point {
	lat := max(-MaxLatitude, min(MaxLatitude, p[1]))
	return orb.Point{p[0] / 360, -math.Asinh(math.Tan(lat*math.Pi/180)) / (2 * math.Pi)}
}

// Degrees returns the position that is at a place on the map.
func Degrees(at orb.Point) orb.Point {
	return orb.Point{at[0] * 360, -math.Atan(math.Sinh(at[1]*2*math.Pi)) * 180 / math.Pi}
}
