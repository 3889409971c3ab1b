package demo

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"learnmap/data"
	"learnmap/data/place"
	"learnmap/geo"
)

// noon is the moment that most tests look at; that all others are alike is what
// TestYear is for.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// encode returns the JSON that is stored, one record a line.
func encode(t *testing.T, docs []data.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, d := range docs {
		if err := json.NewEncoder(&b).Encode(d); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// atNoon are the records of noon, for tests that change none of them.
var atNoon = sync.OnceValue(func() []data.Document { return Generate(noon) })

// activities returns the activities of noon.
func activities() []*data.Activity { return only[*data.Activity](atNoon()) }

func only[D data.Document](docs []data.Document) (list []D) {
	for _, d := range docs {
		if d, ok := d.(D); ok {
			list = append(list, d)
		}
	}
	return list
}

func TestSameDaySameBytes(t *testing.T) {
	morning := encode(t, Generate(time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)))
	tokyo := time.FixedZone("", 9*60*60)
	evening := encode(t, Generate(time.Date(2026, 11, 21, 8, 59, 59, 0, tokyo)))
	if !bytes.Equal(morning, evening) {
		t.Error("the same day in UTC gave different records")
	}
	keys := func(now time.Time) (list []data.Key) {
		for _, d := range Generate(now) {
			list = append(list, d.Key())
		}
		return list
	}
	if !slices.Equal(keys(noon), keys(noon.AddDate(1, 2, 3))) {
		t.Error("the records of another year have other ids")
	}
	if next := encode(t, Generate(time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC))); bytes.Equal(morning, next) {
		t.Error("the next day gave the same records")
	}
}

func TestRecordsAreSound(t *testing.T) {
	seen := map[data.Key]bool{}
	for _, d := range Generate(noon) {
		if problems := d.Validate(); len(problems) > 0 {
			t.Fatalf("%s: %v", d.Key(), problems)
		}
		before, _ := json.Marshal(d)
		if problems := d.(interface{ Clean() data.Problems }).Clean(); len(problems) > 0 {
			t.Fatalf("%s: %v", d.Key(), problems)
		}
		if after, _ := json.Marshal(d); !bytes.Equal(before, after) {
			t.Fatalf("Clean changed\n%s\nto\n%s", before, after)
		}
		r, err := d.Record(noon)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Check(); err != nil {
			t.Fatal(err)
		}
		if seen[r.Key] {
			t.Fatalf("%s occurs twice", r.Key)
		}
		seen[r.Key] = true
		if r.Owner != Source || r.Modified.After(noon) {
			t.Fatalf("%s: owner %q, modified %v", r.Key, r.Owner, r.Modified)
		}
	}
}

func TestCounts(t *testing.T) {
	docs := atNoon()
	for _, c := range []struct {
		what      string
		got, want int
	}{
		{"activities", len(only[*data.Activity](docs)), 6000},
		{"cities", len(only[*data.City](docs)), 64},
		{"organisers", len(only[*data.Organiser](docs)), 60},
		{"playlists", len(only[*data.Playlist](docs)), 40},
		{"badges", len(only[*data.Badge](docs)), 30},
		{"sources", len(only[*data.Source](docs)), 1},
	} {
		if c.got != c.want {
			t.Errorf("%d %s, want %d", c.got, c.what, c.want)
		}
	}
	s := only[*data.Source](docs)[0]
	if !s.Demo || !s.Republish || s.Licence != "CC0-1.0" {
		t.Errorf("the source does not say that it is an invented one, free for all: %+v", s)
	}
}

// share returns how many in a hundred activities are such.
func share(list []*data.Activity, such func(*data.Activity) bool) float64 {
	n := 0
	for _, a := range list {
		if such(a) {
			n++
		}
	}
	return 100 * float64(n) / float64(len(list))
}

func TestShares(t *testing.T) {
	list := activities()
	for _, c := range []struct {
		what      string
		low, high float64
		such      func(*data.Activity) bool
	}{
		{"free", 55, 68, (*data.Activity).IsFree},
		{"online", 4, 8, func(a *data.Activity) bool { return a.Mode == data.ModeOnline }},
		{"hybrid", 3, 8, func(a *data.Activity) bool { return a.Mode == data.ModeHybrid }},
		{"cancelled", 1, 3, func(a *data.Activity) bool { return a.Status == data.StatusCancelled }},
		{"drafts", 0.5, 3, func(a *data.Activity) bool { return a.Status == data.StatusDraft }},
		{"ended", 4, 20, func(a *data.Activity) bool { return ended(a, noon) }},
		{"full", 1, 8, func(a *data.Activity) bool { return a.PlacesLeft != nil && *a.PlacesLeft == 0 }},
		{"by a rule", 20, 45, func(a *data.Activity) bool { return a.Schedule != nil }},
		{"always on offer", 2, 15, func(a *data.Activity) bool { return !a.Dated() }},
		{"translated", 30, 60, func(a *data.Activity) bool { return len(a.Translations) > 0 }},
		{"silent about access", 30, 45, func(a *data.Activity) bool { return len(a.Accessibility) == 0 }},
		{"in a series", 2, 10, func(a *data.Activity) bool { return a.Series != "" }},
		{"with a badge", 10, 30, func(a *data.Activity) bool { return a.Badge != "" }},
		{"Arabic", 2, 8, func(a *data.Activity) bool { return a.Lang == "ar" }},
	} {
		if got := share(list, c.such); got < c.low || got > c.high {
			t.Errorf("%.1f %% are %s, want %v to %v", got, c.what, c.low, c.high)
		}
	}
}

func TestVocabulariesAreUsed(t *testing.T) {
	for _, values := range []struct {
		what string
		want []string
		of   func(*data.Activity) []string
	}{
		{"type", data.Types, func(a *data.Activity) []string { return []string{a.Type} }},
		{"mode", data.Modes, func(a *data.Activity) []string { return []string{a.Mode} }},
		{"status", data.Statuses, func(a *data.Activity) []string { return []string{a.Status} }},
		{"level", data.Levels, func(a *data.Activity) []string { return []string{a.Level} }},
		{"language", data.Languages, func(a *data.Activity) []string { return []string{a.Lang} }},
		{"topic", data.DefaultTopics, func(a *data.Activity) []string { return a.Topics }},
		{"accessibility", data.Accessibility, func(a *data.Activity) []string { return a.Accessibility }},
		{"precision", data.Precisions, func(a *data.Activity) []string {
			if a.Location == nil {
				return nil
			}
			return []string{a.Location.Precision}
		}},
	} {
		count := map[string]int{}
		for _, a := range activities() {
			for _, v := range values.of(a) {
				count[v]++
			}
		}
		for _, v := range values.want {
			if count[v] < 10 {
				t.Errorf("%s %s is used %d times only", values.what, v, count[v])
			}
		}
	}
}

// TestEveryFieldIsUsed looks through all records for fields that stay empty.
func TestEveryFieldIsUsed(t *testing.T) {
	used, known := map[string]bool{}, map[string]bool{}
	for _, d := range atNoon() {
		walk(reflect.ValueOf(d).Elem(), used, known)
	}
	for field := range known {
		if !used[field] {
			t.Errorf("%s is never filled in", field)
		}
	}
}

func walk(v reflect.Value, used, known map[string]bool) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			walk(v.Elem(), used, known)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), used, known)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			walk(v.MapIndex(key), used, known)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			name := v.Type().Name() + "." + v.Type().Field(i).Name
			if name == "Activity.Kind" { // an activity is what is meant when there is none
				continue
			}
			known[name] = true
			if !v.Field(i).IsZero() {
				used[name] = true
				walk(v.Field(i), used, known)
			}
		}
	}
}

func TestPlaces(t *testing.T) {
	docs := atNoon()
	cities := map[string]*data.City{}
	areas := map[string]geo.Area{}
	for _, c := range only[*data.City](docs) {
		area, err := c.Territory()
		if err != nil {
			t.Fatal(err)
		}
		cities[c.Slug], areas[c.Slug] = c, area
		if code, _ := place.Country(geo.Point{Lat: *c.Lat, Lng: *c.Lng}); code != c.Country {
			t.Errorf("the centre of %s lies in %q, not %s", c.Slug, code, c.Country)
		}
	}
	inside, at, live := map[string]int{}, map[geo.Point]int{}, 0
	for _, a := range only[*data.Activity](docs) {
		p, ok := a.Point()
		if !ok {
			continue
		}
		at[p]++
		if code, _ := place.Country(p); code != a.Location.Country {
			t.Errorf("%s at %v lies in %q, not %s", a.ID, p, code, a.Location.Country)
		}
		var homes []string
		for slug, area := range areas {
			if area.Contains(p) {
				homes = append(homes, slug)
				inside[slug]++
				if slug == "birstonas" && a.Listed() && !ended(a, noon) {
					live++
				}
			}
		}
		if len(homes) != 1 || cities[homes[0]].Country != a.Location.Country {
			t.Errorf("%s at %v lies in the cities %v", a.ID, p, homes)
		}
	}
	for slug, want := range map[string]int{"kaunas": 400, "birstonas": 12, "tozeur": 0} {
		if inside[slug] != want {
			t.Errorf("%d activities in %s, want %d", inside[slug], slug, want)
		}
	}
	if live != 12 {
		t.Errorf("%d of the 12 in Birštonas are on offer", live)
	}
	counts := slices.Sorted(maps.Values(at))
	if n := len(counts); counts[n-1] != 15 || counts[n-2] >= 15 {
		t.Errorf("the most at one point are %v, want one point with 15", counts[n-3:])
	}
	tozeur := cities["tozeur"]
	for p := range at {
		if d := geo.Distance(p, geo.Point{Lat: *tozeur.Lat, Lng: *tozeur.Lng}); d < 200_000 {
			t.Fatalf("%v is only %.0f km from the empty region", p, d/1000)
		}
	}
}

// refs knows what can be referred to.
type refs struct {
	*testing.T
	known  map[data.Key]bool
	skills map[string]bool // by address
}

func newRefs(t *testing.T) refs {
	r := refs{t, map[data.Key]bool{}, map[string]bool{}}
	for _, d := range atNoon() {
		r.known[d.Key()] = true
		if s, ok := d.(*data.Skill); ok {
			r.skills[s.URI] = true
		}
	}
	return r
}

// need reports a reference to a record of this source that does not exist.
func (r refs) need(from data.Document, kind data.Kind, id string) {
	r.Helper()
	if id != "" && !r.known[data.Key{Kind: kind, ID: data.MakeID(Source, id)}] {
		r.Errorf("%s names %s %s, which does not exist", from.Key(), kind, id)
	}
}

func TestReferencesOfActivities(t *testing.T) {
	r := newRefs(t)
	listed := map[string][]string{}
	for _, p := range only[*data.Playlist](atNoon()) {
		r.need(p, data.KindBadge, p.Badge)
		n := len(listed)
		for _, item := range p.Items {
			if source, id := data.SplitID(item.Activity); source == Source {
				r.need(p, data.KindActivity, id)
				listed[id] = append(listed[id], p.ID)
			}
		}
		if len(listed)-n < 3 {
			t.Errorf("%s has %d activities only", p.Key(), len(listed)-n)
		}
	}
	for _, a := range activities() {
		r.need(a, data.KindBadge, a.Badge)
		r.need(a, data.KindOrganiser, a.Organiser.ID)
		if !slices.Equal(a.Playlists, listed[a.ID]) {
			t.Errorf("%s says it is in %v but is in %v", a.ID, a.Playlists, listed[a.ID])
		}
		for _, tag := range a.Skills {
			if data.WebURL(tag) && !r.skills[tag] {
				t.Errorf("%s is tagged %s, which has no record", a.ID, tag)
			}
		}
	}
}

func TestReferencesOfOthers(t *testing.T) {
	r := newRefs(t)
	for _, d := range atNoon() {
		switch d := d.(type) {
		case *data.Badge:
			r.need(d, data.KindOrganiser, d.Issuer)
		case *data.City:
			for _, host := range d.Hosts {
				r.need(d, data.KindOrganiser, host)
			}
			for _, id := range d.Featured {
				if !r.known[data.Key{Kind: data.KindActivity, ID: id}] && !r.known[data.Key{Kind: data.KindPlaylist, ID: id}] {
					t.Errorf("%s features %s, which does not exist", d.Key(), id)
				}
			}
		case *data.Skill:
			for _, uri := range d.Broader {
				if !r.skills[uri] {
					t.Errorf("%s is narrower than %s, which does not exist", d.Key(), uri)
				}
			}
		}
	}
}

func BenchmarkGenerate(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Generate(noon)
	}
}
