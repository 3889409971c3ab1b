package atlas

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"learnmap/geo/packed"
)

// twoSquares are neighbours that share the arc between them, the eastern one across
// the antimeridian, and an island that is one arc.
func twoSquares() *Atlas {
	return &Atlas{
		Arcs: []orb.LineString{
			{{170, 0}, {170, 10}},
			{{170, 10}, {160, 10}, {160, 0}, {170, 0}},
			{{170, 0}, {180, 0}, {190, 0}},
			{{-170, 0}, {-170, 10}, {-190, 10}},
			{{0, 0}, {1, 0}, {1, 1}, {0, 0}},
		},
		Countries: []Country{
			{Code: "AA", Label: orb.Point{165, 5}, Rings: []Ring{{0, 1}, {4}}},
			{Code: "BB", Label: orb.Point{179, 5}, Rings: []Ring{{2, 3, ^0}}},
		},
	}
}

func TestRoundTrip(t *testing.T) {
	want := twoSquares()
	file, err := want.Encode(100)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if again, err := got.Encode(100); err != nil || string(again) != string(file) {
		t.Errorf("the same atlas gave other bytes (%v)", err)
	}
}

func TestLineRunsOnAcrossTheSeam(t *testing.T) {
	line, err := twoSquares().Line(Ring{2, 3, ^0})
	if err != nil {
		t.Fatal(err)
	}
	want := orb.Ring{{170, 0}, {180, 0}, {190, 0}, {190, 10}, {170, 10}, {170, 0}}
	if !reflect.DeepEqual(line, want) {
		t.Errorf("got %v, want %v", line, want)
	}
}

func TestPartsRefuses(t *testing.T) {
	a := twoSquares()
	a.Arcs = append(a.Arcs, orb.LineString{{0, -80}, {120, -80}, {240, -80}, {360, -80}})
	for want, ring := range map[string]Ring{
		"no arcs":   {},
		"of 6":      {0, 17},
		"starts at": {0, 2},
		"ends at":   {0},
	} {
		if _, _, err := a.Parts(ring); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want an error with %q", ring, err, want)
		}
	}
	if _, turn, err := a.Parts(Ring{5}); err != nil || turn != 360 {
		t.Errorf("a ring around the pole turns by %v, %v", turn, err)
	}
	a.Countries[0].Rings = []Ring{{5}}
	file, err := a.Encode(100)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Decode(file); !errors.Is(err, packed.ErrCorrupt) {
		t.Errorf("a ring that is not closed over the pole: %v", err)
	}
}

func TestMercator(t *testing.T) {
	// Metres of EPSG:3857 as published for places, in turns of 2π·6378137 m.
	const around = 2 * math.Pi * 6378137
	for _, c := range []struct{ at, metres orb.Point }{
		{orb.Point{0, 0}, orb.Point{0, 0}},
		{orb.Point{180, MaxLatitude}, orb.Point{20037508.34, 20037508.34}},
		{orb.Point{-77.035974, 38.898717}, orb.Point{-8575605.39, 4707174.02}},
	} {
		got := Mercator(c.at)
		if math.Abs(got[0]*around-c.metres[0]) > 1 || math.Abs(got[1]*around+c.metres[1]) > 1 {
			t.Errorf("%v is at %v, %v m, want %v", c.at, got[0]*around, -got[1]*around, c.metres)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		p := orb.Point{rapid.Float64Range(-400, 400).Draw(t, "lng"), rapid.Float64Range(-85, 85).Draw(t, "lat")}
		back := Degrees(Mercator(p))
		if math.Abs(back[0]-p[0]) > 1e-9 || math.Abs(back[1]-p[1]) > 1e-9 {
			t.Fatalf("%v comes back as %v", p, back)
		}
	})
}

func FuzzDecode(f *testing.F) {
	for _, a := range []*Atlas{{}, twoSquares()} {
		w := packed.NewWriter(Kind, 100)
		a.write(w)
		f.Add(w.Content())
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		r, err := packed.NewReader(Kind, content)
		if err != nil {
			return
		}
		a, err := read(r)
		if err != nil {
			return
		}
		for _, c := range a.Countries {
			for _, ring := range c.Rings {
				if line, err := a.Line(ring); err != nil || len(line) < 2 {
					t.Fatalf("a ring that was checked cannot be drawn: %v", err)
				}
			}
		}
	})
}
