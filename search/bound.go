package search

import (
	"fmt"
	"time"

	"learnmap/data"
)

// ParseBound reads a bound of time: an RFC 3339 instant, or a date or date and
// time without offset, which is read on each activity's own clock. A date as the
// upper end means through its last minute.
func ParseBound(s string, upper bool) (Bound, error) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return checkedBound(t, false)
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			return checkedBound(t, true)
		}
	}
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return Bound{}, fmt.Errorf("%q is not a date or time; write 2026-12-01 or 2026-12-01T15:00:00+02:00", s)
	}
	if upper {
		t = t.Add(24*time.Hour - time.Minute)
	}
	return checkedBound(t, true)
}

func checkedBound(t time.Time, local bool) (Bound, error) {
	if year := t.UTC().Year(); year < 1970 || year > 2100 {
		return Bound{}, fmt.Errorf("the year %d is not between 1970 and 2100", year)
	}
	return Bound{At: data.MinutesOf(t), Local: local, Set: true}, nil
}
