package place

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"

	"learnmap/data"
	"learnmap/data/place/internal/region"
	"learnmap/geo"
)

// TestFiles reads what is embedded: every code is a country's, every zone loads.
func TestFiles(t *testing.T) {
	borders, clocks := land(), clocks()
	if n := len(borders.regions); n < 245 || n > 255 {
		t.Errorf("%d countries; ISO 3166-1 has 249, and Kosovo", n)
	}
	for code := range borders.regions {
		if !data.ValidCountry(code) {
			t.Errorf("%q is no country's code", code)
		}
		hasMain := slices.ContainsFunc(clocks.regions[code], func(i int) bool {
			return clocks.Regions[i].Zone == data.MainZone(code).String()
		})
		if !hasMain && len(clocks.regions[code]) > 0 {
			t.Errorf("the main zone of %s, %v, is none of those it has land in", code, data.MainZone(code))
		}
	}
	for _, regions := range [][]region.Region{borders.Regions, clocks.Regions} {
		for _, r := range regions {
			if r.Zone != "" {
				if _, ok := zoneOf(r.Zone); !ok {
					t.Errorf("%s: no such zone %q", r.Code, r.Zone)
				}
			}
		}
	}
}

// everywhere draws points evenly over the globe, with a share of those that are
// near a corner of some border, where mistakes would be.
func everywhere(seed uint64, n int) []geo.Point {
	random := rand.New(rand.NewPCG(seed, 1))
	var corners []orb.Point
	for _, r := range land().Regions {
		for _, polygon := range r.Area {
			for _, ring := range polygon {
				corners = append(corners, ring...)
			}
		}
	}
	points := make([]geo.Point, n)
	for i := range points {
		if i%2 == 0 {
			lat := math.Asin(2*random.Float64()-1) * 180 / math.Pi
			points[i] = geo.Point{Lat: lat, Lng: 360*random.Float64() - 180}
			continue
		}
		near := geo.FromOrb(corners[random.IntN(len(corners))])
		near.Lat += random.NormFloat64() * 0.05
		near.Lng += random.NormFloat64() * 0.05
		points[i] = geo.Point{Lat: max(-90, min(90, near.Lat)), Lng: max(-180, min(180, near.Lng))}
	}
	return points
}

// TestIndexIsTheLoop compares the index with orb's test of every polygon in turn.
func TestIndexIsTheLoop(t *testing.T) {
	loop := func(p geo.Point) string {
		for _, r := range land().Regions {
			for _, polygon := range r.Area {
				if planar.PolygonContains(polygon, p.Orb()) {
					return r.Code
				}
			}
		}
		return ""
	}
	found := 0
	for _, p := range everywhere(7, 1500) {
		got, ok := Country(p)
		if want := loop(p); got != want || ok != (want != "") {
			t.Errorf("%v is in %q, want %q", p, got, want)
		}
		if ok {
			found++
		}
	}
	if found < 500 {
		t.Errorf("only %d of the points are in a country", found)
	}
}

// TestOneAnswer: countries do not overlap by more than the data's own errors.
func TestOneAnswer(t *testing.T) {
	twice := 0
	points := everywhere(8, 8000)
	for _, p := range points {
		code, ok := Country(p)
		if !ok {
			continue
		}
		for other := range land().regions {
			if _, in := land().At(p, other); in && other != code {
				twice++
			}
		}
	}
	if twice > len(points)/1000 {
		t.Errorf("%d of %d points are in two countries", twice, len(points))
	}
}

func TestSeamAndOddPoints(t *testing.T) {
	for lat := -90.0; lat <= 90; lat += 0.25 {
		east, eastOK := Country(geo.Point{Lat: lat, Lng: 180})
		west, westOK := Country(geo.Point{Lat: lat, Lng: -180})
		if east != west || eastOK != westOK {
			t.Errorf("at latitude %v, 180 is in %q and -180 in %q", lat, east, west)
		}
	}
	for _, p := range []geo.Point{{Lat: math.NaN()}, {Lng: math.Inf(1)}, {Lat: 91}, {Lng: 181}, {Lat: -90.1, Lng: 20}} {
		if code, ok := Country(p); ok {
			t.Errorf("%v is in %s", p, code)
		}
		if _, ok := Zone(p); ok {
			t.Errorf("%v has a zone", p)
		}
		if d := Distance(p, "LT"); !math.IsInf(d, 1) {
			t.Errorf("%v is %v m from LT", p, d)
		}
	}
	if d := Distance(geo.Point{}, "ZZ"); !math.IsInf(d, 1) {
		t.Errorf("ZZ is %v m away", d)
	}
}

// TestDistanceIsTheNearestCorner compares Distance with the nearest of many points
// along the borders.
func TestDistanceIsTheNearestCorner(t *testing.T) {
	dense := func(code string, p geo.Point) float64 {
		nearest := math.Inf(1)
		for _, i := range land().regions[code] {
			for _, polygon := range land().Regions[i].Area {
				for _, ring := range polygon {
					for k, a := range ring[:len(ring)-1] {
						b := ring[k+1]
						steps := 1 + math.Ceil(math.Hypot(b[0]-a[0], b[1]-a[1])/0.005)
						for s := 0.0; s < steps; s++ {
							at := orb.Point{a[0] + (b[0]-a[0])*s/steps, a[1] + (b[1]-a[1])*s/steps}
							nearest = min(nearest, geo.Distance(p, geo.FromOrb(at)))
						}
					}
				}
			}
		}
		return nearest
	}
	codes := []string{"LT", "FJ", "MC", "CH", "NL", "GI", "LS", "AX"}
	for i, p := range everywhere(9, 60) {
		code := codes[i%len(codes)]
		if i%3 == 0 { // somewhere near it
			area := land().Regions[land().regions[code][0]].Area
			p = geo.FromOrb(area[0][0][i%len(area[0][0])])
			p.Lat += 0.07
		}
		want := dense(code, p)
		if _, in := land().At(p, code); in {
			want = 0
		}
		if got := Distance(p, code); math.Abs(got-want) > 300 {
			t.Errorf("%v is %.0f m from %s, want %.0f", p, got, code, want)
		}
	}
}

// TestDistanceMovesWithThePoint: going x metres changes a distance by no more.
func TestDistanceMovesWithThePoint(t *testing.T) {
	codes := []string{"LT", "FJ", "RU", "CH", "US", "AQ", "VA", "BE"}
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.SampledFrom(codes).Draw(t, "code")
		p := geo.Point{Lat: rapid.Float64Range(-90, 90).Draw(t, "lat"), Lng: rapid.Float64Range(-180, 180).Draw(t, "lng")}
		q := geo.Point{
			Lat: max(-90, min(90, p.Lat+rapid.Float64Range(-1, 1).Draw(t, "dlat"))),
			Lng: max(-180, min(180, p.Lng+rapid.Float64Range(-1, 1).Draw(t, "dlng"))),
		}
		a, b, way := Distance(p, code), Distance(q, code), geo.Distance(p, q)
		if math.Abs(a-b) > way+10 {
			t.Fatalf("%v is %v m from %s, %v is %v m, and they are %v m apart", p, a, code, q, b, way)
		}
		if in, ok := Country(p); ok && in == code && a != 0 {
			t.Fatalf("%v is in %s and %v m from it", p, code, a)
		}
	})
}

func BenchmarkCountry(b *testing.B) {
	points := everywhere(1, 4096)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Country(points[i%len(points)])
	}
}

func BenchmarkZone(b *testing.B) {
	points := everywhere(1, 4096)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Zone(points[i%len(points)])
	}
}

func BenchmarkDistance(b *testing.B) {
	points := everywhere(1, 4096)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Distance(points[i%len(points)], "DE")
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		newIndex(region.Borders, bordersFile)
		newIndex(region.Clocks, clocksFile)
	}
}
