package search_test

import (
	"context"
	"testing"
	"time"

	"learnmap/data"
	"learnmap/search"
	"learnmap/search/searchtest"
)

// TestTimePasses moves the clock over 40 days without a write. What has ended
// goes, what a rule makes comes, and every default answer is the oracle's.
func TestTimePasses(t *testing.T) {
	n, step := 5_000, 7*time.Hour+13*time.Minute
	if raceEnabled || testing.Short() {
		n, step = 1_000, 31*time.Hour
	}
	b, w, o := bigWorld(t, n, 2)
	start := o.Now
	club := weeklyClub(start)
	b.put(club)
	b.settle()
	o.Add(searchtest.NewTruth(club, start))
	totals := map[int]bool{}
	for now := start; now.Before(start.AddDate(0, 0, 40)); now = now.Add(step) {
		b.clock.set(now)
		o.Now, w.Now = now.Truncate(time.Minute), now
		for _, q := range defaultQueries(w) {
			want := o.Ask(&q)
			got, err := b.searcher.Search(context.Background(), q)
			if err != nil {
				t.Fatal(err)
			}
			if diff := searchtest.Compare(o, &q, want, got); diff != "" {
				t.Fatalf("at %v: %s\n%s", now, diff, searchtest.Describe(q))
			}
			totals[got.Total] = true
			compareCounts(t, b, o, q, want)
		}
	}
	if len(totals) < 20 {
		t.Errorf("only %d different totals in 40 days: time does not pass", len(totals))
	}
}

// defaultQueries ask nothing about time, or about days round now.
func defaultQueries(w *searchtest.World) []search.Query {
	near := search.Query{Facets: search.Facets, Limit: 50}
	w.AskPlace(&near)
	return []search.Query{
		{Facets: search.Facets, Limit: 100},
		{When: search.WhenToday, Limit: 20, Facets: []search.Facet{search.FacetTopic, search.FacetWeekday}},
		{When: search.WhenWeekend, Sort: search.SortNewest, Limit: 20},
		near,
	}
}

func weeklyClub(now time.Time) *data.Activity {
	start := now.AddDate(0, -1, 0)
	return &data.Activity{
		ID: "weekly", Source: "alpha", Title: "Endless club", Mode: data.ModeInPerson, Status: data.StatusPublished,
		Location: &data.Location{Lat: searchtest.Ptr(54.9), Lng: searchtest.Ptr(23.9), Country: "LT"},
		Schedule: &data.Schedule{RRule: "FREQ=WEEKLY", Start: start, End: start.Add(time.Hour), Timezone: "Europe/Vilnius"},
	}
}

func TestEndlessClubIsFoundOnDay500(t *testing.T) {
	now := time.Date(2026, 11, 25, 17, 30, 0, 0, time.UTC)
	b := newBench(t, now)
	b.put(weeklyClub(now))
	b.follow()
	b.settle()
	for _, day := range []int{0, 1, 399, 400, 401, 500, 5000} {
		b.clock.set(now.AddDate(0, 0, day))
		got, err := b.searcher.Search(context.Background(), search.Query{Text: "endless"})
		if err != nil {
			t.Fatal(err)
		}
		if got.Total != 1 {
			t.Fatalf("day %d: total %d", day, got.Total)
		}
		next := got.Hits[0].Next
		if next == nil || next.Start.Before(now.AddDate(0, 0, day-1)) || next.Start.After(now.AddDate(0, 0, day+8)) {
			t.Errorf("day %d: next occurrence is %v", day, next)
		}
		if next != nil && next.Start.In(vilnius(t)).Hour() != 19 {
			t.Errorf("day %d: the club meets at %v, not at 19:30 by its own clock", day, next.Start.In(vilnius(t)))
		}
	}
}

func vilnius(t *testing.T) *time.Location {
	zone, err := time.LoadLocation("Europe/Vilnius")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}
