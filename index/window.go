package index

import (
	"learnmap/data"
)

// Window is a question about time. The zero Window takes everything, the past
// included; NotEnded is what is asked when nobody asks about time. All parts must
// hold for one and the same occurrence.
type Window struct {
	From, To Bound
	// Days, when not nil, returns the first and last local day asked for, counted
	// since 1970-01-01, given the one that the activity's clock shows now.
	Days     func(today int32) (first, last int32)
	Weekdays uint8 // bit 1<<time.Weekday of the local start; 0 takes all
	After    int16 // local minutes of the day; the start is no earlier
	Before   int16 // the end is no later; NoTime means open
}

// Bound is an end of a Window, itself included.
type Bound struct {
	At    data.Minutes
	Local bool // a reading of the activity's clock, not an instant
	Set   bool
}

// NoTime leaves Window.Before open.
const NoTime = 24 * 60

// NotEnded is the window from now on.
func NotEnded(now data.Minutes) Window {
	return Window{From: Bound{At: now, Set: true}, Before: NoTime}
}

// Always is the window of all time.
func Always() Window { return Window{Before: NoTime} }

// everyDay is the answer for what is not bound to certain times.
const everyDay = 1<<7 - 1

// isNotEnded tells whether the window is NotEnded(now).
func (w *Window) isNotEnded(now data.Minutes) bool {
	return w.From == (Bound{At: now, Set: true}) && !w.To.Set && w.Days == nil &&
		w.Weekdays == 0 && w.After == 0 && w.Before == NoTime
}

// takes tells whether an occurrence falls into the window, its weekday left aside.
// It does when the two share a minute. now is what the clock there shows.
func (w *Window) takes(s data.Slot, now data.Minutes) bool {
	return w.overlaps(s, now) && w.fitsDay(s)
}

func (w *Window) overlaps(s data.Slot, now data.Minutes) bool {
	if w.From.Set && reading(s.End, s.EndOff, w.From.Local) < w.From.At {
		return false
	}
	if w.To.Set && reading(s.Start, s.StartOff, w.To.Local) > w.To.At {
		return false
	}
	if w.Days == nil {
		return true
	}
	first, last := w.Days(dayOf(now))
	return dayOf(s.LocalStart()) <= last && dayOf(s.LocalEnd()) >= first
}

// fitsDay tests the times of the day. An occurrence that runs past midnight ends
// before no time of its first day.
func (w *Window) fitsDay(s data.Slot) bool {
	if w.After == 0 && w.Before == NoTime {
		return true
	}
	start, end := s.LocalStart(), s.LocalEnd()
	if int16(start.OfDay()) < w.After {
		return false
	}
	return w.Before == NoTime || dayOf(start) == dayOf(end) && int16(end.OfDay()) <= w.Before
}

// takesUndated tells whether something without occurrences, on offer until a
// minute, falls into the window. It has no time of day and fits every one.
func (w *Window) takesUndated(until data.Slot, now data.Minutes) bool {
	if until.End == data.MaxMinutes {
		return true
	}
	if w.From.Set && reading(until.End, until.EndOff, w.From.Local) < w.From.At {
		return false
	}
	if w.Days == nil {
		return true
	}
	first, _ := w.Days(dayOf(now + data.Minutes(until.EndOff)))
	return dayOf(until.LocalEnd()) >= first
}

func reading(m data.Minutes, offset int16, local bool) data.Minutes {
	if local {
		return m + data.Minutes(offset)
	}
	return m
}

// dayOf returns the day that a reading of a clock falls on, since 1970-01-01.
func dayOf(local data.Minutes) int32 {
	day := int32(local / 1440)
	if local%1440 < 0 {
		day--
	}
	return day
}
