package data

import (
	"fmt"
	"slices"
	"time"
)

// Times lie in the years 1970 to 2100. What is outside is a slip of a program: a
// zero, a spreadsheet's 1900, milliseconds taken for seconds.
const (
	minYear = 1970
	maxYear = 2100
)

// The most bytes of JSON that an occurrence and a time in a list can take.
const (
	occurrenceWeight = 160
	timeWeight       = 48
)

const yearsFix = "use a time of the years 1970 to 2100, such as 2026-12-01T15:00:00+02:00"

func within(t time.Time) bool {
	year := t.UTC().Year()
	return minYear <= year && year <= maxYear
}

// writable returns t with an offset that RFC 3339 can write: whole minutes, less
// than a day.
func writable(t time.Time) time.Time {
	const day = 24 * 60 * 60
	if _, offset := t.Zone(); offset%60 != 0 || offset <= -day || offset >= day {
		return t.UTC()
	}
	return t
}

// time returns a time, which may be missing. One outside of the years is dropped
// when it is optional.
func (c *check) time(field string, t time.Time, optional bool) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	if within(t) {
		return writable(t)
	}
	c.unusable(optional, field, t.UTC().Format("2006-01-02")+" is too long ago or too far ahead", yearsFix)
	if optional {
		return time.Time{}
	}
	return t
}

// span cleans a start and an end. Without a start, or with an end before it, nobody
// knows when to come: that is unacceptable.
func (c *check) span(field string, start, end time.Time) (keptStart, keptEnd time.Time) {
	if start.IsZero() {
		c.reject(field+".start", "is missing", "say when it starts, such as 2026-12-01T15:00:00+02:00")
	}
	if !end.IsZero() && end.Before(start) {
		c.reject(field+".end", end.Format(time.RFC3339)+" is before the start", "correct or leave out the end")
	}
	return c.time(field+".start", start, false), c.time(field+".end", end, false)
}

// occurrences returns the written occurrences by start, then end, each once.
func (c *check) occurrences(given []Occurrence) []Occurrence {
	const field = "occurrences"
	if len(given) > MaxOccurrences {
		c.reject(field, fmt.Sprintf("has %d entries", len(given)),
			fmt.Sprintf("keep the next %d, or write a schedule", MaxOccurrences))
		return given
	}
	if len(given) == 0 {
		return nil
	}
	kept := make([]Occurrence, len(given))
	for i, o := range given {
		path := at(field, i)
		o.Start, o.End = c.span(path, o.Start, o.End)
		o.Status = c.oneOf(path+".status", o.Status, occurrenceStatuses, false)
		kept[i] = o
	}
	c.weight += occurrenceWeight * len(kept)
	slices.SortStableFunc(kept, compareOccurrences)
	return slices.CompactFunc(kept, func(a, b Occurrence) bool {
		return compareOccurrences(a, b) == 0 && a.Status == b.Status
	})
}

var occurrenceStatuses = []string{StatusPublished, StatusCancelled}

func compareOccurrences(a, b Occurrence) int {
	if order := a.Start.Compare(b.Start); order != 0 {
		return order
	}
	return a.End.Compare(b.End)
}

// schedule returns the schedule, or nil and the occurrences that it certainly means
// when its rule cannot be read: to drop it would turn something with dates into
// something that is always on. When not even those are known it is unacceptable.
func (c *check) schedule(given *Schedule) (kept *Schedule, instead []Occurrence) {
	if given == nil {
		return nil, nil
	}
	const field = "schedule"
	s, before := *given, c.rejected
	s.RRule, _ = c.line(field+".rrule", s.RRule, MaxRecordBytes)
	s.Timezone = c.zone(field+".timezone", s.Timezone)
	s.ExDates = c.dates(field+".exdates", s.ExDates)
	s.RDates = c.dates(field+".rdates", s.RDates)
	if s.empty() {
		return nil, nil
	}
	if s.Start, s.End = c.span(field, s.Start, s.End); c.rejected > before {
		return &s, nil
	}
	err := s.Check()
	if err == nil {
		return &s, nil
	}
	const fix = "write it as FREQ=WEEKLY;BYDAY=TU"
	if instead = s.withoutRule(); len(instead) == 0 {
		c.reject(field+".rrule", err.Error(), fix)
		return &s, nil
	}
	c.warn(field+".rrule", err.Error(), fix+"; until then only its first and extra dates count")
	return nil, instead
}

// zone returns the name of a time zone. Without it the offset of the start counts.
func (c *check) zone(field, s string) string {
	s, ok := c.line(field, s, MaxName)
	if !ok || s == "" {
		return s
	}
	if _, err := LoadZone(s); err != nil {
		c.warn(field, quote(s)+" is not a time zone", "use an IANA name such as Europe/Vilnius")
		return ""
	}
	return s
}

// dates returns a list of times in order, each once.
func (c *check) dates(field string, given []time.Time) []time.Time {
	if len(given) > MaxDates {
		c.reject(field, fmt.Sprintf("has %d entries", len(given)), fmt.Sprintf("keep the next %d", MaxDates))
		return given
	}
	var kept []time.Time
	for i, t := range given {
		if t = c.time(at(field, i), t, true); !t.IsZero() {
			kept = append(kept, t)
		}
	}
	c.weight += timeWeight * len(kept)
	slices.SortStableFunc(kept, time.Time.Compare)
	return slices.CompactFunc(kept, time.Time.Equal)
}

// registration returns how to sign up, or nil when nothing of it is usable.
func (c *check) registration(given *Registration) *Registration {
	if given == nil {
		return nil
	}
	kept := Registration{
		URL:      c.url("registration.url", given.URL),
		Opens:    c.time("registration.opens", given.Opens, true),
		Deadline: c.time("registration.deadline", given.Deadline, true),
	}
	if !kept.Deadline.IsZero() && kept.Deadline.Before(kept.Opens) {
		c.warn("registration.opens", kept.Opens.Format(time.RFC3339)+" is after the deadline", "correct one of them")
		kept.Opens = time.Time{}
	}
	if kept.URL == "" && kept.Opens.IsZero() && kept.Deadline.IsZero() {
		return nil
	}
	return &kept
}
