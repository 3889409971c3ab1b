package feed_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"learnmap/data"
	"learnmap/data/feed"
)

// everything is a record of each kind, and activities with every field there is.
const everything = `{"kind":"source","source":"a","name":"A","licence":"CC-BY-4.0","republish":true,"modified":"2026-01-01T00:00:00Z"}
{"kind":"organiser","source":"a","id":"o","name":"O; P","names":{"lt":"O"},"type":"library"}
{"kind":"city","source":"a","id":"kaunas","slug":"kaunas","names":{"lt":"Kaunas"},"country":"LT","area":{"type":"Polygon","coordinates":[[[23.7,54.8],[24.1,54.8],[24.1,55.0],[23.7,54.8]]]},"holidays":[{"name":"H","start":"2026-12-24","end":"2027-01-02"}]}
{"kind":"playlist","source":"a","id":"p","title":"P","items":[{"activity":"a/1"},{"url":"https://example.org","title":"T"}]}
{"kind":"badge","source":"a","id":"b","name":"B","skills":["robotics"]}
{"kind":"skill","source":"a","id":"s","uri":"http://example.org/s","labels":{"en":"S"},"broader":["http://example.org/t"]}
{"id":"1","source":"a","title":"=Sum, \"quoted\"; and\nmore","description":"Line\nLine","url":"https://example.org/1","type":"club","lang":"en","translations":{"lt":{"title":"T","description":"D"}},"image":"https://example.org/i","imageAlt":"@alt","imageCredit":"C","organiser":{"id":"o","name":"O","url":"https://example.org/o","kind":"library"},"location":{"lat":37.7412,"lng":-25.6756,"name":"N","address":"-A","city":"C","country":"PT","precision":"street"},"mode":"hybrid","occurrences":[{"start":"2026-12-01T15:00:00+02:00","end":"2026-12-01T17:00:00+02:00"},{"start":"2026-12-08T15:00:00+02:00"}],"schedule":{"rrule":"FREQ=WEEKLY;BYDAY=TU","start":"2026-12-01T15:00:00+02:00","end":"2026-12-01T17:00:00+02:00","timezone":"Europe/Vilnius","exdates":["2026-12-15T15:00:00+02:00"],"rdates":["2026-12-16T15:00:00+02:00"]},"until":"2027-12-01T00:00:00Z","ageMin":0,"ageMax":16,"level":"beginner","free":false,"price":{"amount":1250.5,"currency":"EUR"},"registration":{"url":"https://example.org/r","opens":"2026-11-01T00:00:00Z","deadline":"2026-11-30T00:00:00Z"},"capacity":1250,"placesLeft":0,"contact":{"email":"a@example.org","phone":"+370 37 123456","url":"https://example.org/c"},"languages":["lt","pt-BR"],"topics":["science","environment"],"skills":["managing, people","http://example.org/s"],"accessibility":["wheelchair"],"badge":"b","playlists":["p"],"series":"x","status":"published","created":"2026-01-01T00:00:00Z","modified":"2026-11-20T10:00:00Z","confirmed":"2026-11-20T10:00:00Z"}
{"id":"2/with/strokes","source":"a","title":"Online","mode":"online","skills":["one, two"],"price":{"amount":0},"status":"draft"}
{"id":"3","source":"b","title":"'quoted","location":{"lat":0.5,"lng":179.9999999},"status":"cancelled"}
`

// What is exported, imported into an empty store and exported again is the same, byte
// by byte.
func TestRoundTrip(t *testing.T) {
	for format, lossless := range map[string]bool{"ndjson": true, "geojson": true, "csv": false} {
		store := openStore(t)
		r, report, err := run(t, store, feed.Options{}, text("everything", everything))
		if err != nil || r.New != 9 || r.Warned+r.Rejected > 0 {
			t.Fatalf("%s, %v\n%s", counts(r), err, report)
		}
		first := export(t, store, format)
		again := openStore(t)
		if r, report, err = run(t, again, feed.Options{}, text("x."+format, first)); err != nil || report != "" {
			t.Errorf("%s: %s, %v\n%s", format, counts(r), err, report)
		}
		if second := export(t, again, format); second != first {
			t.Errorf("%s came back as\n%s\nnot\n%s", format, second, first)
		}
		// Into the store that it is from, it changes nothing.
		if r, _, err = run(t, store, feed.Options{}, text("x."+format, first)); lossless && (err != nil || r.New+r.Updated > 0) {
			t.Errorf("%s: %s, %v", format, counts(r), err)
		}
		if lossless && format == "ndjson" {
			page, err := again.Changes(context.Background(), 0, 100)
			if err != nil || len(page.Records) != 9 {
				t.Errorf("%d records, %v", len(page.Records), err)
			}
		}
	}
}

// The files of testdata go round as well.
func TestRoundTripOfFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*")
	if err != nil {
		t.Fatal(err)
	}
	store := openStore(t)
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil || filepath.Base(file) == "report.txt" || strings.Contains(file, "fuzz") {
			continue
		}
		if _, _, err := run(t, store, feed.Options{Source: "s"}, binary(file, raw)); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	first := export(t, store, "ndjson")
	again := openStore(t)
	r, report, err := run(t, again, feed.Options{}, text("x", first))
	if err != nil || report != "" && r.Rejected > 0 {
		t.Errorf("%s, %v\n%s", counts(r), err, report)
	}
	if second := export(t, again, "ndjson"); second != first || strings.Count(first, "\n") < 40 {
		t.Errorf("came back as\n%s\nnot\n%s", second, first)
	}
}

// No cell of an exported table is a formula to a spreadsheet.
func TestExportNoFormulas(t *testing.T) {
	store := openStore(t)
	var file strings.Builder
	for _, s := range []string{"=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", `=HYPERLINK("http://example.org")`} {
		raw, err := json.Marshal(map[string]any{"title": s + " a", "mode": "online", "description": "x", "organiser": map[string]any{"name": s}})
		if err != nil {
			t.Fatal(err)
		}
		file.Write(append(raw, '\n'))
	}
	if _, _, err := run(t, store, feed.Options{Source: "a"}, text("f", file.String())); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(strings.NewReader(export(t, store, "csv"))).ReadAll()
	if err != nil || len(records) != 7 {
		t.Fatalf("%d rows, %v", len(records), err)
	}
	for _, record := range records {
		for _, cell := range record {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("%q", cell)
			}
		}
	}
}

func TestExportGeoJSON(t *testing.T) {
	store := openStore(t)
	if _, _, err := run(t, store, feed.Options{}, text("everything", everything)); err != nil {
		t.Fatal(err)
	}
	var collection struct {
		Type     string
		Features []struct {
			Type, ID string
			Geometry *struct {
				Type        string
				Coordinates []float64
			}
			Properties data.Activity
		}
	}
	if err := json.Unmarshal([]byte(export(t, store, "geojson")), &collection); err != nil {
		t.Fatal(err)
	}
	if collection.Type != "FeatureCollection" || len(collection.Features) != 3 {
		t.Fatalf("%+v", collection)
	}
	first, second := collection.Features[0], collection.Features[1]
	if first.ID != "a/1" || first.Geometry.Coordinates[0] != -25.6756 || first.Geometry.Coordinates[1] != 37.7412 || first.Properties.Title == "" {
		t.Errorf("%+v", first)
	}
	if second.ID != "a/2/with/strokes" || second.Geometry != nil {
		t.Errorf("%+v", second)
	}
}

func TestExportUnknown(t *testing.T) {
	if _, err := feed.Export(context.Background(), openStore(t), &bytes.Buffer{}, "xml"); err == nil || !strings.Contains(err.Error(), "ndjson, csv, geojson") {
		t.Error(err)
	}
	store := openStore(t)
	if _, _, err := run(t, store, feed.Options{}, text("everything", everything)); err != nil {
		t.Fatal(err)
	}
	for _, format := range feed.ExportFormats {
		if _, err := feed.Export(context.Background(), store, fullDisk{}, format); !errors.Is(err, errFull) {
			t.Errorf("%s on a full disk: %v", format, err)
		}
	}
}

var errFull = errors.New("no space left on device")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }
