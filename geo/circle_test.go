package geo

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

var genCircle = rapid.Custom(func(t *rapid.T) Circle {
	radius := rapid.OneOf(
		rapid.Float64Range(0, 100), rapid.Float64Range(0, 50_000), rapid.Float64Range(0, HalfTurn*1.01), rapid.SampledFrom([]float64{0, 25_000, HalfTurn / 2, HalfTurn}),
	)
	return Circle{Center: genPoint.Draw(t, "center"), Radius: radius.Draw(t, "radius")}
})

func TestCircleContains(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, p := genCircle.Draw(t, "c"), genPoint.Draw(t, "p")
		d := haversine(c.Center, p)
		if within := c.Contains(p); within != (d <= c.Radius) && math.Abs(d-c.Radius) > 1e-6*d+1e-6 {
			t.Fatalf("%v is %v m away: within %v is %v", p, d, c, within)
		}
		if !c.Contains(c.Center) {
			t.Fatalf("%v has no centre", c)
		}
	})
	// Within means ≤: the distance itself is enough.
	a, b := Point{Lat: 54.9, Lng: 23.9}, Point{Lat: 54.9, Lng: 24.1}
	if d := Distance(a, b); !(Circle{a, d * (1 + 1e-12)}).Contains(b) || (Circle{a, d * (1 - 1e-9)}).Contains(b) {
		t.Error("the edge is not where the distance is")
	}
	if (Circle{a, -1}).Contains(a) || !(Circle{a, 1e9}).Contains(Point{Lat: -54.9, Lng: -156.1}) {
		t.Error("nothing is within -1 m, everything is within a million km")
	}
}

// No point of a circle is outside of its bounds: they are used to leave points out.
func TestCircleBoundsHoldTheCircle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := genCircle.Draw(t, "c")
		b := c.Bounds()
		if err := b.Check(); err != nil {
			t.Fatalf("%v has bounds %v: %v", c, b, err)
		}
		bearing := rapid.OneOf(rapid.Float64Range(0, 2*math.Pi), rapid.SampledFrom([]float64{0, math.Pi / 2, math.Pi, 3 * math.Pi / 2}))
		share := rapid.OneOf(rapid.Float64Range(0, 1), rapid.SampledFrom([]float64{1, 1 - 1e-15, 1 - 1e-9}))
		for range 20 {
			p := destination(c.Center, c.Radius*share.Draw(t, "share"), bearing.Draw(t, "bearing"))
			if c.Contains(p) && !b.Contains(p) {
				t.Fatalf("%v has %v, which is outside of %v", c, p, b)
			}
		}
		// The easternmost point is not due east of the centre.
		if east := tangent(c); !math.IsNaN(east.Lng) && c.Contains(east) && !b.Contains(east) {
			t.Fatalf("%v has %v in the far east, which is outside of %v", c, east, b)
		}
		if p := genPoint.Draw(t, "p"); c.Contains(p) && !b.Contains(p) {
			t.Fatalf("%v has %v, which is outside of %v", c, p, b)
		}
	})
}

// tangent returns the easternmost point of a circle that holds no pole: the latitude
// where a meridian touches it.
func tangent(c Circle) Point {
	const deg = math.Pi / 180
	angle, lat := c.Radius/EarthRadius, c.Center.Lat*deg
	return Point{
		Lat: math.Asin(math.Sin(lat)/math.Cos(angle)) / deg,
		Lng: math.Remainder(c.Center.Lng+math.Asin(math.Sin(angle)/math.Cos(lat))/deg, 360),
	}
}

// The bounds are not just the world: 25 km round Kaunas is a small box.
func TestCircleBoundsAreTight(t *testing.T) {
	b := Circle{Center: Point{Lat: 54.8985, Lng: 23.9036}, Radius: 25_000}.Bounds()
	if math.Abs(b.North-b.South-2*25_000/EarthRadius*180/math.Pi) > 1e-6 || b.East-b.West > 0.79 {
		t.Errorf("25 km round Kaunas is %v", b)
	}
	b = Circle{Center: Point{Lat: -17, Lng: 179.9}, Radius: 25_000}.Bounds()
	if b.West < 179 || b.East > -179.8 {
		t.Errorf("25 km round a place in Fiji is %v", b)
	}
	b = Circle{Center: Point{Lat: 89.9, Lng: 10}, Radius: 25_000}.Bounds()
	if b.North != 90 || b.West != -180 || b.East != 180 || b.South < 89 {
		t.Errorf("25 km near the pole is %v", b)
	}
}
