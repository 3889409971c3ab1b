package basemap

import (
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

func TestWriteRing(t *testing.T) {
	for _, c := range []struct {
		line orb.Ring
		want string
	}{
		{orb.Ring{{0, 0}, {10, 0}, {10, -0.5}, {0.04, 9.96}, {0, 0}}, "M0 0l10 0 0-.5-10 10.5z"},
		{orb.Ring{{-3, 2.25}, {-3, 2.26}, {4, 2.25}, {4, 5}, {-3, 2.25}}, "M-3 2.3l7 0 0 2.7z"},
		{orb.Ring{{0, 0}, {0.5, 0}, {0.5, 0.5}, {0, 0}}, ""},         // smaller than a pixel
		{orb.Ring{{0, 0}, {9, 0}, {9, 0.01}, {0, 0.02}, {0, 0}}, ""}, // a line
		{orb.Ring{{0, 0}, {9, 9}, {0, 0}}, ""},                       // there and back
		{nil, ""},
	} {
		var b strings.Builder
		writeRing(&b, c.line, 1)
		if b.String() != c.want {
			t.Errorf("%v is written %q, want %q", c.line, b.String(), c.want)
		}
	}
}

// TestRoundingDoesNotAddUp: every corner of a long ring is within a tenth.
func TestRoundingDoesNotAddUp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(4, 400).Draw(rt, "corners")
		radius := rapid.Float64Range(20, 500).Draw(rt, "radius")
		var line orb.Ring
		for i := range n {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
			line = append(line, orb.Point{radius * cos, radius * sin})
		}
		var b strings.Builder
		writeRing(&b, append(line, line[0]), 1)
		for _, p := range parse(t, b.String())[0].ring {
			if math.Abs(math.Hypot(p[0], p[1])-radius) > 0.08 {
				rt.Fatalf("a corner at %v of a circle with radius %v", p, radius)
			}
		}
	})
}
