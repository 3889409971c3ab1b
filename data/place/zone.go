package place

import (
	_ "embed"
	"math"
	"sync"
	"time"

	"learnmap/data"
	"learnmap/data/place/internal/region"
	"learnmap/geo"
)

//go:embed clocks.bin
var clocksFile []byte

// clocks is the index of time zones, made at first use.
var clocks = sync.OnceValue(func() *index { return newIndex(region.Clocks, clocksFile) })

// Zone returns the IANA time zone that people at p live by, and false when p lies
// in no country: at sea a clock is the ship's affair. On disputed land it is the
// clock in use there, whatever the country.
func Zone(p geo.Point) (*time.Location, bool) {
	borders := land()
	i, ok := borders.At(p, "")
	if !ok {
		return nil, false
	}
	country := borders.Regions[i]
	if country.Zone != "" {
		return zoneOf(country.Zone)
	}
	z := clocks()
	mine := z.regions[country.Code]
	switch len(mine) {
	case 0:
		// An island where nobody lives by a clock.
		zone := data.MainZone(country.Code)
		return zone, zone != nil
	case 1:
		return zoneOf(z.Regions[mine[0]].Zone)
	}
	if i, ok := z.At(p, country.Code); ok {
		return zoneOf(z.Regions[i].Zone)
	}
	// Between two simplified lines, or on water that only the country's border covers.
	nearest, best := math.Inf(1), mine[0]
	for _, i := range mine {
		if d := z.Distance(p, i); d < nearest {
			nearest, best = d, i
		}
	}
	return zoneOf(z.Regions[best].Zone)
}

// zoneOf loads a zone by its name. A test loads all of them.
func zoneOf(name string) (*time.Location, bool) {
	zone, err := data.LoadZone(name)
	return zone, err == nil
}
