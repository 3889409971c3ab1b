package data

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// How records are judged. Clean puts a record into the one form that it is kept in
// and returns everything that was wrong with it. Three things can happen to a field:
//
//   - It is tidied without a word: white space trimmed, control characters taken
//     out, a code put in its usual case, a list freed of repetition.
//   - It is dropped with a warning, because it is optional and cannot be used: a
//     topic that nobody knows, an address that is not one, a negative price.
//   - It makes the record unacceptable, because it is required, or because going on
//     without it would say something untrue: the place, the times, the country, the
//     mode and status, text that is not UTF-8, more than is kept of anything.
//
// What is unacceptable is left as it was, so a second Clean says the same again; a
// second Clean of a good record changes nothing and says nothing.
//
// Nothing here writes through a pointer, slice or map of the record: each is
// replaced by a new one. Hence Validate can judge a shallow copy.

// Bounds of a record. Text is counted in characters (runes), lists in entries.
const (
	MaxTitle       = 300
	MaxDescription = 20_000
	MaxName        = 300 // of places, organisers, badges and the like
	MaxURL         = 2_048
	MaxOccurrences = 2_000
	MaxDates       = 2_000 // of Schedule.ExDates and RDates, each
	MaxTags        = 50    // of topics, languages, accessibility, playlists and skills, each
	MaxLanguages   = 64    // of translations
	MaxItems       = 500   // of a playlist
	MaxAge         = 130   // years
	MaxPrice       = 1e9
	maxRule        = 512
)

// MaxProblems bounds what is reported of one record. A problem that makes the
// record unacceptable is never the one left out.
const MaxProblems = 100

// check gathers what is wrong with one record.
type check struct {
	problems Problems
	rejected int // how many of them make it unacceptable
	weight   int // the most bytes that the JSON of what was seen can have
}

// reject reports a problem that makes the record unacceptable.
func (c *check) reject(field, reason, fix string) {
	c.rejected++
	if c.rejected > 1 && len(c.problems) >= MaxProblems {
		return
	}
	c.problems = append(c.problems, Problem{Field: field, Reason: reason, Fix: fix})
}

// warn reports a field that is dropped.
func (c *check) warn(field, reason, fix string) {
	if len(c.problems) < MaxProblems {
		c.problems = append(c.problems, Problem{Field: field, Reason: reason, Fix: fix, Warning: true})
	}
}

// unusable reports a field that cannot be used: it is dropped when it is optional.
func (c *check) unusable(optional bool, field, reason, fix string) {
	if optional {
		c.warn(field, reason, fix)
	} else {
		c.reject(field, reason, fix)
	}
}

// head cleans what every kind of record has. The id is left out where it is nil.
func (c *check) head(kind *Kind, want Kind, source string, id *string) {
	switch *kind {
	case want:
	case "":
		*kind = want
	default:
		c.reject("kind", quote(string(*kind))+" is not "+string(want), "give each record the kind that it is")
	}
	if !ValidSource(source) {
		c.reject("source", quote(source)+" cannot name a source", "use 1 to 64 of a-z, 0-9 and -, such as kaunas-libraries")
	}
	if id == nil {
		return
	}
	if *id = c.id("id", *id, source); *id == "" {
		c.reject("id", "is missing", "give an id that is unique within the source and stays the same")
	}
}

// finish makes sure that the record v is not too large to keep. It encodes only a
// record that could be.
func (c *check) finish(v any) Problems {
	const fixed = 8 << 10 // more than the fields of a record take besides text and lists
	if c.rejected > 0 || fixed+c.weight <= MaxRecordBytes {
		return c.problems
	}
	doc, err := json.Marshal(v)
	switch {
	case err != nil:
		c.reject("record", err.Error(), "correct the value")
	case len(doc) > MaxRecordBytes:
		c.reject("record", fmt.Sprintf("has %d bytes as JSON", len(doc)),
			fmt.Sprintf("shorten its texts and lists to %d", MaxRecordBytes))
	}
	return c.problems
}

// oneOf returns the value of a closed vocabulary that s means: the value itself, or
// the same words in other case and punctuation.
func (c *check) oneOf(field, s string, allowed []string, optional bool) string {
	s, ok := c.line(field, s, MaxName)
	if !ok || s == "" || slices.Contains(allowed, s) {
		return s
	}
	slug := Slug(s)
	for _, value := range allowed {
		if slug == Slug(value) {
			return value
		}
	}
	fix := "use one of " + strings.Join(allowed, ", ")
	if near := Nearest(slug, allowed); near != "" {
		fix = "did you mean " + near + "?"
	}
	c.unusable(optional, field, quote(s)+" is not a known value", fix)
	if optional {
		return ""
	}
	return s
}

// each cleans the entries of a list. It drops the empty and the repeated and keeps
// the order.
func (c *check) each(field string, list []string, limit int, clean func(field, s string) string) []string {
	if len(list) > limit {
		c.reject(field, fmt.Sprintf("has %d entries", len(list)), fmt.Sprintf("keep the %d that matter most", limit))
		return list
	}
	var kept []string
	for i, s := range list {
		if s = clean(at(field, i), s); s != "" && !slices.Contains(kept, s) {
			kept = append(kept, s)
		}
	}
	return kept
}

// at names an entry of a list.
func at(field string, i int) string { return field + "[" + strconv.Itoa(i) + "]" }

// under names an entry of a map.
func under(field, key string) string {
	if len(key) > 12 || strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }) {
		key = quote(key)
	}
	return field + "." + key
}

// quote returns a value as it stands in a message: quoted, and cut when it is long.
func quote(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most]) + "…"
	}
	return strconv.Quote(s)
}
