package geo

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Distances that anyone can check: a quarter of a meridian, cities, one degree.
func TestDistanceTable(t *testing.T) {
	quarter := math.Pi / 2 * EarthRadius
	for _, c := range []struct {
		a, b   Point
		metres float64
		within float64
	}{
		{Point{}, Point{}, 0, 0},
		{Point{Lat: 0}, Point{Lat: 90}, quarter, 1e-6},
		{Point{Lng: 179.5}, Point{Lng: -179.5}, EarthRadius * math.Pi / 180, 1e-6},
		{Point{Lat: 90, Lng: 10}, Point{Lat: 90, Lng: -170}, 0, 1e-6},
		{Point{Lat: -90}, Point{Lat: 90, Lng: 77}, HalfTurn, 1e-6},
		{Point{Lat: 30, Lng: 40}, Point{Lat: -30, Lng: -140}, HalfTurn, 1},
		{Point{Lat: 54.8985, Lng: 23.9036}, Point{Lat: 54.6872, Lng: 25.2797}, 91_500, 500},      // Kaunas, Vilnius
		{Point{Lat: 51.5007, Lng: -0.1246}, Point{Lat: 40.6892, Lng: -74.0445}, 5_574_840, 1000}, // London, New York
	} {
		if got := Distance(c.a, c.b); math.Abs(got-c.metres) > c.within {
			t.Errorf("%v to %v: %v m, want %v", c.a, c.b, got, c.metres)
		}
	}
}

func TestDistanceEqualsHaversine(t *testing.T) {
	near := rapid.Float64Range(-1e-3, 1e-3)
	rapid.Check(t, func(t *rapid.T) {
		a, b := genPoint.Draw(t, "a"), genPoint.Draw(t, "b")
		switch rapid.IntRange(0, 2).Draw(t, "how far") {
		case 0: // next door
			b = Point{Lat: max(-90, min(90, a.Lat+near.Draw(t, "north"))), Lng: wrapLng(a.Lng + near.Draw(t, "east"))}
		case 1: // round the antipode
			b = Point{Lat: max(-90, min(90, -a.Lat+near.Draw(t, "north"))), Lng: wrapLng(wrapLng(a.Lng+180) + near.Draw(t, "east"))}
		}
		got, want := Distance(a, b), haversine(a, b)
		// Near antipodes a chord says less: the sine is flat there. A third of a metre in
		// half the way round the world is still within a millionth.
		if math.Abs(got-want) > 1e-6*want+1e-6 {
			t.Fatalf("%v to %v: %v m, haversine %v", a, b, got, want)
		}
		if back := Distance(b, a); back != got {
			t.Fatalf("%v to %v: %v m there, %v m back", a, b, got, back)
		}
	})
}

func TestMetresAndChordAreInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.Float64Range(0, HalfTurn*0.999).Draw(t, "metres")
		if got := Metres(Chord2Of(m)); math.Abs(got-m) > 1e-9*m+1e-9 {
			t.Fatalf("%v m became %v", m, got)
		}
		n := rapid.Float64Range(0, HalfTurn*0.999).Draw(t, "other")
		if (m < n) != (Chord2Of(m) < Chord2Of(n)) && math.Abs(m-n) > 1e-6 {
			t.Fatalf("%v and %v change order", m, n)
		}
	})
	if !math.IsInf(Chord2Of(HalfTurn), 1) || !math.IsInf(Chord2Of(1e9), 1) || Chord2Of(-1) >= 0 || Chord2Of(0) != 0 {
		t.Errorf("ends: %v %v %v %v", Chord2Of(HalfTurn), Chord2Of(1e9), Chord2Of(-1), Chord2Of(0))
	}
	if Metres(4) != HalfTurn || Metres(5) != HalfTurn || Metres(0) != 0 {
		t.Errorf("ends: %v %v %v", Metres(4), Metres(5), Metres(0))
	}
}

func TestVec(t *testing.T) {
	for _, c := range []struct {
		p Point
		v Vec
	}{
		{Point{}, Vec{1, 0, 0}}, {Point{Lng: 90}, Vec{0, 1, 0}}, {Point{Lng: 180}, Vec{-1, 0, 0}}, {Point{Lng: -180}, Vec{-1, 0, 0}},
		{Point{Lat: 90, Lng: 12}, Vec{0, 0, 1}}, {Point{Lat: -90}, Vec{0, 0, -1}},
	} {
		if d := c.p.Vec().Chord2(c.v); d > 1e-30 {
			t.Errorf("%v is %v, want %v", c.p, c.p.Vec(), c.v)
		}
	}
	if (Vec{}).Unit() != (Vec{}) || (Vec{}).Point() != (Point{}) {
		t.Error("no direction has no direction")
	}
	rapid.Check(t, func(t *rapid.T) {
		p, q := genPoint.Draw(t, "p"), genPoint.Draw(t, "q")
		v := p.Vec()
		if back := v.Point(); Distance(p, back) > 1e-6 || back.Check() != nil {
			t.Fatalf("%v came back as %v", p, back)
		}
		scale := rapid.Float64Range(0.1, 1e6).Draw(t, "scale")
		if long := (Vec{v[0] * scale, v[1] * scale, v[2] * scale}); Distance(p, long.Point()) > 1e-6 || long.Unit().Chord2(v) > 1e-28 {
			t.Fatalf("%v changes direction when it is %v times as long", p, scale)
		}
		// The mean of two points is as far from one as from the other.
		if m := v.Add(q.Vec()).Point(); Distance(p, q) < HalfTurn*0.99 && math.Abs(Distance(m, p)-Distance(m, q)) > 1e-3 {
			t.Fatalf("%v is not in the middle of %v and %v", m, p, q)
		}
	})
}
