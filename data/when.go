package data

import (
	"slices"
	"time"
)

// Minutes is an instant, or a reading of a local clock, in whole minutes since
// 1970-01-01 00:00. Seconds are cut off.
type Minutes int32

// The bounds of time that a record may use, and the ends that stand for "open".
const (
	MinMinutes Minutes = -1 << 31
	MaxMinutes Minutes = 1<<31 - 1
)

// MinutesOf returns the minute that t falls in, in UTC. Times past the bounds, some
// 4,000 years from 1970, become the bounds.
func MinutesOf(t time.Time) Minutes {
	s := t.Unix()
	m := s / 60
	if s%60 < 0 {
		m--
	}
	return Minutes(min(max(m, int64(MinMinutes)), int64(MaxMinutes)))
}

// Time returns the instant, in UTC.
func (m Minutes) Time() time.Time { return time.Unix(int64(m)*60, 0).UTC() }

// Weekday returns the day of the week of a reading of a local clock.
func (m Minutes) Weekday() time.Weekday { return m.Time().Weekday() }

// OfDay returns the minutes since midnight of a reading of a local clock, [0, 1440).
func (m Minutes) OfDay() int { return int(((m % 1440) + 1440) % 1440) }

// Slot is an occurrence as searching sees it: the minutes in UTC at which it
// starts and ends, and how far the local clock is ahead of UTC at each.
type Slot struct {
	Start, End       Minutes
	StartOff, EndOff int16 // minutes east of UTC
}

// LocalStart returns the reading of the local clock at the start.
func (s Slot) LocalStart() Minutes { return s.Start + Minutes(s.StartOff) }

// LocalEnd returns the reading of the local clock at the end.
func (s Slot) LocalEnd() Minutes { return s.End + Minutes(s.EndOff) }

// slotOf reads the local clock from the offsets that the times carry, or, when
// zone is not nil, from it. A missing end is the start.
func slotOf(start, end time.Time, zone *time.Location) Slot {
	if end.IsZero() {
		end = start
	}
	if zone != nil {
		start, end = start.In(zone), end.In(zone)
	}
	_, startOff := start.Zone()
	_, endOff := end.Zone()
	return Slot{MinutesOf(start), MinutesOf(end), int16(startOff / 60), int16(endOff / 60)}
}

func compareSlots(a, b Slot) int {
	if a.Start != b.Start {
		return int(a.Start) - int(b.Start)
	}
	return int(a.End) - int(b.End)
}

// Slots returns the written occurrences that have not been cancelled, by start
// then end. Those that the schedule makes are not among them: see Schedule.Slots.
// Their local clock is the schedule's zone, else the offset each was written with.
func (a *Activity) Slots() []Slot {
	var zone *time.Location
	if a.Schedule != nil {
		zone = a.Schedule.zone()
	}
	slots := make([]Slot, 0, len(a.Occurrences))
	for _, o := range a.Occurrences {
		if o.Status != StatusCancelled {
			slots = append(slots, slotOf(o.Start, o.End, zone))
		}
	}
	slices.SortFunc(slots, compareSlots)
	return slots
}

// Dated tells whether the activity takes place at certain times. One that does
// not is always on offer, until its Until if it has one.
func (a *Activity) Dated() bool { return len(a.Occurrences) > 0 || a.Schedule != nil }
