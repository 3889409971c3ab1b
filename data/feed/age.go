package feed

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"learnmap/data"
)

// ages is for whom something is, in years; a bound that is nil is open.
type ages struct {
	min, max *int
	mended   bool // a spreadsheet had turned them into a date
}

// adult is the age that "adults" begin at.
const adult = 18

// parseAges reads a cell such as "11-16", "6 and up", "16+", "iki 12 m." or "All
// Ages". A single age without more words is the youngest. School grades are not
// ages; nor is what has no number.
func parseAges(s string) (ages, bool) {
	switch {
	case says("anyAge", s):
		return ages{}, true
	case says("adults", s):
		return span(adult, -1), true
	}
	if a, ok := agesOfDate(s); ok {
		return a, true
	}
	if mentions("grade", s) {
		return ages{}, false
	}
	years, ok := findAges(s)
	if !ok {
		return ages{}, false
	}
	if len(years) > 1 {
		lowest, highest := years[0], years[0]
		for _, y := range years {
			lowest, highest = min(lowest, y), max(highest, y)
		}
		return span(lowest, highest), true
	}
	if !strings.Contains(s, "+") && !mentions("ageFrom", s) && mentions("ageTo", s) {
		return span(-1, years[0]), true
	}
	return span(years[0], -1), true
}

// span returns ages from least to most, -1 being open.
func span(least, most int) ages {
	var a ages
	if least >= 0 {
		a.min = &least
	}
	if most >= 0 {
		a.max = &most
	}
	return a
}

// findAges returns the numbers in a text, as years. It is not ok when there are none
// or one that is no age.
func findAges(s string) (years []int, ok bool) {
	perYear := 1.0
	if mentions("ageMonths", s) {
		perYear = 12
	}
	for rest := s; len(years) < 64; {
		n, found := findNumber(rest, false)
		if !found {
			break
		}
		year := math.Floor(math.Abs(n.value) / perYear)
		if year > data.MaxAge {
			return nil, false
		}
		years = append(years, int(year))
		rest = rest[n.end:]
	}
	return years, len(years) > 0
}

// A spreadsheet takes "5-20" for the 20th of May and "11-14" for the 14th of
// November. What it shows then is a day and the name of a month, a whole date, or,
// in the file itself, the serial number of the day.
var (
	dayMonth  = regexp.MustCompile(`^(\d{1,2})[\s.\-/]*(\p{L}{3,})\.?$`)
	monthDay  = regexp.MustCompile(`^(\p{L}{3,})[\s.\-/]*(\d{1,2})$`)
	wholeDate = regexp.MustCompile(`^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:[ T]00:00(?::00)?)?$`)
	serialDay = regexp.MustCompile(`^[3-7]\d{4}$`)
)

// agesOfDate returns the ages that a spreadsheet made a date of. Day and month are
// the two ages, and the smaller is the youngest, whichever stood first.
func agesOfDate(s string) (ages, bool) {
	s = strings.TrimSpace(s)
	if m := dayMonth.FindStringSubmatch(s); m != nil {
		return mendAges(m[1], monthNamed(m[2]))
	}
	if m := monthDay.FindStringSubmatch(s); m != nil {
		return mendAges(m[2], monthNamed(m[1]))
	}
	if !wholeDate.MatchString(s) && !serialDay.MatchString(s) {
		return ages{}, false
	}
	w, ok := parseMoment(s, false)
	if !ok || !w.hasDate {
		return ages{}, false
	}
	return mendAges(strconv.Itoa(w.day), w.month)
}

func mendAges(day string, month int) (ages, bool) {
	d, err := strconv.Atoi(day)
	if err != nil || month == 0 || d == 0 || d > 99 {
		return ages{}, false
	}
	a := span(min(d, month), max(d, month))
	a.mended = true
	return a, true
}

// String writes the ages as they should have stood in the sheet.
func (a ages) String() string {
	text := func(n *int) string {
		if n == nil {
			return ""
		}
		return strconv.Itoa(*n)
	}
	return text(a.min) + "-" + text(a.max)
}
