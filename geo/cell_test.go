package geo

import (
	"math/rand/v2"
	"testing"

	"github.com/uber/h3-go/v4"
)

// cellPoints are places all over Earth and where cells are odd: both poles, the
// antimeridian, and round every pentagon.
func cellPoints(t testing.TB, r *rand.Rand) []Point {
	t.Helper()
	points := []Point{{Lat: 90}, {Lat: -90}, {Lat: 90, Lng: 180}, {}, {Lng: 180}, {Lng: -180}, {Lat: 54.8985, Lng: 23.9036}}
	for range 3000 {
		points = append(points, randomPoint(r))
	}
	for res := range Resolution + 1 {
		pentagons, err := h3.Pentagons(res)
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range pentagons {
			centre, err := Cell(cell).Point()
			if err != nil {
				t.Fatal(err)
			}
			points = append(points, centre)
			for i := range 6 {
				points = append(points, destination(centre, 1_000_000/float64(int(1)<<res), float64(i)))
			}
		}
	}
	return points
}

func cellAt(t testing.TB, p Point) Cell {
	t.Helper()
	c, err := CellOf(p)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestParentEqualsH3(t *testing.T) {
	for _, p := range cellPoints(t, seeded()) {
		c := cellAt(t, p)
		if c.Resolution() != Resolution {
			t.Fatalf("%v: resolution %d", p, c.Resolution())
		}
		for res := range Resolution + 1 {
			want, err := h3.Cell(c).Parent(res)
			if err != nil {
				t.Fatal(err)
			}
			if got := c.Parent(res); got != Cell(want) || got.Resolution() != res {
				t.Fatalf("%v: parent of %s at %d is %s, h3 says %s", p, c, res, got, want)
			}
		}
		if c.Parent(Resolution+1) != c || c.Parent(15) != c {
			t.Fatalf("%s has a finer parent", c)
		}
	}
}

// Between the two ends of Children lie the children and no other cell. Checked with
// the real children where they can be listed, and with cells of random places.
func TestChildrenAreARange(t *testing.T) {
	r := seeded()
	points := cellPoints(t, r)
	cells := make([]Cell, len(points))
	for i, p := range points {
		cells[i] = cellAt(t, p)
	}
	for i, c := range cells {
		parent := c.Parent(r.IntN(Resolution + 1))
		first, last := parent.Children()
		for range 200 {
			other := cells[r.IntN(len(cells))]
			if in, want := first <= other && other <= last, other.Parent(parent.Resolution()) == parent; in != want {
				t.Fatalf("%s between the children of %s: %v, want %v", other, parent, in, want)
			}
		}
		if i%20 == 0 {
			checkChildren(t, c.Parent(Resolution-1-i/20%4))
		}
	}
	pentagons, err := h3.Pentagons(7)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range pentagons {
		checkChildren(t, Cell(c))
	}
	if first, last := cells[0].Children(); first != cells[0] || last != cells[0] {
		t.Errorf("the children of a cell of the last resolution: %s to %s", first, last)
	}
}

func checkChildren(t *testing.T, parent Cell) {
	t.Helper()
	first, last := parent.Children()
	children, err := h3.Cell(parent).Children(Resolution)
	if err != nil {
		t.Fatal(err)
	}
	least, most := Cell(children[0]), Cell(children[0])
	for _, child := range children {
		least, most = min(least, Cell(child)), max(most, Cell(child))
	}
	if least != first || most != last {
		t.Errorf("children of %s: %s to %s, h3 says %s to %s", parent, first, last, least, most)
	}
}

func TestCommonResolutionEqualsParents(t *testing.T) {
	r := seeded()
	points := cellPoints(t, r)
	seen := map[int]bool{}
	for range 20_000 {
		p := points[r.IntN(len(points))]
		// Neighbours near and far, so that every resolution comes up.
		q := destination(p, 20_000_000/float64(int(1)<<r.IntN(24)), r.Float64()*7)
		a, b := cellAt(t, p), cellAt(t, q)
		want := -1
		for res := 0; res <= Resolution && a.Parent(res) == b.Parent(res); res++ {
			want = res
		}
		if got := CommonResolution(a, b); got != want || CommonResolution(b, a) != want {
			t.Fatalf("%s and %s: %d, want %d", a, b, got, want)
		}
		seen[want] = true
	}
	if len(seen) != Resolution+2 {
		t.Errorf("only resolutions %v came up", seen)
	}
}

// Hexagons do not nest exactly, which is why a coarser cell is the parent and not
// what h3 says of the point. That share is no accident of one place.
func TestParentIsNotTheCellOfThePoint(t *testing.T) {
	r := seeded()
	const n = 5000
	differ := 0
	for range n {
		p := randomPoint(r)
		coarse, err := h3.LatLngToCell(h3.LatLng{Lat: p.Lat, Lng: p.Lng}, 5)
		if err != nil {
			t.Fatal(err)
		}
		if cellAt(t, p).Parent(5) != Cell(coarse) {
			differ++
		}
	}
	if share := float64(differ) / n; share < 0.04 || share > 0.1 {
		t.Errorf("%.1f %% of points differ", share*100)
	}
}

func TestCellPointAndBoundary(t *testing.T) {
	r := seeded()
	for range 500 {
		c := cellAt(t, randomPoint(r)).Parent(r.IntN(Resolution + 1))
		centre, err := c.Point()
		if err != nil || centre.Check() != nil {
			t.Fatalf("%s: centre %v, %v", c, centre, err)
		}
		if back := cellAt(t, centre).Parent(c.Resolution()); back != c {
			t.Errorf("the centre of %s lies in %s", c, back)
		}
		corners, err := c.Boundary()
		if err != nil || len(corners) < 5 || len(corners) > 10 {
			t.Fatalf("%s has corners %v, %v", c, corners, err)
		}
		for _, p := range corners {
			if d := Distance(p, centre); p.Check() != nil || d == 0 || d > 2_000_000 {
				t.Errorf("%s has a corner %v, %v m from its centre", c, p, d)
			}
		}
	}
}

func FuzzParseCell(f *testing.F) {
	for _, s := range []string{"8a1f05835527fff", "861f05837ffffff", "8A1F05835527FFF", "8009fffffffffff", "0x8a1f05835527fff", "", "0", "ffffffffffffffff", "08a1f05835527fff", "8a1f05835527ff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseCell(s)
		if err != nil {
			return
		}
		if !h3.Cell(c).IsValid() {
			t.Fatalf("%q is accepted as %s", s, c)
		}
		if again, err := ParseCell(c.String()); err != nil || again != c {
			t.Fatalf("%s is read as %s, %v", c, again, err)
		}
		if p, err := c.Point(); err != nil || p.Check() != nil {
			t.Fatalf("%s has centre %v, %v", c, p, err)
		}
		if c.Resolution() <= Resolution {
			if first, last := c.Children(); first > last || first.Parent(c.Resolution()) != c || last.Parent(c.Resolution()) != c {
				t.Fatalf("%s has children %s to %s", c, first, last)
			}
		}
	})
}
