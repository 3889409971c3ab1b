package data

import (
	"errors"
	"fmt"
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

// zone returns the schedule's named zone, or nil when it has none.
func (s *Schedule) zone() *time.Location {
	if s.Timezone == "" {
		return nil
	}
	zone, err := time.LoadLocation(s.Timezone)
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
		return fmt.Errorf("unknown time zone %q; use an IANA name such as Europe/Vilnius", s.Timezone)
	}
	_, err := s.rule(s.Start)
	return err
}

// rule parses the RRULE, with occurrences bounded by until: a rule that matches
// nothing would otherwise be walked to the year 9999.
func (s *Schedule) rule(until time.Time) (*rrule.RRule, error) {
	option, err := rrule.StrToROption(strings.TrimPrefix(strings.TrimSpace(s.RRule), "RRULE:"))
	if err != nil {
		return nil, fmt.Errorf("unreadable rule %q: %w", s.RRule, err)
	}
	if option.Freq > rrule.DAILY {
		return nil, fmt.Errorf("rule %q repeats more than daily; use DAILY, WEEKLY, MONTHLY or YEARLY", s.RRule)
	}
	option.Dtstart = s.Start
	if zone := s.zone(); zone != nil {
		option.Dtstart = s.Start.In(zone)
	}
	if option.Until.IsZero() || option.Until.After(until) {
		option.Until = until
	}
	return rrule.NewRRule(*option)
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
	rule, err := s.rule(to)
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
