package api

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/valyala/fasthttp"

	"learnmap/data"
	"learnmap/geo"
	"learnmap/search"
)

// form tells how several values of one parameter are written.
type form uint8

const (
	single   form = iota // one value
	list                 // the parameter repeated, or its values separated by commas
	repeated             // the parameter repeated, as a value may hold commas
)

// param is a parameter of a query string: how it is described, read and written.
type param struct {
	name    string
	doc     string // one sentence, for /docs
	typ     string // of one value, as JSON Schema says: string, number, integer, boolean
	form    form
	values  []string // the closed list of values, nil when any will do
	format  string   // of JSON Schema
	bounds  [2]float64
	preset  string // what leaving it out means
	example string
	needed  bool

	// read puts one value, trimmed and not empty, into the input or reports what is
	// wrong with it.
	read func(in *input, value string)

	// write appends the values that read would make of the query what it is; nil when
	// the parameter is no part of a search.Query.
	write func(q *search.Query, values []string) []string

	joined bool                // links write its values as one, with commas
	escape func(string) string // links write each value so; nil is as it is
}

// spec is the parameters of an endpoint.
type spec struct {
	params []param
	byName map[string]int
	names  []string
}

func newSpec(groups ...[]param) *spec {
	s := &spec{params: slices.Concat(groups...), byName: map[string]int{}}
	for i, p := range s.params {
		s.byName[p.name] = i
		s.names = append(s.names, p.name)
	}
	return s
}

// input is what a query string asks for. It owns its memory.
type input struct {
	query   search.Query
	by      search.CountBy
	entries search.VocabularyQuery
	format  string

	spec     *spec
	lenient  bool
	skip     []string // parameters that a lenient reading leaves out
	seen     uint64   // by position in spec
	lat, lng *float64
	radius   float64 // metres, 0 when not given
	problems data.Problems
	searched int // for the value nearest to a wrong one
}

// maxProblems bounds the problems of one answer, and with them the work that a
// hostile query string can cause.
const maxProblems = 20

// Bounds of the search for what somebody may have meant, which costs some work for
// each value there is.
const (
	maxNearest     = 8  // searches a request
	maxNearestText = 40 // bytes of a value that is looked at
)

// nearest returns the candidate that s may be meant to be, or "".
func (in *input) nearest(s string, candidates []string) string {
	if in.searched == maxNearest || len(s) > maxNearestText {
		return ""
	}
	in.searched++
	return data.Nearest(s, candidates)
}

func (in *input) fail(name, reason, fix string) {
	if len(in.problems) < maxProblems {
		in.problems = append(in.problems, data.Problem{Field: name, Reason: reason, Fix: fix})
	}
}

func (in *input) failed(name string) bool {
	return slices.ContainsFunc(in.problems, func(p data.Problem) bool { return p.Field == name })
}

// err returns everything that is wrong as a *search.InvalidError, or nil.
func (in *input) err() error {
	if len(in.problems) == 0 {
		return nil
	}
	return &search.InvalidError{Problems: in.problems}
}

// strict reads a query string in which everything must be known and right.
func (s *spec) strict(args *fasthttp.Args) (*input, error) {
	in := &input{spec: s}
	in.read(args)
	return in, in.err()
}

// lenient reads a query string as far as it makes sense. Parameters without meaning
// are ignored, those with a bad value are left out and reported.
func (s *spec) lenient(args *fasthttp.Args) (*input, data.Problems) {
	var problems data.Problems
	in := &input{spec: s, lenient: true}
	for range s.params {
		in.read(args)
		if len(in.problems) == 0 {
			return in, problems
		}
		// Only the first reading sees the query as it was written: what later ones
		// find is wrong because something was left out.
		if problems == nil {
			problems = in.problems
		}
		in = &input{spec: s, lenient: true, skip: append(in.skip, without(in.problems)...)}
	}
	return &input{spec: s, lenient: true}, problems
}

// without returns the parameters to leave out because of problems. Half a point is
// no use.
func without(problems data.Problems) []string {
	var names []string
	for _, p := range problems {
		names = append(names, p.Field)
		if p.Field == "lat" || p.Field == "lng" {
			names = append(names, "lat", "lng", "radius_km")
		}
	}
	return names
}

func (in *input) read(args *fasthttp.Args) {
	for key, value := range args.All() {
		if len(in.problems) == maxProblems {
			return
		}
		i, known := in.spec.byName[string(key)]
		switch {
		case known:
			in.take(i, value)
		case !in.lenient:
			in.unknown(string(key))
		}
	}
	in.finish()
}

// take reads one occurrence of a parameter. value belongs to the request.
func (in *input) take(i int, value []byte) {
	p := &in.spec.params[i]
	if slices.Contains(in.skip, p.name) {
		return
	}
	if !utf8.Valid(value) || slices.Contains(value, 0) {
		in.fail(p.name, "its value holds bytes that are not text", "percent-encode it as UTF-8")
		return
	}
	text := strings.TrimSpace(string(value))
	if text == "" {
		if !in.lenient && p.name != "q" {
			in.fail(p.name, "has no value", "give it one or leave it out")
		}
		return
	}
	again := in.seen&(1<<i) != 0
	in.seen |= 1 << i
	switch {
	case p.form == list:
		in.takeList(p, text)
	case p.form == single && again:
		in.fail(p.name, "is given more than once", "keep one")
	default:
		p.read(in, text)
	}
}

func (in *input) takeList(p *param, text string) {
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" && len(in.problems) < maxProblems {
			p.read(in, part)
		}
	}
}

func (in *input) unknown(name string) {
	shown := strings.ToValidUTF8(cut(name, 60), "�")
	fix := "leave it out; /docs lists the parameters"
	if near := in.nearest(name, in.spec.names); near != "" {
		fix = "did you mean " + near + "?"
	}
	in.fail(shown, "is not a parameter here", fix)
}

// finish puts together what several parameters say and checks the whole.
func (in *input) finish() {
	in.circle()
	for i, p := range in.spec.params {
		if p.needed && in.seen&(1<<i) == 0 && !in.failed(p.name) {
			in.fail(p.name, "is missing", "use one of "+strings.Join(p.values, ", "))
		}
	}
	in.cells()
	if invalid, ok := in.query.Check().(*search.InvalidError); ok {
		for _, p := range invalid.Problems {
			if !in.failed(p.Field) {
				in.fail(p.Field, p.Reason, p.Fix)
			}
		}
	}
}

// circle makes one of lat, lng and radius_km.
func (in *input) circle() {
	const together = "give lat and lng together"
	switch {
	case in.lat != nil && in.lng != nil:
		in.query.Near = &geo.Circle{Center: geo.Point{Lat: *in.lat, Lng: *in.lng}, Radius: search.DefaultRadius}
		if in.radius != 0 {
			in.query.Near.Radius = in.radius
		}
	case in.lat != nil && !in.failed("lng"):
		in.fail("lng", "is missing beside lat", together)
	case in.lng != nil && !in.failed("lat"):
		in.fail("lat", "is missing beside lng", together)
	case in.radius != 0 && !in.lenient && !in.failed("lat") && !in.failed("lng"):
		in.fail("radius_km", "has no centre", together)
	}
}

// cells checks what only counting by cell needs.
func (in *input) cells() {
	if in.by.Field == "" {
		return
	}
	i := in.spec.byName["res"]
	given := in.seen&(1<<i) != 0
	switch {
	case in.by.Field != "cell" && given:
		in.fail("res", "goes with by=cell only", "leave it out")
	case in.by.Field == "cell" && !given:
		in.fail("res", "is missing beside by=cell", fmt.Sprintf("give a resolution from 0 to %d", geo.Resolution))
	}
	if in.by.Field == "cell" && in.query.Box == nil && !in.failed("bbox") {
		in.fail("bbox", "is missing beside by=cell", "give bbox=west,south,east,north")
	}
}

// cut returns the first characters of s, at most n bytes of them.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
