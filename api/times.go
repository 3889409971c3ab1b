package api

import (
	"fmt"
	"strings"
	"time"

	"learnmap/data"
	"learnmap/search"
)

// boundParam is one end of a stretch of time.
func boundParam(name, doc, example string, upper bool, field func(*search.Query) *search.Bound) param {
	return param{
		name: name, doc: doc, typ: "string", example: example,
		read: func(in *input, v string) {
			// A "+" that was not percent-encoded arrives as a space.
			bound, err := search.ParseBound(strings.ReplaceAll(v, " ", "+"), upper)
			if year := bound.At.Time().Year(); err == nil && (year < 1970 || year > 2100) {
				err = fmt.Errorf("the year %d is not between 1970 and 2100", year)
			}
			if err != nil {
				reason, _, _ := strings.Cut(err.Error(), ";")
				in.fail(name, cut(reason, 120), "write 2026-12-01 or 2026-12-01T15:00:00+02:00")
				return
			}
			*field(&in.query) = bound
		},
		write: func(q *search.Query, values []string) []string {
			if bound := *field(q); bound.Set {
				values = append(values, formatBound(bound, upper))
			}
			return values
		},
	}
}

// formatBound writes a bound so that search.ParseBound reads it again, and as a date
// where that says the same.
func formatBound(b search.Bound, upper bool) string {
	t := b.At.Time()
	whole := data.Minutes(0)
	if upper {
		whole = 24*60 - 1
	}
	switch {
	case !b.Local:
		return t.Format(time.RFC3339)
	case b.At.OfDay() == int(whole):
		return t.Format("2006-01-02")
	}
	return t.Format("2006-01-02T15:04")
}

var whenParam = param{
	name: "when", typ: "string", values: words(search.Whens), example: "weekend",
	preset: "what has not ended",
	doc:    "Stretch of days on the activity's own clock; all includes the past.",
	read: func(in *input, v string) {
		if value, ok := in.choice("when", v, words(search.Whens)); ok {
			in.query.When = search.When(value)
		}
	},
	write: func(q *search.Query, values []string) []string {
		if q.When == search.WhenAny {
			return values
		}
		return append(values, string(q.When))
	},
}

// clockParam is a time of day.
func clockParam(name, doc, example string, field func(*search.Query) **int) param {
	return param{
		name: name, doc: doc, typ: "string", example: example,
		read: func(in *input, v string) {
			t, err := time.Parse("15:04", v)
			if err != nil {
				in.fail(name, quoted(v)+" is not a time of day", "write it as 16:00")
				return
			}
			minutes := t.Hour()*60 + t.Minute()
			*field(&in.query) = &minutes
		},
		write: func(q *search.Query, values []string) []string {
			if m := *field(q); m != nil {
				values = append(values, fmt.Sprintf("%02d:%02d", *m/60, *m%60))
			}
			return values
		},
	}
}
