package data

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"learnmap/geo"
)

// good has one document of each kind with every field in use.
var good = map[Kind]string{
	KindActivity: full,
	KindOrganiser: `{"kind":"organiser","id":"kmb","source":"kaunas","name":"Library","names":{"lt":"Biblioteka"},"description":"Books","url":"https://example.org",
"type":"library","location":{"lat":54.8985,"lng":23.9036,"city":"Kaunas","country":"LT"},"contact":{"email":"info@example.org"},"logo":"https://example.org/l.svg","modified":"2026-11-20T10:00:00Z"}`,
	KindCity: `{"kind":"city","id":"kaunas","source":"kaunas","slug":"kaunas","names":{"en":"Kaunas","lt":"Kaunas"},"country":"LT",
"area":{"type":"Polygon","coordinates":[[[23.7,54.8],[24.1,54.8],[24.1,55],[23.7,55],[23.7,54.8]]]},"lat":54.8985,"lng":23.9036,"radius":12000,
"hosts":["kmb"],"languages":["lt","en"],"logo":"https://example.org/k.svg","intro":{"en":"Learn.\nHere."},"contact":{"url":"https://example.org"},
"holidays":[{"name":"Christmas","start":"2026-12-24","end":"2027-01-08"}],"featured":["kaunas/kaunas-robotics-7"],"network":"baltic","modified":"2026-11-20T10:00:00Z"}`,
	KindPlaylist: `{"kind":"playlist","id":"stem","source":"kaunas","title":"STEM","titles":{"lt":"Mokslas"},"intro":"Start here.","lang":"en",
"items":[{"activity":"kaunas/kaunas-robotics-7"},{"url":"https://example.org/video","title":"A video"}],"badge":"robot","cities":["kaunas"],"modified":"2026-11-20T10:00:00Z"}`,
	KindBadge: `{"kind":"badge","id":"robot","source":"kaunas","name":"Robot builder","description":"Built one.","criteria":"Build one.",
"image":"https://example.org/b.svg","issuer":"kmb","skills":["robotics"],"modified":"2026-11-20T10:00:00Z"}`,
	KindSkill: `{"kind":"skill","id":"x","source":"esco","uri":"http://data.europa.eu/esco/skill/x","labels":{"en":"robotics","lt":"robotika"},
"altLabels":{"en":["robot building"]},"broader":["http://data.europa.eu/esco/skill/y"],"modified":"2026-11-20T10:00:00Z"}`,
	KindSource: `{"kind":"source","id":"kaunas","source":"kaunas","name":"City of Kaunas","url":"https://example.org","licence":"CC-BY-4.0",
"attribution":"City of Kaunas","republish":true,"demo":true,"modified":"2026-11-20T10:00:00Z"}`,
}

func decode[T Document](t testing.TB, kind Kind) T {
	t.Helper()
	doc, err := NewDocument(kind)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(good[kind]), doc); err != nil {
		t.Fatal(err)
	}
	return doc.(T)
}

// Every kind goes through Clean, Record and back with all that was in it.
func TestEveryKindRoundTrips(t *testing.T) {
	for _, kind := range Kinds {
		doc := decode[Document](t, kind)
		for i := range reflect.ValueOf(doc).Elem().NumField() {
			if reflect.ValueOf(doc).Elem().Field(i).IsZero() {
				t.Errorf("%s: %s is not used", kind, reflect.TypeOf(doc).Elem().Field(i).Name)
			}
		}
		if ps := doc.Clean(); len(ps) > 0 {
			t.Errorf("%s: %v", kind, ps)
		}
		checkClean(t, doc)
		r, err := doc.Record(time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		if r.Kind != kind || doc.Key() != r.Key {
			t.Errorf("%s is stored as %v, its key is %v", kind, r.Key, doc.Key())
		}
		var got, want map[string]any
		if err := json.Unmarshal(r.Data, &got); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(good[kind]), &want); err != nil {
			t.Fatal(err)
		}
		if kind == KindActivity { // which is what a record is that does not say
			delete(want, "kind")
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got\n%v\nwant\n%v", kind, got, want)
		}
	}
	if _, err := NewDocument("person"); err == nil {
		t.Error("there is no kind person")
	}
}

// The kind may be left out of a document that is read as one.
func TestKindIsFilledIn(t *testing.T) {
	s := Source{Source: "kaunas", Name: "Kaunas"}
	if ps := s.Clean(); len(ps) > 0 || s.Kind != KindSource || s.ID != "kaunas" {
		t.Errorf("%v: %+v", ps, s)
	}
}

func TestKindsRefused(t *testing.T) {
	org, city := decode[*Organiser](t, KindOrganiser), decode[*City](t, KindCity)
	list, badge := decode[*Playlist](t, KindPlaylist), decode[*Badge](t, KindBadge)
	skill, source := decode[*Skill](t, KindSkill), decode[*Source](t, KindSource)
	for _, c := range []struct {
		doc  Document
		want string
	}{
		{with(org, func(o *Organiser) { o.Name = "" }), "!name"},
		{with(org, func(o *Organiser) { o.Kind = KindBadge }), "!kind"},
		{with(org, func(o *Organiser) { o.Names = map[string]string{"lt": "\xff"} }), "!names.lt"},
		{with(city, func(c *City) { c.Slug = "!" }), "slug !slug"},
		{with(city, func(c *City) { c.Slug = "\xff" }), "!slug"},
		{with(city, func(c *City) { c.Names = map[string]string{"en": " "} }), "!names"},
		{with(city, func(c *City) { c.Country = "" }), "!country"},
		{with(city, func(c *City) { c.Country = "Lithuania" }), "!country"},
		{with(city, func(c *City) { c.Area, c.Radius = nil, 0 }), "!area"},
		{with(city, func(c *City) { c.Area, c.Lng = nil, nil }), "lng !area"},
		{with(city, func(c *City) { c.Lat = ptr(91.0) }), "!lat"},
		{with(city, func(c *City) { c.Area = json.RawMessage(`{"type":"Point","coordinates":[1,2]}`) }), "!area"},
		{with(city, func(c *City) { c.Area = json.RawMessage(`{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,0]]]}`) }), "!area"},
		{with(city, func(c *City) { c.Holidays[0].Name = "a\x00" }), "!holidays[0].name"},
		{with(list, func(p *Playlist) { p.Title = "\n" }), "!title"},
		{with(list, func(p *Playlist) { p.Items = []PlaylistItem{{Title: "x"}} }), "items[0] !items"},
		{with(list, func(p *Playlist) { p.Items = make([]PlaylistItem, MaxItems+1) }), "!items"},
		{with(list, func(p *Playlist) { p.Items[0] = PlaylistItem{Activity: "a/\x00", URL: "https://example.org"} }), "!items[0].activity"},
		{with(badge, func(b *Badge) { b.Name = "" }), "!name"},
		{with(badge, func(b *Badge) { b.Issuer = strings.Repeat("x", 600) }), "!issuer"},
		{with(skill, func(s *Skill) { s.URI = "robotics" }), "!uri"},
		{with(skill, func(s *Skill) { s.Labels = nil }), "!labels"},
		{with(skill, func(s *Skill) { s.AltLabels = map[string][]string{"en": {"a", "b\x00"}} }), "!altLabels.en[1]"},
		{with(source, func(s *Source) { s.ID = "other" }), "!id"},
		{with(source, func(s *Source) { s.Name, s.Source, s.ID = "", "K", "K" }), "!source !name"},
	} {
		ps := c.doc.Validate()
		checkProblems(t, ps)
		if got := outcome(ps); got != c.want || !ps.Fatal() {
			t.Errorf("%s: got %s, want %s: %v", c.doc.Key(), got, c.want, ps)
		}
		checkClean(t, c.doc)
	}
}

func TestKindsMended(t *testing.T) {
	org, city := decode[*Organiser](t, KindOrganiser), decode[*City](t, KindCity)
	list, skill := decode[*Playlist](t, KindPlaylist), decode[*Skill](t, KindSkill)
	for _, c := range []struct {
		doc  Document
		want string
		ok   func(Document) bool
	}{
		{with(org, func(o *Organiser) { o.Type = "Public" }), "", func(d Document) bool { return d.(*Organiser).Type == "public" }},
		{with(org, func(o *Organiser) { o.Type = "charity" }), "type", func(d Document) bool { return d.(*Organiser).Type == "" }},
		{with(org, func(o *Organiser) { o.Location = &Location{Lat: ptr(0.0), Lng: ptr(0.0)} }), "location.lat",
			func(d Document) bool { return d.(*Organiser).Location == nil }},
		{with(city, func(c *City) { c.Slug = " São Paulo" }), "", func(d Document) bool { return d.(*City).Slug == "sao-paulo" }},
		{with(city, func(c *City) { c.Radius = math.NaN() }), "radius", func(d Document) bool { return d.(*City).Radius == 0 }},
		{with(city, func(c *City) { c.Radius = -1 }), "radius", func(d Document) bool { return d.(*City).Radius == 0 }},
		{with(city, func(c *City) { c.Lat = nil }), "lat", func(d Document) bool { return d.(*City).Lng == nil }},
		{with(city, func(c *City) {
			c.Area = json.RawMessage(`{"name":"\u0000","type":"Polygon", "coordinates":[ [[0,0],[1,0],[1,1],[0,0]] ]}`)
		}), "", func(d Document) bool {
			return string(d.(*City).Area) == `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`
		}},
		{with(city, func(c *City) { c.Featured = []string{"kaunas/a", "b", "kaunas/a", "Kaunas/c", "x/"} }), "featured[1] featured[3] featured[4]",
			func(d Document) bool { return strings.Join(d.(*City).Featured, " ") == "kaunas/a" }},
		{with(city, func(c *City) {
			c.Holidays = []Holiday{{"b", "2026-12-24", "2027-01-08"}, {"x", "24.12.2026", "8.1.2027"}, {"y", "2026-12-02", "2026-12-01"}, {" a", "2026-06-01", " 2026-06-01"}}
		}), "holidays[1] holidays[2]", func(d Document) bool {
			return reflect.DeepEqual(d.(*City).Holidays, []Holiday{{"a", "2026-06-01", "2026-06-01"}, {"b", "2026-12-24", "2027-01-08"}})
		}},
		{with(list, func(p *Playlist) { p.Items[1].URL = "javascript:alert(1)" }), "items[1].url items[1]",
			func(d Document) bool { return len(d.(*Playlist).Items) == 1 }},
		{with(list, func(p *Playlist) { p.Cities = []string{"Kaunas", "kaunas", "?"} }), "cities[2]",
			func(d Document) bool { return strings.Join(d.(*Playlist).Cities, " ") == "kaunas" }},
		{with(skill, func(s *Skill) { s.Broader = []string{"http://a.example/1", "b", "http://a.example/1"} }), "broader[1]",
			func(d Document) bool { return len(d.(*Skill).Broader) == 1 }},
		{with(skill, func(s *Skill) { s.AltLabels = map[string][]string{"EN": {"a", " a", ""}, "lt": {""}} }), "",
			func(d Document) bool {
				return reflect.DeepEqual(d.(*Skill).AltLabels, map[string][]string{"en": {"a"}})
			}},
	} {
		ps := c.doc.Clean()
		checkProblems(t, ps)
		if got := outcome(ps); got != c.want || ps.Fatal() || !c.ok(c.doc) {
			t.Errorf("%s: got %q, want %q: %v: %+v", c.doc.Key(), got, c.want, ps, c.doc)
		}
		checkClean(t, c.doc)
	}
}

// with returns a changed copy of a document, decoded anew so that nothing is shared.
func with[T any](doc *T, change func(*T)) Document {
	text, err := json.Marshal(doc)
	if err != nil {
		panic(err)
	}
	other := new(T)
	if err := json.Unmarshal(text, other); err != nil {
		panic(err)
	}
	change(other)
	return any(other).(Document)
}

func TestTerritory(t *testing.T) {
	city := decode[*City](t, KindCity)
	area, err := city.Territory()
	if err != nil || area.Bounds().West != 23.7 {
		t.Errorf("%v %v", area.Bounds(), err)
	}
	city.Area = nil
	if area, err = city.Territory(); err != nil || area.Bounds().West == 23.7 || !area.Contains(geo.Point{Lat: *city.Lat, Lng: *city.Lng}) {
		t.Errorf("%v %v", area.Bounds(), err)
	}
	city.Radius = 0
	if _, err = city.Territory(); err == nil {
		t.Error("a city without an area has one")
	}
}

func FuzzDecodeDocument(f *testing.F) {
	for i, kind := range Kinds {
		f.Add(uint8(i), []byte(good[kind]))
	}
	f.Fuzz(func(t *testing.T, kind uint8, text []byte) {
		doc, err := NewDocument(Kinds[int(kind)%len(Kinds)])
		if err != nil {
			t.Fatal(err)
		}
		if json.Unmarshal(text, doc) == nil {
			checkClean(t, doc)
		}
	})
}
