package web

import (
	"slices"
	"time"

	"learnmap/data"
)

// datesView is when an activity takes place.
type datesView struct {
	Repeats string // every Tuesday, until 30 June
	Next    []when
	More    []when // folded away
	Beyond  string // how many more there are
	Last    *when  // the last one of an activity that is over
	Always  string // instead of all that
}

// Bounds of the dates on a page.
const (
	maxNext = 5
	maxMore = 60
)

func (sh *sheet) dates() datesView {
	a, v := sh.a, sh.v
	view := datesView{}
	if !a.Dated() {
		view.Always = v.say("dates.always")
		if !a.Until.IsZero() {
			view.Always = v.say("dates.until", "date", v.date(sh.local(a.Until), sh.now))
		}
		return view
	}
	if a.Schedule != nil {
		view.Repeats = v.rule(a.Schedule)
		if end := v.ruleEnd(a.Schedule, sh.now); end != "" {
			view.Repeats = v.say("rule.ending", "rule", view.Repeats, "end", end)
		}
	}
	slots := sh.slots()
	now := data.MinutesOf(sh.now)
	first := slices.IndexFunc(slots, func(s data.Slot) bool { return s.End >= now })
	if first < 0 {
		if len(slots) > 0 {
			last := sh.whenOf(slots[len(slots)-1])
			view.Last = &last
		}
		return view
	}
	coming := slots[first:]
	for i, s := range coming {
		switch {
		case i < maxNext:
			view.Next = append(view.Next, sh.whenOf(s))
		case i < maxNext+maxMore:
			view.More = append(view.More, sh.whenOf(s))
		}
	}
	if rest := len(coming) - maxNext - maxMore; rest > 0 {
		view.Beyond = v.count("dates.beyond", rest)
	}
	return view
}

// slots are the occurrences that are written and those that the rule makes, in order,
// each once.
func (sh *sheet) slots() []data.Slot {
	slots := sh.a.Slots()
	if sh.a.Schedule != nil {
		slots = append(slots, sh.a.Schedule.Slots(data.MinutesOf(sh.now))...)
	}
	// By their end: what has ended comes first, and the rest follows in time.
	slices.SortStableFunc(slots, func(a, b data.Slot) int {
		if a.Start != b.Start {
			return int(a.Start) - int(b.Start)
		}
		return int(a.End) - int(b.End)
	})
	return slices.CompactFunc(slots, func(a, b data.Slot) bool { return a.Start == b.Start && a.End == b.End })
}

func (sh *sheet) whenOf(s data.Slot) when {
	start, end := slotTimes(s)
	return sh.v.when(start, end, sh.now, sh.a.Mode == data.ModeOnline)
}

// slotTimes returns start and end on the slot's own clock.
func slotTimes(s data.Slot) (start, end time.Time) {
	at := func(m data.Minutes, offset int16) time.Time {
		return m.Time().In(time.FixedZone("", int(offset)*60))
	}
	return at(s.Start, s.StartOff), at(s.End, s.EndOff)
}
