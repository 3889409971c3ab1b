// Package searchtest answers queries the slow, plain way, to compare search with.
//
// A World makes activities and questions at random, with the awkward places and
// times over-represented: poles, the antimeridian, crowds at one point, rules,
// offsets. An Oracle answers a question by reading every record, word for word as
// the contract says it. Compare tells how an answer differs from the truth. Tests of
// search use it in process, tests of the program through HTTP.
package searchtest

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"learnmap/data"
	"learnmap/geo"
	"learnmap/search"
)

// World makes activities and questions at random, from a seed, with the awkward
// places and times over-represented.
type World struct {
	*rand.Rand
	Now    time.Time
	Points []geo.Point // that activities were put at, to ask near
	IDs    []string    // of records, to ask for
}

// NewWorld returns a world that is the same for the same seed.
func NewWorld(seed uint64, now time.Time) *World {
	return &World{Rand: rand.New(rand.NewPCG(seed, 7)), Now: now}
}

func Pick[T any](w *World, list []T) T { return list[w.IntN(len(list))] }

// Chance tells whether something happens that has a probability.
func (w *World) Chance(p float64) bool { return w.Float64() < p }

func some[T any](w *World, list []T, most int) []T {
	n := w.IntN(most + 1)
	var out []T
	for range n {
		out = append(out, Pick(w, list))
	}
	return out
}

var (
	hubs = []geo.Point{
		{Lat: 54.8985, Lng: 23.9036}, {Lat: 41.15, Lng: -8.61}, {Lat: 40.65, Lng: -73.95}, {Lat: -17.8, Lng: 179.98},
		{Lat: -17.8, Lng: -179.97}, {Lat: 89.99, Lng: 20}, {Lat: -89.98, Lng: -100}, {Lat: 0, Lng: 0.1}, {Lat: 65, Lng: 180},
	}
	countries   = []string{"LT", "PT", "US", "FJ", "GR", "PL", "ES"}
	languages   = []string{"en", "lt", "pl", "el", "ar", "pt"}
	sources     = []string{"alpha", "beta", "gamma"}
	organisers  = []string{"library", "school", "maker lab", "club"}
	playlistIDs = []string{"robots", "green", "start"}
	someWords   = strings.Fields("robotics keramika šaulių vaikams energy art música łódka code music chess garden water bike night open new free class club lab of the and")
	skillTags   = []string{"robotics", "Team Work", "http://example.org/s/1", "http://example.org/s/2", "http://example.org/s/3", "http://example.org/s/5", "painting"}
)

func (w *World) words(n int) string {
	out := make([]string, n)
	for i := range out {
		// The square makes the front of the list common and its end rare.
		f := w.Float64()
		out[i] = someWords[len(someWords)-1-int(f*f*float64(len(someWords)))]
	}
	return strings.Join(out, " ")
}

func (w *World) point() geo.Point {
	switch {
	case w.Chance(0.03):
		return hubs[0].Round() // many at one place
	case w.Chance(0.6):
		hub := Pick(w, hubs)
		scale := math.Pow(10, -3+3*w.Float64())
		p := geo.Point{Lat: hub.Lat + w.NormFloat64()*scale, Lng: hub.Lng + w.NormFloat64()*scale}
		p.Lat = max(-90, min(90, p.Lat))
		p.Lng = math.Remainder(p.Lng, 360)
		return p.Round()
	case w.Chance(0.05):
		return geo.Point{Lat: Pick(w, []float64{-90, 90, 0, 45}), Lng: Pick(w, []float64{-180, 180, 0, 90})}
	}
	return geo.Point{Lat: math.Asin(2*w.Float64()-1) * 180 / math.Pi, Lng: 360*w.Float64() - 180}.Round()
}

func Ptr[T any](v T) *T { return &v }

// Activity makes an activity; i makes its id unlike others.
func (w *World) Activity(i int) *data.Activity {
	a := &data.Activity{
		ID: fmt.Sprintf("%x/é %d", w.IntN(8), i), Source: Pick(w, sources),
		Title: w.words(1 + w.IntN(4)), Description: w.words(w.IntN(12)),
		Mode: data.ModeInPerson, Status: data.StatusPublished,
		Topics: some(w, data.DefaultTopics, 2), Skills: some(w, skillTags, 3), Languages: some(w, languages, 2),
		Accessibility: some(w, data.Accessibility, 2),
	}
	w.place(a)
	w.times(a)
	if w.Chance(0.6) {
		a.AgeMin = Ptr(w.IntN(20))
	}
	if w.Chance(0.5) {
		a.AgeMax = Ptr(10 + w.IntN(80))
	}
	switch w.IntN(4) {
	case 0:
		a.Free = Ptr(true)
	case 1:
		a.Price = &data.Price{Amount: float64(w.IntN(3)) * 5, Currency: "EUR"}
	}
	if w.Chance(0.7) {
		a.Organiser = &data.OrganiserRef{Name: Pick(w, organisers)}
		if w.Chance(0.5) {
			a.Organiser.ID = "o1"
		}
	}
	w.rest(a)
	return a
}

func (w *World) rest(a *data.Activity) {
	if w.Chance(0.4) {
		a.Type = Pick(w, data.Types)
	}
	if w.Chance(0.3) {
		a.Level = Pick(w, data.Levels)
	}
	if w.Chance(0.1) {
		a.Badge = "b"
	}
	if w.Chance(0.1) {
		a.Series = Pick(w, []string{"s1", "s2"})
	}
	if w.Chance(0.1) {
		a.Playlists = []string{Pick(w, playlistIDs)}
	}
	if w.Chance(0.1) {
		a.Translations = map[string]data.Translation{"en": {Title: w.words(2), Description: w.words(2)}}
	}
	if w.Chance(0.5) {
		a.Created = w.Now.Add(-time.Duration(w.IntN(1000)) * time.Hour)
	}
	if w.Chance(0.03) {
		a.Status = Pick(w, []string{data.StatusDraft, data.StatusCancelled})
	}
}

func (w *World) place(a *data.Activity) {
	if w.Chance(0.1) {
		a.Mode = data.ModeOnline
		if w.Chance(0.3) {
			p := w.point()
			a.Location = &data.Location{Lat: &p.Lat, Lng: &p.Lng, Country: Pick(w, countries)}
		}
		return
	}
	if w.Chance(0.1) {
		a.Mode = data.ModeHybrid
	}
	p := w.point()
	w.Points = append(w.Points, p)
	a.Location = &data.Location{Lat: &p.Lat, Lng: &p.Lng, City: w.words(1)}
	if w.Chance(0.9) {
		a.Location.Country = Pick(w, countries)
	}
}

func (w *World) times(a *data.Activity) {
	zone := time.FixedZone("", 60*60*(w.IntN(27)-12))
	if w.Chance(0.1) {
		zone = time.FixedZone("", 345*60)
	}
	start := func() time.Time {
		days := time.Duration(w.NormFloat64() * 40 * 24 * float64(time.Hour))
		return w.Now.Add(days).In(zone).Truncate(15 * time.Minute).Add(time.Duration(w.IntN(60)) * time.Second)
	}
	switch {
	case w.Chance(0.15): // always on offer
		if w.Chance(0.5) {
			a.Until = start()
		}
		return
	case w.Chance(0.05):
		s := start().AddDate(0, -w.IntN(20), 0)
		a.Schedule = &data.Schedule{
			RRule: Pick(w, []string{"FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO,SA", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=DAILY;COUNT=30", "FREQ=YEARLY"}),
			Start: s, End: s.Add(90 * time.Minute),
		}
		if w.Chance(0.7) {
			a.Schedule.Timezone = Pick(w, []string{"Europe/Vilnius", "America/New_York", "Asia/Kathmandu"})
		}
		if w.Chance(0.7) {
			return
		}
	}
	for range 1 + w.IntN(3) {
		o := data.Occurrence{Start: start()}
		if w.Chance(0.8) {
			o.End = o.Start.Add(time.Duration(w.IntN(60*30)) * time.Minute)
		}
		if w.Chance(0.05) {
			o.Status = data.StatusCancelled
		}
		a.Occurrences = append(a.Occurrences, o)
	}
}

// Query asks for a random few things at once.
func (w *World) Query() search.Query {
	q := search.Query{Limit: 1 + w.IntN(search.MaxLimit)}
	w.AskPlace(&q)
	w.askTime(&q)
	maybe := func(p float64, set func()) {
		if w.Chance(p) {
			set()
		}
	}
	maybe(0.3, func() { q.Text = w.words(1 + w.IntN(2)) })
	maybe(0.2, func() { q.Countries = some(w, countries, 2) })
	maybe(0.25, func() { q.Topics = some(w, data.DefaultTopics, 4) })
	maybe(0.2, func() { q.Skills = some(w, append(skillTags, "craft", "šaknis", "nothing"), 2) })
	maybe(0.15, func() { q.Languages = some(w, languages, 2) })
	maybe(0.15, func() { q.Modes = some(w, data.Modes, 2) })
	maybe(0.1, func() { q.Types = some(w, data.Types, 4) })
	maybe(0.05, func() { q.Levels = some(w, data.Levels, 2) })
	maybe(0.1, func() { q.Accessibility = some(w, data.Accessibility, 4) })
	maybe(0.1, func() {
		q.Organisers = []string{Pick(w, sources) + "/" + Pick(w, []string{"o1", "library", "maker-lab"})}
	})
	maybe(0.05, func() { q.Series = []string{Pick(w, sources) + "/s1"} })
	maybe(0.05, func() { q.Playlists = []string{Pick(w, sources) + "/" + Pick(w, playlistIDs)} })
	maybe(0.1, func() { q.Sources = some(w, sources, 2) })
	maybe(0.03, func() { q.IDs = some(w, w.IDs, search.MaxValues) })
	maybe(0.2, func() { q.Ages = []int{w.IntN(100), w.IntN(100)} })
	maybe(0.15, func() { q.Free = true })
	maybe(0.05, func() { q.Badge = true })
	maybe(0.4, func() { q.Facets = w.facets() })
	maybe(0.4, func() {
		if q.Sort = Pick(w, search.Sorts); q.Sort == search.SortDistance && q.Near == nil {
			q.Sort = ""
		}
	})
	return q
}

func (w *World) facets() []search.Facet {
	var facets []search.Facet
	for _, f := range search.Facets {
		if w.Chance(0.4) {
			facets = append(facets, f)
		}
	}
	return facets
}

// AskPlace adds a filter by place to a query, or none.
func (w *World) AskPlace(q *search.Query) {
	near := func() geo.Point {
		if w.Chance(0.5) {
			return Pick(w, w.Points)
		}
		return w.point()
	}
	switch w.IntN(8) {
	case 0, 1, 2:
		q.Near = &geo.Circle{Center: near(), Radius: math.Pow(10, 1+w.Float64()*6.3)}
	case 3:
		q.Box = Ptr(w.box(near()))
	case 4:
		for range 1 + w.IntN(3) {
			cell, err := geo.CellOf(near())
			if err == nil {
				q.Cells = append(q.Cells, cell.Parent(w.IntN(geo.Resolution+1)))
			}
		}
	case 5:
		q.Cities = some(w, []string{"kaunas", "pole", "seam", "nowhere"}, 2)
	}
	if w.Chance(0.05) {
		q.Near, q.Box = &geo.Circle{Center: near(), Radius: 1e6}, Ptr(w.box(near()))
	}
}

func (w *World) box(p geo.Point) geo.BBox {
	height, width := math.Pow(10, -2+w.Float64()*4), math.Pow(10, -2+w.Float64()*4.5)
	b := geo.BBox{South: max(-90, p.Lat-height), North: min(90, p.Lat+height), West: p.Lng - width, East: p.Lng + width}
	if width >= 180 {
		b.West, b.East = -180, 180
	}
	if b.West < -180 {
		b.West += 360
	}
	if b.East > 180 {
		b.East -= 360
	}
	return b
}

func (w *World) askTime(q *search.Query) {
	bound := func() search.Bound {
		at := data.MinutesOf(w.Now) + data.Minutes(w.NormFloat64()*30*1440)
		if w.Chance(0.3) {
			at -= at % 1440
		}
		return search.Bound{At: at, Local: w.Chance(0.5), Set: true}
	}
	switch w.IntN(6) {
	case 0:
		q.From = bound()
	case 1:
		q.From = bound()
		q.To = q.From
		q.To.At += data.Minutes(w.IntN(20 * 1440))
	case 2:
		q.When = Pick(w, search.Whens)
	case 3:
		q.To = bound()
	}
	if w.Chance(0.15) {
		q.Weekdays = []time.Weekday{time.Weekday(w.IntN(7)), time.Weekday(w.IntN(7))}
	}
	if w.Chance(0.1) {
		q.After = Ptr(w.IntN(24) * 60)
	}
	if w.Chance(0.1) {
		q.Before = Ptr(8*60 + w.IntN(16)*60)
	}
}

// Catalogue returns the records beside the activities: skills that are kinds of
// each other, cities of both shapes, a playlist.
func (w *World) Catalogue() []data.Document {
	skill := func(n int, label string, broader ...string) *data.Skill {
		uri := fmt.Sprintf("http://example.org/s/%d", n)
		return &data.Skill{Kind: data.KindSkill, Source: "alpha", ID: fmt.Sprint(n), URI: uri, Broader: broader, Labels: map[string]string{"en": label}}
	}
	root := skill(1, "craft")
	root.AltLabels = map[string][]string{"lt": {"šaknis"}}
	a, b := skill(2, "painting", root.URI), skill(3, "robotics", root.URI)
	deep := skill(4, "soldering", a.URI, b.URI)
	deeper := skill(5, "welding", deep.URI)
	root.Broader = []string{deeper.URI} // a circle, as bad data may hold
	polygon := func(slug, coordinates string) *data.City {
		area := json.RawMessage(`{"type":"MultiPolygon","coordinates":` + coordinates + `}`)
		return &data.City{Kind: data.KindCity, Source: "alpha", ID: slug, Slug: slug, Names: map[string]string{"en": slug}, Country: "LT", Area: area}
	}
	kaunas := &data.City{
		Kind: data.KindCity, Source: "alpha", ID: "kaunas", Slug: "kaunas", Country: "LT",
		Names: map[string]string{"en": "Kaunas"}, Lat: Ptr(54.8985), Lng: Ptr(23.9036), Radius: 12_000,
	}
	playlist := &data.Playlist{Kind: data.KindPlaylist, Source: "alpha", ID: "robots", Title: "Robots"}
	for _, id := range w.IDs[:min(len(w.IDs), 30)] {
		playlist.Items = append(playlist.Items, data.PlaylistItem{Activity: id})
	}
	return []data.Document{
		root, a, b, deep, deeper, kaunas, playlist,
		polygon("seam", "[[[[179,-19],[180,-19],[180,-16],[179,-16],[179,-19]]],[[[-180,-19],[-179,-19],[-179,-16],[-180,-16],[-180,-19]]]]"),
		polygon("pole", "[[[[-180,89],[180,89],[180,90],[-180,90],[-180,89]]]]"),
	}
}
