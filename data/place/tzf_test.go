//go:build !race

// Unpacking the library takes ten seconds under the race detector, and there is no
// race to find here.

package place

import (
	"strings"
	"testing"

	"github.com/ringsaturn/tzf"
)

// TestZoneAgainstTZF compares with the library whose polygons the clocks were
// simplified from, all over the countries that have several.
func TestZoneAgainstTZF(t *testing.T) {
	finder, err := tzf.NewDefaultFinder()
	if err != nil {
		t.Fatal(err)
	}
	asked, wrong := 0, 0
	for _, p := range everywhere(3, 20000) {
		code, ok := Country(p)
		if !ok || len(clocks().regions[code]) < 2 || code == "AQ" {
			continue
		}
		name := finder.GetTimezoneName(p.Lng, p.Lat)
		want, known := zoneOf(name)
		if !known || strings.HasPrefix(name, "Etc/") {
			continue // on the high seas
		}
		asked++
		if zone, ok := Zone(p); !ok || zone.String() != want.String() && !sameClock(zone, want) {
			wrong++
		}
	}
	t.Logf("%d of %d points differ", wrong, asked)
	if asked < 2000 || float64(wrong) > 0.02*float64(asked) {
		t.Errorf("%d of %d points differ, want 2 %% at most", wrong, asked)
	}
}
