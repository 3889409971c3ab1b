package web

import (
	"encoding/json"
	"html"
	"regexp"
	"slices"
	"testing"
	"time"

	"learnmap/data"
)

var jsonBlock = regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`)

// dataOf returns the schema.org object of a page.
func dataOf(t *testing.T, page string) map[string]any {
	t.Helper()
	m := jsonBlock.FindStringSubmatch(page)
	if m == nil {
		t.Fatal("the page has no JSON-LD")
	}
	var object map[string]any
	if err := json.Unmarshal([]byte(m[1]), &object); err != nil {
		t.Fatalf("%v in %s", err, m[1])
	}
	return object
}

// TestLinkedDataTypes: every type of activity is of the class that fits it and has what
// search engines require of that class.
func TestLinkedDataTypes(t *testing.T) {
	w := newWorld(t, "world.ndjson")
	lat, lng, free := 54.9, 23.9, true
	for _, typ := range append(slices.Clone(data.Types), "") {
		for _, mode := range data.Modes {
			a := &data.Activity{
				ID: typ + "-" + mode, Source: "kaunas", Title: "A " + typ, Description: "About it.", Type: typ, Mode: mode, Status: data.StatusPublished,
				Free: &free, Organiser: &data.OrganiserRef{Name: "Library"}, Skills: []string{"http://data.europa.eu/esco/skill/1", "juggling"},
				URL: "https://library.example/x", Location: &data.Location{Lat: &lat, Lng: &lng, Name: "Library"},
				Occurrences: []data.Occurrence{{Start: noon.Add(time.Hour), End: noon.Add(2 * time.Hour)}},
			}
			w.put(t, a)
		}
	}
	w.settle(t)
	p := serve(t, w, w.clock.Now)
	for _, typ := range append(slices.Clone(data.Types), "") {
		for _, mode := range data.Modes {
			object := dataOf(t, p.page(activityURL("kaunas/"+typ+"-"+mode, "")))
			checkClass(t, typ, mode, object)
		}
	}
}

func checkClass(t *testing.T, typ, mode string, object map[string]any) {
	t.Helper()
	class, event := "EducationEvent", object
	switch typ {
	case "volunteering":
		class = "Event"
	case "course":
		class = "Course"
		instances, ok := object["hasCourseInstance"].([]any)
		if !ok || len(instances) != 1 {
			t.Fatalf("a course without an instance: %v", object)
		}
		event = instances[0].(map[string]any)
		need(t, typ, object, "provider", "description")
		need(t, typ, event, "courseMode")
	default:
		need(t, typ, object, "teaches")
	}
	if object["@type"] != class || object["@context"] != "https://schema.org" {
		t.Errorf("%s is a %v in %v", typ, object["@type"], object["@context"])
	}
	need(t, typ, object, "name", "url", "offers", "isAccessibleForFree")
	need(t, typ, event, "name", "startDate", "endDate", "location", "eventStatus", "eventAttendanceMode", "organizer")
	if start, err := time.Parse(time.RFC3339, event["startDate"].(string)); err != nil || !start.Equal(noon.Add(time.Hour)) {
		t.Errorf("%s starts %v", typ, event["startDate"])
	}
	var kinds []string
	for _, l := range event["location"].([]any) {
		kinds = append(kinds, l.(map[string]any)["@type"].(string))
	}
	want := map[string][]string{data.ModeInPerson: {"Place"}, data.ModeOnline: {"VirtualLocation"}, data.ModeHybrid: {"Place", "VirtualLocation"}}[mode]
	if !slices.Equal(kinds, want) {
		t.Errorf("%s, %s: is held at %v", typ, mode, kinds)
	}
	if term, ok := object["teaches"].([]any); ok {
		first := term[0].(map[string]any)
		if first["@type"] != "DefinedTerm" || first["@id"] != "http://data.europa.eu/esco/skill/1" || len(term) != 2 {
			t.Errorf("%s teaches %v", typ, term)
		}
	}
}

func need(t *testing.T, typ string, object map[string]any, names ...string) {
	t.Helper()
	for _, name := range names {
		if value, ok := object[name]; !ok || value == "" || value == nil {
			t.Errorf("%s, a %v, has no %s", typ, object["@type"], name)
		}
	}
}

// TestLinkedDataStates: what is cancelled, full or sold for money says so.
func TestLinkedDataStates(t *testing.T) {
	w := newWorld(t, "world.ndjson")
	p := serve(t, w, w.clock.Now)
	of := func(id string) map[string]any { return dataOf(t, p.page(activityURL("kaunas/"+id, "lt"))) }
	if got := of("cancelled")["eventStatus"]; got != "https://schema.org/EventCancelled" {
		t.Errorf("cancelled is %v", got)
	}
	offer := of("bikes")["offers"].(map[string]any)
	if offer["availability"] != "https://schema.org/SoldOut" || offer["price"] != 12.5 || offer["priceCurrency"] != "EUR" {
		t.Errorf("full is offered as %v", offer)
	}
	robots := of("robots")
	schedule := robots["eventSchedule"].(map[string]any)
	if schedule["repeatFrequency"] != "P1W" || schedule["startTime"] != "16:00:00" || schedule["endDate"] != "2027-06-30" || len(schedule["byDay"].([]any)) != 2 {
		t.Errorf("the schedule is %v", schedule)
	}
	if robots["typicalAgeRange"] != "11-16" || robots["name"] != "Robotikos būrelis" || robots["startDate"] != "2026-11-26T16:00:00+02:00" {
		t.Errorf("robots are %v", robots)
	}
	if _, ok := of("any/thing ü%")["startDate"]; ok {
		t.Error("what has no dates starts some time")
	}
	if got := of("over")["startDate"]; got != "2026-07-01T10:00:00+03:00" {
		t.Errorf("what is over started %v", got)
	}
}

// TestLinkedDataCannotBreakOut: no text ends the element that holds it.
func TestLinkedDataCannotBreakOut(t *testing.T) {
	w := newWorld(t, "hostile.ndjson")
	p := serve(t, w, w.clock.Now)
	page := p.page("/activity/hostile/markup")
	object := dataOf(t, page)
	if name := object["name"].(string); name != plain(name, 300) || html.UnescapeString(name) != name || len(name) < 50 {
		t.Errorf("the name became %q", name)
	}
	if block := jsonBlock.FindStringSubmatch(page)[1]; regexp.MustCompile(`[<>&\x{2028}\x{2029}]`).MatchString(block) {
		t.Errorf("the block holds markup: %s", block)
	}
}
