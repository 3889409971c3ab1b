package region

import (
	"errors"
	"reflect"
	"testing"

	"github.com/paulmach/orb"

	"learnmap/geo/packed"
)

// twoSquares is a region with a hole and one without land.
func twoSquares() []Region {
	square := func(x, y, side float64) orb.Ring {
		return orb.Ring{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}
	}
	return []Region{
		{Code: "AA", Area: orb.MultiPolygon{{square(0, 0, 10), square(4, 4, 2)}, {square(-180, -90, 1)}}},
		{Code: "BB", Zone: "Some/Where"},
	}
}

func TestRoundTrip(t *testing.T) {
	want := twoSquares()
	file, err := Encode(Borders, 1000, want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Decode(Borders, file)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	again, err := Encode(Borders, 1000, got)
	if err != nil {
		t.Fatal(err)
	}
	if string(again) != string(file) {
		t.Error("the same regions gave other bytes")
	}
	if _, err := Decode(Clocks, file); !errors.Is(err, packed.ErrCorrupt) {
		t.Errorf("borders read as clocks: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	content := func(regions []Region) []byte {
		w := packed.NewWriter(Borders, 1000)
		write(w, regions)
		return w.Content()
	}
	f.Add(content(nil))
	f.Add(content(twoSquares()))
	f.Add([]byte("\x09borders 1\xe8\x07\x01\x02AA\x00\x7f\x7f\x7f"))
	f.Fuzz(func(t *testing.T, bytes []byte) {
		r, err := packed.NewReader(Borders, bytes)
		if err != nil {
			return
		}
		regions, err := read(r)
		if err != nil {
			return
		}
		for _, one := range regions {
			for _, polygon := range one.Area {
				for _, ring := range polygon {
					if len(ring) < 4 || !ring.Closed() {
						t.Fatalf("ring %v", ring)
					}
				}
			}
		}
	})
}
