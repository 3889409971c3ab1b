package index

import (
	"math"

	"learnmap/data"
)

// moment is a snapshot as seen at one minute: which of its activities are on
// offer, and the occurrences that rules make round that day. Default questions
// ("not ended") are answered from live alone.
type moment struct {
	minute data.Minutes
	agenda *agenda
	live   bitset  // listed, and not ended at minute
	clocks []int16 // of each rule's zone at minute, minutes east of UTC; noClock without one
}

// noClock marks an activity without a zone: what time it is there is told by the
// offsets of its occurrences.
const noClock = math.MinInt16

// agenda holds the occurrences that the rules of a snapshot make, seen from one
// UTC day.
type agenda struct {
	day   int32
	slots [][]data.Slot // by the number of the rule
	last  []data.Minutes
}

// moments are what was asked for last, newest first: around the turn of a minute
// readers of either side find theirs, and the next one can be laid ready. Two days
// are kept, as a query that goes on after midnight is about the day it began.
type moments struct {
	recent  [2]*moment
	agendas [2]*agenda
}

// at returns the snapshot's moment of a minute. Making one costs a scan of the
// last occurrences, and once a day the expansion of the rules.
func (s *snapshot) at(minute data.Minutes) *moment {
	if m := s.moments.Load().of(minute); m != nil {
		return m
	}
	s.rolling.Lock()
	defer s.rolling.Unlock()
	known := s.moments.Load()
	if m := known.of(minute); m != nil {
		return m
	}
	if known == nil {
		known = &moments{}
	}
	m := s.newMoment(minute, known)
	next := *known
	next.recent = [2]*moment{m, known.recent[0]}
	if m.agenda != known.agendas[0] {
		next.agendas = [2]*agenda{m.agenda, known.agendas[0]}
	}
	s.moments.Store(&next)
	return m
}

// of returns the moment of a minute, or nil.
func (ms *moments) of(minute data.Minutes) *moment {
	if ms != nil {
		for _, m := range ms.recent {
			if m != nil && m.minute == minute {
				return m
			}
		}
	}
	return nil
}

func (s *snapshot) newMoment(minute data.Minutes, known *moments) *moment {
	m := &moment{minute: minute, live: newBitset(s.n)}
	m.agenda = s.agendaOf(dayOf(minute), known)
	for i := range uint32(s.n) {
		if s.listed.has(i) && s.lastEnd(i) >= minute {
			m.live.add(i)
		}
	}
	for _, schedule := range s.schedules {
		clock, known := schedule.Offset(minute)
		if !known {
			clock = noClock
		}
		m.clocks = append(m.clocks, clock)
	}
	for rule, i := range s.ruled {
		if s.listed.has(i) && m.agenda.last[rule] >= minute {
			m.live.add(i)
		}
	}
	return m
}

// lastEnd returns when the last written occurrence of an activity ends, or an
// undated offer; MaxMinutes when never, MinMinutes when nothing is written.
func (s *snapshot) lastEnd(i uint32) data.Minutes {
	if !s.dated.has(i) {
		return s.untilOf(i).End
	}
	last := data.MinMinutes
	for _, slot := range s.written(i) {
		last = max(last, slot.End)
	}
	return last
}

func (s *snapshot) agendaOf(day int32, known *moments) *agenda {
	for _, a := range known.agendas {
		if a != nil && a.day == day {
			return a
		}
	}
	a := &agenda{day: day, slots: make([][]data.Slot, len(s.ruled)), last: make([]data.Minutes, len(s.ruled))}
	for rule, schedule := range s.schedules {
		a.slots[rule] = schedule.Slots(data.Minutes(day) * 1440)
		a.last[rule] = data.MinMinutes
		for _, slot := range a.slots[rule] {
			a.last[rule] = max(a.last[rule], slot.End)
		}
	}
	return a
}

// made returns the occurrences that an activity's rule makes, by start, and the
// local clock of its zone, or noClock.
func (m *moment) made(s *snapshot, i uint32) (slots []data.Slot, clock int16) {
	if rule := s.ruleOf(i); rule >= 0 {
		return m.agenda.slots[rule], m.clocks[rule]
	}
	return nil, noClock
}

// local returns what the clock shows at the moment where a slot takes place.
func (m *moment) local(slot data.Slot, clock int16) data.Minutes {
	if clock == noClock {
		clock = slot.StartOff
	}
	return m.minute + data.Minutes(clock)
}

// days returns the weekdays (1<<time.Weekday) on which an activity has an
// occurrence that the window takes; every one for what is not bound to times.
func (m *moment) days(s *snapshot, i uint32, w *Window) uint8 {
	if !s.dated.has(i) {
		if w.takesUndated(s.untilOf(i), m.minute) {
			return everyDay
		}
		return 0
	}
	var days uint8
	made, clock := m.made(s, i)
	for _, slots := range [2][]data.Slot{s.written(i), made} {
		for _, slot := range slots {
			if w.takes(slot, m.local(slot, clock)) {
				days |= 1 << slot.LocalStart().Weekday()
			}
		}
	}
	return days
}

// next returns the first occurrence of an activity that the window takes.
func (m *moment) next(s *snapshot, i uint32, w *Window) (data.Slot, bool) {
	best, found := data.Slot{}, false
	made, clock := m.made(s, i)
	for _, slots := range [2][]data.Slot{s.written(i), made} {
		for _, slot := range slots {
			if w.takes(slot, m.local(slot, clock)) && (w.Weekdays == 0 || w.Weekdays&(1<<slot.LocalStart().Weekday()) != 0) {
				if !found || slot.Start < best.Start {
					best, found = slot, true
				}
				break
			}
		}
	}
	return best, found
}
