package searchtest

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"

	"learnmap/data"
	"learnmap/geo"
	"learnmap/search"
)

// Oracle answers queries by reading every record, word for word as the contract
// says it. It shares no code with index or search but the vocabulary, and uses the
// haversine formula, time.Time and maps where they use chords, minutes and bitmaps.
type Oracle struct {
	Docs     []*Truth
	cities   map[string]geo.Area
	playlist map[string][]string
	skills   map[string]*data.Skill
	Now      time.Time // cut to the minute

	Corpus    int            // activities that are not drafts
	Frequency map[string]int // how many of them have a word
}

// NewOracle returns an oracle over records.
func NewOracle(docs []*Truth, catalogue []data.Document, now time.Time) *Oracle {
	o := &Oracle{Now: now, cities: map[string]geo.Area{}, playlist: map[string][]string{}, skills: map[string]*data.Skill{}, Frequency: map[string]int{}}
	for _, t := range docs {
		o.Add(t)
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

// Add makes another activity known.
func (o *Oracle) Add(t *Truth) {
	o.Docs = append(o.Docs, t)
	if t.Status != data.StatusDraft {
		o.Corpus++
		for word := range t.anywhere {
			o.Frequency[word]++
		}
	}
}

// Truth is an activity as the oracle knows it.
type Truth struct {
	*data.Activity
	RecordID string // "source/id"
	modified time.Time
	title    map[string]bool
	anywhere map[string]bool
	placed   bool
	point    geo.Point
	cell     geo.Cell
	times    []when // of occurrences, written or made by a rule
	expanded int64  // the UTC day that times were made on
}

type when struct {
	start, end time.Time
	zone       *time.Location // of the schedule, when it names one
}

// NewTruth reads an activity; modified is when it was stored.
func NewTruth(a *data.Activity, modified time.Time) *Truth {
	t := &Truth{Activity: a, RecordID: a.Source + "/" + a.ID, modified: modified, title: map[string]bool{}, anywhere: map[string]bool{}}
	if a.Mode != data.ModeOnline && a.Location != nil && a.Location.Lat != nil {
		t.placed, t.point = true, geo.Point{Lat: *a.Location.Lat, Lng: *a.Location.Lng}
		t.cell, _ = geo.CellOf(t.point)
	}
	addWords(t.title, a.Title)
	for _, tr := range a.Translations {
		addWords(t.title, tr.Title)
		addWords(t.anywhere, tr.Description)
	}
	addWords(t.anywhere, a.Title)
	addWords(t.anywhere, a.Description)
	if a.Organiser != nil {
		addWords(t.anywhere, a.Organiser.Name)
	}
	if a.Location != nil {
		addWords(t.anywhere, a.Location.Name+" "+a.Location.Address+" "+a.Location.City)
	}
	for _, s := range a.Skills {
		if !strings.Contains(s, "://") {
			addWords(t.anywhere, s)
		}
	}
	for _, topic := range a.Topics {
		addWords(t.anywhere, topic)
	}
	for w := range t.title {
		t.anywhere[w] = true
	}
	return t
}

func addWords(set map[string]bool, text string) {
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		set[data.Fold(w)] = true
	}
}

// Expand lists the occurrences as seen on the UTC day of now.
func (t *Truth) Expand(now time.Time) {
	day := now.Unix() / 86400
	if t.times != nil && t.expanded == day {
		return
	}
	t.times, t.expanded = []when{}, day
	var zone *time.Location
	if t.Schedule != nil && t.Schedule.Timezone != "" {
		zone, _ = time.LoadLocation(t.Schedule.Timezone)
	}
	for _, o := range t.Occurrences {
		if o.Status == data.StatusCancelled {
			continue
		}
		start, end := o.Start, o.End
		if end.IsZero() {
			end = start
		}
		if zone != nil {
			start, end = start.In(zone), end.In(zone)
		}
		t.times = append(t.times, when{start.Truncate(time.Minute), end.Truncate(time.Minute), zone})
	}
	if t.Schedule != nil {
		for _, s := range t.Schedule.Slots(data.MinutesOf(now)) {
			t.times = append(t.times, when{
				s.Start.Time().In(time.FixedZone("", int(s.StartOff)*60)),
				s.End.Time().In(time.FixedZone("", int(s.EndOff)*60)),
				zone,
			})
		}
	}
}

// Placed tells whether the activity is on the map.
func (t *Truth) Placed() bool { return t.placed }

// Where returns the point of a placed activity.
func (t *Truth) Where() geo.Point { return t.point }

// Haversine is the textbook formula, in metres.
func Haversine(a, b geo.Point) float64 {
	const rad = math.Pi / 180
	sinLat := math.Sin((b.Lat - a.Lat) * rad / 2)
	sinLng := math.Sin((b.Lng - a.Lng) * rad / 2)
	h := sinLat*sinLat + math.Cos(a.Lat*rad)*math.Cos(b.Lat*rad)*sinLng*sinLng
	return 2 * 6371008.8 * math.Asin(math.Min(1, math.Sqrt(h)))
}

// naive reads a clock: the same digits, as if the clock stood in Greenwich.
func naive(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), 0, 0, time.UTC)
}

// inWindow tells whether an occurrence falls into the query's time filter, its
// weekday aside.
func (o *Oracle) inWindow(q *search.Query, w when) bool {
	switch {
	case q.When == search.WhenAll:
	case q.When != "":
		first, last := o.days(q.When, w)
		if naive(w.end).Before(first) || !naive(w.start).Before(last.AddDate(0, 0, 1)) {
			return false
		}
	case q.From.Set || q.To.Set:
		if q.From.Set && q.From.Local && naive(w.end).Before(q.From.At.Time()) ||
			q.From.Set && !q.From.Local && w.end.Before(q.From.At.Time()) ||
			q.To.Set && q.To.Local && naive(w.start).After(q.To.At.Time()) ||
			q.To.Set && !q.To.Local && w.start.After(q.To.At.Time()) {
			return false
		}
	default:
		if w.end.Before(o.Now) {
			return false
		}
	}
	clock := func(t time.Time) int { return t.Hour()*60 + t.Minute() }
	if q.After != nil && clock(w.start) < *q.After {
		return false
	}
	if q.Before == nil {
		return true
	}
	sameDay := w.start.Format(time.DateOnly) == w.end.Format(time.DateOnly)
	return sameDay && clock(w.end) <= *q.Before
}

// days returns the first and last midnight of a stretch round today, on the clock
// of an occurrence.
func (o *Oracle) days(asked search.When, w when) (first, last time.Time) {
	_, offset := w.start.Zone()
	zone := cmp.Or(w.zone, time.FixedZone("", offset))
	today := naive(o.Now.In(zone)).Truncate(24 * time.Hour)
	sunday := today
	for sunday.Weekday() != time.Sunday {
		sunday = sunday.AddDate(0, 0, 1)
	}
	switch asked {
	case search.WhenTomorrow:
		return today.AddDate(0, 0, 1), today.AddDate(0, 0, 1)
	case search.WhenWeekend:
		if today.Equal(sunday) {
			return today, sunday
		}
		return sunday.AddDate(0, 0, -1), sunday
	case search.WhenWeek:
		return today, sunday
	case search.WhenMonth:
		last = today
		for last.AddDate(0, 0, 1).Month() == today.Month() {
			last = last.AddDate(0, 0, 1)
		}
		return today, last
	}
	return today, today
}

// weekdays returns the days of the week on which the activity has an occurrence
// in the query's window; all of them when it is not bound to times.
func (o *Oracle) weekdays(q *search.Query, t *Truth) [7]bool {
	var days [7]bool
	if len(t.Occurrences) == 0 && t.Schedule == nil {
		w := when{start: time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), end: time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)}
		if !t.Until.IsZero() {
			w.end = t.Until.Truncate(time.Minute)
			w.start = w.start.In(w.end.Location())
		}
		timeless := *q
		timeless.After, timeless.Before = nil, nil
		if o.inWindow(&timeless, w) || t.Until.IsZero() {
			return [7]bool{true, true, true, true, true, true, true}
		}
		return days
	}
	t.Expand(o.Now)
	for _, w := range t.times {
		if o.inWindow(q, w) {
			days[w.start.Weekday()] = true
		}
	}
	return days
}

// misses returns the names of the filters that the activity fails. It stops when
// they are too many for the activity to count anywhere: two, unless both are about
// the place, which the number of online ones ignores.
func (o *Oracle) misses(q *question, t *Truth) []string {
	if t.Status != "" && t.Status != data.StatusPublished {
		return []string{"status", "status"}
	}
	var missed []string
	for _, filter := range q.filters {
		if !filter.ok(o, q, t) {
			missed = append(missed, filter.name)
			if hopeless(missed) {
				return missed
			}
		}
	}
	days := o.weekdays(q.Query, t)
	if days == [7]bool{} {
		missed = append(missed, "time")
	} else if len(q.Weekdays) > 0 && !slices.ContainsFunc(q.Weekdays, func(d time.Weekday) bool { return days[d] }) {
		missed = append(missed, "weekday")
	}
	return missed
}

func hopeless(missed []string) bool {
	return len(missed) > 1 && slices.ContainsFunc(missed, func(m string) bool { return m != "place" && m != "country" })
}

type oracleFilter struct {
	name string
	used func(q *question) bool
	ok   func(o *Oracle, q *question, t *Truth) bool
}

// oneOf asks for any of a list of values.
func oneOf(name string, asked func(q *question) []string, has func(o *Oracle, t *Truth) []string) oracleFilter {
	used := func(q *question) bool { return len(asked(q)) > 0 }
	return oracleFilter{name, used, func(o *Oracle, q *question, t *Truth) bool {
		values := asked(q)
		return slices.ContainsFunc(has(o, t), func(v string) bool { return v != "" && slices.Contains(values, v) })
	}}
}

var filters = []oracleFilter{
	{"place", func(q *question) bool { return q.Near != nil || q.Box != nil || len(q.Cells)+len(q.Cities) > 0 },
		func(o *Oracle, q *question, t *Truth) bool { return t.Placed() && o.inPlace(q.Query, t) }},
	{"country", func(q *question) bool { return len(q.Countries) > 0 }, func(_ *Oracle, q *question, t *Truth) bool {
		return t.Placed() && slices.Contains(q.Countries, t.Location.Country)
	}},
	{"text", func(q *question) bool { return len(q.words) > 0 }, func(_ *Oracle, q *question, t *Truth) bool {
		for _, w := range q.words {
			if !t.anywhere[w] {
				return false
			}
		}
		return true
	}},
	{"free", func(q *question) bool { return q.Free }, func(_ *Oracle, _ *question, t *Truth) bool { return isFree(t) }},
	{"badge", func(q *question) bool { return q.Badge }, func(_ *Oracle, _ *question, t *Truth) bool { return t.Badge != "" }},
	{"age", func(q *question) bool { return len(q.Ages) > 0 }, func(_ *Oracle, q *question, t *Truth) bool {
		return slices.ContainsFunc(q.Ages, func(age int) bool { return openTo(t, age) })
	}},
	oneOf("topic", func(q *question) []string { return q.Topics }, func(_ *Oracle, t *Truth) []string { return t.Topics }),
	oneOf("language", func(q *question) []string { return q.Languages }, func(_ *Oracle, t *Truth) []string { return t.Languages }),
	oneOf("mode", func(q *question) []string { return q.Modes }, func(_ *Oracle, t *Truth) []string { return []string{t.Mode} }),
	oneOf("type", func(q *question) []string { return q.Types }, func(_ *Oracle, t *Truth) []string { return []string{t.Type} }),
	oneOf("level", func(q *question) []string { return q.Levels }, func(_ *Oracle, t *Truth) []string { return []string{t.Level} }),
	oneOf("accessibility", func(q *question) []string { return q.Accessibility }, func(_ *Oracle, t *Truth) []string { return t.Accessibility }),
	oneOf("source", func(q *question) []string { return q.Sources }, func(_ *Oracle, t *Truth) []string { return []string{t.Source} }),
	oneOf("ids", func(q *question) []string { return q.IDs }, func(_ *Oracle, t *Truth) []string { return []string{t.RecordID} }),
	oneOf("series", func(q *question) []string { return q.Series }, func(_ *Oracle, t *Truth) []string { return []string{prefixed(t.Source, t.Series)} }),
	oneOf("organiser", func(q *question) []string { return q.Organisers }, func(o *Oracle, t *Truth) []string { return []string{o.organiser(t)} }),
	{"skill", func(q *question) bool { return len(q.Skills) > 0 }, func(o *Oracle, q *question, t *Truth) bool {
		return slices.ContainsFunc(t.Skills, func(tag string) bool { return q.wants(o, tag) })
	}},
	{"playlist", func(q *question) bool { return len(q.Playlists) > 0 }, func(o *Oracle, q *question, t *Truth) bool {
		return o.onPlaylist(q.Playlists, t)
	}},
}

// question is a query with what need not be worked out for every activity.
type question struct {
	*search.Query
	words   []string
	tags    map[string]bool // whether a tag is one of the skills asked for
	filters []oracleFilter  // those that are used
}

func newQuestion(q *search.Query) *question {
	a := &question{Query: q, tags: map[string]bool{}}
	for _, w := range strings.Fields(q.Text) {
		a.words = append(a.words, data.Fold(w))
	}
	for _, f := range filters {
		if f.used(a) {
			a.filters = append(a.filters, f)
		}
	}
	return a
}

func (q *question) wants(o *Oracle, tag string) bool {
	wanted, known := q.tags[tag]
	if !known {
		wanted = o.hasSkill(q.Skills, tag)
		q.tags[tag] = wanted
	}
	return wanted
}

func prefixed(source, id string) string {
	if id == "" {
		return ""
	}
	return source + "/" + id
}

func (o *Oracle) organiser(t *Truth) string {
	if t.Organiser == nil {
		return ""
	}
	return prefixed(t.Source, cmp.Or(t.Organiser.ID, data.Slug(t.Organiser.Name)))
}

func isFree(t *Truth) bool { return t.Free != nil && *t.Free || t.Price != nil && t.Price.Amount == 0 }

func openTo(t *Truth, age int) bool {
	return (t.AgeMin == nil || *t.AgeMin <= age) && (t.AgeMax == nil || age <= *t.AgeMax)
}

func (o *Oracle) inPlace(q *search.Query, t *Truth) bool {
	p := t.Where()
	if q.Near != nil && Haversine(q.Near.Center, p) > q.Near.Radius {
		return false
	}
	if q.Box != nil && !inBox(*q.Box, p) {
		return false
	}
	if len(q.Cells) > 0 {
		if !slices.ContainsFunc(q.Cells, func(c geo.Cell) bool { return t.cell.Parent(c.Resolution()) == c }) {
			return false
		}
	}
	return len(q.Cities) == 0 || slices.ContainsFunc(q.Cities, func(slug string) bool {
		area, known := o.cities[slug]
		return known && area.Contains(p)
	})
}

func inBox(b geo.BBox, p geo.Point) bool {
	if p.Lat < b.South || p.Lat > b.North {
		return false
	}
	for _, lng := range []float64{p.Lng - 360, p.Lng, p.Lng + 360} {
		east := b.East
		if b.West > b.East {
			east += 360
		}
		if b.West <= lng && lng <= east {
			return true
		}
	}
	return false
}

func (o *Oracle) onPlaylist(asked []string, t *Truth) bool {
	for _, id := range asked {
		if slices.Contains(o.playlist[id], t.RecordID) || slices.ContainsFunc(t.Playlists, func(p string) bool { return prefixed(t.Source, p) == id }) {
			return true
		}
	}
	return false
}

// hasSkill tells whether a tag is one of the skills asked for, or narrower: it
// climbs from the tag, where the searcher descends from the question.
func (o *Oracle) hasSkill(asked []string, tag string) bool {
	term := data.SkillTerm(tag)
	if slices.ContainsFunc(asked, func(a string) bool { return data.SkillTerm(a) == term }) {
		return true
	}
	seen := map[string]bool{}
	var climb func(uri string) bool
	climb = func(uri string) bool {
		skill := o.skills[uri]
		if skill == nil || seen[uri] {
			return false
		}
		seen[uri] = true
		for _, a := range asked {
			if data.SkillTerm(a) == uri || calledSo(skill, data.SkillTerm(a)) {
				return true
			}
		}
		return slices.ContainsFunc(skill.Broader, climb)
	}
	for uri, skill := range o.skills {
		if (uri == term || calledSo(skill, term)) && climb(uri) {
			return true
		}
	}
	return false
}

// skillsOf returns what a tag counts for: the skills it names and all that they are
// a kind of, or itself.
func (o *Oracle) skillsOf(term string) []string {
	set := map[string]bool{}
	var climb func(uri string)
	climb = func(uri string) {
		if skill := o.skills[uri]; skill != nil && !set[uri] {
			set[uri] = true
			for _, b := range skill.Broader {
				climb(b)
			}
		}
	}
	for uri, skill := range o.skills {
		if uri == term || calledSo(skill, term) {
			climb(uri)
		}
	}
	if len(set) == 0 {
		return []string{term}
	}
	var list []string
	for uri := range set {
		list = append(list, uri)
	}
	return list
}

func calledSo(s *data.Skill, slug string) bool {
	for _, l := range s.Labels {
		if data.Slug(l) == slug {
			return true
		}
	}
	for _, ls := range s.AltLabels {
		for _, l := range ls {
			if data.Slug(l) == slug {
				return true
			}
		}
	}
	return false
}
