package data

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"learnmap/geo"
)

// full is an activity of which every field is used; TestFullUsesEveryField holds it
// to that.
const full = `{"kind":"activity","id":"kaunas-robotics-7","source":"kaunas","title":"Robotikos būrelis","description":"Build <b>robots</b> & race them.",
"url":"https://example.org/r7","type":"club","lang":"lt","translations":{"en":{"title":"Robotics club","description":"…"}},
"image":"https://example.org/r7.jpg","imageAlt":"A robot","imageCredit":"J. J.",
"organiser":{"id":"kmb","name":"Library","url":"https://example.org","kind":"library"},
"location":{"lat":54.8985,"lng":23.9036,"name":"Library","address":"Radastų 2","city":"Kaunas","country":"LT","precision":"exact"},
"mode":"in-person","occurrences":[{"start":"2026-12-01T15:00:00+02:00","end":"2026-12-01T17:00:00+02:00","status":"cancelled"}],
"schedule":{"rrule":"FREQ=WEEKLY;BYDAY=TU","start":"2026-12-08T15:00:00+02:00","end":"2026-12-08T17:00:00+02:00","timezone":"Europe/Vilnius",
"exdates":["2026-12-22T15:00:00+02:00"],"rdates":["2026-12-23T15:00:00+02:00"]},"until":"2027-06-01T00:00:00+03:00",
"ageMin":11,"ageMax":16,"level":"beginner","free":false,"price":{"amount":12.5,"currency":"EUR"},
"registration":{"url":"https://example.org/r7/join","opens":"2026-11-01T00:00:00+02:00","deadline":"2026-11-30T23:59:00+02:00"},
"capacity":20,"placesLeft":3,"contact":{"email":"info@example.org","phone":"+370 37 123456","url":"https://example.org/contact"},
"languages":["lt","en"],"topics":["technology-and-computers"],"skills":["http://data.europa.eu/esco/skill/x","robotics"],
"accessibility":["wheelchair"],"badge":"robot","playlists":["stem"],"series":"robotics","status":"published",
"created":"2026-10-01T10:00:00Z","modified":"2026-11-20T10:00:00Z","confirmed":"2026-11-21T10:00:00Z"}`

func fullActivity(t testing.TB) *Activity {
	t.Helper()
	a, err := DecodeActivity(Record{Data: []byte(full)})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestFullUsesEveryField(t *testing.T) {
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		if v.IsZero() && v.Kind() != reflect.Bool {
			t.Errorf("%s is not used", path)
			return
		}
		switch v.Kind() {
		case reflect.Pointer:
			walk(path, v.Elem())
		case reflect.Slice:
			walk(path, v.Index(0))
		case reflect.Map:
			walk(path, v.MapIndex(v.MapKeys()[0]))
		case reflect.Struct:
			for i := range v.NumField() {
				if v.Type() != reflect.TypeFor[time.Time]() {
					walk(path+"."+v.Type().Field(i).Name, v.Field(i))
				}
			}
		}
	}
	walk("Activity", reflect.ValueOf(*fullActivity(t)))
}

// The document that goes in is the one that comes out: same members, same values,
// also after a Clean that has nothing to do but leave out the kind.
func TestFullRoundTrip(t *testing.T) {
	a := fullActivity(t)
	if problems := a.Clean(); len(problems) > 0 {
		t.Fatalf("the full activity is not clean: %v", problems)
	}
	r, err := a.Record(time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	var got, want map[string]any
	if err := json.Unmarshal(r.Data, &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(full), &want); err != nil {
		t.Fatal(err)
	}
	delete(want, "kind")
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%v\nwant\n%v", got, want)
	}
}

func TestJSONRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := genActivity(t)
		first, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		var b Activity
		if err := json.Unmarshal(first, &b); err != nil {
			t.Fatal(err)
		}
		second, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		if string(first) != string(second) {
			t.Fatalf("\n%s\nbecame\n%s", first, second)
		}
		if !reflect.DeepEqual(*a, b) {
			t.Fatalf("\n%+v\nbecame\n%+v", *a, b)
		}
	})
}

func TestActivityPoint(t *testing.T) {
	lat, lng := 54.9, 23.9
	place := &Location{Lat: &lat, Lng: &lng}
	for _, c := range []struct {
		name string
		a    Activity
		ok   bool
	}{
		{"in person", Activity{Location: place}, true},
		{"hybrid", Activity{Location: place, Mode: ModeHybrid}, true},
		{"online has no place", Activity{Location: place, Mode: ModeOnline}, false},
		{"half a point", Activity{Location: &Location{Lat: &lat}}, false},
		{"no location", Activity{}, false},
	} {
		p, ok := c.a.Point()
		if ok != c.ok || ok && p != (geo.Point{Lat: lat, Lng: lng}) {
			t.Errorf("%s: got %v %v", c.name, p, ok)
		}
	}
}

func TestIsFree(t *testing.T) {
	yes, no := true, false
	for _, c := range []struct {
		a    Activity
		want bool
	}{
		{Activity{}, false},
		{Activity{Free: &yes}, true},
		{Activity{Free: &no}, false},
		{Activity{Price: &Price{}}, true},
		{Activity{Price: &Price{Amount: 1}}, false},
		{Activity{Free: &no, Price: &Price{}}, true},
	} {
		if got := c.a.IsFree(); got != c.want {
			t.Errorf("%+v: got %v", c.a, got)
		}
	}
}

func TestOrganiserID(t *testing.T) {
	for _, c := range []struct {
		ref  *OrganiserRef
		want string
	}{
		{nil, ""},
		{&OrganiserRef{}, ""},
		{&OrganiserRef{URL: "https://example.org"}, ""},
		{&OrganiserRef{ID: "a/b", Name: "Other"}, "kaunas/a/b"},
		{&OrganiserRef{Name: "Kauno apskrities viešoji biblioteka"}, "kaunas/kauno-apskrities-viesoji-biblioteka"},
		{&OrganiserRef{Name: "???"}, ""},
	} {
		if got := (&Activity{Source: "kaunas", Organiser: c.ref}).OrganiserID(); got != c.want {
			t.Errorf("%+v: got %q, want %q", c.ref, got, c.want)
		}
	}
	long := Activity{Source: "kaunas", Organiser: &OrganiserRef{Name: strings.Repeat("漢字", 150)}}
	if err := (Key{KindOrganiser, long.OrganiserID()}).Check(); err != nil {
		t.Errorf("the organiser of a long name has no id: %v", err)
	}
}

func TestRecordModified(t *testing.T) {
	a := fullActivity(t)
	at := time.Date(2026, 12, 1, 10, 0, 0, 123_456_789, time.FixedZone("", 7200))
	r, err := a.Record(at)
	if err != nil || !r.Modified.Equal(a.Modified) {
		t.Errorf("got %v %v, want the activity's own %v", r.Modified, err, a.Modified)
	}
	a.Modified = time.Time{}
	r, err = a.Record(at)
	want := time.Date(2026, 12, 1, 8, 0, 0, 123_000_000, time.UTC)
	if err != nil || r.Modified != want {
		t.Errorf("got %v %v, want %v", r.Modified, err, want)
	}
	if r.Key != (Key{KindActivity, "kaunas/kaunas-robotics-7"}) || r.Owner != "kaunas" {
		t.Errorf("got key %v, owner %q", r.Key, r.Owner)
	}
}

func TestListed(t *testing.T) {
	for status, want := range map[string]bool{"": true, StatusPublished: true, StatusDraft: false, StatusCancelled: false} {
		if got := (&Activity{Status: status}).Listed(); got != want {
			t.Errorf("%q: listed is %v", status, got)
		}
	}
}
