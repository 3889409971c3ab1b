package web

import (
	"context"
	"encoding/json"
	"html/template"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"learnmap/data"
	"learnmap/geo"
	"learnmap/search"
)

func at(t *testing.T, s string) time.Time {
	t.Helper()
	when, err := time.Parse("2006-01-02T15:04Z07:00", s)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

// TestWhen: stretches of time as people say them, on their own clock, seen at 17:00 in
// Kaunas on Wednesday 25 November 2026.
func TestWhen(t *testing.T) {
	v := voiceOf("en")
	for _, c := range []struct {
		start, end string
		zone       bool
		want       string
	}{
		{"2026-11-25T19:00+02:00", "2026-11-25T21:00+02:00", false, "Today, 19:00–21:00"},
		{"2026-11-25T19:00+02:00", "2026-11-25T19:00+02:00", false, "Today, 19:00"},
		{"2026-11-25T22:00+02:00", "2026-11-26T02:00+02:00", false, "Today, 22:00–02:00"},
		{"2026-11-26T09:30+02:00", "2026-11-26T10:00+02:00", true, "Tomorrow, 09:30–10:00 (UTC+2)"},
		{"2026-11-24T09:30+02:00", "2026-11-24T10:00+02:00", false, "Yesterday, 09:30–10:00"},
		{"2026-12-01T09:00+02:00", "2026-12-01T10:00+02:00", false, "Tue 1 December, 09:00–10:00"},
		{"2027-02-28T09:00+02:00", "2027-02-28T10:00+02:00", false, "Sun 28 February 2027, 09:00–10:00"},
		{"2026-12-28T00:00+02:00", "2026-12-28T23:59+02:00", true, "Mon 28 December"},
		{"2026-12-28T00:00+02:00", "2026-12-29T00:00+02:00", false, "Mon 28 December"},
		{"2026-12-28T00:00+02:00", "2026-12-28T00:00+02:00", false, "Mon 28 December"},
		{"2026-12-28T00:00+02:00", "2027-01-03T23:59+02:00", false, "Mon 28 December – Sun 3 January 2027"},
		{"2026-12-28T09:00+02:00", "2026-12-30T15:00+02:00", false, "Mon 28 December, 09:00 – Wed 30 December, 15:00"},
		{"2026-11-25T23:30-11:00", "2026-11-26T00:30-11:00", true, "Today, 23:30–00:30 (UTC−11)"},
		{"2026-11-26T05:45+05:45", "2026-11-26T06:45+05:45", true, "Tomorrow, 05:45–06:45 (UTC+5:45)"},
		{"2026-12-01T12:00Z", "2026-12-01T13:00Z", true, "Tue 1 December, 12:00–13:00 (UTC)"},
	} {
		got := v.when(at(t, c.start), at(t, c.end), noon, c.zone)
		if got.Text != c.want || got.Start != at(t, c.start).Format(time.RFC3339) {
			t.Errorf("%s to %s is %q, want %q", c.start, c.end, got.Text, c.want)
		}
	}
}

// TestRules: recurrence rules in words.
func TestRules(t *testing.T) {
	v := voiceOf("en")
	for rrule, want := range map[string]string{
		"FREQ=WEEKLY;BYDAY=TU":                        "Every Tuesday",
		"freq=weekly;byday=th,tu;wkst=mo":             "Every Tuesday and Thursday",
		"FREQ=WEEKLY;BYDAY=SU,FR,MO":                  "Every Monday, Friday and Sunday",
		"FREQ=WEEKLY":                                 "Every Wednesday",
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=SA":             "Every 2 weeks on Saturday",
		"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU":      "Every day",
		"RRULE:FREQ=DAILY":                            "Every day",
		"FREQ=DAILY;INTERVAL=3;COUNT=5":               "Every 3 days, 5 times",
		"FREQ=MONTHLY;BYDAY=1MO":                      "Every month on the first Monday",
		"FREQ=MONTHLY;BYDAY=-1FR;INTERVAL=2":          "Every 2 months on the last Friday",
		"FREQ=MONTHLY":                                "Every month on the day 2 of it",
		"FREQ=MONTHLY;BYMONTHDAY=15":                  "Every month on the day 15 of it",
		"FREQ=YEARLY":                                 "Every year",
		"FREQ=MONTHLY;BYDAY=MO":                       "Repeatedly",
		"FREQ=MONTHLY;BYMONTHDAY=1,15":                "Repeatedly",
		"FREQ=WEEKLY;BYDAY=TU;BYHOUR=9,15":            "Repeatedly",
		"FREQ=WEEKLY;BYDAY=TU;UNTIL=20270630":         "Every Tuesday, until Wed 30 June 2027",
		"FREQ=WEEKLY;BYDAY=TU;UNTIL=20261230T220000Z": "Every Tuesday, until Thu 31 December",
	} {
		s := &data.Schedule{RRule: rrule, Start: at(t, "2026-09-02T16:00+03:00"), Timezone: "Europe/Vilnius"}
		zone, err := data.LoadZone(s.Timezone)
		if err != nil {
			t.Fatal(err)
		}
		s.Start = s.Start.In(zone)
		if err := s.Check(); err != nil {
			t.Fatal(err)
		}
		got := v.rule(s)
		if end := v.ruleEnd(s, noon); end != "" {
			got += ", " + end
		}
		if got != want {
			t.Errorf("%s is %q, want %q", rrule, got, want)
		}
	}
}

// FuzzRule: whatever a rule says, there are words for it.
func FuzzRule(f *testing.F) {
	for _, seed := range []string{"FREQ=WEEKLY;BYDAY=TU", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=DAILY;COUNT=x", "BYDAY=,;UNTIL=9", "FREQ=MONTHLY;BYDAY=9MO", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := &data.Schedule{RRule: text, Start: noon}
		for _, lang := range []string{"en", "ar"} {
			if got := voiceOf(lang).rule(s); got == "" || strings.Contains(got, "rule.") || strings.Contains(got, "{") && !strings.Contains(text, "{") {
				t.Errorf("%q is %q", text, got)
			}
			voiceOf(lang).ruleEnd(s, noon)
		}
	})
}

func TestNumbers(t *testing.T) {
	v := voiceOf("en")
	for metres, want := range map[float64]string{0: "50 m", 60: "50 m", 940: "950 m", 1_000: "1 km", 1_260: "1.3 km", 9_940: "9.9 km", 9_960: "10 km", 25_000: "25 km", 20_040_000: "20,040 km"} {
		if got := v.distance(metres); got != want {
			t.Errorf("%v m is %q, want %q", metres, got, want)
		}
	}
	for _, c := range []struct {
		price data.Price
		want  string
	}{{data.Price{Amount: 12.5, Currency: "EUR"}, "€12.50"}, {data.Price{Amount: 1200, Currency: "EUR"}, "€1,200"}, {data.Price{Amount: 3}, "3"}, {data.Price{Amount: 5, Currency: "???"}, "5 ???"}} {
		if got := v.price(c.price); got != c.want {
			t.Errorf("%v is %q, want %q", c.price, got, c.want)
		}
	}
	if got := voiceOf("lt").price(data.Price{Amount: 12.5, Currency: "EUR"}); got != "€12,50" {
		t.Errorf("in Lithuanian a price is %q", got)
	}
}

func TestLinksOut(t *testing.T) {
	for address, want := range map[string]string{
		"https://x.example/a?b=c#d": "https://x.example/a?b=c#d", "HTTP://x.example": "http://x.example",
		"javascript:alert(1)": "", "JaVaScRiPt:alert(1)": "", "data:text/html,x": "", "//x.example": "", "x.example": "", "https:": "", "https://": "", "\x01https://x": "", "": "",
	} {
		if got := webURL(address); got != want {
			t.Errorf("%q leads to %q, want %q", address, got, want)
		}
	}
	for phone, want := range map[string]template.URL{
		"+370 600-00 000": "tel:+37060000000", "(0)112": "tel:0112", "javascript:1": "", "call me": "", "1+1": "", strings.Repeat("1", 30): "", "": "",
	} {
		if got := phoneURL(phone); got != want {
			t.Errorf("%q dials %q, want %q", phone, got, want)
		}
	}
	for mail, want := range map[string]template.URL{
		"info@x.example": "mailto:info@x.example", "a?bcc=b@x.example": "", "x": "", "@x": "", "a@": "", "a b@x": "", "a\r\n@x": "", "": "",
	} {
		if got := mailURL(mail); got != want {
			t.Errorf("%q writes to %q, want %q", mail, got, want)
		}
	}
	if got := geoURL(geo.Point{Lat: -0.000001, Lng: 179.5}); got != "geo:-0.000001,179.5" {
		t.Errorf("a place is %q", got)
	}
}

func TestParagraphs(t *testing.T) {
	got := paragraphs("One\r\ntwo \n\n\n  three\n\n")
	want := []paragraph{{"One", "two"}, {"three"}}
	if !slices.EqualFunc(got, want, func(a, b paragraph) bool { return slices.Equal(a, b) }) {
		t.Errorf("got %q", got)
	}
	if paragraphs(" \n\n ") != nil {
		t.Error("nothing became a paragraph")
	}
}

// FuzzPlain: a plain text is on one line, of bounded length, and turns nothing.
func FuzzPlain(f *testing.F) {
	for _, seed := range []string{"a\u202Eb\u2066c\n d", strings.Repeat("x ", 100), "\xff\x00", "سلام", "…"} {
		f.Add(seed, 20)
	}
	f.Fuzz(func(t *testing.T, s string, limit int) {
		limit = 2 + (limit%300+300)%300
		got := plain(s, limit)
		if utf8.RuneCountInString(got) > limit || strings.ContainsAny(got, "\n\r\t") || strings.ContainsFunc(got, directionMark) || plain(got, limit) != got {
			t.Errorf("%q at most %d became %q", s, limit, got)
		}
	})
}

// TestFindPlace: a place is found by its name in any language, with its country or
// without, by its beginning, as a country, and as coordinates.
func TestFindPlace(t *testing.T) {
	w := newWorld(t, "world.ndjson")
	entries, err := w.Vocabulary(context.Background(), search.VocabularyQuery{Of: search.VocabularyCities, Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	g := newGazetteer(entries.Entries)
	v := voiceOf("en")
	for name, want := range map[string]string{
		"Kaunas": "54.9,23.9", "kaunas, LT": "54.9,23.9", "Kaunas, Lietuva": "54.9,23.9", "kowno": "54.9,23.9", "كاوناس": "54.9,23.9", "krakow": "50.06,19.94",
		"Krak": "50.06,19.94", "Lithuania": "LT", "Litauen": "LT", "LT": "LT", "المغرب": "MA", "54.5, -3.25": "54.5,-3.25",
		"Atlantis": "", "Kaunas, Poland": "", "91, 0": "", "54.5, east": "", "…": "",
	} {
		spot, _, ok := g.find(name, v)
		got := spot.country
		if spot.centre != nil {
			got = degrees(spot.centre.Lat) + "," + degrees(spot.centre.Lng)
		}
		if ok != (want != "") || got != want {
			t.Errorf("%q is at %q, want %q", name, got, want)
		}
	}
	if _, near, ok := g.find("Kaunass", v); ok || near != "Kaunas" {
		t.Errorf("Kaunass may be %q", near)
	}
	if town := g.at(geo.Point{Lat: 54.9, Lng: 23.9}); town == nil || town.title(v) != "Kaunas, Lithuania" {
		t.Errorf("the middle of Kaunas is %v", town)
	}
}

// TestCentre: a city without coordinates lies in the middle of its area.
func TestCentre(t *testing.T) {
	fiji := &data.City{Area: json.RawMessage(`{"type":"Polygon","coordinates":[[[179,-18],[180,-18],[180,-17],[179,-17],[179,-18]]]}`)}
	if p, ok := centreOf(fiji); !ok || p != (geo.Point{Lat: -17.5, Lng: 179.5}) {
		t.Errorf("the middle is %v", p)
	}
	if _, ok := centreOf(&data.City{}); ok {
		t.Error("a city of nowhere has a middle")
	}
}
