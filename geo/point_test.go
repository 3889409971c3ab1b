package geo

import (
	"encoding/json"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestPointCheck(t *testing.T) {
	for _, c := range []struct {
		p  Point
		ok bool
	}{
		{Point{}, true}, {Point{Lat: 90, Lng: 180}, true}, {Point{Lat: -90, Lng: -180}, true},
		{Point{Lat: 90.0000001}, false}, {Point{Lat: -91}, false}, {Point{Lng: 180.0000001}, false}, {Point{Lng: -181}, false},
		{Point{Lat: math.NaN()}, false}, {Point{Lng: math.NaN()}, false}, {Point{Lat: math.Inf(1)}, false}, {Point{Lng: math.Inf(-1)}, false},
	} {
		if err := c.p.Check(); (err == nil) != c.ok {
			t.Errorf("%v: %v", c.p, err)
		}
	}
}

// A point that is kept survives its own rounding and every encoding.
func TestPointRound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := genPoint.Draw(t, "p")
		r := p.Round()
		if r.Round() != r || r.Check() != nil {
			t.Fatalf("%v becomes %v, then %v", p, r, r.Round())
		}
		if math.Abs(r.Lat-p.Lat) > 5.1e-8 || math.Abs(r.Lng-p.Lng) > 5.1e-8 {
			t.Fatalf("%v moves to %v", p, r)
		}
		if math.Signbit(r.Lat) && r.Lat == 0 || math.Signbit(r.Lng) && r.Lng == 0 {
			t.Fatalf("%v becomes minus zero", p)
		}
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var back Point
		if err := json.Unmarshal(text, &back); err != nil || back != r {
			t.Fatalf("%s is read as %v, %v", text, back, err)
		}
	})
}

func TestPointOrb(t *testing.T) {
	p := Point{Lat: 54.9, Lng: 23.9}
	if o := p.Orb(); o[0] != 23.9 || o[1] != 54.9 {
		t.Errorf("orb says lng, lat; got %v", o)
	}
	rapid.Check(t, func(t *rapid.T) {
		p := genPoint.Draw(t, "p")
		if FromOrb(p.Orb()) != p || p.Swapped().Swapped() != p || p.Swapped() != (Point{Lat: p.Lng, Lng: p.Lat}) {
			t.Fatalf("%v does not come back", p)
		}
	})
}
