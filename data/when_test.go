package data

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func at3339(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestMinutesOf(t *testing.T) {
	for _, c := range []struct {
		in   time.Time
		want Minutes
	}{
		{time.Unix(0, 0), 0},
		{time.Unix(59, 999_999_999), 0},
		{time.Unix(60, 0), 1},
		{time.Unix(-1, 0), -1},
		{time.Unix(-60, 0), -1},
		{time.Unix(-61, 0), -2},
		{time.Unix(-60, 1), -1},
		{time.Date(2026, 12, 1, 15, 0, 30, 0, time.FixedZone("", 7200)), 29_935_500},
		{time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), MaxMinutes},
		{time.Time{}, time1},
		{time.Date(-9999, 1, 1, 0, 0, 0, 0, time.UTC), MinMinutes},
		{time.Unix(1<<62, 0), MaxMinutes},
	} {
		if got := MinutesOf(c.in); got != c.want {
			t.Errorf("MinutesOf(%v) = %d, want %d", c.in, got, c.want)
		}
	}
}

// time1 is the zero time, 719,162 days before 1970.
const time1 Minutes = -719_162 * 24 * 60

func TestMinutesTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := Minutes(rapid.Int32().Draw(t, "m"))
		at := m.Time()
		if MinutesOf(at) != m || MinutesOf(at.Add(time.Minute-1)) != m {
			t.Fatalf("%d is %v, which is %d", m, at, MinutesOf(at))
		}
		if got, want := m.OfDay(), at.Hour()*60+at.Minute(); got != want {
			t.Fatalf("%d: minute %d of the day, want %d", m, got, want)
		}
		if m.Weekday() != at.Weekday() {
			t.Fatalf("%d: %v, want %v", m, m.Weekday(), at.Weekday())
		}
	})
}

func TestActivitySlots(t *testing.T) {
	start, end := at3339(t, "2026-12-01T15:00:00+02:00"), at3339(t, "2026-12-01T16:30:00+02:00")
	noon := MinutesOf(at3339(t, "2026-12-01T13:00:00Z"))
	late := Occurrence{Start: at3339(t, "2026-12-02T00:30:00+02:00")}
	for _, c := range []struct {
		name string
		a    Activity
		want []Slot
	}{
		{"none", Activity{}, []Slot{}},
		{"with its offset", Activity{Occurrences: []Occurrence{{Start: start, End: end}}}, []Slot{{noon, noon + 90, 120, 120}}},
		{"a missing end is the start", Activity{Occurrences: []Occurrence{{Start: start}}}, []Slot{{noon, noon, 120, 120}}},
		{"cancelled", Activity{Occurrences: []Occurrence{{Start: start, Status: StatusCancelled}}}, []Slot{}},
		{"in order", Activity{Occurrences: []Occurrence{late, {Start: start, End: end}, {Start: start}}}, []Slot{
			{noon, noon, 120, 120}, {noon, noon + 90, 120, 120}, {noon + 570, noon + 570, 120, 120},
		}},
		{"the schedule's zone wins", Activity{
			Occurrences: []Occurrence{{Start: start.UTC(), End: at3339(t, "2026-12-01T16:30:00-05:00")}},
			Schedule:    &Schedule{Timezone: "America/St_Johns"},
		}, []Slot{{noon, noon + 510, -210, -210}}},
		{"an unknown zone does not", Activity{
			Occurrences: []Occurrence{{Start: start}}, Schedule: &Schedule{Timezone: "Mars/Base"},
		}, []Slot{{noon, noon, 120, 120}}},
		{"over the change of clocks", Activity{
			Occurrences: []Occurrence{{Start: at3339(t, "2026-10-24T22:00:00Z"), End: at3339(t, "2026-10-25T06:00:00Z")}},
			Schedule:    &Schedule{Timezone: "Europe/Vilnius"},
		}, []Slot{{MinutesOf(at3339(t, "2026-10-24T22:00:00Z")), MinutesOf(at3339(t, "2026-10-25T06:00:00Z")), 180, 120}}},
	} {
		if got := c.a.Slots(); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestSlotLocal(t *testing.T) {
	s := slotOf(at3339(t, "2026-12-02T00:30:00+02:00"), time.Time{}, nil)
	if s.LocalStart().Weekday() != time.Wednesday || s.LocalStart().OfDay() != 30 || s.LocalEnd() != s.LocalStart() {
		t.Errorf("half past midnight on Wednesday is %v %d", s.LocalStart().Weekday(), s.LocalStart().OfDay())
	}
	if s.Start.Weekday() != time.Tuesday {
		t.Errorf("in UTC it is still Tuesday, not %v", s.Start.Weekday())
	}
}

func TestDated(t *testing.T) {
	if (&Activity{Until: time.Unix(0, 0)}).Dated() {
		t.Error("an end alone is no date")
	}
	if !(&Activity{Schedule: &Schedule{}}).Dated() || !(&Activity{Occurrences: []Occurrence{{}}}).Dated() {
		t.Error("a schedule and an occurrence are dates")
	}
}
