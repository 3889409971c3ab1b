package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/orb/simplify"
	tzfrel "github.com/ringsaturn/tzf-rel-lite"
	tz "github.com/ringsaturn/tzf/gen/go/tzf/v1"
	"google.golang.org/protobuf/proto"

	"learnmap/data/place/internal/region"
	"learnmap/geo"
)

// Lines between clocks are kept to a thousandth of a degree and may leave the
// source by clockTolerance degrees, about 1 km.
const (
	clockSteps     = 1000
	clockTolerance = 0.01
)

// owner tells whose a zone is where the vote goes wrong: sectors of Antarctica
// outweigh the land of two, the others are little land in much sea.
var owner = map[string]string{
	"America/Argentina/Ushuaia": "AR",
	"Australia/Perth":           "AU",
	"Africa/Ceuta":              "ES",
	"Pacific/Midway":            "UM",
}

// unused are zones that overlap another by which the country's offices go:
// Xinjiang's official clock is Beijing's.
var unused = map[string]bool{"Asia/Urumqi": true}

// clocks answers which zones each country has, and the land of each where there are
// several.
func clocks(bordersPath string) ([]region.Region, error) {
	file, err := os.ReadFile(bordersPath)
	if err != nil {
		return nil, err
	}
	countries, err := region.Decode(region.Borders, file)
	if err != nil {
		return nil, err
	}
	zones, err := readZones()
	if err != nil {
		return nil, err
	}
	owned := owners(zones, countries)
	byZone := region.NewIndex(zones)
	var regions []region.Region
	for _, code := range codes(countries) {
		mine := owned[code]
		if len(mine) == 0 {
			if zone := mostFrequent(code, countries, byZone); zone != "" {
				mine = []region.Region{{Zone: zone}}
			}
		}
		for i := range mine {
			mine[i].Code = code
			if len(mine) > 1 {
				mine[i].Area = coarse(mine[i].Area)
			} else {
				mine[i].Area = nil
			}
		}
		regions = append(regions, mine...)
	}
	return regions, nil
}

// readZones reads the land of every zone, without those of the high seas.
func readZones() ([]region.Region, error) {
	var source tz.Timezones
	if err := proto.Unmarshal(tzfrel.LiteData, &source); err != nil {
		return nil, fmt.Errorf("tzf-rel-lite: %w", err)
	}
	var zones []region.Region
	for _, zone := range source.Timezones {
		if strings.HasPrefix(zone.Name, "Etc/") || unused[zone.Name] {
			continue
		}
		one := region.Region{Zone: zone.Name}
		for _, p := range zone.Polygons {
			polygon := orb.Polygon{ringOf(p.Points)}
			for _, hole := range p.Holes {
				polygon = append(polygon, ringOf(hole.Points))
			}
			one.Area = append(one.Area, polygon)
		}
		zones = append(zones, one)
	}
	return zones, nil
}

func ringOf(points []*tz.Point) orb.Ring {
	ring := make(orb.Ring, len(points), len(points)+1)
	for i, p := range points {
		ring[i] = orb.Point{float64(p.Lng), float64(p.Lat)}
	}
	if !ring.Closed() {
		ring = append(ring, ring[0])
	}
	return ring
}

// owners tells for each country which zones lie in it, by where the greater part
// of a zone is. A zone that borders.bin tells already is left out.
func owners(zones, countries []region.Region) map[string][]region.Region {
	land := region.NewIndex(countries)
	owned := make(map[string][]region.Region)
	for _, zone := range zones {
		code := owner[zone.Zone]
		if code == "" {
			code = share(zone.Area, func(p geo.Point) string {
				if i, ok := land.At(p, ""); ok {
					return countries[i].Code
				}
				return ""
			})
		}
		told := slices.ContainsFunc(countries, func(c region.Region) bool {
			return c.Code == code && c.Zone == zone.Zone
		})
		if code != "" && !told {
			owned[code] = append(owned[code], zone)
		}
	}
	return owned
}

// mostFrequent returns the zone that most of a country lies in, for a country that
// has none of its own: Kosovo goes by Belgrade's clock.
func mostFrequent(code string, countries []region.Region, zones *region.Index) string {
	var area orb.MultiPolygon
	for _, c := range countries {
		if c.Code == code {
			area = append(area, c.Area...)
		}
	}
	return share(area, func(p geo.Point) string {
		if i, ok := zones.At(p, ""); ok {
			return zones.Regions[i].Zone
		}
		return ""
	})
}

// share asks for the name of points all over an area and returns the one that has
// the most of it, "" not counted. Of equals it is the first.
func share(area orb.MultiPolygon, name func(geo.Point) string) string {
	const across = 16
	votes := make(map[string]float64)
	for _, polygon := range area {
		box := polygon.Bound()
		width, height := box.Max[0]-box.Min[0], box.Max[1]-box.Min[1]
		for i := range across * across {
			x, y := (float64(i%across)+0.5)/across, (float64(i/across)+0.5)/across
			p := orb.Point{box.Min[0] + x*width, box.Min[1] + y*height}
			if planar.PolygonContains(polygon, p) {
				votes[name(geo.FromOrb(p))] += width * height
			}
		}
	}
	delete(votes, "")
	best := ""
	for _, candidate := range slices.Sorted(maps.Keys(votes)) {
		if best == "" || votes[candidate] > votes[best] {
			best = candidate
		}
	}
	return best
}

// codes returns the codes of all countries, sorted.
func codes(countries []region.Region) []string {
	var all []string
	for _, c := range countries {
		all = append(all, c.Code)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// coarse simplifies an area and leaves out what vanishes, but never all of it.
func coarse(area orb.MultiPolygon) orb.MultiPolygon {
	var kept orb.MultiPolygon
	for _, polygon := range area {
		var rings orb.Polygon
		for i, ring := range polygon {
			small := simplify.DouglasPeucker(clockTolerance).Ring(ring.Clone())
			if len(small) >= 4 {
				rings = append(rings, small)
			} else if i == 0 {
				break
			}
		}
		if len(rings) > 0 {
			kept = append(kept, rings)
		}
	}
	if kept == nil {
		return area
	}
	return kept
}
