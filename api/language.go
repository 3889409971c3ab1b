package api

import (
	"iter"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"learnmap/data"
)

// readerLanguage returns the language that labels are to be in: the one that was
// asked for, else the one that the request's Accept-Language likes best, else "". Only
// an answer that holds labels should ask: it differs by that header from then on.
func readerLanguage(c *fiber.Ctx, asked string) string {
	if asked != "" {
		return asked
	}
	c.Vary(fiber.HeaderAcceptLanguage)
	best, bestWeight := "", 0.0
	for name, weight := range weighted(c.Get(fiber.HeaderAcceptLanguage)) {
		if tag, ok := data.LanguageTag(name); ok && weight > bestWeight {
			best, bestWeight = tag, weight
		}
	}
	return best
}

// maxWeighted bounds the names of one header that are looked at.
const maxWeighted = 32

// weighted yields the names of an Accept header in lower case, each with how much it
// is liked, 0 to 1. What is malformed is not liked.
func weighted(header string) iter.Seq2[string, float64] {
	return func(yield func(string, float64) bool) {
		left := maxWeighted
		for part := range strings.SplitSeq(header, ",") {
			name, params, _ := strings.Cut(part, ";")
			weight := 1.0
			if value, ok := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q="); ok {
				n, err := strconv.ParseFloat(value, 64)
				if err != nil || n < 0 || n > 1 {
					n = 0
				}
				weight = n
			}
			if name = strings.ToLower(strings.TrimSpace(name)); name != "" && !yield(name, weight) {
				return
			}
			if left--; left == 0 {
				return
			}
		}
	}
}
