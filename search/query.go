package search

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"learnmap/data"
	"learnmap/geo"
	"learnmap/index"
)

// Query is a question to the index. Filters of one field are alternatives, filters
// of different fields must all hold; an empty one does not filter. A Query owns its
// memory: nothing in it may point into a request's buffers.
type Query struct {
	Text string // words that must all occur, in title or text

	Near      *geo.Circle
	Box       *geo.BBox
	Cells     []geo.Cell // of resolution 0 to geo.Resolution
	Countries []string   // ISO 3166-1 alpha-2
	Cities    []string   // slugs

	Topics        []string
	Skills        []string // URIs, or slugs of labels; narrower skills are included
	Languages     []string // held in
	Modes         []string
	Types         []string
	Levels        []string
	Accessibility []string
	Organisers    []string // "source/id"
	Series        []string // "source/series"
	Playlists     []string // "source/id"
	Sources       []string
	IDs           []string // "source/id"
	Ages          []int    // years; open to any of them
	Free          bool
	Badge         bool

	When     When
	From, To Bound
	Weekdays []time.Weekday // of the start, local
	After    *int           // minutes since local midnight; starts no earlier
	Before   *int           // minutes since local midnight; ends no later

	Sort    Sort
	Limit   int    // hits a page, 1 to MaxLimit; 0 means DefaultLimit
	Cursor  string // continues an earlier answer
	Facets  []Facet
	Explain bool
	Lang    string // BCP 47, of labels
}

// Bounds of a query. Past them Check names the fix.
const (
	DefaultLimit  = 20
	MaxLimit      = 100
	DefaultRadius = 25_000.0 // metres
	MaxRadius     = 20_040_000.0
	MaxText       = 256 // characters
	MaxWords      = 16
	MaxValues     = 32 // of one filter
	MaxAge        = data.MaxAge
)

// When is a stretch of days round today, on the local clock of each activity.
type When string

// The values of When. Each starts today at the earliest; a week and a weekend end
// on Sunday, a month on its last day. WhenAll is all of time, the past included.
const (
	WhenAny      When = ""
	WhenToday    When = "today"
	WhenTomorrow When = "tomorrow"
	WhenWeekend  When = "weekend"
	WhenWeek     When = "week"
	WhenMonth    When = "month"
	WhenAll      When = "all"
)

// Whens lists the values of When.
var Whens = []When{WhenToday, WhenTomorrow, WhenWeekend, WhenWeek, WhenMonth, WhenAll}

// Bound is an end of a stretch of time, itself included.
type Bound struct {
	At    data.Minutes
	Local bool // a reading of each activity's own clock, not an instant
	Set   bool
}

// Sort is an order of hits. Ties are broken by the bytes of the id.
type Sort string

// The orders. SortDefault is best with a text, else distance with a circle, else
// soonest.
const (
	SortDefault  Sort = ""
	SortBest     Sort = "best"
	SortDistance Sort = "distance" // nearest first; needs Near
	SortSoonest  Sort = "soonest"  // by the next occurrence, always-on offers last
	SortNewest   Sort = "newest"   // by when it was created, else modified
)

// Sorts lists the orders that can be asked for.
var Sorts = []Sort{SortBest, SortDistance, SortSoonest, SortNewest}

// Facet names a field whose values are counted over the matches. A facet ignores
// the query's own filter on its field.
type Facet string

// The facets.
const (
	FacetTopic         Facet = "topic"
	FacetSkill         Facet = "skill"
	FacetCountry       Facet = "country"
	FacetLanguage      Facet = "language"
	FacetMode          Facet = "mode"
	FacetAge           Facet = "age"
	FacetOrganiser     Facet = "organiser"
	FacetType          Facet = "type"
	FacetAccessibility Facet = "accessibility"
	FacetFree          Facet = "free"
	FacetWeekday       Facet = "weekday"
)

// Facets lists all facets.
var Facets = []Facet{
	FacetTopic, FacetSkill, FacetCountry, FacetLanguage, FacetMode, FacetAge,
	FacetOrganiser, FacetType, FacetAccessibility, FacetFree, FacetWeekday,
}

// CountBy is what Counts groups the matches by.
type CountBy struct {
	Field string // "country", "city", "topic", "skill" or "cell"
	Res   int    // resolution of the cells, 0 to geo.Resolution; needs a Box
}

// CountFields lists what can be counted by.
var CountFields = []string{"country", "city", "topic", "skill", "cell"}

// MaxCells bounds the cells of one answer of Counts.
const MaxCells = 10_000

// InvalidError is a query that cannot be answered, with every reason. Field is
// the name of the HTTP parameter.
type InvalidError struct {
	Problems data.Problems
}

// Error implements error.
func (e *InvalidError) Error() string { return "invalid query: " + e.Problems.Error() }

func invalid(field, fix, reason string, args ...any) *InvalidError {
	return &InvalidError{data.Problems{{Field: field, Reason: fmt.Sprintf(reason, args...), Fix: fix}}}
}

// Check returns an *InvalidError that names every filter out of bounds, or nil.
func (q *Query) Check() error {
	var ps data.Problems
	add := func(field, fix, reason string, args ...any) {
		ps = append(ps, data.Problem{Field: field, Reason: fmt.Sprintf(reason, args...), Fix: fix})
	}
	q.checkPlace(add)
	q.checkValues(add)
	q.checkPage(add)
	if len(ps) > 0 {
		return &InvalidError{ps}
	}
	return nil
}

type addProblem func(field, fix, reason string, args ...any)

func (q *Query) checkPlace(add addProblem) {
	if q.Near != nil {
		if err := q.Near.Center.Check(); err != nil {
			add("lat", "give lat and lng in degrees", "%v", err)
		}
		if !(q.Near.Radius > 0 && q.Near.Radius <= MaxRadius) {
			add("radius_km", "use a number between 0 and 20040", "radius of %g km", q.Near.Radius/1000)
		}
	}
	if q.Box != nil {
		if err := q.Box.Check(); err != nil {
			add("bbox", "write bbox=west,south,east,north in degrees", "%v", err)
		}
	}
	for _, c := range q.Cells {
		if c.Resolution() > geo.Resolution {
			add("cell", fmt.Sprintf("use its parent %s", c.Parent(geo.Resolution)), "cell %s is finer than resolution %d", c, geo.Resolution)
		}
	}
}

func (q *Query) checkValues(add addProblem) {
	if n := len([]rune(q.Text)); n > MaxText {
		add("q", fmt.Sprintf("use at most %d characters", MaxText), "%d characters", n)
	}
	if n := max(len(strings.Fields(q.Text)), len(index.Words(q.Text))); n > MaxWords {
		add("q", fmt.Sprintf("use at most %d words", MaxWords), "%d words", n)
	}
	for _, f := range []struct {
		name  string
		count int
	}{
		{"cell", len(q.Cells)}, {"country", len(q.Countries)}, {"city", len(q.Cities)}, {"topic", len(q.Topics)},
		{"skill", len(q.Skills)}, {"language", len(q.Languages)}, {"mode", len(q.Modes)}, {"type", len(q.Types)},
		{"level", len(q.Levels)}, {"accessibility", len(q.Accessibility)}, {"organiser", len(q.Organisers)},
		{"series", len(q.Series)}, {"playlist", len(q.Playlists)}, {"source", len(q.Sources)},
		{"ids", len(q.IDs)}, {"age", len(q.Ages)}, {"weekday", len(q.Weekdays)},
	} {
		if f.count > MaxValues {
			add(f.name, fmt.Sprintf("use at most %d values", MaxValues), "%d values", f.count)
		}
	}
	for _, age := range q.Ages {
		if age < 0 || age > MaxAge {
			add("age", fmt.Sprintf("use whole years from 0 to %d", MaxAge), "age of %d", age)
		}
	}
	if q.When != WhenAny && !slices.Contains(Whens, q.When) {
		add("when", "use one of today, tomorrow, weekend, week, month, all", "unknown value %q", q.When)
	}
	if q.When != WhenAny && (q.From.Set || q.To.Set) {
		add("when", "leave out when, or from and to", "when cannot be combined with from or to")
	}
	if q.From.Set && q.To.Set && q.From.Local == q.To.Local && q.From.At > q.To.At {
		add("to", "let to be no earlier than from", "to is before from")
	}
}

func (q *Query) checkPage(add addProblem) {
	if q.Limit < 0 || q.Limit > MaxLimit {
		add("limit", fmt.Sprintf("use 1 to %d", MaxLimit), "limit of %d", q.Limit)
	}
	if q.Sort != SortDefault && !slices.Contains(Sorts, q.Sort) {
		add("sort", "use one of best, distance, soonest, newest", "unknown order %q", q.Sort)
	}
	if q.Sort == SortDistance && q.Near == nil {
		add("sort", "give lat and lng, or another sort", "sorting by distance needs a point")
	}
	for _, f := range q.Facets {
		if !slices.Contains(Facets, f) {
			add("facets", "use names from the API description", "unknown facet %q", f)
		}
	}
}

// order returns the order that the query asks for, its default resolved.
func (q *Query) order() Sort {
	switch {
	case q.Sort == SortBest && q.Text == "":
	case q.Sort != SortDefault:
		return q.Sort
	case q.Text != "":
		return SortBest
	}
	if q.Near != nil {
		return SortDistance
	}
	return SortSoonest
}

// limit returns the hits a page, the default resolved.
func (q *Query) limit() int {
	if q.Limit == 0 {
		return DefaultLimit
	}
	return q.Limit
}
