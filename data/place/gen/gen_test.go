package main

import (
	"errors"
	"math"
	"os"
	"reflect"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"

	"learnmap/data/place/internal/region"
)

// TestBordersAreGenerated: borders.bin is what the package and the tables say.
func TestBordersAreGenerated(t *testing.T) {
	want, err := borders("node_modules/@rapideditor/country-coder/src/data/borders.json")
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("skipped: country-coder is not installed; run npm ci in data/place/gen")
	}
	if err != nil {
		t.Fatal(err)
	}
	file, err := region.Encode(region.Borders, borderSteps, want)
	if err != nil {
		t.Fatal(err)
	}
	if want, err = region.Decode(region.Borders, file); err != nil {
		t.Fatal(err)
	}
	committed, err := os.ReadFile("../borders.bin")
	if err != nil {
		t.Fatal(err)
	}
	got, err := region.Decode(region.Borders, committed)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Error("borders.bin is not what gen borders writes; run go generate ./data/place")
	}
}

// TestSplit: the two parts cover the whole and have its area, so they do not overlap.
func TestSplit(t *testing.T) {
	square := orb.Ring{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}
	rapid.Check(t, func(t *rapid.T) {
		inner := rapid.Float64Range(1, 9)
		line := orb.LineString{{rapid.Float64Range(1, 9).Draw(t, "from"), -1}}
		for y := 1.0; y < 9; y++ {
			line = append(line, orb.Point{inner.Draw(t, "x"), y})
		}
		line = append(line, orb.Point{rapid.Float64Range(1, 9).Draw(t, "to"), 11})
		left, right, err := split(square, line)
		if err != nil {
			t.Fatal(err)
		}
		if !left.Closed() || !right.Closed() {
			t.Fatalf("open rings %v, %v", left, right)
		}
		sum := math.Abs(planar.Area(left)) + math.Abs(planar.Area(right))
		if math.Abs(sum-100) > 1e-6 {
			t.Fatalf("areas add up to %v, not 100", sum)
		}
		p := orb.Point{inner.Draw(t, "px"), inner.Draw(t, "py")}
		if !planar.RingContains(left, p) && !planar.RingContains(right, p) {
			t.Fatalf("%v is in neither part", p)
		}
	})
}

func TestSplitRefuses(t *testing.T) {
	square := orb.Ring{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}
	for name, line := range map[string]orb.LineString{
		"a line beside the ring":         {{20, -1}, {20, 11}},
		"a line that ends in it":         {{5, -1}, {5, 5}},
		"a line that leaves and returns": {{5, -1}, {5, 11}, {7, 11}, {7, -1}},
	} {
		if _, _, err := split(square, line); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

// TestEveryDisputeIsApplied: a feature that country-coder renames must not pass in
// silence.
func TestEveryDisputeIsApplied(t *testing.T) {
	features, err := readFeatures("node_modules/@rapideditor/country-coder/src/data/borders.json")
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("skipped: country-coder is not installed; run npm ci in data/place/gen")
	}
	if err != nil {
		t.Fatal(err)
	}
	names := make(map[string]bool)
	for _, f := range features {
		names[f.Properties.Name] = f.Geometry != nil || names[f.Properties.Name]
	}
	for name := range recoded {
		if !names[name] {
			t.Errorf("country-coder has no feature %q", name)
		}
	}
	for _, c := range cuts {
		if !names[c.from] {
			t.Errorf("country-coder has no feature %q", c.from)
		}
	}
}
