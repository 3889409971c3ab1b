package search_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"learnmap/index"
	"learnmap/search"
	"learnmap/search/searchtest"
)

// TestFacetsKeepTheirPromise follows facet values: asked for instead of the
// query's own filter on their field, each finds as many as it said.
func TestFacetsKeepTheirPromise(t *testing.T) {
	b, w, _ := bigWorld(t, 3_000, 8)
	followed := 0
	for range 60 {
		q := w.Query()
		q.Facets, q.Limit, q.Sort = search.Facets, 1, ""
		got, err := b.searcher.Search(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range got.Facets {
			for _, v := range f.Values[:min(3, len(f.Values))] {
				click := with(q, f.Facet, v.Value)
				found, err := b.searcher.Search(context.Background(), click)
				if err != nil {
					t.Fatal(err)
				}
				if followed++; found.Total != v.Count {
					t.Errorf("%s=%s said %d and finds %d\n%s", f.Facet, v.Value, v.Count, found.Total, searchtest.Describe(q))
				}
			}
		}
	}
	if followed < 300 {
		t.Errorf("only %d values followed", followed)
	}
}

// with returns a query with a value in place of its filter on a field.
func with(q search.Query, f search.Facet, value string) search.Query {
	q.Facets = nil
	one := []string{value}
	switch f {
	case search.FacetTopic:
		q.Topics = one
	case search.FacetSkill:
		q.Skills = one
	case search.FacetCountry:
		q.Countries = one
	case search.FacetLanguage:
		q.Languages = one
	case search.FacetMode:
		q.Modes = one
	case search.FacetOrganiser:
		q.Organisers = one
	case search.FacetType:
		q.Types = one
	case search.FacetAccessibility:
		q.Accessibility = one
	case search.FacetFree:
		q.Free = true
	case search.FacetAge:
		age, _ := strconv.Atoi(value)
		q.Ages = []int{age}
	case search.FacetWeekday:
		for d := range time.Weekday(7) {
			if index.WeekdayName(d) == value {
				q.Weekdays = []time.Weekday{d}
			}
		}
	}
	return q
}
