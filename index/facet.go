package index

import (
	"strconv"
	"strings"
	"time"
)

// tally counts the values of a scan's facets. An activity counts in a facet when
// it misses nothing, or only that facet's own filter.
type tally struct {
	scan   *scan
	counts [][]int // per facet, per number of the value
	skills *roll   // instead of counts, when skills count for broader ones
}

func newTally(s *scan) *tally {
	t := &tally{scan: s, counts: make([][]int, len(s.Facets))}
	for n, f := range s.Facets {
		switch {
		case f == Skill && s.Broader != nil:
			t.skills = newRoll(s)
		case f == Age:
			t.counts[n] = make([]int, len(FacetAges))
		case f == Weekday:
			t.counts[n] = make([]int, 7)
		default:
			t.counts[n] = make([]int, len(s.columns[f].terms))
		}
	}
	return t
}

func (t *tally) add(i uint32, missed uint16) {
	for n, f := range t.scan.Facets {
		if missed&^(1<<n) != 0 {
			continue
		}
		counts := t.counts[n]
		switch {
		case f == Skill && t.skills != nil:
			t.skills.add(i)
		case f == Age:
			for a, age := range FacetAges {
				if int(t.scan.ageMin[i]) <= age && age <= upperAge(t.scan.ageMax[i]) {
					counts[a]++
				}
			}
		case f == Weekday:
			for d := range counts {
				counts[d] += int(t.scan.days >> d & 1)
			}
		default:
			for _, id := range t.scan.columns[f].of(i) {
				counts[id]++
			}
		}
	}
}

// collect adds the counts to those of other parts, by value.
func (t *tally) collect(into []map[string]int) {
	for n, f := range t.scan.Facets {
		if f == Skill && t.skills != nil {
			for skill, g := range t.skills.groups {
				into[n][skill] += g.Count
			}
		}
		for id, count := range t.counts[n] {
			if count > 0 {
				into[n][t.value(f, id)] += count
			}
		}
	}
}

func (t *tally) value(f Field, id int) string {
	switch f {
	case Age:
		return strconv.Itoa(FacetAges[id])
	case Weekday:
		return WeekdayName(time.Weekday(id))
	}
	return t.scan.columns[f].terms[id]
}

// WeekdayName returns a weekday as it stands in a query: "mon" to "sun".
func WeekdayName(d time.Weekday) string { return strings.ToLower(d.String()[:3]) }
