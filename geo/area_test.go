package geo

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func mustArea(t testing.TB, geometry string) Area {
	t.Helper()
	a, err := ParseArea([]byte(geometry))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

const (
	square = `{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,10],[0,0]]]}`
	ring   = `{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,10],[0,0]],[[4,4],[4,6],[6,6],[6,4],[4,4]]]}`
	two    = `{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,1],[0,0]]],[[[5,5],[6,5],[6,6],[5,6],[5,5]]]]}`
	fiji   = `{"type":"MultiPolygon","coordinates":[[[[177,-20],[180,-20],[180,-15],[177,-15],[177,-20]]],[[[-180,-20],[-178,-20],[-178,-15],[-180,-15],[-180,-20]]]]}`
	halfOf = `{"type":"Polygon","coordinates":[[[177,-20],[180,-20],[180,-15],[177,-15],[177,-20]]]}`
)

func TestAreaContains(t *testing.T) {
	for _, c := range []struct {
		name, area string
		lat, lng   float64
		want       bool
	}{
		{"inside", square, 5, 5, true},
		{"beside", square, 5, 11, false},
		{"lat and lng are not exchanged", `{"type":"Polygon","coordinates":[[[0,0],[20,0],[20,1],[0,1],[0,0]]]}`, 0.5, 15, true},
		{"corner", square, 0, 0, true},
		{"edge", square, 10, 5, true},
		{"round the hole", ring, 2, 2, true},
		{"in the hole", ring, 5, 5, false},
		{"edge of the hole", ring, 4, 5, false},
		{"corner of the hole", ring, 6, 6, false},
		{"first of two", two, 0.5, 0.5, true},
		{"second of two", two, 5.5, 5.5, true},
		{"between two", two, 3, 3, false},
		{"west of the antimeridian", fiji, -17, 179, true},
		{"east of the antimeridian", fiji, -17, -179, true},
		{"on the antimeridian", fiji, -17, 180, true},
		{"on the antimeridian by its other name", fiji, -17, -180, true},
		{"on the antimeridian by the name the area does not use", halfOf, -17, -180, true},
		{"beyond the antimeridian", halfOf, -17, -179.9, false},
		{"the other side of the world", fiji, -17, 0, false},
	} {
		if got := mustArea(t, c.area).Contains(Point{Lat: c.lat, Lng: c.lng}); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
}

func TestAreaOfCircle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, p := genCircle.Draw(t, "c"), genPoint.Draw(t, "p")
		if a := AreaOf(c); a.Contains(p) != c.Contains(p) || a.Bounds() != c.Bounds() {
			t.Fatalf("%v and its area differ on %v", c, p)
		}
	})
}

// A star round a centre contains a point when it is nearer than the star's edge in
// that direction, which is worked out here with lines alone.
func TestAreaEqualsStar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(3, 12).Draw(t, "corners")
		centre := Point{Lat: rapid.Float64Range(-60, 60).Draw(t, "lat"), Lng: rapid.Float64Range(-150, 150).Draw(t, "lng")}
		var radii []float64
		var corners [][2]float64
		for i := range n {
			radii = append(radii, rapid.Float64Range(1, 10).Draw(t, "radius"))
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
			corners = append(corners, [2]float64{centre.Lng + radii[i]*cos, centre.Lat + radii[i]*sin})
		}
		corners = append(corners, corners[0])
		text, err := json.Marshal(map[string]any{"type": "Polygon", "coordinates": [][][2]float64{corners}})
		if err != nil {
			t.Fatal(err)
		}
		a, err := ParseArea(text)
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			angle, r := rapid.Float64Range(0, 2*math.Pi).Draw(t, "angle"), rapid.Float64Range(0, 12).Draw(t, "distance")
			sin, cos := math.Sincos(angle)
			p := Point{Lat: centre.Lat + r*sin, Lng: centre.Lng + r*cos}
			edge := starEdge(radii, angle)
			if got := a.Contains(p); got != (r <= edge) && math.Abs(r-edge) > 1e-9 {
				t.Fatalf("%v, %v of %v from the centre: %v", p, r, edge, got)
			}
			if a.Contains(p) && !a.Bounds().Contains(p) {
				t.Fatalf("%v is outside of the bounds %v", p, a.Bounds())
			}
		}
	})
}

// starEdge returns how far the edge of a star is from its centre in a direction.
func starEdge(radii []float64, angle float64) float64 {
	step := 2 * math.Pi / float64(len(radii))
	i := int(angle/step) % len(radii)
	a, b := radii[i], radii[(i+1)%len(radii)]
	// The line between two corners in polar form.
	offset := angle - step*float64(i)
	return a * b * math.Sin(step) / (a*math.Sin(offset) + b*math.Sin(step-offset))
}

func TestParseAreaRefuses(t *testing.T) {
	many := strings.Repeat("[1,1],", MaxAreaVertices)
	for name, geometry := range map[string]string{
		"nothing":           "",
		"no JSON":           "{",
		"null":              "null",
		"a point":           `{"type":"Point","coordinates":[1,2]}`,
		"a line":            `{"type":"LineString","coordinates":[[1,2],[3,4]]}`,
		"a feature":         `{"type":"Feature","geometry":` + square + `}`,
		"no coordinates":    `{"type":"Polygon"}`,
		"no ring":           `{"type":"Polygon","coordinates":[]}`,
		"an empty ring":     `{"type":"Polygon","coordinates":[[]]}`,
		"three positions":   `{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,0]]]}`,
		"an open ring":      `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}`,
		"beyond the pole":   `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,91],[0,0]]]}`,
		"exchanged":         `{"type":"Polygon","coordinates":[[[54,123],[55,123],[55,124],[54,123]]]}`,
		"an empty polygon":  `{"type":"MultiPolygon","coordinates":[[],[[[0,0],[1,0],[1,1],[0,0]]]]}`,
		"half a position":   `{"type":"Polygon","coordinates":[[[0,0],[1],[1,1],[0,0]]]}`,
		"null for a number": `{"type":"Polygon","coordinates":[[[0,0],[1,null],[1,1],[0,0]]]}`,
		"words":             `{"type":"Polygon","coordinates":[[["0","0"],["1","0"],["1","1"],["0","0"]]]}`,
		"one ring too deep": `{"type":"Polygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]}`,
		"no polygons":       `{"type":"MultiPolygon","coordinates":[]}`,
		"too many vertices": `{"type":"Polygon","coordinates":[[` + many + `[1,1]]]}`,
		"a collection":      `{"type":"GeometryCollection","geometries":[` + square + `]}`,
	} {
		if a, err := ParseArea([]byte(geometry)); err == nil {
			t.Errorf("%s is an area with bounds %v", name, a.Bounds())
		} else if len(err.Error()) > 300 {
			t.Errorf("%s: a message of %d bytes", name, len(err.Error()))
		}
	}
}

func FuzzParseArea(f *testing.F) {
	for _, s := range []string{square, ring, two, fiji, `{"type":"Polygon","coordinates":[[[1,1],[1,1],[1,1],[1,1]]]}`, `{"type":"Polygon","coordinates":[[[0,0,5],[1,0,5],[1,1,5],[0,0,5]]],"bbox":[0,0,1,1],"x":"\u0000"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, geometry []byte) {
		a, err := ParseArea(geometry)
		if err != nil {
			return
		}
		b := a.Bounds()
		if err := b.Check(); err != nil {
			t.Fatalf("%s has bounds %v: %v", geometry, b, err)
		}
		// Every outer corner is in the area, unless a hole touches it.
		for _, polygon := range a.polygons {
			if len(polygon) > 1 {
				continue
			}
			for _, p := range polygon[0] {
				if p := FromOrb(p); !a.Contains(p) || !b.Contains(p) {
					t.Fatalf("%s does not contain its corner %v", geometry, p)
				}
			}
		}
		// What is read is what is written.
		text, err := json.Marshal(map[string]any{"type": "MultiPolygon", "coordinates": a.polygons})
		if err != nil {
			t.Fatal(err)
		}
		if again, err := ParseArea(text); err != nil || fmt.Sprint(again) != fmt.Sprint(a) {
			t.Fatalf("%s is read as %v, then as %v, %v", geometry, a, again, err)
		}
	})
}
