package search_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"learnmap/data"
	"learnmap/geo"
	"learnmap/search"
)

// world makes activities and questions at random, from a seed, with the awkward
// places and times over-represented.
type world struct {
	*rand.Rand
	now    time.Time
	points []geo.Point // that activities were put at, to ask near
	ids    []string
}

func newWorld(seed uint64, now time.Time) *world {
	return &world{Rand: rand.New(rand.NewPCG(seed, 7)), now: now}
}

func pick[T any](w *world, list []T) T { return list[w.IntN(len(list))] }

func (w *world) chance(p float64) bool { return w.Float64() < p }

func some[T any](w *world, list []T, most int) []T {
	n := w.IntN(most + 1)
	var out []T
	for range n {
		out = append(out, pick(w, list))
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

func (w *world) words(n int) string {
	out := make([]string, n)
	for i := range out {
		// The square makes the front of the list common and its end rare.
		f := w.Float64()
		out[i] = someWords[len(someWords)-1-int(f*f*float64(len(someWords)))]
	}
	return strings.Join(out, " ")
}

func (w *world) point() geo.Point {
	switch {
	case w.chance(0.03):
		return hubs[0].Round() // many at one place
	case w.chance(0.6):
		hub := pick(w, hubs)
		scale := math.Pow(10, -3+3*w.Float64())
		p := geo.Point{Lat: hub.Lat + w.NormFloat64()*scale, Lng: hub.Lng + w.NormFloat64()*scale}
		p.Lat = max(-90, min(90, p.Lat))
		p.Lng = math.Remainder(p.Lng, 360)
		return p.Round()
	case w.chance(0.05):
		return geo.Point{Lat: pick(w, []float64{-90, 90, 0, 45}), Lng: pick(w, []float64{-180, 180, 0, 90})}
	}
	return geo.Point{Lat: math.Asin(2*w.Float64()-1) * 180 / math.Pi, Lng: 360*w.Float64() - 180}.Round()
}

func ptr[T any](v T) *T { return &v }

func (w *world) activity(i int) *data.Activity {
	a := &data.Activity{
		ID: fmt.Sprintf("%x/é %d", w.IntN(8), i), Source: pick(w, sources),
		Title: w.words(1 + w.IntN(4)), Description: w.words(w.IntN(12)),
		Mode: data.ModeInPerson, Status: data.StatusPublished,
		Topics: some(w, data.DefaultTopics, 2), Skills: some(w, skillTags, 3), Languages: some(w, languages, 2),
		Accessibility: some(w, data.Accessibility, 2),
	}
	w.place(a)
	w.times(a)
	if w.chance(0.6) {
		a.AgeMin = ptr(w.IntN(20))
	}
	if w.chance(0.5) {
		a.AgeMax = ptr(10 + w.IntN(80))
	}
	switch w.IntN(4) {
	case 0:
		a.Free = ptr(true)
	case 1:
		a.Price = &data.Price{Amount: float64(w.IntN(3)) * 5, Currency: "EUR"}
	}
	if w.chance(0.7) {
		a.Organiser = &data.OrganiserRef{Name: pick(w, organisers)}
		if w.chance(0.5) {
			a.Organiser.ID = "o1"
		}
	}
	w.rest(a)
	return a
}

func (w *world) rest(a *data.Activity) {
	if w.chance(0.4) {
		a.Type = pick(w, data.Types)
	}
	if w.chance(0.3) {
		a.Level = pick(w, data.Levels)
	}
	if w.chance(0.1) {
		a.Badge = "b"
	}
	if w.chance(0.1) {
		a.Series = pick(w, []string{"s1", "s2"})
	}
	if w.chance(0.1) {
		a.Playlists = []string{pick(w, playlistIDs)}
	}
	if w.chance(0.1) {
		a.Translations = map[string]data.Translation{"en": {Title: w.words(2), Description: w.words(2)}}
	}
	if w.chance(0.5) {
		a.Created = w.now.Add(-time.Duration(w.IntN(1000)) * time.Hour)
	}
	if w.chance(0.03) {
		a.Status = pick(w, []string{data.StatusDraft, data.StatusCancelled})
	}
}

func (w *world) place(a *data.Activity) {
	if w.chance(0.1) {
		a.Mode = data.ModeOnline
		if w.chance(0.3) {
			p := w.point()
			a.Location = &data.Location{Lat: &p.Lat, Lng: &p.Lng, Country: pick(w, countries)}
		}
		return
	}
	if w.chance(0.1) {
		a.Mode = data.ModeHybrid
	}
	p := w.point()
	w.points = append(w.points, p)
	a.Location = &data.Location{Lat: &p.Lat, Lng: &p.Lng, City: w.words(1)}
	if w.chance(0.9) {
		a.Location.Country = pick(w, countries)
	}
}

func (w *world) times(a *data.Activity) {
	zone := time.FixedZone("", 60*60*(w.IntN(27)-12))
	if w.chance(0.1) {
		zone = time.FixedZone("", 345*60)
	}
	start := func() time.Time {
		days := time.Duration(w.NormFloat64() * 40 * 24 * float64(time.Hour))
		return w.now.Add(days).In(zone).Truncate(15 * time.Minute).Add(time.Duration(w.IntN(60)) * time.Second)
	}
	switch {
	case w.chance(0.15): // always on offer
		if w.chance(0.5) {
			a.Until = start()
		}
		return
	case w.chance(0.05):
		s := start().AddDate(0, -w.IntN(20), 0)
		a.Schedule = &data.Schedule{
			RRule: pick(w, []string{"FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO,SA", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=DAILY;COUNT=30", "FREQ=YEARLY"}),
			Start: s, End: s.Add(90 * time.Minute),
		}
		if w.chance(0.7) {
			a.Schedule.Timezone = pick(w, []string{"Europe/Vilnius", "America/New_York", "Asia/Kathmandu"})
		}
		if w.chance(0.7) {
			return
		}
	}
	for range 1 + w.IntN(3) {
		o := data.Occurrence{Start: start()}
		if w.chance(0.8) {
			o.End = o.Start.Add(time.Duration(w.IntN(60*30)) * time.Minute)
		}
		if w.chance(0.05) {
			o.Status = data.StatusCancelled
		}
		a.Occurrences = append(a.Occurrences, o)
	}
}

// query asks for a random few things at once.
func (w *world) query() search.Query {
	q := search.Query{Limit: 1 + w.IntN(search.MaxLimit)}
	w.askPlace(&q)
	w.askTime(&q)
	maybe := func(p float64, set func()) {
		if w.chance(p) {
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
		q.Organisers = []string{pick(w, sources) + "/" + pick(w, []string{"o1", "library", "maker-lab"})}
	})
	maybe(0.05, func() { q.Series = []string{pick(w, sources) + "/s1"} })
	maybe(0.05, func() { q.Playlists = []string{pick(w, sources) + "/" + pick(w, playlistIDs)} })
	maybe(0.1, func() { q.Sources = some(w, sources, 2) })
	maybe(0.03, func() { q.IDs = some(w, w.ids, 40) })
	maybe(0.2, func() { q.Ages = []int{w.IntN(100), w.IntN(100)} })
	maybe(0.15, func() { q.Free = true })
	maybe(0.05, func() { q.Badge = true })
	maybe(0.4, func() { q.Facets = w.facets() })
	maybe(0.4, func() {
		if q.Sort = pick(w, search.Sorts); q.Sort == search.SortDistance && q.Near == nil {
			q.Sort = ""
		}
	})
	return q
}

func (w *world) facets() []search.Facet {
	var facets []search.Facet
	for _, f := range search.Facets {
		if w.chance(0.4) {
			facets = append(facets, f)
		}
	}
	return facets
}

func (w *world) askPlace(q *search.Query) {
	near := func() geo.Point {
		if w.chance(0.5) {
			return pick(w, w.points)
		}
		return w.point()
	}
	switch w.IntN(8) {
	case 0, 1, 2:
		q.Near = &geo.Circle{Center: near(), Radius: math.Pow(10, 1+w.Float64()*6.3)}
	case 3:
		q.Box = ptr(w.box(near()))
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
	if w.chance(0.05) {
		q.Near, q.Box = &geo.Circle{Center: near(), Radius: 1e6}, ptr(w.box(near()))
	}
}

func (w *world) box(p geo.Point) geo.BBox {
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

func (w *world) askTime(q *search.Query) {
	bound := func() search.Bound {
		at := data.MinutesOf(w.now) + data.Minutes(w.NormFloat64()*30*1440)
		if w.chance(0.3) {
			at -= at % 1440
		}
		return search.Bound{At: at, Local: w.chance(0.5), Set: true}
	}
	switch w.IntN(6) {
	case 0:
		q.From = bound()
	case 1:
		q.From = bound()
		q.To = q.From
		q.To.At += data.Minutes(w.IntN(20 * 1440))
	case 2:
		q.When = pick(w, search.Whens)
	case 3:
		q.To = bound()
	}
	if w.chance(0.15) {
		q.Weekdays = []time.Weekday{time.Weekday(w.IntN(7)), time.Weekday(w.IntN(7))}
	}
	if w.chance(0.1) {
		q.After = ptr(w.IntN(24) * 60)
	}
	if w.chance(0.1) {
		q.Before = ptr(8*60 + w.IntN(16)*60)
	}
}

// catalogue returns the records beside the activities: skills that are kinds of
// each other, cities of both shapes, a playlist.
func (w *world) catalogue() []data.Document {
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
		Names: map[string]string{"en": "Kaunas"}, Lat: ptr(54.8985), Lng: ptr(23.9036), Radius: 12_000,
	}
	playlist := &data.Playlist{Kind: data.KindPlaylist, Source: "alpha", ID: "robots", Title: "Robots"}
	for _, id := range w.ids[:min(len(w.ids), 30)] {
		playlist.Items = append(playlist.Items, data.PlaylistItem{Activity: id})
	}
	return []data.Document{
		root, a, b, deep, deeper, kaunas, playlist,
		polygon("seam", "[[[[179,-19],[180,-19],[180,-16],[179,-16],[179,-19]]],[[[-180,-19],[-179,-19],[-179,-16],[-180,-16],[-180,-19]]]]"),
		polygon("pole", "[[[[-180,89],[180,89],[180,90],[-180,90],[-180,89]]]]"),
	}
}

// newOracle returns an oracle over records.
func newOracle(docs []*truth, catalogue []data.Document, now time.Time) *oracle {
	o := &oracle{docs: docs, now: now, cities: map[string]geo.Area{}, playlist: map[string][]string{}, skills: map[string]*data.Skill{}, frequency: map[string]int{}}
	for _, t := range docs {
		if t.Status != data.StatusDraft {
			o.corpus++
			for word := range t.anywhere {
				o.frequency[word]++
			}
		}
	}
	for _, d := range catalogue {
		switch v := d.(type) {
		case *data.Skill:
			o.skills[v.URI] = v
		case *data.City:
			area, err := v.Territory()
			if err != nil {
				panic(err)
			}
			o.cities[v.Slug] = area
		case *data.Playlist:
			for _, item := range v.Items {
				id := v.Source + "/" + v.ID
				o.playlist[id] = append(o.playlist[id], item.Activity)
			}
		}
	}
	return o
}

// sortedFacet lists a facet's counts as an answer has them.
func sortedFacet(counts map[string]int) []string {
	type pair struct {
		value string
		count int
	}
	var pairs []pair
	for v, n := range counts {
		pairs = append(pairs, pair{v, n})
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		if a.count != b.count {
			return b.count - a.count
		}
		return strings.Compare(a.value, b.value)
	})
	var out []string
	for _, p := range pairs[:min(len(pairs), search.MaxFacetValues)] {
		out = append(out, fmt.Sprintf("%s=%d", p.value, p.count))
	}
	return out
}
