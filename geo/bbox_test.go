package geo

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// genBBox draws boxes on whole degrees, where sums are exact, often at the edges of
// the map: across the antimeridian, a line, a point, the world.
var genBBox = rapid.Custom(func(t *rapid.T) BBox {
	lng := rapid.SampledFrom([]float64{-180, -179, -90, -1, 0, 1, 90, 179, 180})
	lat := rapid.SampledFrom([]float64{-90, -89, -1, 0, 1, 89, 90})
	south, north := lat.Draw(t, "south"), lat.Draw(t, "north")
	return BBox{West: lng.Draw(t, "west"), South: min(south, north), East: lng.Draw(t, "east"), North: max(south, north)}
})

// holds is Contains by turning the globe until the box starts at 0.
func holds(b BBox, p Point) bool {
	if p.Lat < b.South || p.Lat > b.North {
		return false
	}
	turn := func(lng float64) float64 { return math.Mod(lng-b.West+720, 360) }
	if b.East-b.West == 360 {
		return true
	}
	return turn(p.Lng) <= turn(b.East)
}

// samples are points that tell two boxes apart: every edge, and between any two.
func samples(a, b BBox) (points []Point) {
	between := func(edges ...float64) []float64 {
		slices.Sort(edges)
		for i := range len(edges) - 1 {
			edges = append(edges, (edges[i]+edges[i+1])/2)
		}
		return edges
	}
	for _, lat := range between(-90, 90, a.South, a.North, b.South, b.North) {
		for _, lng := range between(-180, 180, a.West, a.East, b.West, b.East) {
			points = append(points, Point{Lat: lat, Lng: lng})
		}
	}
	return points
}

func TestBBoxEqualsSampling(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := genBBox.Draw(t, "a"), genBBox.Draw(t, "b")
		if a.Check() != nil {
			t.Fatalf("%v: %v", a, a.Check())
		}
		meet, enclose := false, true
		for _, p := range samples(a, b) {
			if a.Contains(p) != holds(a, p) {
				t.Fatalf("%v contains %v: %v", a, p, a.Contains(p))
			}
			meet = meet || holds(a, p) && holds(b, p)
			enclose = enclose && (holds(a, p) || !holds(b, p))
		}
		if a.Intersects(b) != meet || b.Intersects(a) != meet {
			t.Fatalf("%v and %v intersect: %v and %v, want %v", a, b, a.Intersects(b), b.Intersects(a), meet)
		}
		if a.Encloses(b) != enclose {
			t.Fatalf("%v encloses %v: %v, want %v", a, b, !enclose, enclose)
		}
		if !a.Encloses(a) || !World.Encloses(a) || !World.Intersects(a) {
			t.Fatalf("%v is not within itself and the world", a)
		}
	})
}

func TestBBoxTable(t *testing.T) {
	fiji := BBox{West: 177, South: -20, East: -178, North: -15}
	for _, c := range []struct {
		b    BBox
		p    Point
		want bool
	}{
		{fiji, Point{Lat: -17, Lng: 179}, true},
		{fiji, Point{Lat: -17, Lng: -179}, true},
		{fiji, Point{Lat: -17, Lng: 180}, true},
		{fiji, Point{Lat: -17, Lng: -180}, true},
		{fiji, Point{Lat: -17, Lng: 0}, false},
		{fiji, Point{Lat: -14, Lng: 179}, false},
		{BBox{West: 170, South: -1, East: 180, North: 1}, Point{Lng: -180}, true},
		{BBox{West: -180, South: -1, East: -170, North: 1}, Point{Lng: 180}, true},
		{BBox{West: 1, South: 1, East: 1, North: 1}, Point{Lat: 1, Lng: 1}, true},
		{World, Point{Lat: -90, Lng: 180}, true},
	} {
		if got := c.b.Contains(c.p); got != c.want {
			t.Errorf("%v contains %v: %v", c.b, c.p, got)
		}
	}
}

func TestParseBBox(t *testing.T) {
	b, err := ParseBBox(" 20.9, 53.9 ,26.9,56.5")
	if err != nil || b != (BBox{West: 20.9, South: 53.9, East: 26.9, North: 56.5}) {
		t.Errorf("got %v, %v", b, err)
	}
	for _, s := range []string{
		"", "1,2,3", "1,2,3,4,5", "a,2,3,4", "1,2,3,", "181,0,1,1", "0,-91,1,1", "0,0,1,91", "0,2,1,1", "NaN,0,1,1", "0,0,Inf,1", "1e400,0,1,1",
	} {
		if b, err := ParseBBox(s); err == nil {
			t.Errorf("%q is %v", s, b)
		}
	}
}

func FuzzParseBBox(f *testing.F) {
	for _, s := range []string{"20.9,53.9,26.9,56.5", "170,-20,-170,-10", "-180,-90,180,90", "0,0,0,0", "-0,-0,0,0", "1e-9,2E1,0x1p3,90", "NaN,Inf,,", "1_0,2,3,4"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b, err := ParseBBox(s)
		if err != nil {
			return
		}
		if err := b.Check(); err != nil {
			t.Fatalf("%q is accepted as %v: %v", s, b, err)
		}
		if again, err := ParseBBox(b.String()); err != nil || again != b {
			t.Fatalf("%v is read as %v, %v", b, again, err)
		}
		if !b.Contains(Point{Lat: b.South, Lng: b.West}) || !b.Encloses(b) || !b.Intersects(b) {
			t.Fatalf("%v is not within itself", b)
		}
	})
}
