package searchtest

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"learnmap/data"
	"learnmap/search"
)

// Answer is all that is to be known about a query.
type Answer struct {
	Hits   []*Truth // all of them, in order
	Facets map[search.Facet]map[string]int
	Online int // online-only ones, place filters aside
}

// Ask answers a query.
func (o *Oracle) Ask(q *search.Query) Answer {
	a, asked := Answer{Facets: map[search.Facet]map[string]int{}}, newQuestion(q)
	for _, f := range q.Facets {
		a.Facets[f] = map[string]int{}
	}
	for _, t := range o.Docs {
		missed := o.misses(asked, t)
		if len(missed) == 0 {
			a.Hits = append(a.Hits, t)
		}
		if !t.Placed() && !slices.ContainsFunc(missed, func(m string) bool { return m != "place" && m != "country" }) {
			a.Online++
		}
		for f, counts := range a.Facets {
			if len(missed) == 0 || len(missed) == 1 && missed[0] == string(f) {
				for _, v := range o.facetValues(q, t, f) {
					counts[v]++
				}
			}
		}
	}
	o.sort(q, a.Hits)
	return a
}

func (o *Oracle) facetValues(q *search.Query, t *Truth, f search.Facet) []string {
	set := map[string]bool{}
	add := func(values ...string) {
		for _, v := range values {
			if v != "" {
				set[v] = true
			}
		}
	}
	switch f {
	case search.FacetTopic:
		add(t.Topics...)
	case search.FacetSkill:
		for _, s := range t.Skills {
			add(o.skillsOf(data.SkillTerm(s))...)
		}
	case search.FacetCountry:
		if t.Placed() {
			add(t.Location.Country)
		}
	case search.FacetLanguage:
		add(t.Languages...)
	case search.FacetMode:
		add(t.Mode)
	case search.FacetType:
		add(t.Type)
	case search.FacetAccessibility:
		add(t.Accessibility...)
	case search.FacetOrganiser:
		add(o.organiser(t))
	case search.FacetFree:
		if isFree(t) {
			add("true")
		}
	case search.FacetAge:
		for _, age := range []int{3, 6, 9, 12, 15, 18, 25, 40, 65} {
			if openTo(t, age) {
				add(strconv.Itoa(age))
			}
		}
	case search.FacetWeekday:
		for d, on := range o.weekdays(q, t) {
			if on {
				add(strings.ToLower(time.Weekday(d).String())[:3])
			}
		}
	}
	values := make([]string, 0, len(set))
	for v := range set {
		values = append(values, v)
	}
	return values
}

// sort orders hits as the query asks.
func (o *Oracle) sort(q *search.Query, hits []*Truth) {
	keys := map[*Truth][2]float64{}
	for _, t := range hits {
		keys[t] = o.Key(q, t)
	}
	slices.SortFunc(hits, func(a, b *Truth) int {
		return cmp.Or(cmp.Compare(keys[a][0], keys[b][0]), cmp.Compare(keys[a][1], keys[b][1]), strings.Compare(a.RecordID, b.RecordID))
	})
}

// Key returns what the query's order sorts an activity by; ties go by its id.
func (o *Oracle) Key(q *search.Query, t *Truth) [2]float64 {
	distance := math.Inf(1)
	if q.Near != nil && t.Placed() {
		distance = Haversine(q.Near.Center, t.Where())
	}
	order := q.Sort
	if order == search.SortBest && q.Text == "" {
		order = ""
	}
	if order == "" {
		switch {
		case q.Text != "":
			order = search.SortBest
		case q.Near != nil:
			order = search.SortDistance
		default:
			order = search.SortSoonest
		}
	}
	switch order {
	case search.SortDistance:
		return [2]float64{distance}
	case search.SortNewest:
		created := t.Created
		if created.IsZero() {
			created = t.modified
		}
		return [2]float64{-float64(created.UnixMilli())}
	case search.SortBest:
		if q.Near == nil {
			distance = 0
		}
		return [2]float64{-o.score(q, t), distance}
	}
	return [2]float64{o.soonest(q, t)}
}

// score adds up the rarity of each word, three times that in the title.
func (o *Oracle) score(q *search.Query, t *Truth) float64 {
	sum := 0.0
	seen := map[string]bool{}
	for _, w := range strings.Fields(q.Text) {
		w = data.Fold(w)
		if seen[w] {
			continue
		}
		seen[w] = true
		weight := math.Log(1 + float64(o.Corpus)/float64(o.Frequency[w]))
		if t.title[w] {
			weight *= 3
		}
		sum += weight
	}
	return sum
}

func (o *Oracle) soonest(q *search.Query, t *Truth) float64 {
	best := math.Inf(1)
	if len(t.Occurrences) == 0 && t.Schedule == nil {
		return best
	}
	var bestStart time.Time
	for _, w := range t.times {
		if !o.inWindow(q, w) || len(q.Weekdays) > 0 && !slices.Contains(q.Weekdays, w.start.Weekday()) {
			continue
		}
		if bestStart.IsZero() || w.start.Before(bestStart) {
			bestStart = w.start
			best = float64(w.start.Unix() / 60)
			if w.start.Before(o.Now) && !w.end.Before(o.Now) {
				best = float64(o.Now.Unix() / 60)
			}
		}
	}
	return best
}
