package demo

import (
	"slices"
	"strings"
	"time"

	"learnmap/data"
)

// holiday is a stretch without school that comes every year.
type holiday struct {
	name       string
	start, end moment
}

// moment is a day of any year: by the calendar, or counted from Easter.
type moment struct {
	month, day int
	easter     string // "easter" or "oeaster", the Orthodox one, else ""
}

// readHoliday reads "name, 12-24, 01-06" or "name, easter-6, easter+1".
func readHoliday(text string) holiday {
	parts := strings.Split(text, ", ")
	return holiday{parts[0], readMoment(parts[1]), readMoment(parts[2])}
}

func readMoment(s string) moment {
	if i := strings.Index(s, "easter"); i >= 0 {
		name := s[:i+len("easter")]
		return moment{day: number(s[len(name):]), easter: name}
	}
	month, day, _ := strings.Cut(s, "-")
	return moment{month: number(month), day: number(day)}
}

// in returns the moment of a year.
func (m moment) in(year int) day {
	switch m.easter {
	case "easter":
		return easter(year) + day(m.day)
	case "oeaster":
		return orthodoxEaster(year) + day(m.day)
	}
	return dayOf(time.Date(year, time.Month(m.month), m.day, 0, 0, 0, 0, time.UTC))
}

// stretch is a holiday of a certain year, both ends included.
type stretch struct {
	name       string
	start, end day
}

// in returns the holiday that begins in a year.
func (h holiday) in(year int) stretch {
	s := stretch{h.name, h.start.in(year), h.end.in(year)}
	if s.end < s.start {
		s.end = h.end.in(year + 1)
	}
	return s
}

// next returns the first stretch of the holiday that ends on a day or later, and the
// end of the one before it.
func (h holiday) next(d day) (s stretch, before day) {
	year := d.at(0, time.UTC).Year() - 2
	for s = h.in(year); s.end < d; s = h.in(year) {
		year++
	}
	return s, h.in(year - 1).end
}

// long returns the holidays that have room for a camp.
func (c *country) long() (list []holiday) {
	for _, h := range c.holidays {
		if s := h.in(2025); s.end-s.start >= 4 {
			list = append(list, h)
		}
	}
	return list
}

// upcoming returns a country's next school holidays, by their start, and the day
// since when they have been these.
func (c *country) upcoming(today day) (list []data.Holiday, since day) {
	var next []stretch
	for _, h := range c.holidays {
		s, before := h.next(today)
		next = append(next, s)
		since = max(since, before+1)
	}
	slices.SortFunc(next, func(a, b stretch) int { return int(a.start - b.start) })
	for _, s := range next {
		list = append(list, data.Holiday{Name: s.name, Start: s.start.at(0, time.UTC).Format(time.DateOnly), End: s.end.at(0, time.UTC).Format(time.DateOnly)})
	}
	return list, since
}

// easter returns Easter Sunday of a year of the Gregorian calendar, by the
// anonymous algorithm as Meeus prints it (Astronomical Algorithms, chapter 8).
func easter(year int) day {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	month := (h + l - 7*m + 90) / 25
	return dayOf(time.Date(year, time.Month(month), (h+l-7*m+33*month+19)%32, 0, 0, 0, 0, time.UTC))
}

// orthodoxEaster returns Easter Sunday by the Julian calendar as a date of the
// Gregorian, which are 13 days apart until 2099 (Meeus, chapter 8).
func orthodoxEaster(year int) day {
	a, b, c := year%4, year%7, year%19
	d := (19*c + 15) % 30
	e := (2*a + 4*b - d + 34) % 7
	month, n := (d+e+114)/31, (d+e+114)%31+1
	return dayOf(time.Date(year, time.Month(month), n, 0, 0, 0, 0, time.UTC)) + 13
}
