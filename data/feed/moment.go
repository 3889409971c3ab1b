package feed

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"learnmap/data"
)

// moment is a reading of a calendar, a clock or both, as it was written: what
// instant it is depends on the place.
type moment struct {
	hasDate, hasTime  bool
	year, month, day  int
	hour, minute, sec int
	zone              *time.Location // nil when none was written
}

var utc = time.UTC

// when is what a cell about time says: a moment, and perhaps one that it lasts to.
type when struct {
	from, to moment
}

// isZero tells whether nothing is known.
func (m moment) isZero() bool { return !m.hasDate && !m.hasTime }

// at returns the moment with the clock of another where it has none of its own.
func (m moment) at(clock moment) moment {
	if !m.hasTime && clock.hasTime {
		m.hasTime, m.hour, m.minute, m.sec = true, clock.hour, clock.minute, clock.sec
		if m.zone == nil {
			m.zone = clock.zone
		}
	}
	return m
}

// orAt is at for a moment of which the clock has a column of its own: midnight then is
// what a database writes for a day.
func (m moment) orAt(clock moment) moment {
	if m.hasDate && m.hour == 0 && m.minute == 0 && m.sec == 0 && clock.hasTime {
		m.hasTime = false
	}
	return m.at(clock)
}

// instant returns the point in time, on the clock of local unless a zone was
// written. Without a clock it is the day's first minute, or its last.
func (m moment) instant(local *time.Location, lastMinute bool) time.Time {
	if m.zone != nil {
		local = m.zone
	}
	hour, minute := m.hour, m.minute
	if !m.hasTime && lastMinute {
		hour, minute = 23, 59
	}
	return time.Date(m.year, time.Month(m.month), m.day, hour, minute, m.sec, 0, local)
}

// isoLayouts are read before anything else, as they have one meaning.
var isoLayouts = []struct {
	layout      string
	clock, zone bool
}{
	{"2006-01-02", false, false},
	{"2006-01-02T15:04", true, false},
	{"2006-01-02T15:04:05", true, false},
	{"2006-01-02 15:04:05", true, false},
	{"2006-01-02T15:04Z07:00", true, true},
	{time.RFC3339, true, true},
	{"2006-01-02 15:04:05Z07:00", true, true},
	{"2006-01-02 15:04:05 Z0700", true, true},
	{"2006-01-02T15:04:05Z0700", true, true},
	{"20060102T150405Z0700", true, true},
	{"20060102T150405", true, false},
	{"20060102T1504", true, false},
	{"20060102", false, false},
}

func parseISO(s string) (moment, bool) {
	if len(s) < 8 || len(s) > 40 || !isDigit(rune(s[0])) {
		return moment{}, false
	}
	for _, l := range isoLayouts {
		t, err := time.Parse(l.layout, s)
		if err != nil {
			continue
		}
		m := moment{hasDate: true, year: t.Year(), month: int(t.Month()), day: t.Day()}
		if l.clock {
			m.hasTime, m.hour, m.minute, m.sec = true, t.Hour(), t.Minute(), t.Second()
		}
		if l.zone {
			m.zone = t.Location()
		}
		return m, true
	}
	return moment{}, false
}

// parseMoment reads a date, a time or both. monthFirst says how 3/4/2026 is meant;
// where only one reading is a date, that one counts.
func parseMoment(s string, monthFirst bool) (moment, bool) {
	s = strings.TrimSpace(s)
	if m, ok := parseISO(s); ok {
		return m, true
	}
	if m, ok := parseSerial(s); ok {
		return m, true
	}
	date, rest, ok := findDate(s, monthFirst)
	if !ok && yearOnly.MatchString(s) {
		return moment{}, false
	}
	if !ok {
		return parseClock(s)
	}
	clocks, rest := findClocks(rest)
	if len(clocks) > 1 || hasDigit(rest) {
		return moment{}, false
	}
	if len(clocks) == 1 {
		date = date.at(clocks[0])
	}
	return date, true
}

// yearOnly matches what beside dates is a year and not twenty-six past eight.
var yearOnly = regexp.MustCompile(`^(?:19|20)\d\d$`)

// Serial numbers that stand for a day of the years 1927 to 2118 in a spreadsheet.
const firstSerial, lastSerial = 10_000, 80_000

// parseSerial reads the serial number of a day, as a spreadsheet counts them: days
// since 1899-12-30, the time of day as a fraction.
func parseSerial(s string) (moment, bool) {
	if len(s) < 5 || strings.ContainsFunc(s, func(r rune) bool { return !isDigit(r) && r != '.' && r != ',' }) {
		return moment{}, false
	}
	serial, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil || serial < firstSerial || serial >= lastSerial {
		return moment{}, false
	}
	whole, fraction := math.Modf(serial)
	t := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(whole))
	m := moment{hasDate: true, year: t.Year(), month: int(t.Month()), day: t.Day()}
	if fraction > 0 {
		m = m.at(clockOfDay(fraction))
	}
	return m, true
}

// clockOfDay returns the clock at a fraction of a day, to the second; what rounds
// up to midnight is a second before.
func clockOfDay(fraction float64) moment {
	secs := min(int(math.Round(fraction*86_400)), 86_399)
	return moment{hasTime: true, hour: secs / 3600, minute: secs / 60 % 60, sec: secs % 60}
}

// Dates in figures, wherever they stand in a text.
var (
	yearFirst = regexp.MustCompile(`(?:^|\D)(\d{4})\s?[./\-]\s?(\d{1,2})\s?[./\-]\s?(\d{1,2})(?:\D|$)`)
	yearLast  = regexp.MustCompile(`(?:^|\D)(\d{1,2})\s?[./\-]\s?(\d{1,2})\s?[./\-]\s?(\d{4}|\d{2})(?:\D|$)`)
)

// findDate returns the first date in a text, and the text without it.
func findDate(s string, monthFirst bool) (m moment, rest string, ok bool) {
	first, last := yearFirst.FindStringSubmatchIndex(s), yearLast.FindStringSubmatchIndex(s)
	if last != nil && (first == nil || last[2] < first[2]) {
		if m, ok = dateYearLast(s[last[2]:last[3]], s[last[4]:last[5]], s[last[6]:last[7]], monthFirst); ok {
			return m, s[:last[2]] + " " + s[last[7]:], true
		}
	}
	if first != nil {
		m, ok = dateOf(s[first[2]:first[3]], s[first[4]:first[5]], s[first[6]:first[7]])
		return m, s[:first[2]] + " " + s[first[7]:], ok
	}
	if last != nil {
		return moment{}, s, false
	}
	return findNamedDate(s)
}

// dateYearLast reads 3/4/2026 in the one way that is a date, or in the one given.
func dateYearLast(first, second, year string, monthFirst bool) (moment, bool) {
	if monthFirst {
		first, second = second, first
	}
	if m, ok := dateOf(year, second, first); ok {
		return m, true
	}
	return dateOf(year, first, second)
}

// dateOf returns the day of a year, month and day, if there is one. A year of two
// figures is of this century.
func dateOf(year, month, day string) (moment, bool) {
	y, _ := strconv.Atoi(year)
	mo, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if len(year) == 2 {
		y += 2000
	}
	t := time.Date(y, time.Month(mo), d, 0, 0, 0, 0, time.UTC)
	ok := y > 0 && mo >= 1 && mo <= 12 && t.Day() == d && d > 0
	return moment{hasDate: ok, year: y, month: mo, day: d}, ok
}

var (
	word   = regexp.MustCompile(`\p{L}[\p{L}\p{M}]*`)
	figure = regexp.MustCompile(`\d+`)
)

// findNamedDate reads "1 grudnia 2026", "December 1st, 2026", "2026 m. gruodžio 1 d.":
// the name of a month, a year of four figures, and the day nearest to the name.
func findNamedDate(s string) (m moment, rest string, ok bool) {
	for _, at := range word.FindAllStringIndex(s, 32) {
		month := monthNamed(s[at[0]:at[1]])
		if month == 0 {
			continue
		}
		var year, day []int
		for _, f := range figure.FindAllStringIndex(s, 32) {
			switch digits := f[1] - f[0]; {
			case digits == 4 && year == nil:
				year = f
			case digits <= 2 && (f[1] <= at[0] && at[0]-f[1] <= 12 || f[0] >= at[1] && day == nil):
				day = f
			}
		}
		if year == nil || day == nil {
			return moment{}, s, false
		}
		m, ok = dateOf(s[year[0]:year[1]], strconv.Itoa(month), s[day[0]:day[1]])
		return m, without(s, at, year, day), ok
	}
	return moment{}, s, false
}

// without returns a text with parts of it made blank.
func without(s string, parts ...[]int) string {
	b := []byte(s)
	for _, part := range parts {
		for i := part[0]; i < part[1]; i++ {
			b[i] = ' '
		}
	}
	return string(b)
}

var months = sync.OnceValue(func() map[string]int {
	named := map[string]int{}
	for month := 1; month <= 12; month++ {
		for word := range valueWords()["month."+strconv.Itoa(month)] {
			named[word] = month
		}
	}
	return named
})

// monthNamed returns the number of a month, 0 when the word names none.
func monthNamed(word string) int { return months()[data.Slug(word)] }

// clock matches a time of day: "15:00", "15.00", "15h30", or "15h", "3 pm", "15 Uhr".
var clock = regexp.MustCompile(`(?i)(^|[^\d.,:])(\d{1,2})(?:\s?[:.h]\s?(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:\s?([ap])\.?m\b\.?)?|\s?([ap])\.?m\b\.?|\s?(?:h\b|uhr|val|год|ώρα))`)

// shortWord matches an abbreviation stuck to a figure, "kl.18".
var shortWord = regexp.MustCompile(`(\p{L})\.(\d)`)

// findClocks returns the times of day in a text, and the text without them. A bare
// figure is none, nor is one that goes on behind it, as "11.20" in "11.2026" does.
func findClocks(s string) (clocks []moment, rest string) {
	s = shortWord.ReplaceAllString(s, "$1. $2")
	end := 0
	for _, at := range clock.FindAllStringSubmatchIndex(s, 8) {
		part := func(i int) string {
			if at[2*i] < 0 {
				return ""
			}
			return s[at[2*i]:at[2*i+1]]
		}
		if digitAt(s, at[1]) || at[1] < len(s) && s[at[1]] == '.' && digitAt(s, at[1]+1) {
			continue
		}
		if m, ok := clockOf(part(2), part(3), part(4), part(5)+part(6)); ok {
			clocks = append(clocks, m)
			rest += s[end:at[3]] + " "
			end = at[1]
		}
	}
	return clocks, rest + s[end:]
}

func clockOf(hour, minute, sec, half string) (moment, bool) {
	h, _ := strconv.Atoi(hour)
	m, _ := strconv.Atoi(minute)
	s, _ := strconv.Atoi(sec)
	switch half = strings.ToLower(half); {
	case half == "p" && h < 12:
		h += 12
	case half == "a" && h == 12:
		h = 0
	}
	if h == 24 && m == 0 {
		h, m, s = 23, 59, 0
	}
	return moment{hasTime: true, hour: h, minute: m, sec: s}, h < 24 && m < 60 && s < 60
}

// hourWord matches a whole hour behind a word that announces one.
var hourWord = regexp.MustCompile(`(?i)^(?:kl|at|um|à|alle|o godz|godz|o|о|saat|ώρα|val|las|às)\.?\s*(\d{1,2})$`)

// parseClock reads a cell that is only a time of day. There a bare hour ("15"), four
// figures ("1500") and the fraction of a day that a spreadsheet keeps will do.
func parseClock(s string) (moment, bool) {
	s = strings.TrimSpace(s)
	if v, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64); err == nil && v > 0 && v < 1 {
		return clockOfDay(v), true
	}
	if m := hourWord.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	switch digits := strings.Trim(s, "0123456789"); {
	case s == "" || len(s) > 60:
		return moment{}, false
	case digits == "" && len(s) <= 2:
		return clockOf(s, "", "", "")
	case digits == "" && len(s) == 4:
		return clockOf(s[:2], s[2:], "", "")
	}
	clocks, rest := findClocks(s)
	if len(clocks) != 1 || hasDigit(rest) {
		return moment{}, false
	}
	return clocks[0], true
}

func hasDigit(s string) bool { return strings.ContainsFunc(s, unicode.IsDigit) }
