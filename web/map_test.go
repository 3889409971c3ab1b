package web

import (
	"html"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"learnmap/api"
	"learnmap/data"
	"learnmap/geo"
	"learnmap/search/searchtest"
)

// drawn is a circle as it stands in a page.
type drawn struct {
	link    string
	x, y, r float64
	count   int // 0 for a dot
}

var (
	circleHTML = regexp.MustCompile(`<a href="([^"]*)" rel="nofollow" aria-label="[^"]*"><title>[^<]*</title><circle class="(halo|reach)" cx="([^"]*)" cy="([^"]*)" r="([^"]*)"/>.*?(?:<text [^>]*>([\d,]+)</text>)?</a>`)
	foundHTML  = regexp.MustCompile(`class="found">([\d,]+) activit`)
	captionSum = regexp.MustCompile(`(?s)<figcaption>(.*?)</figcaption>`)
	tags       = regexp.MustCompile(`<[^>]*>`)
	numbers    = regexp.MustCompile(`[\d,]+`)
)

func circlesOf(t *testing.T, page string) []drawn {
	t.Helper()
	var all []drawn
	for _, m := range circleHTML.FindAllStringSubmatch(page, -1) {
		d := drawn{link: html.UnescapeString(m[1]), x: float(t, m[3]), y: float(t, m[4]), r: float(t, m[5]), count: whole(t, m[6])}
		if (m[2] == "reach") != (m[6] == "") {
			t.Fatalf("a dot with a number, or a circle without: %s", m[0])
		}
		all = append(all, d)
	}
	return all
}

func float(t *testing.T, s string) float64 {
	t.Helper()
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func whole(t *testing.T, s string) int {
	t.Helper()
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(strings.ReplaceAll(s, ",", ""))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// totalOf returns how many activities a page says that there are.
func totalOf(t *testing.T, page string) int {
	t.Helper()
	m := foundHTML.FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("the page does not say how many there are: %s", page)
	}
	return whole(t, m[1])
}

// TestMapAgreesWithList asks at random and looks at the map: it adds up to the list,
// nothing on it covers anything else, and each circle leads to a list of its number.
func TestMapAgreesWithList(t *testing.T) {
	t.Parallel()
	w, random := newWorld(t), searchtest.NewWorld(5, noon)
	w.put(t, random.Catalogue()...)
	var docs []data.Document
	for i := range 900 {
		a := random.Activity(i)
		docs, random.IDs = append(docs, a), append(random.IDs, a.Key().ID)
	}
	w.put(t, docs...)
	w.settle(t)
	p := serve(t, w, w.clock.Now)
	pick := rand.New(rand.NewPCG(5, 5))
	followed, dots := 0, 0
	for range 80 {
		q := random.Query()
		q.Cursor, q.Sort, q.Limit, q.Lang = "", "", 0, ""
		target := stateOf(q).href()
		page := p.page(target)
		total, circles := totalOf(t, page), circlesOf(t, page)
		checkSums(t, target, page, total, circles)
		checkApart(t, target, circles)
		pick.Shuffle(len(circles), func(i, j int) { circles[i], circles[j] = circles[j], circles[i] })
		for _, c := range circles[:min(3, len(circles))] {
			switch {
			case c.link == "#results":
			case c.count == 0:
				dots++
				p.page(c.link)
			default:
				followed++
				if got := totalOf(t, p.page(c.link)); got != c.count {
					t.Errorf("%s: a circle of %d leads to %d by %s", target, c.count, got, c.link)
				}
			}
		}
	}
	if followed < 40 || dots < 4 {
		t.Errorf("only %d circles and %d dots were followed: the test has lost its subject", followed, dots)
	}
}

// checkSums: circles and dots make the first number below the map, and all numbers but
// the last make the total, which is the list's.
func checkSums(t *testing.T, target, page string, total int, circles []drawn) {
	t.Helper()
	shown := 0
	for _, c := range circles {
		shown += max(c.count, 1)
	}
	caption := captionSum.FindStringSubmatch(page)
	if caption == nil {
		t.Fatalf("%s: no map", target)
	}
	var parts []int
	for _, n := range numbers.FindAllString(tags.ReplaceAllString(caption[1], " "), -1) {
		parts = append(parts, whole(t, n))
	}
	if len(parts) == 0 {
		parts = []int{0}
	}
	sum := 0
	if len(parts) > 1 {
		if last := parts[len(parts)-1]; last != total {
			t.Errorf("%s: the map adds up to %d, the list has %d", target, last, total)
		}
		parts = parts[:len(parts)-1]
	}
	for _, n := range parts {
		sum += n
	}
	if sum != total || shown > 0 && parts[0] != shown {
		t.Errorf("%s: circles for %d, parts %v below the map, %d in the list", target, shown, parts, total)
	}
}

// checkApart: no two targets overlap, and none lies beyond the edge.
func checkApart(t *testing.T, target string, circles []drawn) {
	t.Helper()
	for i, a := range circles {
		if a.x < 0 || a.y < 0 || a.x > mapWidth || a.y > mapHeight || a.r <= 0 {
			t.Errorf("%s: a circle of %v at %v, %v", target, a.r, a.x, a.y)
		}
		for _, b := range circles[:i] {
			if math.Hypot(a.x-b.x, a.y-b.y) < a.r+b.r-0.2 {
				t.Errorf("%s: %+v covers %+v", target, a, b)
			}
		}
	}
}

// TestArrange: marks may lie anywhere; none is lost, none covered, and among circles
// above the least size areas go by counts.
func TestArrange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		named := rapid.Bool().Draw(t, "named")
		marks := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) mark {
			return mark{
				x: rapid.Float64Range(0, mapWidth).Draw(t, "x"), y: rapid.Float64Range(0, mapHeight).Draw(t, "y"),
				count: rapid.OneOf(rapid.IntRange(1, 9), rapid.IntRange(1, 2_000_000)).Draw(t, "count"),
			}
		}), 0, 60).Draw(t, "marks")
		total := 0
		for i := range marks {
			marks[i].values = []string{strconv.Itoa(1000 + i)}
			total += marks[i].count
		}
		circles := arrange(slices.Clone(marks), named)
		var values []string
		sum := 0
		for i, c := range circles {
			sum += c.count
			values = append(values, c.values...)
			if len(c.values) > maxMerged || !slices.IsSorted(c.values) {
				t.Fatalf("values %v", c.values)
			}
			for _, o := range circles[:i] {
				if math.Hypot(c.x-o.x, c.y-o.y) < c.r+o.r-1e-6 {
					t.Fatalf("%+v covers %+v", c, o)
				}
				if c.r > leastRadius(c.count)+1e-9 && o.r > leastRadius(o.count)+1e-9 {
					if a, b := c.r*c.r/float64(c.count), o.r*o.r/float64(o.count); math.Abs(a-b) > 1e-6*a {
						t.Fatalf("areas do not go by counts: %+v, %+v", c, o)
					}
				}
			}
		}
		slices.Sort(values)
		if sum != total || len(values) != len(marks) || len(slices.Compact(values)) != len(marks) {
			t.Fatalf("%d of %d are left, by %d of %d values", sum, total, len(values), len(marks))
		}
	})
}

// TestNamedStayApart: countries at their places need not be merged.
func TestNamedStayApart(t *testing.T) {
	v := view(geo.BBox{West: -12, South: 34, East: 45, North: 66})
	var marks []mark
	for code, at := range map[string]geo.Point{
		"LT": {Lat: 54.9, Lng: 23.9}, "LV": {Lat: 56.9, Lng: 24.1}, "EE": {Lat: 59.4, Lng: 24.7}, "PL": {Lat: 52.2, Lng: 21}, "DE": {Lat: 52.5, Lng: 13.4},
		"NL": {Lat: 52.3, Lng: 4.9}, "BE": {Lat: 50.8, Lng: 4.3}, "FR": {Lat: 48.9, Lng: 2.3}, "GB": {Lat: 51.5, Lng: -0.1}, "AT": {Lat: 48.2, Lng: 16.4}, "CZ": {Lat: 50.1, Lng: 14.4},
		"SK": {Lat: 48.1, Lng: 17.1}, "HU": {Lat: 47.5, Lng: 19},
	} {
		x, y := v.Project(at)
		marks = append(marks, mark{x: x, y: y, count: len(marks)*7 + 5, values: []string{code}})
	}
	slices.SortFunc(marks, func(a, b mark) int { return strings.Compare(a.values[0], b.values[0]) })
	for i := range marks {
		marks[i].count = i*7 + 5
	}
	circles := arrange(marks, true)
	if len(circles) != len(marks) {
		t.Errorf("%d countries became %d circles", len(marks), len(circles))
	}
}

// TestFitting compares the resolution with the size of real cells.
func TestFitting(t *testing.T) {
	for _, circle := range []float64{300, 3_000, 30_000, 300_000, 2_000_000} {
		v := view(geo.Circle{Center: geo.Point{Lat: 54.9, Lng: 23.9}, Radius: circle}.Bounds())
		cell, err := geo.CellOf(geo.Point{Lat: 54.9, Lng: 23.9})
		if err != nil {
			t.Fatal(err)
		}
		corners, err := cell.Parent(fitting(v)).Boundary()
		if err != nil {
			t.Fatal(err)
		}
		x0, y0 := v.Project(corners[0])
		x3, y3 := v.Project(corners[3])
		if across := math.Hypot(x0-x3, y0-y3); fitting(v) < geo.Resolution && (across < 9 || across > 60) {
			t.Errorf("a circle of %v m: cells of %v units", circle, across)
		}
	}
}

// TestParsedLinks: what the links of a page say is what DecodeQuery reads, without problems.
func TestParsedLinks(t *testing.T) {
	random := searchtest.NewWorld(9, noon)
	random.IDs = []string{"alpha/1", "beta/a, b/c%"}
	random.Points = []geo.Point{{Lat: 54.9, Lng: 23.9}, {Lat: -17.8, Lng: 179.98}}
	for range 500 {
		q := random.Query()
		q.Cursor, q.Facets, q.Explain = "", nil, false
		q, _ = api.ParseQuery(stateOf(q).values.Encode()) // each value once
		back, problems := api.ParseQuery(stateOf(q).values.Encode())
		if len(problems) > 0 || stateOf(back).href() != stateOf(q).href() {
			t.Fatalf("%s was read as %s with %v", stateOf(q).href(), stateOf(back).href(), problems)
		}
	}
}
