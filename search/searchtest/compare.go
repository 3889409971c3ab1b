package searchtest

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"learnmap/search"
)

// Compare returns how an answer differs from the truth, "" when it does not. Hits
// whose distances are the same to the millimetre may stand in either order.
func Compare(o *Oracle, q *search.Query, want Answer, got *search.Result) string {
	if got.Total != len(want.Hits) {
		return fmt.Sprintf("total %d, want %d", got.Total, len(want.Hits))
	}
	page := want.Hits[:min(q.Limit, len(want.Hits))]
	if len(got.Hits) != len(page) {
		return fmt.Sprintf("%d hits, want %d", len(got.Hits), len(page))
	}
	byID := map[string]*Truth{}
	for _, tr := range want.Hits {
		byID[tr.RecordID] = tr
	}
	for i, h := range got.Hits {
		tr := byID[h.ID]
		if tr == nil {
			return fmt.Sprintf("hit %d is %s, which does not match", i, h.ID)
		}
		a, b := o.Key(q, tr), o.Key(q, page[i])
		if h.ID != page[i].RecordID && (!near(a[0], b[0]) || !near(a[1], b[1])) {
			return fmt.Sprintf("hit %d is %s, want %s (keys %v, %v)", i, h.ID, page[i].RecordID, a, b)
		}
		if q.Near != nil && tr.Placed() {
			if d := Haversine(q.Near.Center, tr.Where()); h.Distance == nil || math.Abs(*h.Distance-d) > 1 {
				return fmt.Sprintf("%s is at %v m, want %v", h.ID, *h.Distance, d)
			}
		}
		delete(byID, h.ID)
	}
	for _, f := range got.Facets {
		var have []string
		for _, v := range f.Values {
			have = append(have, fmt.Sprintf("%s=%d", v.Value, v.Count))
		}
		if wantValues := sortedFacet(want.Facets[f.Facet]); !slices.Equal(have, wantValues) {
			return fmt.Sprintf("facet %s is %v, want %v", f.Facet, have, wantValues)
		}
	}
	if len(got.Facets) != len(q.Facets) {
		return fmt.Sprintf("%d facets, want %d", len(got.Facets), len(q.Facets))
	}
	return ""
}

func near(a, b float64) bool { return a == b || math.Abs(a-b) < 1e-3 }

// Groups returns the values of a field that Counts groups by.
func (o *Oracle) Groups(q *search.Query, t *Truth, by search.CountBy) []string {
	switch by.Field {
	case "cell":
		if !t.Placed() {
			return nil
		}
		return []string{t.cell.Parent(by.Res).String()}
	case "city":
		var in []string
		for slug, area := range o.cities {
			if t.Placed() && area.Contains(t.Where()) {
				in = append(in, slug)
			}
		}
		return in
	}
	return o.facetValues(q, t, search.Facet(by.Field))
}

// Describe writes a query out, for messages.
func Describe(q search.Query) string {
	s := fmt.Sprintf("%+v", q)
	if q.Near != nil {
		s += fmt.Sprintf(" near %+v", *q.Near)
	}
	if q.Box != nil {
		s += fmt.Sprintf(" box %+v", *q.Box)
	}
	return s
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
