package basemap

import (
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"learnmap/data"
	"learnmap/data/place"
	"learnmap/geo"
)

func TestFiles(t *testing.T) {
	if n := len(coarseFile); n > 60_000 {
		t.Errorf("coarse.bin has %d bytes, want 60,000 at most", n)
	}
	if n := len(fineFile); n > 350_000 {
		t.Errorf("fine.bin has %d bytes, want 350,000 at most", n)
	}
	for _, w := range []*world{coarse(), fine()} {
		if n := len(w.countries); n < 245 {
			t.Errorf("only %d countries", n)
		}
		if !slices.IsSortedFunc(w.countries, func(a, b country) int { return strings.Compare(a.code, b.code) }) {
			t.Error("the countries are not in order")
		}
		for _, c := range w.countries {
			if !data.ValidCountry(c.code) {
				t.Errorf("%q is no country", c.code)
			}
			if code, _ := place.Country(c.label); code != c.code || c.label.Check() != nil {
				t.Errorf("the label of %s at %v is in %q", c.code, c.label, code)
			}
		}
	}
}

// TestRingsDoNotJump: a ring that crosses the antimeridian runs on, so only the way
// over the south pole spans the map.
func TestRingsDoNotJump(t *testing.T) {
	for _, w := range []*world{coarse(), fine()} {
		for _, c := range w.countries {
			for _, r := range c.rings {
				for _, part := range r.parts {
					arc := w.arcs[part.Arc]
					for i := 1; i < len(arc); i++ {
						if step := math.Abs(arc[i][0] - arc[i-1][0]); step > 0.1 && c.code != "AQ" {
							t.Errorf("%s has a step of %v turns", c.code, step)
						}
					}
				}
			}
		}
	}
}

// TestAreas compares with published areas in km² (United Nations, Demographic
// Yearbook, table 3), which count lakes and leave out territories.
func TestAreas(t *testing.T) {
	published := map[string]float64{
		"LT": 65286, "LV": 64573, "EE": 45339, "PL": 312679, "DE": 357581, "FR": 551500, "ES": 505983,
		"PT": 92226, "IT": 302073, "AT": 83878, "CH": 41291, "CZ": 78871, "HU": 93025, "RO": 238391,
		"BG": 111002, "IE": 69825, "IS": 103000, "UA": 603500, "BY": 207600, "TR": 783562, "CY": 9251,
		"BR": 8515767, "AR": 2780400, "US": 9833517, "CA": 9984670, "RU": 16376870, "CN": 9600000,
		"MN": 1564116, "KZ": 2724902, "AU": 7692024, "ZA": 1221037, "EG": 1002000, "CD": 2344858,
		"FJ": 18272, "NZ": 268107, "JP": 377930, "XK": 10887, "EH": 266000, "GF": 83534, "RE": 2510,
	}
	for code, want := range published {
		c, _ := find(code)
		got := 0.0
		for _, r := range c.rings {
			got += signedKm2(fine(), r)
		}
		if got = math.Abs(got); math.Abs(got-want) > 0.04*want {
			t.Errorf("%s has %.0f km² on the map, %.0f in print", code, got, want)
		}
	}
}

// signedKm2 integrates sin(latitude) around a ring, which is its area on a sphere;
// holes run the other way round and come out with the other sign.
func signedKm2(w *world, r ring) float64 {
	var sum float64
	for _, part := range r.parts {
		arc := w.arcs[part.Arc].Clone()
		if part.Backward {
			arc.Reverse()
		}
		for i := 1; i < len(arc); i++ {
			// tanh of the Mercator ordinate is the sine of the latitude.
			a, b := math.Tanh(arc[i-1][1]*2*math.Pi), math.Tanh(arc[i][1]*2*math.Pi)
			sum += (arc[i][0] - arc[i-1][0]) * 2 * math.Pi * (a + b) / 2
		}
	}
	return sum * geo.EarthRadius * geo.EarthRadius / 1e6
}

// views are the ones that are looked at in the tests.
func views() map[string]Projection {
	around := func(west, south, east, north float64) geo.BBox {
		return geo.BBox{West: west, South: south, East: east, North: north}
	}
	all := map[string]Projection{
		"world":   Fit(World, 1000, 0),
		"globe":   Fit(geo.World, 600, 600),
		"Europe":  Fit(Europe, 900, 0),
		"Fiji":    Fit(around(176, -20, -178, -15), 800, 600),
		"Pacific": Fit(around(120, -50, -120, 60), 900, 0),
		"Bering":  Fit(around(160, 50, -150, 72), 700, 500),
		"south":   Fit(around(-180, -89, 180, -60), 500, 500),
		"Kaunas":  Fit(around(23.3, 54.6, 24.5, 55.2), 800, 600),
		"a point": Fit(around(25.28, 54.69, 25.28, 54.69), 300, 300),
	}
	for _, code := range []string{"LT", "DE", "GR", "NO", "SG", "MV", "CL", "NZ", "US", "AQ"} {
		box, _ := Bounds(code)
		all[code] = Fit(Grow(box, 0.05), 800, 600)
	}
	return all
}

// parse reads a path back into rings of pixels.
func parse(t *testing.T, path string) land {
	t.Helper()
	if !wellFormed.MatchString(path) {
		t.Fatalf("not a path of closed rings: %.80q", path)
	}
	var rings land
	for text := range strings.SplitSeq(strings.TrimSuffix(path, "z"), "z") {
		var ring orb.Ring
		var at orb.Point
		numbers := number.FindAllString(text, -1)
		for i := 0; i+1 < len(numbers); i += 2 {
			for axis := range at {
				step, err := strconv.ParseFloat(numbers[i+axis], 64)
				if err != nil {
					t.Fatal(err)
				}
				at[axis] += step
			}
			ring = append(ring, at)
		}
		ring = append(ring, ring[0])
		rings = append(rings, bounded{ring, ring.Bound()})
	}
	return rings
}

var (
	wellFormed = regexp.MustCompile(`^(M[-0-9. ]+l[-0-9. ]+z)+$`)
	number     = regexp.MustCompile(`-?[0-9]*\.?[0-9]+`)
)

// land is the rings of a path.
type land []bounded

type bounded struct {
	ring  orb.Ring
	bound orb.Bound
}

// contains tells whether a pixel is filled by the even-odd rule.
func (l land) contains(at orb.Point) bool {
	inside := false
	for _, r := range l {
		if r.bound.Contains(at) && planar.RingContains(r.ring, at) {
			inside = !inside
		}
	}
	return inside
}

// TestWhatIsDrawnIsThere: a pixel in the shape of a country is in that country or
// next to it, where neither the map nor the borders are exact.
func TestWhatIsDrawnIsThere(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for name, v := range views() {
		width, height := v.Size()
		drawn := make(map[string]land)
		for _, s := range Shapes(v) {
			drawn[s.Code] = parse(t, s.Path)
		}
		asked, wrong := 0, 0
		for range 500 {
			at := orb.Point{random.Float64() * width, random.Float64() * height}
			p := v.Position(at[0], at[1])
			for code, shape := range drawn {
				if !shape.contains(at) {
					continue
				}
				asked++
				if d := place.Distance(p, code); d > 3000+3*v.MetresPerPixel(p.Lat) {
					wrong++
					t.Logf("%s: %v is drawn in %s, which is %.0f m away", name, p, code, d)
				}
			}
		}
		if float64(wrong) > 0.005*float64(asked) {
			t.Errorf("%s: %d of %d pixels of land are drawn in another country", name, wrong, asked)
		}
	}
}

// TestWhatIsThereIsDrawn: places far inland are in the shape of their country in
// every view that they are in.
func TestWhatIsThereIsDrawn(t *testing.T) {
	inland := map[string]geo.Point{
		"LT": {Lat: 55.3, Lng: 23.9}, "DE": {Lat: 50.8, Lng: 10.3}, "ES": {Lat: 40, Lng: -4}, "RU": {Lat: 62, Lng: 95},
		"US": {Lat: 39.7, Lng: -100}, "BR": {Lat: -12, Lng: -52}, "AU": {Lat: -24, Lng: 134}, "CN": {Lat: 34, Lng: 103},
		"IN": {Lat: 22, Lng: 79}, "KZ": {Lat: 48, Lng: 67}, "CD": {Lat: -3, Lng: 23}, "CA": {Lat: 55, Lng: -110},
		"FJ": {Lat: -17.8, Lng: 178}, "UA": {Lat: 45.3, Lng: 34.4}, "CL": {Lat: -33.7, Lng: -70.9}, "NZ": {Lat: -38.8, Lng: 176},
		"AQ": {Lat: -80, Lng: 100}, "GR": {Lat: 39.5, Lng: 22}, "NO": {Lat: 61, Lng: 9}, "GL": {Lat: 70, Lng: -40},
	}
	eastern := geo.Point{Lat: 67, Lng: -178} // Chukotka beyond 180
	seen := 0
	for name, v := range views() {
		drawn := make(map[string]land)
		for _, s := range Shapes(v) {
			drawn[s.Code] = parse(t, s.Path)
		}
		check := func(code string, p geo.Point) {
			if !v.Bounds().Contains(p) {
				return
			}
			seen++
			if x, y := v.Project(p); !drawn[code].contains(orb.Point{x, y}) {
				t.Errorf("%s: %v is not in the shape of %s", name, p, code)
			}
		}
		for code, p := range inland {
			check(code, p)
		}
		check("RU", eastern)
	}
	if seen < 60 {
		t.Errorf("only %d checks", seen)
	}
}

// TestPaths holds the size of what is sent, that it is always the same, and that
// it ends just beyond the view.
func TestPaths(t *testing.T) {
	most := map[string]int{"world": 40_000, "Europe": 60_000, "globe": 60_000, "Pacific": 60_000}
	for name, v := range views() {
		width, height := v.Size()
		shapes, size := Shapes(v), 0
		for i, s := range shapes {
			size += len(s.Path)
			if i > 0 && shapes[i-1].Code >= s.Code {
				t.Errorf("%s: %s comes after %s", name, s.Code, shapes[i-1].Code)
			}
			for _, ring := range parse(t, s.Path) {
				if b := ring.bound; b.Min[0] < -margin-0.1 || b.Min[1] < -margin-0.1 ||
					b.Max[0] > width+margin+0.1 || b.Max[1] > height+margin+0.1 {
					t.Fatalf("%s: %s reaches from %v to %v", name, s.Code, b.Min, b.Max)
				}
			}
		}
		limit, ok := most[name]
		if !ok {
			limit = 30_000
		}
		if size > limit {
			t.Errorf("%s takes %d bytes, want %d at most", name, size, limit)
		}
		if !slices.Equal(shapes, Shapes(v)) {
			t.Errorf("%s was drawn in two ways", name)
		}
	}
}

func BenchmarkShapes(b *testing.B) {
	for _, name := range []string{"world", "Europe", "LT", "NO", "Kaunas"} {
		v := views()[name]
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Shapes(v)
			}
		})
	}
}
