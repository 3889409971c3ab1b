package api

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"learnmap/data"
	"learnmap/search"
)

// list answers GET /v1/activities.
func (s *Server) list(c *fiber.Ctx, in *input) error {
	q := in.query
	if len(q.Facets) > 0 {
		q.Lang = readerLanguage(c, q.Lang)
	}
	result, err := s.searcher.Search(Context(c), q)
	if err != nil {
		return err
	}
	if q.Explain {
		c.Set(fiber.HeaderCacheControl, noStore.header()) // it holds the time that it took
	}
	p := newPage(result, &in.query, s.BaseURL(c)+"/v1/activities")
	if in.format == formatCSV {
		return p.csv(c)
	}
	c.Set(fiber.HeaderContentType, mediaGeoJSON)
	respond(c, p.append)
	return nil
}

// one answers GET /v1/activities/{source}/{id}.
func (s *Server) one(c *fiber.Ctx, _ *input) error {
	source := c.Params("source")
	id, err := url.PathUnescape(c.Params("id"))
	if err != nil || !data.ValidSource(source) {
		return noActivity
	}
	hit, err := s.searcher.Activity(Context(c), data.MakeID(source, id))
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, mediaGeoJSON)
	respond(c, func(dst []byte) []byte {
		dst = openFeature(dst, hit, false)
		dst = append(dst, `,"links":{"self":`...)
		dst = appendString(dst, s.BaseURL(c)+"/v1/activities/"+escapeID(hit.ID))
		return append(dst, "}}"...)
	})
	return nil
}

// respond appends a body to the response's own buffer, which is used again.
func respond(c *fiber.Ctx, body func([]byte) []byte) {
	resp := c.Response()
	buffer := resp.SwapBody(nil)
	resp.SwapBody(body(buffer[:0]))
}

// page is one page of a list of activities.
type page struct {
	result *search.Result
	path   string
	cursor string        // of this page
	query  []byte        // what was asked, in its canonical form, without the cursor
	asked  *search.Query // as it was understood, without the cursor
	sort   search.Sort   // as it was asked for
	limit  int           // as it was asked for
}

// newPage takes the query over: a copy of its many fields would cost more than most
// of what is made of them.
func newPage(result *search.Result, q *search.Query, path string) *page {
	p := &page{result: result, path: path, cursor: q.Cursor, asked: q, sort: q.Sort, limit: q.Limit}
	q.Cursor = ""
	p.query = appendQuery(make([]byte, 0, 256), q)
	q.Sort = result.Sort
	if q.Limit == 0 {
		q.Limit = search.DefaultLimit
	}
	return p
}

func (p *page) append(dst []byte) []byte {
	dst = append(dst, `{"type":"FeatureCollection","total":`...)
	dst = appendInt(dst, p.result.Total)
	dst = append(dst, `,"query":`...)
	dst = appendUnderstood(dst, p.asked)
	dst = append(dst, `,"features":[`...)
	scored := p.result.Sort == search.SortBest
	for i := range p.result.Hits {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = openFeature(dst, &p.result.Hits[i], scored)
		dst = append(dst, '}')
	}
	dst = append(dst, ']')
	if len(p.asked.Facets) > 0 {
		dst = appendFacets(dst, p.result.Facets)
	}
	dst = p.appendLinks(dst)
	dst = p.appendWider(dst)
	dst = appendExplanation(dst, p.result.Explanation)
	return append(dst, '}')
}

// openFeature appends a GeoJSON feature without its closing brace. Its properties are
// the stored record with what this question adds to it.
func openFeature(dst []byte, hit *search.Hit, scored bool) []byte {
	dst = append(dst, `{"type":"Feature","id":`...)
	dst = appendString(dst, hit.ID)
	dst = append(dst, `,"geometry":`...)
	dst = appendPosition(dst, hit.Point)
	dst = append(dst, `,"properties":`...)
	dst = openObject(dst, hit.Document)
	if hit.Distance != nil {
		dst = append(dst, `"distance":`...)
		dst = append(appendNumber(dst, *hit.Distance, 1), ',')
	}
	if hit.Next != nil {
		dst = append(dst, `"next":{"start":`...)
		dst = appendTime(dst, hit.Next.Start)
		dst = append(dst, `,"end":`...)
		dst = append(appendTime(dst, hit.Next.End), '}', ',')
	}
	if hit.Ended {
		dst = append(dst, `"ended":true,`...)
	}
	if scored {
		dst = append(dst, `"score":`...)
		dst = append(appendNumber(dst, hit.Score, 4), ',')
	}
	dst = appendParts(dst, hit.Parts)
	return closeObject(dst)
}

// appendParts appends what a score is made of.
func appendParts(dst []byte, parts []search.Part) []byte {
	if len(parts) == 0 {
		return dst
	}
	dst = append(dst, `"scoreParts":[`...)
	for i, part := range parts {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, `{"name":`...)
		dst = appendString(dst, part.Name)
		dst = append(dst, `,"value":`...)
		dst = append(appendNumber(dst, part.Value, 4), '}')
	}
	return append(dst, ']', ',')
}

func appendFacets(dst []byte, facets []search.FacetCounts) []byte {
	dst = append(dst, `,"facets":{`...)
	for i, f := range facets {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(appendString(dst, string(f.Facet)), ':')
		dst = appendCounts(dst, f.Values)
	}
	return append(dst, '}')
}

// appendCounts appends counted values, with the mean position of those that have one.
func appendCounts(dst []byte, counts []search.Count) []byte {
	dst = append(dst, '[')
	for i := range counts {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, `{"value":`...)
		dst = appendString(dst, counts[i].Value)
		dst = append(dst, `,"label":`...)
		dst = appendString(dst, counts[i].Label)
		dst = append(dst, `,"count":`...)
		dst = appendInt(dst, counts[i].Count)
		if p := counts[i].Point; p != nil {
			dst = append(dst, `,"lat":`...)
			dst = appendNumber(dst, p.Lat, 6)
			dst = append(dst, `,"lng":`...)
			dst = appendNumber(dst, p.Lng, 6)
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

func (p *page) appendLinks(dst []byte) []byte {
	dst = append(dst, `,"links":{"self":`...)
	dst = p.appendLink(dst, p.query, p.cursor)
	if p.result.Next != "" {
		dst = append(dst, `,"next":`...)
		dst = p.appendLink(dst, p.query, p.result.Next)
	}
	return append(dst, '}')
}

// appendLink appends the address of a page of a query as a JSON string. A query string
// holds nothing to escape.
func (p *page) appendLink(dst, query []byte, cursor string) []byte {
	dst = appendString(dst, p.path)
	return append(appendSearch(dst[:len(dst)-1], query, cursor), '"')
}

// appendSearch appends the part of an address behind its path.
func appendSearch(dst, query []byte, cursor string) []byte {
	separator := byte('?')
	if len(query) > 0 {
		dst = append(append(dst, separator), query...)
		separator = '&'
	}
	if cursor != "" {
		dst = append(append(dst, separator), "cursor="...)
		dst = append(dst, url.QueryEscape(cursor)...)
	}
	return dst
}

// appendWider appends the bigger circles, each with its link.
func (p *page) appendWider(dst []byte) []byte {
	if len(p.result.Wider) == 0 || p.asked.Near == nil {
		return dst
	}
	dst = append(dst, `,"wider":[`...)
	for i, w := range p.result.Wider {
		if i > 0 {
			dst = append(dst, ',')
		}
		wider, circle := *p.asked, *p.asked.Near
		circle.Radius = w.Radius
		wider.Near, wider.Sort, wider.Limit = &circle, p.sort, p.limit
		dst = append(dst, `{"radius_km":`...)
		dst = appendNumber(dst, w.Radius/1000, 6)
		dst = append(dst, `,"total":`...)
		dst = appendInt(dst, w.Total)
		dst = append(dst, `,"link":`...)
		dst = append(p.appendLink(dst, appendQuery(nil, &wider), ""), '}')
	}
	return append(dst, ']')
}

func appendExplanation(dst []byte, e *search.Explanation) []byte {
	if e == nil {
		return dst
	}
	dst = append(dst, `,"explanation":{"plan":`...)
	dst = appendString(dst, e.Plan)
	for _, figure := range []struct {
		name  string
		value int
	}{{"snapshots", e.Snapshots}, {"scanned", e.Scanned}, {"matched", e.Matched}} {
		dst = append(dst, ',')
		dst = append(appendString(dst, figure.name), ':')
		dst = appendInt(dst, figure.value)
	}
	dst = append(dst, `,"ms":`...)
	return append(appendNumber(dst, float64(e.Took.Microseconds())/1000, 3), '}')
}

// appendUnderstood appends the query as it was understood: every parameter that was
// given, in the form that it is compared in, and those that have a default.
func appendUnderstood(dst []byte, q *search.Query) []byte {
	var scratch [8]string
	dst = append(dst, '{')
	for i := range written {
		p := &written[i]
		values := p.write(q, scratch[:0])
		if len(values) == 0 {
			continue
		}
		if dst[len(dst)-1] != '{' {
			dst = append(dst, ',')
		}
		dst = append(appendString(dst, p.name), ':')
		if p.form == single {
			dst = appendTyped(dst, p.typ, values[0])
			continue
		}
		dst = append(dst, '[')
		for j, value := range values {
			if j > 0 {
				dst = append(dst, ',')
			}
			dst = appendTyped(dst, p.typ, value)
		}
		dst = append(dst, ']')
	}
	return append(dst, '}')
}

func appendTyped(dst []byte, typ, value string) []byte {
	if typ == "string" {
		return appendString(dst, value)
	}
	return append(dst, value...) // written by strconv
}
