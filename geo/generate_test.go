package geo

import (
	"math"
	"math/rand/v2"

	"pgregory.net/rapid"
)

// genPoint draws points everywhere, and often where things go wrong: at the poles,
// on the antimeridian, on Greenwich and the equator.
var genPoint = rapid.Custom(func(t *rapid.T) Point {
	lat := rapid.OneOf(rapid.Float64Range(-90, 90), rapid.SampledFrom([]float64{-90, -89.9999999, 0, 89.9999999, 90}))
	return Point{Lat: lat.Draw(t, "lat"), Lng: genLng.Draw(t, "lng")}
})

var genLng = rapid.OneOf(
	rapid.Float64Range(-180, 180), rapid.SampledFrom([]float64{-180, -179.9999999, 0, 179.9999999, 180}),
)

// randomPoint returns a point that is as likely in one square kilometre as in any other.
func randomPoint(r *rand.Rand) Point {
	return Point{Lat: math.Asin(2*r.Float64()-1) * 180 / math.Pi, Lng: r.Float64()*360 - 180}
}

// seeded returns a source of chance that is the same in every run.
func seeded() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

// haversine is the distance in metres by the formula of that name (Sinnott 1984),
// with the half chord kept in range; geo computes it from vectors.
func haversine(a, b Point) float64 {
	const deg = math.Pi / 180
	sinLat, sinLng := math.Sin((b.Lat-a.Lat)*deg/2), math.Sin((b.Lng-a.Lng)*deg/2)
	h := sinLat*sinLat + math.Cos(a.Lat*deg)*math.Cos(b.Lat*deg)*sinLng*sinLng
	return 2 * EarthRadius * math.Atan2(math.Sqrt(h), math.Sqrt(math.Max(0, 1-h)))
}

// destination returns the point that lies some metres from p in a direction, in
// radians east of north, by spherical trigonometry.
func destination(p Point, metres, bearing float64) Point {
	const deg = math.Pi / 180
	angle := metres / EarthRadius
	sinLat := math.Sin(p.Lat*deg)*math.Cos(angle) + math.Cos(p.Lat*deg)*math.Sin(angle)*math.Cos(bearing)
	sinLat = math.Max(-1, math.Min(1, sinLat))
	lng := p.Lng*deg + math.Atan2(math.Sin(bearing)*math.Sin(angle)*math.Cos(p.Lat*deg), math.Cos(angle)-math.Sin(p.Lat*deg)*sinLat)
	return Point{Lat: math.Asin(sinLat) / deg, Lng: math.Remainder(lng/deg, 360)}
}
