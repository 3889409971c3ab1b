package demo

import (
	"fmt"
	"strings"
	"time"

	"learnmap/data"
)

// hours says on which days and at what times of day (in minutes) something begins.
var hours = map[string]struct {
	days   []time.Weekday
	starts []int
}{
	"early":     {[]time.Weekday{6, 0}, []int{6*60 + 30, 7 * 60, 7*60 + 30, 8 * 60}},
	"morning":   {[]time.Weekday{2, 3, 4, 6}, []int{9*60 + 30, 10 * 60, 10*60 + 30, 11 * 60}},
	"day":       {[]time.Weekday{1, 2, 3, 4, 5}, []int{9 * 60, 10 * 60, 13 * 60}},
	"afternoon": {[]time.Weekday{1, 2, 3, 4, 5}, []int{14*60 + 30, 15 * 60, 15*60 + 30, 16 * 60, 16*60 + 30}},
	"evening":   {[]time.Weekday{1, 2, 3, 4, 5}, []int{17*60 + 30, 18 * 60, 18 * 60, 18*60 + 30, 19 * 60}},
	"weekend":   {[]time.Weekday{6, 6, 0}, []int{10 * 60, 11 * 60, 13 * 60, 14 * 60}},
	"night":     {[]time.Weekday{3, 4, 5, 6}, []int{20*60 + 30, 21 * 60, 21*60 + 30, 22 * 60}},
	"camp":      {[]time.Weekday{1}, []int{9 * 60}},
}

// calendar dates one activity.
type calendar struct {
	dice
	today   day
	zone    *time.Location
	country *country
	kind    *kind
	weekday time.Weekday
	start   int // minutes of the local day
	a       *data.Activity
}

// calendars are the ways in which activities are dated. Each fills in the dates and
// returns since when they have stood.
var calendars = map[string]func(*calendar) day{
	"once":     (*calendar).once,
	"sessions": (*calendar).sessions,
	"counted":  (*calendar).counted,
	"weekly":   (*calendar).weekly,
	"endless":  (*calendar).endless,
	"monthly":  (*calendar).monthly,
	"always":   (*calendar).always,
	"block":    (*calendar).block,
	"camp":     (*calendar).camp,
	"past":     (*calendar).past,
	"saturday": func(c *calendar) day { return c.weekend(time.Saturday) },
	"sunday":   func(c *calendar) day { return c.weekend(time.Sunday) },
	"nightly":  func(c *calendar) day { return c.daily(19*60 + 30) },
	"late":     func(c *calendar) day { return c.daily(23*60 + 45) },
}

// usual says how activities of a type are dated; the more often, the more likely.
var usual = map[string][]string{
	"club":         {"weekly"},
	"course":       {"sessions", "sessions", "counted"},
	"workshop":     {"once"},
	"event":        {"once", "once", "once", "monthly"},
	"camp":         {"camp"},
	"volunteering": {"weekly", "once", "monthly", "always"},
	"internship":   {"always", "block"},
	"project":      {"sessions", "sessions", "always"},
	"open-space":   {"weekly", "weekly", "monthly"},
	"digital":      {"always"},
}

// date fills in when a takes place and returns since when that has stood.
func (m *maker) date(p plan, a *data.Activity) day {
	d := roll(p.id, "dates")
	h := hours[pick(d, p.kind.times)]
	c := &calendar{
		dice: d, today: m.today, zone: p.city.country.zone, country: p.city.country, kind: p.kind,
		weekday: pick(d, h.days), start: pick(d, h.starts), a: a,
	}
	way := p.dates
	if way == "" {
		way = pick(d, usual[a.Type])
	}
	if p.kind.id == "youth-exchange" && p.dates == "" {
		way = "block"
	}
	return calendars[way](c)
}

// meet adds an occurrence on a day.
func (c *calendar) meet(d day) {
	start := d.at(c.start, c.zone)
	c.a.Occurrences = append(c.a.Occurrences, data.Occurrence{Start: start, End: start.Add(c.length())})
}

func (c *calendar) length() time.Duration { return time.Duration(c.kind.minutes) * time.Minute }

// horizons say how far ahead single dates are set (in weeks), how long they are kept
// (in days), and how often.
var horizons = []struct {
	weeks, gone int
	share       float64
}{{1, 2, 7}, {2, 3, 12}, {6, 6, 34}, {17, 9, 33}, {30, 10, 14}}

// once is one date, sometimes two.
func (c *calendar) once() day {
	shares := make([]float64, len(horizons))
	for i, h := range horizons {
		shares[i] = h.share
	}
	h := horizons[c.weighted(shares)]
	again := h.weeks > 2 && c.chance(0.15)
	if again {
		h.gone += 7
	}
	date := c.turn(c.today, h.weeks, h.gone, c.weekday)
	c.meet(date.start)
	if again {
		c.meet(date.start + 7)
	}
	return date.since
}

// weekend is the next Saturday or Sunday, this one included.
func (c *calendar) weekend(w time.Weekday) day {
	date := c.turn(c.today, 1, 0, w)
	c.start = pick(c.dice, []int{10 * 60, 11 * 60, 14 * 60})
	c.meet(date.start)
	return date.since
}

// sessions are several written dates, a week or two apart. One may be called off.
func (c *calendar) sessions() day {
	n, apart := c.between(4, 10), 7
	if c.a.Type == "project" {
		n, apart = c.between(4, 7), 14
	}
	span := (n - 1) * apart
	date := c.turn(c.today, span/7+c.between(4, 14), span+6, c.weekday)
	for i := range n {
		c.meet(date.start + day(i*apart))
	}
	if c.chance(0.12) {
		c.a.Occurrences[n/2].Status = data.StatusCancelled
	}
	return date.since
}

// days writes weekdays as an iCalendar rule does.
func days(list ...time.Weekday) string {
	var short []string
	for _, w := range list {
		short = append(short, strings.ToUpper(w.String()[:2]))
	}
	return strings.Join(short, ",")
}

// rule sets the schedule, from a first day on.
func (c *calendar) rule(first day, rrule string) {
	start := first.at(c.start, c.zone)
	c.a.Schedule = &data.Schedule{RRule: rrule, Start: start, End: start.Add(c.length()), Timezone: c.zone.String()}
}

// counted is a course by a rule that ends by itself.
func (c *calendar) counted() day {
	n := c.between(6, 12)
	date := c.turn(c.today, n+c.between(4, 12), 7*n, c.weekday)
	c.rule(date.start, fmt.Sprintf("FREQ=WEEKLY;BYDAY=%s;COUNT=%d", days(c.weekday), n))
	return date.since
}

// weekly goes on and on, but not over the turn of the year. A few end with the term.
func (c *calendar) weekly() day {
	weeks := pick(c.dice, []int{52, 52, 78, 104})
	date := c.turn(c.today, weeks, 7*weeks-15, c.weekday)
	rrule := "FREQ=WEEKLY"
	byday := days(c.weekday)
	switch x := c.Float64(); {
	case x < 0.1:
		rrule += ";INTERVAL=2"
	case x < 0.3 && c.weekday >= time.Monday && c.weekday <= time.Wednesday:
		byday = days(c.weekday, c.weekday+2)
	}
	rrule += ";BYDAY=" + byday
	if weeks == 52 && c.chance(0.2) {
		rrule += ";UNTIL=" + (date.start+7*44).at(c.start, c.zone).UTC().Format("20060102T150405Z")
	}
	c.rule(date.start, rrule)
	if c.chance(0.2) {
		c.pause(date.start)
	}
	if c.chance(0.05) {
		c.a.Schedule.RDates = []time.Time{(date.start + 7*20 + 3).at(c.start, c.zone)}
	}
	return date.since
}

// endless is weekly and does not end with a term.
func (c *calendar) endless() day {
	since := c.weekly()
	c.a.Schedule.RRule, _, _ = strings.Cut(c.a.Schedule.RRule, ";UNTIL")
	return since
}

// pause leaves out the weeks around the next three turns of the year.
func (c *calendar) pause(first day) {
	year := first.at(0, time.UTC).Year()
	for i := range 3 {
		from := dayOf(time.Date(year+i, 12, 23, 0, 0, 0, 0, time.UTC))
		for d := max(first+1, from).onOrAfter(c.weekday); d < from+15; d += 7 {
			c.a.Schedule.ExDates = append(c.a.Schedule.ExDates, d.at(c.start, c.zone))
		}
	}
}

// monthly is the first or another such weekday of each month.
func (c *calendar) monthly() day {
	nth := c.between(1, 4)
	date := c.turn(c.today, 104, 7*104-20, c.weekday)
	month := date.start.at(0, time.UTC)
	first := dayOf(time.Date(month.Year(), month.Month(), 1, 0, 0, 0, 0, time.UTC)).onOrAfter(c.weekday) + day(7*(nth-1))
	c.rule(first, fmt.Sprintf("FREQ=MONTHLY;BYDAY=%d%s", nth, days(c.weekday)))
	return date.since
}

// daily is every day at a time.
func (c *calendar) daily(start int) day {
	c.start = start
	date := c.turn(c.today, 104, 7*104-1, time.Monday)
	c.rule(date.start, "FREQ=DAILY")
	return date.since
}

// always has no dates; half of it ends some day.
func (c *calendar) always() day {
	if c.chance(0.5) {
		date := c.turn(c.today, c.between(20, 40), 8, time.Friday)
		c.a.Until = date.start.at(23*60+59, c.zone)
		return date.since
	}
	return cycle{c.between(400, 800), c.between(0, 800)}.until(c.today)
}

// block is several days in a row: all of them for an exchange, working days else.
func (c *calendar) block() day {
	if c.kind.id == "youth-exchange" {
		date := c.turn(c.today, 30, 14, time.Saturday)
		start, end := date.start.at(16*60, c.zone), (date.start+7).at(14*60, c.zone)
		c.a.Occurrences = []data.Occurrence{{Start: start, End: end}}
		return date.since
	}
	date := c.turn(c.today, 20, 14, time.Monday)
	for d := range day(5) {
		c.meet(date.start + d)
	}
	return date.since
}

// camp is up to five days of a school holiday. What is drawn does not depend on the
// year, whose holidays differ in length.
func (c *calendar) camp() day {
	h, kept := pick(c.dice, c.country.long()), day(c.between(4, 20))
	when, overnight := c.Float64(), c.chance(0.15)
	s, before := h.next(c.today - kept)
	since := before + kept + 1
	if weeks := int(s.end-s.start+1) / 7; weeks > 3 {
		s.start += day(7 * int(when*float64(weeks-1)))
	}
	if w := s.start.weekday(); w == time.Saturday || w == time.Sunday || s.end-s.start > 8 {
		s.start = s.start.onOrAfter(time.Monday)
	}
	if overnight {
		c.a.Occurrences = []data.Occurrence{{Start: s.start.at(10*60, c.zone), End: min(s.end, s.start+4).at(15*60, c.zone)}}
		return since
	}
	for d := s.start; d <= min(s.end, s.start+4); d++ {
		if w := d.weekday(); w != time.Saturday && w != time.Sunday {
			c.meet(d)
		}
	}
	return since
}

// past has ended, within half a year to two years: the nearer, the more of it, as in a
// city that grows.
func (c *calendar) past() day {
	weeks := pick(c.dice, []int{26, 52, 78, 105, 105})
	date := c.turn(c.today, weeks, 7*weeks-1, c.weekday)
	n := 1
	switch c.a.Type {
	case "club", "course", "project":
		n = c.between(3, 8)
	}
	for i := range n {
		c.meet(date.start - day(7*(n-i)))
	}
	return date.since
}
