package api

import (
	"context"
	"fmt"
	"iter"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"learnmap/data"
	"learnmap/search"
)

// listSpec is what a query string may say about a list of activities.
var listSpec = newSpec(filters, paging, labels)

// written are the parameters that make up a search.Query, in the order of their
// names, which is how links are written.
var written = slices.SortedFunc(writable(listSpec.params), func(a, b param) int { return strings.Compare(a.name, b.name) })

func writable(params []param) iter.Seq[param] {
	return func(yield func(param) bool) {
		for _, p := range params {
			if p.write != nil && !yield(p) {
				return
			}
		}
	}
}

// Context returns the context of a request, which ends at its deadline.
func Context(c *fiber.Ctx) context.Context { return c.UserContext() }

// DecodeQuery reads the parameters of GET /v1/activities. Unknown parameters and bad
// values are reported all at once, in a *search.InvalidError. The query owns its
// memory.
func DecodeQuery(c *fiber.Ctx) (search.Query, error) {
	in, err := listSpec.strict(c.Context().QueryArgs())
	return in.query, err
}

// ReadQuery reads the same parameters for a page: unknown and empty ones are
// ignored, and those with a bad value are left out and returned as problems.
func ReadQuery(c *fiber.Ctx) (search.Query, data.Problems) {
	in, problems := listSpec.lenient(c.Context().QueryArgs())
	return in.query, problems
}

// ParseQuery reads the query string of a link as ReadQuery does that of a request.
func ParseQuery(link string) (search.Query, data.Problems) {
	var args fasthttp.Args
	args.Parse(link)
	in, problems := listSpec.lenient(&args)
	return in.query, problems
}

// Values returns the parameters that DecodeQuery reads as q. Their Encode is the
// canonical form of a query.
func Values(q search.Query) url.Values {
	values := url.Values{}
	for i := range written {
		if v := written[i].inLink(&q, nil); len(v) > 0 {
			values[written[i].name] = v
		}
	}
	return values
}

// appendQuery appends Values(*q).Encode().
func appendQuery(dst []byte, q *search.Query) []byte {
	var scratch [8]string
	start := len(dst)
	for i := range written {
		for _, v := range written[i].inLink(q, scratch[:0]) {
			if len(dst) > start {
				dst = append(dst, '&')
			}
			dst = append(append(dst, written[i].name...), '=')
			dst = append(dst, url.QueryEscape(v)...)
		}
	}
	return dst
}

// inLink appends the values of a parameter as a link writes them.
func (p *param) inLink(q *search.Query, values []string) []string {
	start := len(values)
	values = p.write(q, values)
	if p.escape != nil {
		for i, v := range values[start:] {
			values[start+i] = p.escape(v)
		}
	}
	if p.joined && len(values) > start+1 {
		values = append(values[:start], strings.Join(values[start:], ","))
	}
	return values
}

// number reads a decimal number; what only programmers write (0x10, 1_000, Inf) is none.
func (in *input) number(name, v string) (float64, bool) {
	n, err := strconv.ParseFloat(v, 64)
	if err != nil || strings.Trim(v, "0123456789+-.eE") != "" || math.IsInf(n, 0) || math.IsNaN(n) {
		fix := "write a number such as 54.9"
		if strings.Contains(v, ",") {
			fix = "write it with a decimal point"
		}
		in.fail(name, quoted(v)+" is not a number", fix)
		return 0, false
	}
	return n, true
}

// whole reads a whole number from least to most.
func (in *input) whole(name, v string, least, most int) (int, bool) {
	n, err := strconv.Atoi(v)
	if err != nil || n < least || n > most {
		in.fail(name, quoted(v)+" is out of bounds", fmt.Sprintf("use a whole number from %d to %d", least, most))
		return 0, false
	}
	return n, true
}

// add appends a value to a list that does not have it yet. A list grows only as long
// as it takes for search.Query.Check to call it too long.
func add[T comparable](values *[]T, v T) {
	if len(*values) <= 4*search.MaxValues+4 && !slices.Contains(*values, v) {
		*values = append(*values, v)
	}
}

// quoted shows a value that somebody sent, cut to a readable length.
func quoted(v string) string { return strconv.Quote(cut(v, 60)) }

// decimal writes a number so that reading it gives the same again. What has at most 7
// places, as most do, is written without strconv's search for the shortest form: fifteen
// digits are one number's only.
func decimal(n float64) string {
	if units := math.Round(n * 1e7); math.Abs(units) < 1e15 && units/1e7 == n {
		return string(appendNumber(nil, n, 7))
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// words returns named strings as plain ones.
func words[T ~string](values []T) []string {
	plain := make([]string, len(values))
	for i, v := range values {
		plain[i] = string(v)
	}
	return plain
}
