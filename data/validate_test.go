package data

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func ptr[T any](v T) *T { return &v }

// outcome writes problems as "!field" for those that make a record unacceptable and
// "field" for warnings.
func outcome(ps Problems) string {
	var words []string
	for _, p := range ps {
		if p.Warning {
			words = append(words, p.Field)
		} else {
			words = append(words, "!"+p.Field)
		}
	}
	return strings.Join(words, " ")
}

// checkProblems holds every problem to what it promises: a field, a reason with the
// value in it but not all of a long one, and a fix.
func checkProblems(t interface{ Errorf(string, ...any) }, ps Problems) {
	for _, p := range ps {
		if p.Field == "" || p.Reason == "" || p.Fix == "" || len(p.String()) > 1000 || !cleanText(p.String()) {
			t.Errorf("not a helpful problem: %q", p.String())
		}
	}
	if len(ps) > MaxProblems+1 {
		t.Errorf("%d problems", len(ps))
	}
	if ps.Fatal() == (ps.Error() == "") {
		t.Errorf("Fatal is %v, Error is %q", ps.Fatal(), ps.Error())
	}
}

var refused = []struct {
	name   string
	change func(a *Activity)
	want   string
}{
	{"no title", func(a *Activity) { a.Title = " \n " }, "!title"},
	{"a title that shows nothing", func(a *Activity) { a.Title = "\u200b\u200b" }, "!title"},
	{"long title", func(a *Activity) { a.Title = strings.Repeat("ą", 301) }, "!title"},
	{"long description", func(a *Activity) { a.Description = strings.Repeat("x", 20_001) }, "!description"},
	{"long translation", func(a *Activity) { a.Translations["en"] = Translation{Title: strings.Repeat("x", 301)} }, "!translations.en.title"},
	{"long url", func(a *Activity) { a.URL = "https://example.org/" + strings.Repeat("x", 2048) }, "!url"},
	{"not UTF-8", func(a *Activity) { a.Description = "caf\xe9" }, "!description"},
	{"NUL", func(a *Activity) { a.Location.Name = "a\x00b" }, "!location.name"},
	{"NUL in a list", func(a *Activity) { a.Skills = []string{"robotics", "a\x00b"} }, "!skills[1]"},
	{"NUL in a language", func(a *Activity) { a.Translations = map[string]Translation{"e\x00n": {Title: "x"}} }, `!translations."e\x00n"`},
	{"no id", func(a *Activity) { a.ID = "" }, "!id"},
	{"long id", func(a *Activity) { a.ID = strings.Repeat("x", 512) }, "!id"},
	{"NUL in the id", func(a *Activity) { a.ID = "a\x00" }, "!id"},
	{"an id that addresses collapse", func(a *Activity) { a.ID = ".." }, "!id"},
	{"no source", func(a *Activity) { a.Source = "" }, "!source"},
	{"bad source", func(a *Activity) { a.Source = "Kaunas City" }, "!source"},
	{"another kind", func(a *Activity) { a.Kind = KindCity }, "!kind"},
	{"unknown mode", func(a *Activity) { a.Mode = "on-site" }, "!mode"},
	{"unknown status", func(a *Activity) { a.Status = "canceled" }, "!status"},
	{"no location", func(a *Activity) { a.Location = nil }, "!location"},
	{"no point", func(a *Activity) { a.Location.Lat, a.Location.Lng = nil, nil }, "!location"},
	{"no longitude", func(a *Activity) { a.Location.Lng = nil }, "!location.lng"},
	{"no latitude", func(a *Activity) { a.Location.Lat = nil }, "!location.lat"},
	{"beyond the pole", func(a *Activity) { a.Location.Lat = ptr(90.000001) }, "!location.lat"},
	{"beyond the antimeridian", func(a *Activity) { a.Location.Lng = ptr(-180.5) }, "!location.lng"},
	{"not a number", func(a *Activity) { a.Location.Lat = ptr(math.NaN()) }, "!location.lat"},
	{"infinitely far", func(a *Activity) { a.Location.Lng = ptr(math.Inf(1)) }, "!location.lng"},
	{"null island", func(a *Activity) { a.Location.Lat, a.Location.Lng = ptr(0.0), ptr(0.00000001) }, "!location.lat"},
	{"online and beyond the pole", func(a *Activity) { a.Mode = ModeOnline; a.Location.Lat = ptr(91.0) }, "!location.lat"},
	{"unknown country", func(a *Activity) { a.Location.Country = "ZZ" }, "!location.country"},
	{"name of a country", func(a *Activity) { a.Location.Country = "Lietuva" }, "!location.country"},
	{"occurrence without start", func(a *Activity) { a.Occurrences[0].Start = time.Time{} }, "!occurrences[0].start"},
	{"occurrence backwards", func(a *Activity) { a.Occurrences[0].End = a.Occurrences[0].Start.Add(-1) }, "!occurrences[0].end"},
	{"occurrence in 1900", func(a *Activity) { a.Occurrences[0] = Occurrence{Start: time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)} }, "!occurrences[0].start"},
	{"occurrence in 2101", func(a *Activity) { a.Occurrences[0].End = time.Date(2101, 1, 1, 0, 0, 0, 0, time.UTC) }, "!occurrences[0].end"},
	{"occurrence of unknown status", func(a *Activity) { a.Occurrences[0].Status = "maybe" }, "!occurrences[0].status"},
	{"draft of an occurrence", func(a *Activity) { a.Occurrences[0].Status = StatusDraft }, "!occurrences[0].status"},
	{"too many occurrences", func(a *Activity) { a.Occurrences = make([]Occurrence, 2001) }, "!occurrences"},
	{"schedule backwards", func(a *Activity) { a.Schedule.End = a.Schedule.Start.Add(-1) }, "!schedule.end"},
	{"schedule without start", func(a *Activity) { a.Schedule.Start = time.Time{} }, "!schedule.start"},
	{"a rule that cannot be read and a first date taken out", func(a *Activity) {
		a.Schedule.RRule, a.Schedule.ExDates, a.Schedule.RDates = "x", []time.Time{a.Schedule.Start}, nil
	}, "!schedule.rrule"},
	{"too many dates", func(a *Activity) { a.Schedule.RDates = make([]time.Time, 2001) }, "!schedule.rdates"},
	{"until 1900", func(a *Activity) { a.Until = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC) }, "!until"},
	{"too many skills", func(a *Activity) { a.Skills = make([]string, 51) }, "!skills"},
	{"too many languages", func(a *Activity) {
		for i := range 65 {
			a.Translations[fmt.Sprintf("x-%d", i)] = Translation{Title: "x"}
		}
	}, "!translations"},
	{"too large", func(a *Activity) {
		for i := range 50 {
			a.Translations[fmt.Sprintf("en-x-%d", i)] = Translation{Description: strings.Repeat("<", 20_000)}
		}
	}, "!record"},
	{"several things", func(a *Activity) { a.Title, a.Type, a.Mode = "", "curse", "nowhere"; a.Location.Lat = nil }, "!title !mode !location.lat type"},
}

func TestRefused(t *testing.T) {
	for _, c := range refused {
		a := fullActivity(t)
		c.change(a)
		before := fmt.Sprintf("%+v", a)
		ps := a.Validate()
		checkProblems(t, ps)
		if got := outcome(ps); got != c.want || !ps.Fatal() {
			t.Errorf("%s: got %s, want %s: %v", c.name, got, c.want, ps)
		}
		if after := fmt.Sprintf("%+v", a); after != before {
			t.Errorf("%s: Validate changed\n%s\ninto\n%s", c.name, before, after)
		}
		// What is unacceptable stays so.
		a.Clean()
		if again := a.Clean(); !again.Fatal() {
			t.Errorf("%s: after a second Clean only %s is wrong", c.name, outcome(again))
		}
	}
}

// Each of these lands, without the field or with it in order. got returns the field.
var mended = []struct {
	name      string
	change    func(a *Activity)
	want      string // the outcome
	get       func(a *Activity) any
	wantValue any
}{
	{"white space", func(a *Activity) { a.Title = "\t Two\r\n lines\u00a0 " }, "", func(a *Activity) any { return a.Title }, "Two  lines"},
	{"control characters", func(a *Activity) { a.Description = "a\x01b\r\nc\rd\te\x7f\u0085" }, "", func(a *Activity) any { return a.Description }, "ab\nc\nd\te"},
	{"topic in words", func(a *Activity) { a.Topics = []string{"Arts and Culture", "science", "arts-and-culture"} }, "",
		func(a *Activity) any { return a.Topics }, []string{"arts-and-culture", "science"}},
	{"unknown topic", func(a *Activity) { a.Topics = []string{"scence", "environment"} }, "topics[0]",
		func(a *Activity) any { return a.Topics }, []string{"environment"}},
	{"unknown type", func(a *Activity) { a.Type = "lesson" }, "type", func(a *Activity) any { return a.Type }, ""},
	{"type in words", func(a *Activity) { a.Type = "Open space" }, "", func(a *Activity) any { return a.Type }, "open-space"},
	{"unknown level", func(a *Activity) { a.Level = "expert" }, "level", func(a *Activity) any { return a.Level }, ""},
	{"unknown accessibility", func(a *Activity) { a.Accessibility = []string{"weelchair", "Lift"} }, "accessibility[0]",
		func(a *Activity) any { return a.Accessibility }, []string{"lift"}},
	{"unknown precision", func(a *Activity) { a.Location.Precision = "roughly" }, "location.precision",
		func(a *Activity) any { return a.Location.Precision }, ""},
	{"languages", func(a *Activity) { a.Languages = []string{"LIT", "pt_br", "lt", "ua", "klingon", "", "zh-hans"} }, "languages[3] languages[4]",
		func(a *Activity) any { return a.Languages }, []string{"lt", "pt-BR", "zh-Hans"}},
	{"translations", func(a *Activity) {
		a.Translations = map[string]Translation{"EN": {Title: "other"}, "en": {Title: " this "}, "xx": {Title: "?"}, "da": {}}
	}, "translations.xx", func(a *Activity) any { return a.Translations }, map[string]Translation{"en": {Title: "this"}}},
	{"default mode", func(a *Activity) { a.Mode = "" }, "", func(a *Activity) any { return a.Mode }, ModeInPerson},
	{"default status", func(a *Activity) { a.Status = "" }, "", func(a *Activity) any { return a.Status }, StatusPublished},
	{"mode in words", func(a *Activity) { a.Mode = "In person" }, "", func(a *Activity) any { return a.Mode }, ModeInPerson},
	{"small country", func(a *Activity) { a.Location.Country = " xk " }, "", func(a *Activity) any { return a.Location.Country }, "XK"},
	{"fine point", func(a *Activity) { a.Location.Lat = ptr(54.89850000499) }, "", func(a *Activity) any { return *a.Location.Lat }, 54.8985},
	{"online at null island", func(a *Activity) { a.Mode = ModeOnline; a.Location = &Location{Lat: ptr(0.0), Lng: ptr(0.0)} }, "location.lat",
		func(a *Activity) any { return a.Location == nil }, true},
	{"online with half a point", func(a *Activity) { a.Mode = ModeOnline; a.Location.Lng = nil }, "location.lng",
		func(a *Activity) any { return a.Location.Lat == nil && a.Location.City == "Kaunas" }, true},
	{"online without a place", func(a *Activity) { a.Mode = ModeOnline; a.Location = nil }, "", func(a *Activity) any { return a.Location == nil }, true},
	{"ages exchanged", func(a *Activity) { a.AgeMin, a.AgeMax = a.AgeMax, a.AgeMin }, "ageMin",
		func(a *Activity) any { return a.AgeMin == nil && a.AgeMax == nil }, true},
	{"age of a tree", func(a *Activity) { a.AgeMax = ptr(999) }, "ageMax", func(a *Activity) any { return a.AgeMax == nil && *a.AgeMin == 11 }, true},
	{"negative price", func(a *Activity) { a.Price.Amount = -1 }, "price.amount", func(a *Activity) any { return a.Price == nil }, true},
	{"no price", func(a *Activity) { a.Price.Amount = math.NaN() }, "price.amount", func(a *Activity) any { return a.Price == nil }, true},
	{"small currency", func(a *Activity) { a.Price.Currency = "eur" }, "", func(a *Activity) any { return a.Price.Currency }, "EUR"},
	{"unknown currency", func(a *Activity) { a.Price.Currency = "Euro" }, "price.currency", func(a *Activity) any { return *a.Price }, Price{Amount: 12.5}},
	{"script for a link", func(a *Activity) { a.URL = "javascript:alert(1)" }, "url", func(a *Activity) any { return a.URL }, ""},
	{"script with an authority", func(a *Activity) { a.Skills = []string{"javascript://x%0aalert(1)"} }, "skills[0]", func(a *Activity) any { return len(a.Skills) }, 0},
	{"no scheme", func(a *Activity) { a.Image = "www.example.org/a.jpg" }, "image", func(a *Activity) any { return a.Image }, ""},
	{"picture in the text", func(a *Activity) { a.Image = "data:image/png;base64," + strings.Repeat("A", 5000) }, "image", func(a *Activity) any { return a.Image }, ""},
	{"no host", func(a *Activity) { a.URL = "https:///x" }, "url", func(a *Activity) any { return a.URL }, ""},
	{"two links", func(a *Activity) { a.URL = "https://a.example https://b.example" }, "url", func(a *Activity) any { return a.URL }, ""},
	{"nothing of a skill", func(a *Activity) { a.Skills = []string{"—", "C++", "C#", "C++"} }, "skills[0]", func(a *Activity) any { return a.Skills }, []string{"C++", "C#"}},
	{"contact of a person", func(a *Activity) { a.Contact.Email = "Jonas <jonas@example.org>" }, "contact.email", func(a *Activity) any { return a.Contact.Email }, ""},
	{"no telephone", func(a *Activity) { a.Contact.Phone = "ask Jonas" }, "contact.phone", func(a *Activity) any { return a.Contact.Phone }, ""},
	{"nothing of a contact", func(a *Activity) { *a.Contact = Contact{Phone: "-"} }, "contact.phone", func(a *Activity) any { return a.Contact == nil }, true},
	{"nothing of an organiser", func(a *Activity) { *a.Organiser = OrganiserRef{Name: " "} }, "", func(a *Activity) any { return a.Organiser == nil }, true},
	{"kind of organiser", func(a *Activity) { a.Organiser.Kind = "Bibliothek" }, "organiser.kind", func(a *Activity) any { return a.Organiser.Kind }, ""},
	{"more places than there are", func(a *Activity) { a.PlacesLeft = ptr(21) }, "placesLeft", func(a *Activity) any { return a.PlacesLeft == nil }, true},
	{"negative capacity", func(a *Activity) { a.Capacity = ptr(-1) }, "capacity", func(a *Activity) any { return a.Capacity == nil && *a.PlacesLeft == 3 }, true},
	{"made in 1900", func(a *Activity) { a.Created = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC) }, "created", func(a *Activity) any { return a.Created.IsZero() }, true},
	{"registration opens too late", func(a *Activity) { a.Registration.Opens = a.Registration.Deadline.Add(1) }, "registration.opens",
		func(a *Activity) any { return a.Registration.Opens.IsZero() && !a.Registration.Deadline.IsZero() }, true},
	{"unknown zone", func(a *Activity) { a.Schedule.Timezone = "Kaunas" }, "schedule.timezone", func(a *Activity) any { return a.Schedule.Timezone }, ""},
	{"empty schedule", func(a *Activity) { a.Schedule = &Schedule{} }, "", func(a *Activity) any { return a.Schedule == nil }, true},
	{"an id with everything", func(a *Activity) { a.ID = " a/ą?#% \x01😀 " }, "", func(a *Activity) any { return a.ID }, "a/ą?#% \x01😀"},
}

func TestMended(t *testing.T) {
	for _, c := range mended {
		a := fullActivity(t)
		c.change(a)
		ps := a.Clean()
		checkProblems(t, ps)
		if got := outcome(ps); got != c.want || ps.Fatal() {
			t.Errorf("%s: got %q, want %q: %v", c.name, got, c.want, ps)
		}
		if got, want := fmt.Sprintf("%#v", c.get(a)), fmt.Sprintf("%#v", c.wantValue); got != want {
			t.Errorf("%s: got %s, want %s", c.name, got, want)
		}
		if again := a.Clean(); len(again) > 0 {
			t.Errorf("%s: a second Clean says %v", c.name, again)
		}
	}
}

func TestProblemsHelp(t *testing.T) {
	for _, c := range []struct {
		change func(a *Activity)
		want   string
	}{
		{func(a *Activity) { a.Topics[0] = "scence" }, `topics[0]: "scence" is not a known value: did you mean science?`},
		{func(a *Activity) { a.Mode = "nowhere" }, `mode: "nowhere" is not a known value: use one of in-person, online, hybrid`},
		{func(a *Activity) { a.Location.Country = "UK" }, `location.country: "UK" is not a country code: use GB`},
		{func(a *Activity) { a.Location.Country = "Lituanie" }, `location.country: "Lituanie" is not a country code: use LT`},
		{func(a *Activity) { a.Location.Lat, a.Location.Lng = ptr(123.9), ptr(54.9) }, `location.lat: latitude 123.9 is not between -90 and 90: latitude and longitude look exchanged: exchange them`},
		{func(a *Activity) { a.Location.Lat, a.Location.Lng = ptr(0.0), ptr(0.0) }, `location.lat: 0,0 is in the Atlantic: give the place, or leave both out when it is not known`},
		{func(a *Activity) { a.Lang = "ua" }, `lang: "ua" is not a language: the language of that country is uk`},
		{func(a *Activity) { a.Occurrences[0].End = at3339(t, "2026-12-01T14:00:00+02:00") }, `occurrences[0].end: 2026-12-01T14:00:00+02:00 is before the start: correct or leave out the end`},
		{func(a *Activity) { a.URL = "ftp://" + strings.Repeat("é", 100) }, `url: "ftp://` + strings.Repeat("é", 54) + `…" is not an address of the web: write it in full, with https:// or http://`},
	} {
		a := fullActivity(t)
		c.change(a)
		if ps := a.Clean(); len(ps) != 1 || ps[0].String() != c.want {
			t.Errorf("got\n%v\nwant\n%s", ps, c.want)
		}
	}
}

// A schedule whose rule cannot be read leaves the dates that are certain.
func TestUnreadableRule(t *testing.T) {
	for _, rule := range []string{"every Tuesday", "", "FREQ=HOURLY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"} {
		a := fullActivity(t)
		a.Schedule.RRule = rule
		if got := outcome(a.Clean()); got != "schedule.rrule" {
			t.Errorf("%q: %s", rule, got)
		}
		var days []string
		for _, o := range a.Occurrences {
			days = append(days, o.Start.Format(time.RFC3339)+o.End.Format("/15:04"))
		}
		want := "2026-12-01T15:00:00+02:00/17:00 2026-12-08T15:00:00+02:00/17:00 2026-12-23T15:00:00+02:00/17:00"
		if got := strings.Join(days, " "); a.Schedule != nil || got != want {
			t.Errorf("%q: got %s, want %s", rule, got, want)
		}
	}
}

func TestOccurrencesAreSortedOnce(t *testing.T) {
	at := func(s string) time.Time { return at3339(t, s) }
	a := fullActivity(t)
	a.Occurrences = []Occurrence{
		{Start: at("2026-12-02T15:00:00+02:00")},
		{Start: at("2026-12-01T15:00:00+02:00"), End: at("2026-12-01T17:00:00+02:00")},
		{Start: at("2026-12-01T15:00:00+02:00")},
		{Start: at("2026-12-02T13:00:00Z")}, // the first again
		{Start: at("2026-12-02T15:00:00+02:00"), Status: "Cancelled"},
	}
	if ps := a.Clean(); len(ps) > 0 {
		t.Fatal(ps)
	}
	doc, err := json.Marshal(a.Occurrences)
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"start":"2026-12-01T15:00:00+02:00"},{"start":"2026-12-01T15:00:00+02:00","end":"2026-12-01T17:00:00+02:00"},` +
		`{"start":"2026-12-02T15:00:00+02:00"},{"start":"2026-12-02T15:00:00+02:00","status":"cancelled"}]`
	if string(doc) != want {
		t.Errorf("got\n%s\nwant\n%s", doc, want)
	}
}

func TestProblemsAreBounded(t *testing.T) {
	a := fullActivity(t)
	a.Occurrences = make([]Occurrence, MaxOccurrences)
	ps := a.Validate()
	checkProblems(t, ps)
	if len(ps) != MaxProblems || !ps.Fatal() {
		t.Errorf("%d problems, fatal %v", len(ps), ps.Fatal())
	}
	// Warnings do not crowd out the one that matters.
	var c check
	for range MaxProblems + 10 {
		c.warn("x", "y", "z")
	}
	c.reject("a", "b", "c")
	if !c.problems.Fatal() {
		t.Error("the fatal problem was left out")
	}
}

func TestMoreTopics(t *testing.T) {
	a := fullActivity(t)
	a.Topics = []string{"Urban gardening", "science"}
	if got := outcome(a.CleanFor([]string{"urban-gardening"})); got != "topics[1]" || !slices.Equal(a.Topics, []string{"urban-gardening"}) {
		t.Errorf("got %s, %v", got, a.Topics)
	}
}

// Offsets that RFC 3339 cannot write come from zones before 1972 and from programs.
func TestStrangeOffsets(t *testing.T) {
	for _, offset := range []int{-2670, 25 * 3600, -24 * 3600, 1} {
		a := fullActivity(t)
		start := time.Date(2026, 12, 1, 12, 0, 0, 0, time.FixedZone("", offset))
		a.Occurrences = []Occurrence{{Start: start}}
		if ps := a.Clean(); ps.Fatal() {
			t.Fatal(ps)
		}
		r, err := a.Record(time.Unix(0, 0))
		if err != nil {
			t.Fatalf("offset %d: %v", offset, err)
		}
		b, err := DecodeActivity(r)
		if err != nil || !b.Occurrences[0].Start.Equal(start) {
			t.Errorf("offset %d: %v became %v (%v)", offset, start, b.Occurrences, err)
		}
	}
}

// checkClean holds a document to what Clean promises.
func checkClean(t interface {
	Errorf(string, ...any)
	Fatalf(string, ...any)
}, doc Document) {
	before := fmt.Sprintf("%#v", doc)
	validated := doc.Validate()
	if after := fmt.Sprintf("%#v", doc); before != after {
		t.Errorf("Validate changed\n%s\ninto\n%s", before, after)
	}
	first := doc.Clean()
	checkProblems(t, first)
	if fmt.Sprint(first) != fmt.Sprint(validated) {
		t.Errorf("Clean says %v, Validate %v", first, validated)
	}
	once := fmt.Sprintf("%+v", flat(doc))
	second := doc.Clean()
	if twice := fmt.Sprintf("%+v", flat(doc)); once != twice {
		t.Errorf("Clean made\n%s\nthen\n%s", once, twice)
	}
	if first.Fatal() {
		if !second.Fatal() {
			t.Errorf("%v is forgotten by the second Clean", first)
		}
		return
	}
	if len(second) > 0 {
		t.Errorf("a clean record still has %v", second)
	}
	r, err := doc.Record(time.Unix(1_800_000_000, 0))
	if err != nil {
		t.Fatalf("a clean record does not encode: %v", err)
	}
	if err := r.Check(); err != nil {
		t.Errorf("no store takes a clean record: %v", err)
	}
}

// flat returns a document as it is encoded, or as it is where it cannot be.
func flat(doc Document) any {
	text, err := json.Marshal(doc)
	if err != nil {
		return doc
	}
	return string(text)
}

func TestCleanProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := genActivity(t)
		checkClean(t, a)
		// Mostly good, and so further in.
		b := genActivity(t)
		good := fullActivity(&testing.T{})
		b.Kind, b.ID, b.Source, b.Title, b.Mode, b.Status = "", good.ID, good.Source, good.Title, good.Mode, good.Status
		b.Location, b.Until = good.Location, time.Time{}
		for i := range b.Occurrences {
			b.Occurrences[i].Status, b.Occurrences[i].End = "", time.Time{}
		}
		if b.Schedule != nil {
			b.Schedule.End = time.Time{}
		}
		checkClean(t, b)
	})
}

func FuzzDecodeActivity(f *testing.F) {
	f.Add([]byte(full))
	f.Add([]byte(`{"id":"a","source":"b","title":"c","mode":"online"}`))
	f.Add([]byte(`{"id":"\u0000","source":"b","title":"\ud800","location":{"lat":-0,"lng":1e-9}}`))
	f.Add([]byte(`{"title":"x","skills":["a\u0001://b"," x ","x"],"languages":["EN","en-x-ab","i-klingon"],"price":{"amount":-0}}`))
	f.Add([]byte(`{"occurrences":[{"start":"2026-12-01T15:00:00+23:59"},{"end":"1969-12-31T23:59:59Z"}],"schedule":{"rrule":"FREQ=DAILY;BYEASTER=9","start":"2100-12-31T23:59:59Z"}}`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		a, err := DecodeActivity(Record{Data: doc})
		if err != nil {
			return
		}
		checkClean(t, a)
	})
}
