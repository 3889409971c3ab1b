package demo

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"learnmap/data"

	"pgregory.net/rapid"
)

// slots returns all times of an activity, written and by rule, as seen on a day.
func slots(a *data.Activity, now time.Time) []data.Slot {
	list := a.Slots()
	if a.Schedule != nil {
		list = append(list, a.Schedule.Slots(data.MinutesOf(now))...)
	}
	return list
}

// ended tells whether an activity is over.
func ended(a *data.Activity, now time.Time) bool { return over(a, slots(a, now), now) }

func over(a *data.Activity, times []data.Slot, now time.Time) bool {
	if !a.Dated() {
		return !a.Until.IsZero() && a.Until.Before(now)
	}
	return !slices.ContainsFunc(times, func(s data.Slot) bool { return s.End >= data.MinutesOf(now) })
}

// tonight tells whether one of the times of an activity begins later on the same day,
// by its own clock.
func tonight(a *data.Activity, times []data.Slot, now time.Time) bool {
	at := data.MinutesOf(now)
	return a.Listed() && slices.ContainsFunc(times, func(s data.Slot) bool {
		return s.Start > at && s.LocalStart()/1440 == (at+data.Minutes(s.StartOff))/1440
	})
}

// TestYear moves 400 days on, one by one, and looks each day at a sample: what is
// promised, some of the past, and every hundredth activity.
func TestYear(t *testing.T) {
	c := load()
	plans := c.plans()
	lists := c.playlistPlans(plans)
	sample := slices.Clone(plans[:0])
	for i, p := range plans {
		if p.scenario != nil || i%100 == 0 || p.dates == "past" && i%20 == 0 {
			sample = append(sample, p)
		}
	}
	start := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	before, times := make([][]byte, len(sample)), make([][]data.Slot, len(sample))
	changes, most := 0, 0
	m := newMaker(c, lists, 0)
	for n := range 400 {
		now := start.AddDate(0, 0, n)
		m.today = dayOf(now)
		late, later := now.Add(20*time.Hour+44*time.Minute), now.Add(21*time.Hour+40*time.Minute)
		inKaunas, anywhere, past, changed := 0, 0, 0, 0
		for i, p := range sample {
			a := m.activity(p)
			doc, err := json.Marshal(a)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(doc, before[i]) {
				before[i], times[i] = doc, slots(a, now)
				changed++
				check(t, a, now)
			} else if n%100 == 0 { // rules are seen 400 days ahead
				times[i] = slots(a, now)
			}
			if over(a, times[i], now) {
				past++
			}
			if tonight(a, times[i], later) {
				anywhere++
			}
			if p.city.slug == "kaunas" && tonight(a, times[i], late) { // it is 22:44 or 23:44 there
				inKaunas++
			}
		}
		if inKaunas < 1 || anywhere < 3 || past < 2 {
			t.Fatalf("%v: %d tonight in Kaunas, %d anywhere, %d over", now, inKaunas, anywhere, past)
		}
		if n > 0 {
			changes, most = changes+changed, max(most, changed)
		}
	}
	daily, worst := 100*float64(changes)/float64(399*len(sample)), 100*float64(most)/float64(len(sample))
	t.Logf("of %d records %.1f %% change from one day to the next, %.1f %% at most", len(sample), daily, worst)
	if daily > 5 || worst > 15 {
		t.Errorf("%.1f %% of the records change in a day, %.1f %% at most", daily, worst)
	}
}

// check tells what is wrong with the times of an activity.
func check(t *testing.T, a *data.Activity, now time.Time) {
	t.Helper()
	fail := func(what string) { t.Helper(); t.Fatalf("%v: %s: %s", now, a.ID, what) }
	if problems := a.Validate(); len(problems) > 0 {
		fail(problems[0].String())
	}
	endOfDay := now.Truncate(24 * time.Hour)
	switch {
	case a.Created.After(a.Modified):
		fail("was made after it was changed")
	case a.Modified.After(endOfDay) || a.Confirmed.After(a.Modified):
		fail("is changed in the future, or confirmed without a change")
	case !slices.IsSortedFunc(a.Occurrences, func(x, y data.Occurrence) int { return x.Start.Compare(y.Start) }):
		fail("has unsorted dates")
	case a.Registration != nil && len(a.Occurrences) > 0 && !a.Registration.Deadline.Before(a.Occurrences[0].Start):
		fail("takes registrations after it began")
	case a.Dated() && !a.Until.IsZero():
		fail("has dates and an end")
	}
	for i, o := range a.Occurrences {
		if !o.End.After(o.Start) || i > 0 && o.Start.Before(a.Occurrences[i-1].End) {
			fail("has dates that end before they begin, or overlap")
		}
	}
	if a.Schedule == nil {
		return
	}
	if err := a.Schedule.Check(); err != nil {
		fail(err.Error())
	}
	// The first occurrence of the rule is the one that the schedule starts with.
	first := a.Schedule.Slots(data.MinutesOf(a.Schedule.Start))
	if len(first) == 0 || first[0].Start != data.MinutesOf(a.Schedule.Start) {
		fail("starts on a day that its rule does not make")
	}
}

// TestTonight asks at every quarter of an hour of a day whether something is still
// to begin in Kaunas, where the last begins at a quarter to midnight.
func TestTonight(t *testing.T) {
	zone := data.MainZone("LT")
	list := activities()
	list = slices.DeleteFunc(list, func(a *data.Activity) bool { return a.Location == nil || a.Location.City != "Kaunas" })
	var times []data.Slot
	for _, a := range list {
		if a.Listed() {
			times = append(times, slots(a, noon)...)
		}
	}
	for now := time.Date(2026, 11, 20, 0, 0, 0, 0, zone); now.Before(time.Date(2026, 11, 20, 23, 45, 0, 0, zone)); now = now.Add(15 * time.Minute) {
		if !tonight(&data.Activity{}, times, now) {
			t.Errorf("nothing more begins in Kaunas on the day of %v", now)
		}
	}
}

// TestHistory looks at the quarters of Kaunas: eight of them, the latest the busiest.
func TestHistory(t *testing.T) {
	var quarters [8]int
	over, made := 0, map[string]bool{}
	for _, a := range activities() {
		if a.Location == nil || a.Location.City != "Kaunas" {
			continue
		}
		made[a.Created.Format("2006-01")] = true
		if ended(a, noon) {
			over++
		}
		for _, o := range a.Occurrences {
			if q := int(noon.Sub(o.Start).Hours() / 24 / 91.3); o.Start.Before(noon) && q < len(quarters) {
				quarters[q]++
			}
		}
	}
	t.Logf("occurrences in the quarters back from today %v, %d ended", quarters, over)
	if slices.Min(quarters[:]) < 8 || quarters[0] < 2*quarters[7] || over < kaunasPast {
		t.Errorf("no two years of growth: %v", quarters)
	}
	if len(made) < 20 {
		t.Errorf("activities were made in %d months only", len(made))
	}
}

func TestCamps(t *testing.T) {
	docs := atNoon()
	holidays := map[string][]data.Holiday{}
	for _, c := range only[*data.City](docs) {
		holidays[c.Country] = c.Holidays
	}
	upcoming := 0
	for _, a := range only[*data.Activity](docs) {
		if a.Type != "camp" || ended(a, noon) {
			continue
		}
		upcoming++
		first, last := a.Occurrences[0], a.Occurrences[len(a.Occurrences)-1]
		if !slices.ContainsFunc(holidays[a.Location.Country], func(h data.Holiday) bool {
			return h.Start <= first.Start.Format(time.DateOnly) && last.End.Format(time.DateOnly) <= h.End
		}) {
			t.Errorf("%s from %v to %v is in no holiday of %v", a.ID, first.Start, last.End, holidays[a.Location.Country])
		}
	}
	if upcoming < 150 {
		t.Errorf("only %d camps are ahead", upcoming)
	}
}

// TestEaster compares with the dates that churches publish.
func TestEaster(t *testing.T) {
	for _, c := range []struct{ west, east string }{
		{"2024-03-31", "2024-05-05"}, {"2025-04-20", "2025-04-20"}, {"2026-04-05", "2026-04-12"},
		{"2027-03-28", "2027-05-02"}, {"2028-04-16", "2028-04-16"}, {"2029-04-01", "2029-04-08"},
		{"2030-04-21", "2030-04-28"}, {"2038-04-25", "2038-04-25"},
	} {
		year := number(c.west[:4])
		if got := easter(year).at(0, time.UTC).Format(time.DateOnly); got != c.west {
			t.Errorf("Easter %s, want %s", got, c.west)
		}
		if got := orthodoxEaster(year).at(0, time.UTC).Format(time.DateOnly); got != c.east {
			t.Errorf("Orthodox Easter %s, want %s", got, c.east)
		}
	}
}

// TestTurn holds what turn promises, for any id and day.
func TestTurn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.String().Draw(t, "id")
		today := day(rapid.IntRange(-10_000, 40_000).Draw(t, "today"))
		weeks := rapid.IntRange(1, 110).Draw(t, "weeks")
		gone := rapid.IntRange(0, 7*weeks-1).Draw(t, "gone")
		w := time.Weekday(rapid.IntRange(0, 6).Draw(t, "weekday"))
		at := func(d day) date { return roll(id, "").turn(d, weeks, gone, w) }
		now := at(today)
		if now.start.weekday() != w || now.start.at(0, time.UTC).Weekday() != w {
			t.Fatalf("%v is not a %v", now.start, w)
		}
		if now.start < today-day(gone) || now.start >= today-day(gone)+day(7*weeks) || now.since > today {
			t.Fatalf("%+v is out of reach on day %d", now, today)
		}
		if at(now.since) != now || at(now.since-1).start != now.start-day(7*weeks) {
			t.Fatalf("%+v has not stood since then", now)
		}
	})
}
