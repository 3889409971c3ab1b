package api

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"learnmap/data"
	"learnmap/geo"
	"learnmap/search"
)

// TestAppendString writes every text so that encoding/json reads what its own writing
// of it reads as.
func TestAppendString(t *testing.T) {
	check := func(t interface{ Fatalf(string, ...any) }, s string) {
		got := appendString([]byte("x"), s)[1:]
		if bytes.ContainsAny(got, "<>\u2028\u2029\n") {
			t.Fatalf("%q becomes %s, which a page cannot hold", s, got)
		}
		standard, err := json.Marshal(s)
		if err != nil {
			t.Fatalf("%v", err)
		}
		var a, b string
		if err := json.Unmarshal(got, &a); err != nil {
			t.Fatalf("%q becomes %s: %v", s, got, err)
		}
		if err := json.Unmarshal(standard, &b); err != nil || a != b {
			t.Fatalf("%q is read as %q, want %q", s, a, b)
		}
	}
	for b := range 256 {
		check(t, string([]byte{'a', byte(b), 'z'}))
	}
	for _, s := range []string{"", "\u2028", "a\u2029b", "\xe2\x80", "é\xffü", "</script>", "日本語", "\U0001F600", "\uFFFD", "\xed\xa0\x80"} {
		check(t, s)
	}
	rapid.Check(t, func(t *rapid.T) { check(t, string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))) })
	rapid.Check(t, func(t *rapid.T) { check(t, rapid.String().Draw(t, "text")) })
}

func TestAppendNumber(t *testing.T) {
	for _, c := range []struct {
		n      float64
		places int
		want   string
	}{
		{1234.5678, 1, "1234.6"}, {0.05, 1, "0.1"}, {0, 1, "0"}, {12, 1, "12"}, {-0.04, 1, "0"}, {23.91234567891, 7, "23.9123457"}, {1e7, 1, "10000000"},
		{math.NaN(), 1, "null"}, {math.Inf(1), 1, "null"}, {1e16, 1, "10000000000000000"}, {1e300, 7, "1" + strings.Repeat("0", 300)}, {0.1 + 0.2, 7, "0.3"}, {-12.30, 4, "-12.3"}, {100.001, 4, "100.001"},
	} {
		if got := string(appendNumber(nil, c.n, c.places)); got != c.want {
			t.Errorf("%v to %d places: %s, want %s", c.n, c.places, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n, places := rapid.Float64Range(-1e6, 1e6).Draw(t, "n"), rapid.IntRange(0, 7).Draw(t, "places")
		scale := math.Pow10(places)
		want := strconv.FormatFloat(math.Round(n*scale)/scale+0, 'f', -1, 64)
		if got := string(appendNumber(nil, n, places)); got != want {
			t.Fatalf("%v to %d places: %s, want %s", n, places, got, want)
		}
	})
}

func TestDecimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.OneOf(rapid.Float64(), rapid.Custom(func(t *rapid.T) float64 {
			return float64(rapid.Int64Range(-2e10, 2e10).Draw(t, "units")) / math.Pow10(rapid.IntRange(0, 9).Draw(t, "places"))
		})).Draw(t, "n")
		if got, want := decimal(n), strconv.FormatFloat(n+0, 'f', -1, 64); got != want {
			t.Fatalf("%v is written %s, want %s", n, got, want)
		}
	})
}

// TestSplice adds members to any stored object without reading it.
func TestSplice(t *testing.T) {
	for document, want := range map[string]string{
		`{}`: `{"x":1}`, " {\n} ": `{"x":1}`, ``: `{"x":1}`, `null`: `{"x":1}`, `}`: `{"x":1}`,
		`{"a":{}}`: `{"a":{},"x":1}`, `{"a":[]} `: `{"a":[],"x":1}`, "{\"a\":\"}\"\n}\n": `{"a":"}","x":1}`,
	} {
		if got := string(closeObject(append(openObject(nil, []byte(document)), `"x":1,`...))); got != want {
			t.Errorf("%q becomes %s, want %s", document, got, want)
		}
	}
	for _, document := range []string{`{}`, ``, `{ }`} {
		if got := string(closeObject(openObject(nil, []byte(document)))); got != "{}" {
			t.Errorf("%q with nothing added becomes %s", document, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		object := rapid.MapOf(rapid.String(), rapid.OneOf(rapid.Just[any]("}"), rapid.Just[any](map[string]any{}), rapid.Just[any](1.5), rapid.Just[any]([]any{}))).Draw(t, "object")
		document, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "indented") {
			var out bytes.Buffer
			if err := json.Indent(&out, document, "\n", " \t"); err != nil {
				t.Fatal(err)
			}
			document = out.Bytes()
		}
		distance := rapid.Float64Range(0, geo.HalfTurn).Draw(t, "distance")
		hit := search.Hit{ID: rapid.String().Draw(t, "id"), Document: document, Distance: &distance, Ended: true}
		var feature struct {
			ID         string
			Properties map[string]any
		}
		if err := json.Unmarshal(append(openFeature(nil, &hit, true), '}'), &feature); err != nil {
			t.Fatal(err)
		}
		for name, value := range object {
			if name = strings.ToValidUTF8(name, "\uFFFD"); name != "distance" && name != "ended" && name != "score" && !reflect.DeepEqual(feature.Properties[name], value) {
				t.Fatalf("%q is lost: %v", name, feature.Properties)
			}
		}
		if d, ok := feature.Properties["distance"].(float64); !ok || math.Abs(d-distance) > 0.051 || feature.Properties["ended"] != true {
			t.Fatalf("added %v", feature.Properties)
		}
	})
}

// TestCSV writes every field of a record under its name, and nothing that a
// spreadsheet would run.
func TestCSV(t *testing.T) {
	lat, lng, age, free, places := -54.5, 23.25, 11, false, 0
	begin := time.Date(2026, 12, 1, 15, 0, 0, 0, time.FixedZone("", 7200))
	a := data.Activity{
		ID: "-1", Source: "kaunas", Title: "=1+1", Description: "a\r\nb;\"c\"", URL: "https://example.org/", Type: "club", Lang: "lt",
		Organiser: &data.OrganiserRef{ID: "@o", Name: "+O", URL: "https://example.org/o", Kind: "library"},
		Location:  &data.Location{Lat: &lat, Lng: &lng, Name: "\tTab", Address: "Street 1", City: "Kaunas", Country: "LT", Precision: "street"},
		Mode:      "hybrid", Occurrences: []data.Occurrence{{Start: begin}, {Start: begin.Add(time.Hour), End: begin.Add(2 * time.Hour)}},
		Schedule: &data.Schedule{RRule: "FREQ=WEEKLY", Start: begin, End: begin.Add(time.Hour), Timezone: "Europe/Vilnius"},
		Until:    begin, AgeMin: &age, Level: "beginner", Free: &free, Price: &data.Price{Amount: 12.5, Currency: "EUR"},
		Registration: &data.Registration{URL: "https://example.org/r", Opens: begin, Deadline: begin}, PlacesLeft: &places,
		Languages: []string{"lt", "en"}, Topics: []string{"science"}, Skills: []string{"-x", "y"}, Accessibility: []string{"lift"},
		Badge: "b", Playlists: []string{"p", "q"}, Series: "s", Status: "published", Modified: begin,
	}
	document, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	distance := 99.94
	f := &fake{}
	f.search = func(context.Context, search.Query) (*search.Result, error) {
		return &search.Result{Total: 1, Hits: []search.Hit{{
			ID: "kaunas/-1", Document: document, Distance: &distance, Next: &search.Occurrence{Start: begin, End: begin.Add(time.Hour)},
		}}}, nil
	}
	h := start(t, f)
	r := h.get("/v1/activities?format=csv")
	if strings.Count(r.body, "\r\n") < 2 {
		t.Errorf("lines do not end as RFC 4180 asks: %q", r.body)
	}
	lines, err := csv.NewReader(strings.NewReader(r.body)).ReadAll()
	if err != nil || len(lines) != 2 {
		t.Fatalf("%d lines: %v", len(lines), err)
	}
	got := map[string]string{}
	for i, name := range lines[0] {
		got[name] = lines[1][i]
	}
	const at = "2026-12-01T15:00:00+02:00"
	for name, want := range map[string]string{
		"id": "'-1", "source": "kaunas", "title": "'=1+1", "description": "a\nb;\"c\"", "organiser.id": "'@o", "organiser.name": "'+O",
		"location.lat": "-54.5", "location.lng": "23.25", "location.name": "'\tTab", "location.country": "LT", "mode": "hybrid",
		"occurrences.start": at + ";2026-12-01T16:00:00+02:00", "occurrences.end": ";2026-12-01T17:00:00+02:00", "schedule.rrule": "FREQ=WEEKLY",
		"schedule.timezone": "Europe/Vilnius", "until": at, "ageMin": strconv.Itoa(age), "ageMax": "", "free": "false", "price.amount": "12.5",
		"price.currency": "EUR", "registration.deadline": at, "placesLeft": "0", "capacity": "", "languages": "lt;en", "skills": "'-x;y",
		"playlists": "p;q", "distance": "99.9", "next.start": at, "next.end": "2026-12-01T16:00:00+02:00", "modified": at,
	} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	for _, cell := range lines[1] {
		if _, err := strconv.ParseFloat(cell, 64); err != nil && cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
			t.Errorf("%q would be run", cell)
		}
	}
}
