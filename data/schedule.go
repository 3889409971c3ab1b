package data

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/teambition/rrule-go"
)

// Bounds of the occurrences that a rule makes: they are expanded from a day
// before to ScheduleDays after the day they are looked at, MaxExpanded at most.
const (
	ScheduleDays = 400
	MaxExpanded  = 730
)

// Bounds of a rule that is expanded. What is beyond is a slip or an attack, and
// would take the library long or out of its tables.
const (
	maxInterval = 1000 // days, weeks, months or years
	maxDaily    = 12   // occurrences a day
	maxNth      = 5    // of a weekday in a month
)

// zone returns the schedule's named zone, or nil when it has none.
func (s *Schedule) zone() *time.Location {
	if s.Timezone == "" {
		return nil
	}
	zone, err := LoadZone(s.Timezone)
	if err != nil {
		return nil
	}
	return zone
}

// Check returns an error that says what is wrong with the rule, or nil.
func (s *Schedule) Check() error {
	if s.Start.IsZero() {
		return errors.New("a schedule needs the start of its first occurrence")
	}
	if s.Timezone != "" && s.zone() == nil {
		return unknownZone(s.Timezone)
	}
	_, err := s.options()
	return err
}

// endDate finds an UNTIL that is a day. That day is included.
var endDate = regexp.MustCompile(`\bUNTIL=(\d{8})(;|$)`)

// options parses the RRULE within its bounds, from the schedule's start and on its
// local clock.
func (s *Schedule) options() (*rrule.ROption, error) {
	text := strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(s.RRule)), "RRULE:")
	text = endDate.ReplaceAllString(strings.TrimRight(text, "; "), "UNTIL=${1}T235959$2")
	if text == "" || len(text) > maxRule || strings.Contains(text, "\n") {
		return nil, fmt.Errorf("unreadable rule %s: it is one line of 1 to %d characters", quote(s.RRule), maxRule)
	}
	start := s.Start
	if zone := s.zone(); zone != nil {
		start = start.In(zone)
	}
	option, err := rrule.StrToROptionInLocation(text, start.Location())
	if err != nil {
		return nil, fmt.Errorf("unreadable rule %s: %w", quote(s.RRule), err)
	}
	option.Dtstart = start
	if err := checkOptions(option); err != nil {
		return nil, fmt.Errorf("rule %s %w", quote(s.RRule), err)
	}
	if err := checkHappens(*option); err != nil {
		return nil, fmt.Errorf("rule %s %w", quote(s.RRule), err)
	}
	return option, nil
}

func checkOptions(o *rrule.ROption) error {
	switch {
	case o.Freq > rrule.DAILY:
		return errors.New("repeats more than daily; use DAILY, WEEKLY, MONTHLY or YEARLY")
	case o.Interval < 0 || o.Interval > maxInterval:
		return fmt.Errorf("has an INTERVAL that is not 1 to %d", maxInterval)
	case o.Count < 0:
		return errors.New("has a COUNT below 1")
	case len(o.Byeaster) > 0:
		return errors.New("uses BYEASTER, which iCalendar does not have")
	case max(1, len(o.Byhour))*max(1, len(o.Byminute))*max(1, len(o.Bysecond)) > maxDaily:
		return fmt.Errorf("makes more than %d occurrences a day", maxDaily)
	}
	// Only a whole year has more than five of a weekday.
	if o.Freq == rrule.MONTHLY || o.Freq == rrule.YEARLY && len(o.Bymonth) > 0 {
		for _, day := range o.Byweekday {
			if n := day.N(); n < -maxNth || n > maxNth {
				return fmt.Errorf("asks for weekday number %d of a month, which has %d at most", n, maxNth)
			}
		}
	}
	return nil
}

// checkHappens returns an error when the rule makes no occurrence, as the 30th of
// February does not. The library finds that out only by walking to the year 9999, so
// it is asked about the same calendar shortly before: the Gregorian one repeats every
// 400 years, weekdays included. What is more than 300 years away counts as never.
func checkHappens(o rrule.ROption) error {
	const cycles = 7600 // years
	zone := o.Dtstart.Location()
	o.Dtstart = onWall(o.Dtstart, zone, cycles)
	if !o.Until.IsZero() {
		o.Until = onWall(o.Until, zone, cycles)
	}
	rule, err := rrule.NewRRule(o)
	if err != nil {
		return fmt.Errorf("is impossible: %w", err)
	}
	if _, ok := rule.Iterator()(); !ok {
		return errors.New("never happens")
	}
	return nil
}

// onWall reads a clock in zone, some years later, as if it were in UTC.
func onWall(t time.Time, zone *time.Location, years int) time.Time {
	t = t.In(zone)
	return time.Date(t.Year()+years, t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// rule returns the rule from the last start at or before from on which it can be
// taken up, to until: a rule without an end of its own is not walked from its
// beginning, nor to the year 9999.
func (s *Schedule) rule(from, until time.Time) (*rrule.RRule, error) {
	option, err := s.options()
	if err != nil {
		return nil, err
	}
	takeUp(option, from)
	if option.Until.IsZero() || option.Until.After(until) {
		option.Until = until
	}
	return rrule.NewRRule(*option)
}

// takeUp moves the start of a rule to one that makes the same occurrences from on:
// by whole periods on the local clock. A count has to be counted from its
// beginning, and months and years are few.
func takeUp(o *rrule.ROption, from time.Time) {
	step := max(1, o.Interval)
	if o.Freq == rrule.WEEKLY {
		step *= 7
	}
	days := int(from.Sub(o.Dtstart) / (24 * time.Hour))
	if o.Count > 0 || o.Freq < rrule.WEEKLY || days < 2*step {
		return
	}
	// The clock stays that of the first start, even where the new one falls into the
	// hour that summer time leaves out and is moved behind it.
	hour, minute, second := o.Dtstart.Clock()
	o.Byhour, o.Byminute, o.Bysecond = orElse(o.Byhour, hour), orElse(o.Byminute, minute), orElse(o.Bysecond, second)
	o.Dtstart = o.Dtstart.AddDate(0, 0, (days/step-1)*step)
}

func orElse(list []int, n int) []int {
	if len(list) == 0 {
		return []int{n}
	}
	return list
}

// Offset returns how far the clock of the schedule's named zone is ahead of UTC at an
// instant, in minutes, and false when it names none.
func (s *Schedule) Offset(at Minutes) (minutes int16, ok bool) {
	zone := s.zone()
	if zone == nil {
		return 0, false
	}
	_, seconds := at.Time().In(zone).Zone()
	return int16(seconds / 60), true
}

// Slots returns the occurrences that the rule makes as seen on the UTC day of now,
// by start then end: those that end no earlier than the day before and start
// within ScheduleDays of it, the first MaxExpanded. The same day gives the same
// slots, so they need computing once a day. An unreadable rule makes none.
func (s *Schedule) Slots(now Minutes) []Slot {
	length := time.Duration(0)
	if !s.End.IsZero() && s.End.After(s.Start) {
		length = s.End.Sub(s.Start)
	}
	day := now.Time().Truncate(24 * time.Hour)
	from, to := day.AddDate(0, 0, -1).Add(-length), day.AddDate(0, 0, ScheduleDays)
	rule, err := s.rule(from, to)
	if err != nil {
		return nil
	}
	var set rrule.Set
	set.RRule(rule)
	for _, t := range s.RDates {
		set.RDate(t)
	}
	for _, t := range s.ExDates {
		set.ExDate(t)
	}
	var slots []Slot
	next := set.Iterator()
	for start, ok := next(); ok && !start.After(to) && len(slots) < MaxExpanded; start, ok = next() {
		if !start.Before(from) {
			slots = append(slots, slotOf(start, start.Add(length), s.zone()))
		}
	}
	slices.SortFunc(slots, compareSlots)
	return slots
}
