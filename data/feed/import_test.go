package feed_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"learnmap/data"
	"learnmap/data/feed"
)

const threeRows = `{"id":"a","source":"one","title":"A","mode":"online"}
{"id":"b","source":"one","title":"B","mode":"online"}
{"id":"c","source":"two","title":"C","mode":"online"}
`

func want(t *testing.T, r feed.Result, err error, counts string) {
	t.Helper()
	got := fmt.Sprintf("%d new, %d updated, %d unchanged, %d removed, %d rejected", r.New, r.Updated, r.Unchanged, r.Removed, r.Rejected)
	if err != nil || got != counts {
		t.Errorf("got %s, %v; want %s", got, err, counts)
	}
}

func TestSameFileTwice(t *testing.T) {
	store := openStore(t)
	opt := feed.Options{Source: "x"}
	r, _, err := run(t, store, opt, text("a", threeRows), text("b", "title,lat,lng\nD,54.9,23.9\n"))
	want(t, r, err, "4 new, 0 updated, 0 unchanged, 0 removed, 0 rejected")
	opt.Now = now.AddDate(0, 0, 7)
	r, _, err = run(t, store, opt, text("a", threeRows), text("b", "title,lat,lng\nD,54.9,23.9\n"))
	want(t, r, err, "0 new, 0 updated, 4 unchanged, 0 removed, 0 rejected")
	r, _, err = run(t, store, opt, text("a", strings.Replace(threeRows, `"B"`, `"B2"`, 1)))
	want(t, r, err, "0 new, 1 updated, 2 unchanged, 0 removed, 0 rejected")
	page, err := store.Changes(context.Background(), 0, 100)
	if err != nil || page.Head != 5 {
		t.Errorf("head %d, %v; five changes were made", page.Head, err)
	}
}

// A dry run says what the import then does, and changes nothing.
func TestDryRunEqualsCommit(t *testing.T) {
	ctx := context.Background()
	store := openStore(t)
	if _, _, err := run(t, store, feed.Options{}, text("a", threeRows)); err != nil {
		t.Fatal(err)
	}
	var file strings.Builder
	for i := range 2500 {
		fmt.Fprintf(&file, `{"id":"n%d","source":"one","title":"N","mode":"online"}`+"\n", i%2400)
	}
	file.WriteString(strings.Replace(threeRows, `"A"`, `"A2"`, 1))
	file.WriteString(`{"source":"one","id":"b","deleted":true}` + "\n")
	before := export(t, store, "ndjson")
	dry, dryReport, err := run(t, store, feed.Options{DryRun: true}, text("b", file.String()))
	want(t, dry, err, "2400 new, 1 updated, 102 unchanged, 1 removed, 0 rejected")
	page, err := store.Changes(ctx, 0, 1)
	if export(t, store, "ndjson") != before || err != nil || page.Head != 3 {
		t.Errorf("the dry run changed the store; head %d, %v", page.Head, err)
	}
	wet, wetReport, err := run(t, store, feed.Options{}, text("b", file.String()))
	if err != nil || counts(wet) != counts(dry) || wetReport != dryReport {
		t.Errorf("dry run: %s, import: %s, %v", counts(dry), counts(wet), err)
	}
}

func TestComplete(t *testing.T) {
	store := openStore(t)
	others := `{"kind":"organiser","source":"one","id":"o","name":"O"}` + "\n"
	if _, _, err := run(t, store, feed.Options{}, text("a", threeRows+others)); err != nil {
		t.Fatal(err)
	}
	complete := feed.Options{Complete: true}

	// A row that is rejected, or a file that breaks off, keeps everything.
	r, _, err := run(t, store, complete, text("a", `{"id":"a","source":"one","title":"A","mode":"online"}`+"\n{}\n"))
	want(t, r, err, "0 new, 0 updated, 1 unchanged, 0 removed, 1 rejected")
	if !strings.Contains(r.Kept, "some rows were rejected (1)") {
		t.Errorf("kept %q", r.Kept)
	}
	broken := feed.Input{Name: "b", Reader: io.MultiReader(
		strings.NewReader(`{"id":"a","source":"one","title":"A","mode":"online"}`+"\n"), iotest.ErrReader(errors.New("the line is dead")))}
	r, report, err := run(t, store, complete, broken)
	want(t, r, err, "0 new, 0 updated, 1 unchanged, 0 removed, 0 rejected")
	if !strings.Contains(report, "the line is dead") || !strings.Contains(r.Kept, "not everything could be read") {
		t.Errorf("report %q, kept %q", report, r.Kept)
	}
	r, report, err = run(t, store, complete, text("a", threeRows), text("empty", ""))
	want(t, r, err, "0 new, 0 updated, 3 unchanged, 0 removed, 0 rejected")
	if !strings.Contains(report, "there is nothing in it") || r.Kept == "" {
		t.Errorf("report %q, kept %q", report, r.Kept)
	}

	// Nothing at all is an error.
	for _, content := range []string{"", "\n\n", "title,lat,lng\n", `{"type":"FeatureCollection","features":[]}`} {
		opt := complete
		opt.Source = "one"
		if _, _, err = run(t, store, opt, text("empty", content)); !errors.Is(err, feed.ErrNothing) {
			t.Errorf("%q: %v, want ErrNothing", content, err)
		}
	}

	// Only the kind and source that the file is about are looked after.
	complete.DryRun = true
	r, _, err = run(t, store, complete, text("a", `{"id":"a","source":"one","title":"A","mode":"online"}`))
	want(t, r, err, "0 new, 0 updated, 1 unchanged, 1 removed, 0 rejected")
	complete.DryRun = false
	r, _, err = run(t, store, complete, text("a", `{"id":"a","source":"one","title":"A","mode":"online"}`))
	want(t, r, err, "0 new, 0 updated, 1 unchanged, 1 removed, 0 rejected")
	left := export(t, store, "ndjson")
	for _, id := range []string{`"id":"a"`, `"id":"c"`, `"id":"o"`} {
		if !strings.Contains(left, id) {
			t.Errorf("%s is gone from %s", id, left)
		}
	}
	if strings.Contains(left, `"id":"b"`) {
		t.Errorf("b is left in %s", left)
	}
}

// What a source no longer holds may be more than a batch, beside other sources.
func TestCompleteOfMany(t *testing.T) {
	store := openStore(t)
	var file strings.Builder
	for i := range 2500 {
		fmt.Fprintf(&file, `{"id":"%d","source":"s%d","title":"T","mode":"online"}`+"\n", i, i%2)
	}
	if _, _, err := run(t, store, feed.Options{}, text("a", file.String())); err != nil {
		t.Fatal(err)
	}
	r, _, err := run(t, store, feed.Options{Complete: true}, text("b", `{"id":"0","source":"s0","title":"T","mode":"online"}`))
	want(t, r, err, "0 new, 0 updated, 1 unchanged, 1249 removed, 0 rejected")
}

// Changes are made in the order of the rows, also within a batch.
func TestDeletesInOrder(t *testing.T) {
	store := openStore(t)
	a := `{"id":"a","source":"one","title":"A","mode":"online"}` + "\n"
	gone := `{"source":"one","id":"a","deleted":true}` + "\n"
	r, _, err := run(t, store, feed.Options{}, text("a", a+gone+a+gone))
	want(t, r, err, "2 new, 0 updated, 0 unchanged, 2 removed, 0 rejected")
	if left := export(t, store, "ndjson"); left != "" {
		t.Errorf("left %s", left)
	}
	r, _, err = run(t, store, feed.Options{Source: "one"}, text("a", `{"id":"a","deleted":true}`))
	want(t, r, err, "0 new, 0 updated, 0 unchanged, 0 removed, 0 rejected")
	r, _, err = run(t, store, feed.Options{Source: "one"}, text("a", `{"id":7,"title":"A","mode":"online"}`+"\n"+`{"id":7,"deleted":true}`))
	want(t, r, err, "1 new, 0 updated, 0 unchanged, 1 removed, 0 rejected")
}

func TestOptionsThatAreWrong(t *testing.T) {
	sheet := "Program,Where\nA,B\n"
	for reason, c := range map[string]struct {
		opt     feed.Options
		content string
	}{
		"use 1 to 64 of a-z":      {feed.Options{Source: "My City"}, threeRows},
		"use one of auto, ndjson": {feed.Options{Format: "yaml"}, threeRows},
		"did you mean title?":     {feed.Options{Source: "a", Map: map[string]string{"titlle": "Program"}}, sheet},
		`no column is called "Programm"; did you mean "Program"?`: {feed.Options{Source: "a", Map: map[string]string{"title": "Programm"}}, sheet},
		"add --source NAME":                        {feed.Options{}, sheet},
		"no column of the header":                  {feed.Options{Source: "a"}, "foo,bar\n1,2\n"},
		"it is a workbook or zip archive, not csv": {feed.Options{Source: "a", Format: "csv"}, "PK\x03\x04..."},
		"it is no workbook":                        {feed.Options{Source: "a", Format: "xlsx"}, sheet},
		"Excel 97":                                 {feed.Options{Source: "a"}, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"},
		"gzip":                                     {feed.Options{Source: "a"}, "\x1f\x8b\x08"},
		"a web page":                               {feed.Options{Source: "a"}, "\n<!DOCTYPE html><html>"},
		"a PDF document":                           {feed.Options{Source: "a"}, "%PDF-1.7"},
		"damaged, cut off or protected":            {feed.Options{Source: "a"}, "PK\x03\x04 cut off"},
		`no member "features" with a list`:         {feed.Options{Source: "a"}, `{"type":"FeatureCollection"}`},
	} {
		_, _, err := run(t, openStore(t), c.opt, text("f", c.content))
		if err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("%v, want %q", err, reason)
		}
	}
}

func TestMapAndMapping(t *testing.T) {
	mapping, err := feed.ReadMapping(strings.NewReader(`{
		"source": "city",
		"fields": {"title": "{PROGRAM} – {SITE NAME}", "topics": "KIND", "type": "KIND", "location.point": "WHERE"},
		"constants": {"location.country": "us", "languages": "en;es"},
		"lists": {"KIND": ","},
		"values": {"topics": {"Recycling Art": ["arts-and-culture", "environment"], "*": ""}, "type": {"Summer Camp": "camp", "*": ""}, "age": {"Elementary": "5-11", "*": ""}}
	}`))
	if err != nil {
		t.Fatal(err)
	}
	store := openStore(t)
	file := "PROGRAM,SITE NAME,KIND,WHERE,Age,Latitude,Longitude\n" +
		"Beacon,IS 49,\"recycling art,Summer camp,Other\",\"1 Main St\n(40.7, -73.9)\",Elementary,,\n" +
		"Beacon,,Other,\"2 Main St\n(1, 1)\",OST,40.6,-73.8\n"
	r, report, err := run(t, store, feed.Options{Mapping: mapping, Map: map[string]string{"description": "KIND"}}, text("f", file))
	want(t, r, err, "2 new, 0 updated, 0 unchanged, 0 removed, 0 rejected")
	if report != "" {
		t.Error(report)
	}
	got := export(t, store, "ndjson")
	for _, part := range []string{
		`"title":"Beacon – IS 49"`, `"description":"recycling art,Summer camp,Other","type":"camp"`, `"ageMin":5,"ageMax":11`,
		`"location":{"lat":40.7,"lng":-73.9,"address":"1 Main St","country":"US"}`, `"topics":["arts-and-culture","environment"]`,
		`"title":"Beacon","description":"Other","location":{"lat":40.6,"lng":-73.8,"address":"2 Main St","country":"US"}`, `"languages":["en","es"]`,
	} {
		if !strings.Contains(got, part) {
			t.Errorf("%s is not in %s", part, got)
		}
	}
}

// A mapping is for members of JSON objects too.
func TestMapJSON(t *testing.T) {
	store := openStore(t)
	r, report, err := run(t, store, feed.Options{Source: "a", Map: map[string]string{"title": "{was} at {where.name}", "mode": "how"}},
		text("f", `{"was":"Choir","where":{"name":"Church"},"how":"remote"}`))
	want(t, r, err, "1 new, 0 updated, 0 unchanged, 0 removed, 0 rejected")
	if got := export(t, store, "ndjson"); !strings.Contains(got, `"title":"Choir at Church","mode":"online"`) || report != "" {
		t.Errorf("%s%s", got, report)
	}
}

// The place decides how a time without a zone is meant, on both sides of a change of
// the clocks.
func TestZones(t *testing.T) {
	store := openStore(t)
	file := `title;lat;lng;start;mode;country;schedule.timezone
Kaunas in winter;54.8985;23.9036;2026-12-01 15:00;;;
Kaunas in summer;54.8985;23.9036;2026-07-01 15:00;;;
New York;40.71;-73.93;2026-12-01 15:00;;;
Azores;37.7412;-25.6756;2026-12-01 15:00;;PT;
Online from Poland;;;2026-12-01 15:00;online;Polska;
Written;54.8985;23.9036;2026-12-01T15:00:00-07:00;;;
`
	r, report, err := run(t, store, feed.Options{Source: "a"}, text("f", file))
	want(t, r, err, "6 new, 0 updated, 0 unchanged, 0 removed, 0 rejected")
	got := export(t, store, "ndjson")
	for title, start := range map[string]string{
		"Kaunas in winter": "2026-12-01T15:00:00+02:00", "Kaunas in summer": "2026-07-01T15:00:00+03:00", "New York": "2026-12-01T15:00:00-05:00",
		"Azores": "2026-12-01T15:00:00-01:00", "Online from Poland": "2026-12-01T15:00:00+01:00", "Written": "2026-12-01T15:00:00-07:00",
	} {
		for line := range strings.Lines(got) {
			if strings.Contains(line, title) && !strings.Contains(line, start) {
				t.Errorf("%s is not %s: %s", title, start, line)
			}
		}
	}
	if report != "" {
		t.Error(report)
	}
}

func TestHidden(t *testing.T) {
	file := `{"title":"Over","mode":"online","occurrences":[{"start":"2026-11-20T09:00:00Z","end":"2026-11-20T09:59:00Z"}]}
{"title":"Just ending","mode":"online","occurrences":[{"start":"2026-11-20T09:00:00Z","end":"2026-11-20T10:00:00Z"}]}
{"title":"Always","mode":"online"}
{"title":"Offer over","mode":"online","until":"2026-11-19T10:00:00Z"}
{"title":"Endless rule","mode":"online","schedule":{"rrule":"FREQ=WEEKLY","start":"2020-01-01T10:00:00Z"}}
{"title":"Rule over","mode":"online","schedule":{"rrule":"FREQ=WEEKLY;COUNT=3","start":"2020-01-01T10:00:00Z"}}
{"title":"Far ahead","mode":"online","schedule":{"rrule":"FREQ=WEEKLY;COUNT=3","start":"2030-01-01T10:00:00Z"}}
{"title":"Draft","mode":"online","status":"draft"}
{"title":"Cancelled","mode":"online","status":"cancelled"}
`
	r, _, err := run(t, openStore(t), feed.Options{Source: "a"}, text("f", file))
	want(t, r, err, "9 new, 0 updated, 0 unchanged, 0 removed, 0 rejected")
	if r.Ended != 3 || r.Drafts != 1 || r.Cancelled != 1 {
		t.Error(counts(r))
	}
}

// failing is a store that takes a number of batches.
type failing struct {
	data.Store
	left int
}

func (f *failing) Apply(ctx context.Context, b data.Batch) (data.Applied, error) {
	if f.left--; f.left < 0 {
		return data.Applied{}, fmt.Errorf("writing: %w", data.ErrFull)
	}
	return f.Store.Apply(ctx, b)
}

func TestStoreFails(t *testing.T) {
	var file strings.Builder
	for i := range 2500 {
		fmt.Fprintf(&file, `{"id":"%d","source":"s","title":"T","mode":"online"}`+"\n", i)
	}
	r, _, err := run(t, &failing{openStore(t), 1}, feed.Options{}, text("f", file.String()))
	if !errors.Is(err, data.ErrFull) || errors.Is(err, feed.ErrNothing) || r.New != data.MaxBatch {
		t.Errorf("%d new, %v", r.New, err)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	endless := feed.Input{Name: "f", Reader: readerFunc(func(p []byte) (int, error) {
		return copy(p, `{"source":"s","title":"T","mode":"online"}`+"\n"), nil
	})}
	var read int64
	_, err := feed.Import(ctx, openStore(t), []feed.Input{endless}, feed.Options{Now: now, Progress: func(n int64) {
		if read = n; n > 1<<20 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) || read < 1<<20 {
		t.Errorf("%d bytes, %v", read, err)
	}
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
