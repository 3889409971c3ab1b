package api

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"learnmap/geo"
	"learnmap/search"
)

var sortParam = param{
	name: "sort", typ: "string", values: words(search.Sorts), example: "soonest",
	preset: "best with q, else distance with a point, else soonest",
	doc:    "Order; ties are broken by the bytes of the id.",
	read: func(in *input, v string) {
		if value, ok := in.choice("sort", v, words(search.Sorts)); ok {
			in.query.Sort = search.Sort(value)
		}
	},
	write: func(q *search.Query, values []string) []string {
		if q.Sort == search.SortDefault {
			return values
		}
		return append(values, string(q.Sort))
	},
}

var limitParam = param{
	name: "limit", typ: "integer", bounds: [2]float64{1, search.MaxLimit}, preset: strconv.Itoa(search.DefaultLimit), example: "50",
	doc: "Activities a page.",
	read: func(in *input, v string) {
		if n, ok := in.whole("limit", v, 1, search.MaxLimit); ok {
			in.query.Limit = n
		}
	},
	write: func(q *search.Query, values []string) []string {
		if q.Limit == 0 {
			return values
		}
		return append(values, strconv.Itoa(q.Limit))
	},
}

var cursorParam = param{
	name: "cursor", typ: "string",
	doc:  "Continues an earlier answer: take links.next as it is.",
	read: func(in *input, v string) { in.query.Cursor = v },
	write: func(q *search.Query, values []string) []string {
		if q.Cursor == "" {
			return values
		}
		return append(values, q.Cursor)
	},
}

var facetsParam = param{
	name: "facets", typ: "string", form: list, joined: true, values: words(search.Facets), example: "topic,country",
	doc: fmt.Sprintf("Fields whose values are counted over the matches, the %d most frequent of each; a facet ignores its own filter.", search.MaxFacetValues),
	read: func(in *input, v string) {
		if value, ok := in.choice("facets", v, words(search.Facets)); ok {
			add(&in.query.Facets, search.Facet(value))
		}
	},
	write: func(q *search.Query, values []string) []string {
		for _, f := range q.Facets {
			values = append(values, string(f))
		}
		return values
	},
}

// Formats of a list of activities.
const (
	formatGeoJSON = "geojson"
	formatCSV     = "csv"
)

var formats = []string{formatGeoJSON, formatCSV}

var formatParam = param{
	name: "format", typ: "string", values: formats, preset: formatGeoJSON, example: formatCSV,
	doc: "How the answer is written.",
	read: func(in *input, v string) {
		if slices.Contains([]string{"ics", "jsonld"}, strings.ToLower(v)) {
			in.fail("format", v+" is not written yet", "use geojson or csv")
			return
		}
		if value, ok := in.choice("format", v, formats); ok {
			in.format = value
		}
	},
}

var byParam = param{
	name: "by", typ: "string", values: search.CountFields, example: "country", needed: true,
	doc: "What the matches are counted by; cell needs res and bbox.",
	read: func(in *input, v string) {
		if value, ok := in.choice("by", v, search.CountFields); ok {
			in.by.Field = value
		}
	},
}

var resParam = param{
	name: "res", typ: "integer", bounds: [2]float64{0, geo.Resolution}, example: "5",
	doc: fmt.Sprintf("H3 resolution of the cells, with by=cell; at most %d cells are answered.", search.MaxCells),
	read: func(in *input, v string) {
		if n, ok := in.whole("res", v, 0, geo.Resolution); ok {
			in.by.Res = n
		}
	},
}

var entryTextParam = param{
	name: "q", typ: "string", example: "rob",
	doc:  "Beginning of a word of the label, in any of its languages.",
	read: func(in *input, v string) { in.entries.Text = v },
}

var entryLimitParam = param{
	name: "limit", typ: "integer", bounds: [2]float64{1, search.MaxEntries}, preset: strconv.Itoa(search.MaxEntries), example: "20",
	doc: "Entries of the answer.",
	read: func(in *input, v string) {
		if n, ok := in.whole("limit", v, 1, search.MaxEntries); ok {
			in.entries.Limit = n
		}
	},
}
