package web

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"learnmap/api"
	"learnmap/data"
	"learnmap/geo"
	"learnmap/search"
)

// inquiry is a search as it was asked on the page, and its answer.
type inquiry struct {
	site *Site
	c    *fiber.Ctx
	ctx  context.Context
	v    *voice

	query    search.Query // without facets
	state    state
	problems data.Problems // with parameters, by their names
	places   *gazetteer
	place    string // the name of a place as it was written
	untidy   bool   // the address says in more words what its state does in fewer

	result *search.Result
	online int // online-only matches, had the query no place filter
}

// inquire reads the parameters of a search. What makes no sense is left out and
// becomes a problem to be shown beside its field.
func (s *Site) inquire(c *fiber.Ctx) (*inquiry, error) {
	in := &inquiry{site: s, c: c, ctx: api.Context(c)}
	in.query, in.problems = api.ReadQuery(c)
	in.v = voiceOf(in.query.Lang)
	if in.query.Lang != "" {
		in.query.Lang = in.v.lang
	}
	in.query.Facets, in.query.Explain = nil, false
	var err error
	if in.places, err = s.places.get(in.ctx, in.v); err != nil {
		return nil, err
	}
	in.readPlace()
	for _, value := range c.Context().QueryArgs().All() {
		in.untidy = in.untidy || len(value) == 0
	}
	in.state = stateOf(in.query)
	return in, nil
}

// raw returns a parameter as it was sent, for the field that it was typed into.
func (in *inquiry) raw(name string) string {
	return plain(strings.ToValidUTF8(in.c.Query(name), "�"), search.MaxText+1)
}

// readPlace puts a place that was named in words in the place of all other filters
// by place.
func (in *inquiry) readPlace() {
	if !in.c.Context().QueryArgs().Has("place") {
		return
	}
	in.untidy = true
	in.problems = slices.DeleteFunc(in.problems, func(p data.Problem) bool { return p.Field == "place" })
	if in.place = strings.TrimSpace(in.raw("place")); in.place == "" {
		return
	}
	spot, near, ok := in.places.find(in.place, in.v)
	if !ok {
		fix := in.v.say("place.fix")
		if near != "" {
			fix = in.v.say("place.near", "place", near)
		}
		in.problems = append(in.problems, data.Problem{Field: "place", Reason: in.v.say("place.unknown", "place", cut(in.place, 60)), Fix: fix})
		return
	}
	q := &in.query
	q.Near, q.Box, q.Cells, q.Countries, q.Cities, q.Cursor = nil, nil, nil, nil, nil, ""
	if spot.centre == nil {
		q.Countries = []string{spot.country}
		return
	}
	q.Near = &geo.Circle{Center: *spot.centre, Radius: in.radius()}
}

// radius returns how far round a named place to search, in metres.
func (in *inquiry) radius() float64 {
	km, err := strconv.ParseFloat(strings.TrimSpace(in.raw("radius_km")), 64)
	if err != nil || !(km > 0 && km*1000 <= search.MaxRadius) {
		return search.DefaultRadius
	}
	return km * 1000
}

// ask asks the Searcher. A cursor that has expired, and an order that does not fit, are
// problems of the address and not of the reader: the answer is given without them.
func (in *inquiry) ask() error {
	q := in.query
	q.Lang, q.Facets = in.v.lang, search.Facets
	var err error
	in.result, err = in.site.searcher.Search(in.ctx, q)
	invalid, ok := errors.AsType[*search.InvalidError](err)
	if !ok {
		return err
	}
	in.problems = append(in.problems, invalid.Problems...)
	in.query.Cursor, in.query.Sort = "", search.SortDefault
	in.state = stateOf(in.query)
	q.Cursor, q.Sort = "", search.SortDefault
	in.result, err = in.site.searcher.Search(in.ctx, q)
	return err
}

// placed tells whether the query has a filter by place, which leaves out what is
// online only.
func (in *inquiry) placed() bool {
	q := &in.query
	return q.Near != nil || q.Box != nil || len(q.Cells) > 0 || len(q.Countries) > 0 || len(q.Cities) > 0
}

// problem returns what is wrong with the first of some parameters that has a problem,
// or "".
func (in *inquiry) problem(names ...string) string {
	for _, name := range names {
		for _, p := range in.problems {
			if p.Field == name {
				return in.v.say("problem", "reason", p.Reason, "fix", p.Fix)
			}
		}
	}
	return ""
}
