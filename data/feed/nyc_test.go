package feed_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"learnmap/data"
	"learnmap/data/feed"
)

const nycFile = "../../../shared/realdata/nyc-dycd/DYCD_after-school_programs.csv"

// The after-school programmes of New York: 1,599 rows, of which 408 have neither
// Latitude nor Longitude; 388 of those have them in the text of "Location 1", 20 have
// no place at all. One row stands there twice.
func TestNewYork(t *testing.T) {
	raw, err := os.ReadFile(nycFile)
	if err != nil {
		t.Skip("the file of New York is not beside the project: ", err)
	}
	store := openStore(t)
	opt := feed.Options{Source: "nyc", Map: map[string]string{
		"title": "{PROGRAM} at {SITE NAME}", "location.point": "Location 1", "location.name": "SITE NAME",
		"location.city": "BOROUGH / COMMUNITY", "topics": "", "description": "PROGRAM TYPE",
	}}
	r, report, err := run(t, store, opt, binary("nyc.csv", raw))
	if err != nil || r.New+r.Unchanged != 1579 || r.Rejected != 20 {
		t.Errorf("%s, %v", counts(r), err)
	}
	for i := range 20 { // the first twenty rows
		if !strings.Contains(report, "✗ nyc.csv:"+itoa(i+2)+": location: has no latitude and longitude, only ") {
			t.Errorf("row %d is not among the rejected", i+1)
		}
	}
	if n := strings.Count(report, "✗ "); n != 20 {
		t.Errorf("%d reasons for rejections", n)
	}
	for text, times := range map[string]int{
		`"20-May" is a date that a spreadsheet made of ages: it was read as 5-20`:  6,
		`"14-Nov" is a date that a spreadsheet made of ages: it was read as 11-14`: 4,
	} {
		if n := strings.Count(report, text); n != times {
			t.Errorf("%q %d times, want %d", text, n, times)
		}
	}
	checkNewYork(t, export(t, store, "ndjson"))
	// "Elementary", "OST" and the like: 1,014 cells, four of them in rejected rows.
	if n := strings.Count(report, " is not an age"); n != 1010 {
		t.Errorf("%d ages that are none, want 1010", n)
	}

	r, _, err = run(t, store, opt, binary("nyc.csv", raw))
	if err != nil || r.New+r.Updated > 0 || r.Unchanged != 1579 {
		t.Errorf("again: %s, %v", counts(r), err)
	}
}

// With a mapping file that says what the words in the sheet mean, what is left to
// report are the rows without a place, the mended ages and the row that stands twice.
func TestNewYorkMapped(t *testing.T) {
	raw, err := os.ReadFile(nycFile)
	if err != nil {
		t.Skip("the file of New York is not beside the project: ", err)
	}
	file, err := os.Open("testdata/nyc-mapping.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	mapping, err := feed.ReadMapping(file)
	if err != nil {
		t.Fatal(err)
	}
	store := openStore(t)
	r, report, err := run(t, store, feed.Options{Mapping: mapping}, binary("nyc.csv", raw))
	if err != nil || r.New != 1578 || r.Unchanged != 1 || r.Rejected != 20 || r.Warned != 11 {
		t.Errorf("%s, %v", counts(r), err)
	}
	if !strings.Contains(report, "nyc.csv:3184: id: the same record stands in line 2915") {
		t.Error("the row that stands twice is not named")
	}
	checkNewYork(t, export(t, store, "ndjson"))
}

func checkNewYork(t *testing.T, lines string) {
	found := map[string]bool{}
	for line := range strings.Lines(lines) {
		var a data.Activity
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatal(err)
		}
		p, ok := a.Point()
		if !ok || p.Lat < 40.4 || p.Lat > 41 || p.Lng < -74.3 || p.Lng > -73.6 || a.Location.Country != "US" {
			t.Errorf("%s is at %v in %s", a.Title, p, a.Location.Country)
		}
		switch {
		case a.Title == "Out of School Time at P.S. 1 P.S. 1 - BERGEN SCHOOL":
			found["place out of the text"] = found["place out of the text"] || p.Lat == 40.6491943 && p.Lng == -74.0124972 && a.Location.Address == "309 47 Street, 11220"
		case strings.HasPrefix(a.Title, "NDA Immigrants at Make the Road New York") && a.Location.City == "Jackson Heights":
			found["columns before the text"] = found["columns before the text"] || p.Lat == 40.748623 && p.Lng == -73.874487
		case a.AgeMin != nil && *a.AgeMin == 5 && a.AgeMax != nil && *a.AgeMax == 20:
			found["ages mended"] = true
		}
	}
	for _, what := range []string{"place out of the text", "columns before the text", "ages mended"} {
		if !found[what] {
			t.Errorf("%s: not so", what)
		}
	}
}
