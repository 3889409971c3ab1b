package feed

import (
	"regexp"
	"strconv"
	"strings"
)

// parseWhen reads a cell that says when: a moment, a range of days or of times, or
// an interval of ISO 8601 ("2026-12-01T15:00/2026-12-01T17:00").
func parseWhen(s string, monthFirst bool) (when, bool) {
	s = strings.TrimSpace(s)
	if m, ok := parseMoment(s, monthFirst); ok {
		return when{from: m}, true
	}
	if from, to, both := strings.Cut(s, "/"); both {
		a, okA := parseISO(strings.TrimSpace(from))
		b, okB := parseISO(strings.TrimSpace(to))
		if okA && okB {
			return when{a, b}, true
		}
	}
	from, rest, ok := findDate(s, monthFirst)
	if yearOnly.MatchString(s) {
		return when{}, false
	}
	if !ok {
		clocks := parseClocks(s)
		if len(clocks) != 1 {
			return when{}, false
		}
		return clocks[0], true
	}
	w := when{from: from}
	w, rest = findSecondDate(w, rest, monthFirst)
	clocks, rest := findClocks(rest)
	switch {
	case hasDigit(rest):
		return when{}, false
	case len(clocks) == 0:
	case len(clocks) == 1:
		w.from = w.from.at(clocks[0])
	case len(clocks) == 2 && w.to.isZero():
		w.from, w.to = w.from.at(clocks[0]), w.from.at(clocks[1])
		w.to = nextDayIfBefore(w.from, w.to)
	case len(clocks) == 2:
		w.from, w.to = w.from.at(clocks[0]), w.to.at(clocks[1])
	default:
		return when{}, false
	}
	return w, true
}

// openRange matches what is left of "1–3 December 2026" or "28.11–3.12.2026" when
// the second date is taken out: the day, perhaps the month, that the range begins at.
var openRange = regexp.MustCompile(`^\D{0,12}(\d{1,2})\.?(?:[./](\d{1,2})\.?)?\s*[-–—]\s*`)

// findSecondDate looks for the other end of a range of days beside the date found.
func findSecondDate(w when, rest string, monthFirst bool) (when, string) {
	if to, left, ok := findDate(rest, monthFirst); ok {
		w.to = to
		return w, left
	}
	year := " " + strconv.Itoa(w.from.year)
	if to, left, ok := findNamedDate(rest + year); ok {
		w.to = to
		return w, strings.TrimSuffix(left, year)
	}
	m := openRange.FindStringSubmatchIndex(rest)
	if m == nil {
		return w, rest
	}
	month := strconv.Itoa(w.from.month)
	if m[4] >= 0 {
		month = rest[m[4]:m[5]]
	}
	first, ok := dateOf(strconv.Itoa(w.from.year), month, rest[m[2]:m[3]])
	if !ok {
		return w, rest
	}
	return when{from: first, to: w.from}, rest[m[1]:]
}

// nextDayIfBefore moves an end that was given by the clock alone past midnight when
// it would lie before the start.
func nextDayIfBefore(from, to moment) moment {
	if to.hour*60+to.minute >= from.hour*60+from.minute {
		return to
	}
	next := to.instant(utc, false).AddDate(0, 0, 1)
	to.year, to.month, to.day = next.Year(), int(next.Month()), next.Day()
	return to
}

// bareHours matches a range of whole hours, "15-17".
var bareHours = regexp.MustCompile(`^\D{0,12}(\d{1,2})\s*[-–—]\s*(\d{1,2})\D{0,12}$`)

// parseClocks reads a cell about the time of day: one or more times, each perhaps
// with an end.
func parseClocks(s string) []when {
	if m, ok := parseClock(s); ok {
		return []when{{from: m}}
	}
	var all []when
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ';' || r == ',' || r == '\n' }) {
		clocks, _ := findClocks(part)
		if m := bareHours.FindStringSubmatch(part); m != nil && len(clocks) < 2 {
			from, okFrom := clockOf(m[1], "", "", "")
			to, okTo := clockOf(m[2], "", "", "")
			if okFrom && okTo {
				clocks = []moment{from, to}
			}
		}
		switch len(clocks) {
		case 0:
		case 1:
			all = append(all, when{from: clocks[0]})
		case 2:
			all = append(all, when{clocks[0], clocks[1]})
		default:
			return nil
		}
	}
	return all
}

// maxCellTimes bounds the moments of one cell.
const maxCellTimes = 2000

// parseWhens reads a cell that lists several, parted by semicolons or lines.
func parseWhens(s string, monthFirst bool) (all []when, unreadable string) {
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ';' || r == '\n' }) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		w, ok := parseWhen(part, monthFirst)
		if !ok || len(all) == maxCellTimes {
			return nil, part
		}
		all = append(all, w)
	}
	return all, ""
}
