package basemap

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"learnmap/geo"
)

// width returns how far a box reaches eastward.
func width(b geo.BBox) float64 {
	if b.East < b.West {
		return b.East - b.West + 360
	}
	return b.East - b.West
}

// TestAroundIsTheSmallest compares with every box that starts at one of the points.
func TestAroundIsTheSmallest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		near := rapid.Float64Range(-180, 180).Draw(t, "near")
		spread := rapid.SampledFrom([]float64{0, 1, 40, 179}).Draw(t, "spread")
		points := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) geo.Point {
			return geo.Point{
				Lat: rapid.Float64Range(-90, 90).Draw(t, "lat"),
				Lng: onGlobe(near + rapid.Float64Range(-spread, spread).Draw(t, "lng")),
			}
		}), 1, 12).Draw(t, "points")
		box, ok := Around(points)
		if !ok {
			t.Fatal("no box")
		}
		smallest := 360.0
		for _, from := range points {
			reach := 0.0
			for _, p := range points {
				reach = max(reach, math.Mod(p.Lng-from.Lng+720, 360))
			}
			smallest = min(smallest, reach)
		}
		for _, p := range points {
			if !box.Contains(p) {
				t.Fatalf("%v does not hold %v", box, p)
			}
		}
		if width(box) > smallest+1e-9 {
			t.Fatalf("%v is %v wide, %v would do", box, width(box), smallest)
		}
	})
	if _, ok := Around(nil); ok {
		t.Error("a box around nothing")
	}
}

func TestShortestOfStretches(t *testing.T) {
	for name, c := range map[string]struct {
		all  []interval
		want interval
	}{
		"over the antimeridian":   {[]interval{{170, 200}, {-179, -170}}, interval{170, -160}},
		"beyond 180 already":      {[]interval{{190, 200}, {170, 175}}, interval{170, -160}},
		"one that crosses":        {[]interval{{30, 190}}, interval{30, -170}},
		"all around":              {[]interval{{-180, 0}, {0, 180}}, interval{-180, 180}},
		"one inside another":      {[]interval{{10, 50}, {20, 30}}, interval{10, 50}},
		"two sides of Greenwich":  {[]interval{{5, 10}, {-10, -5}}, interval{-10, 10}},
		"a whole turn and a half": {[]interval{{-180, 180}, {5, 10}}, interval{-180, 180}},
	} {
		if got := shortest(c.all); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestBounds(t *testing.T) {
	for code, inside := range map[string][]geo.Point{
		"LT": {{Lat: 55.7, Lng: 21.13}, {Lat: 54.69, Lng: 25.28}, {Lat: 54.9, Lng: 23.9}},
		"FJ": {{Lat: -18.14, Lng: 178.44}, {Lat: -16.8, Lng: 180}, {Lat: -16.79, Lng: -179.98}},
		"RU": {{Lat: 55.75, Lng: 37.6}, {Lat: 66.16, Lng: -169.8}},
		"US": {{Lat: 40.7, Lng: -74}, {Lat: 61.2, Lng: -149.9}},
		"CL": {{Lat: -33.4, Lng: -70.6}, {Lat: -53.2, Lng: -70.9}},
		"MV": {{Lat: 4.17, Lng: 73.5}},
		"SG": {{Lat: 1.29, Lng: 103.85}},
	} {
		box, ok := Bounds(code)
		if !ok || box.Check() != nil {
			t.Fatalf("%s: %v, %v", code, box, ok)
		}
		for _, p := range inside {
			if !box.Contains(p) {
				t.Errorf("the box of %s, %v, does not hold %v", code, box, p)
			}
		}
	}
	if box, _ := Bounds("CL"); box.Contains(geo.Point{Lat: -27.15, Lng: -109.43}) {
		t.Error("Easter Island widens Chile")
	}
	if box, _ := Bounds("FJ"); width(box) > 6 {
		t.Errorf("Fiji's box is %v", box)
	}
	if box, _ := Bounds("FR"); box.Contains(geo.Point{Lat: 4.9, Lng: -52.3}) {
		t.Error("French Guiana widens France")
	}
	for _, code := range []string{"", "ZZ", "lt"} {
		if _, ok := Bounds(code); ok {
			t.Errorf("%q has a box", code)
		}
		if _, ok := Label(code); ok {
			t.Errorf("%q has a label", code)
		}
	}
}

func TestGrow(t *testing.T) {
	for _, c := range []struct{ box, want geo.BBox }{
		{geo.BBox{West: 20, South: 50, East: 30, North: 60}, geo.BBox{West: 19, South: 49, East: 31, North: 61}},
		{geo.BBox{West: 178, South: -20, East: -178, North: -10}, geo.BBox{West: 177.6, South: -21, East: -177.6, North: -9}},
		{geo.BBox{West: -175, South: -89, East: 175, North: 89}, geo.BBox{West: -180, South: -90, East: 180, North: 90}},
	} {
		got := Grow(c.box, 0.1)
		if math.Abs(got.West-c.want.West) > 1e-9 || math.Abs(got.East-c.want.East) > 1e-9 ||
			math.Abs(got.South-c.want.South) > 1e-9 || math.Abs(got.North-c.want.North) > 1e-9 {
			t.Errorf("%v grows to %v, want %v", c.box, got, c.want)
		}
	}
}
