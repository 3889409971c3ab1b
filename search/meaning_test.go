package search_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"learnmap/data"
	"learnmap/geo"
	"learnmap/search"
)

// TestTodayIsTheZones asks on the eve of the end of summer time: the clock of the
// activity's zone says what day it is, not the offset that tomorrow will have.
func TestTodayIsTheZones(t *testing.T) {
	b := newBench(t, time.Date(2026, 10, 24, 21, 30, 0, 0, time.UTC)) // 00:30 on the 25th in Vilnius
	start := time.Date(2026, 10, 11, 18, 0, 0, 0, vilnius(t))
	club := weeklyClub(start)
	club.Schedule.Start, club.Schedule.End = start, start.Add(time.Hour) // Sundays
	b.put(club)
	b.follow()
	b.settle()
	for when, want := range map[search.When]int{search.WhenToday: 1, search.WhenTomorrow: 0, search.WhenWeekend: 1} {
		if n := b.total(search.Query{When: when}); n != want {
			t.Errorf("%s: %d, want %d", when, n, want)
		}
	}
}

// total answers how many activities match.
func (b *bench) total(q search.Query) int {
	b.t.Helper()
	got, err := b.searcher.Search(context.Background(), q)
	if err != nil {
		b.t.Fatal(err)
	}
	return got.Total
}

func TestTextWithoutWords(t *testing.T) {
	b := newBench(t, time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC))
	b.put(&data.Activity{ID: "1", Source: "s", Title: "หุ่นยนต์", Mode: data.ModeOnline}, &data.Activity{ID: "2", Source: "s", Title: "C'est l'été", Mode: data.ModeOnline})
	b.follow()
	b.settle()
	for text, want := range map[string]int{
		"": 2, "  ": 2, "🤖": 0, "!!!": 0, "หุ่นยนต์": 1, "ete": 1, "Été": 1, strings.Repeat("x", 80): 0, "\u200f": 0,
	} {
		if n := b.total(search.Query{Text: text}); n != want {
			t.Errorf("%q finds %d, want %d", text, n, want)
		}
	}
	var invalid *search.InvalidError
	if _, err := b.searcher.Search(context.Background(), search.Query{Text: "a'b'c'd'e'f'g'h'i'j'k'l'm'n'o'p'q"}); !errors.As(err, &invalid) {
		t.Errorf("seventeen words in one: %v", err)
	}
}

// TestTooManyCells refuses a map of more cells than are answered, and names the
// resolution at which there are few enough.
func TestTooManyCells(t *testing.T) {
	b := newBench(t, time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC))
	var docs []data.Document
	for i := range search.MaxCells + 500 {
		lat, lng := float64(i/150), float64(i%150)
		docs = append(docs, &data.Activity{
			ID: fmt.Sprint(i), Source: "s", Title: "A", Mode: data.ModeInPerson, Location: &data.Location{Lat: &lat, Lng: &lng},
		})
	}
	b.put(docs...)
	b.follow()
	b.settle()
	q := search.Query{Box: &geo.World}
	_, err := b.searcher.Counts(context.Background(), q, search.CountBy{Field: "cell", Res: 10})
	var invalid *search.InvalidError
	var fits int
	if !errors.As(err, &invalid) {
		t.Fatalf("answered: %v", err)
	}
	if _, err := fmt.Sscanf(invalid.Problems[0].Fix, "use res=%d", &fits); err != nil {
		t.Fatalf("fix %q names no resolution", invalid.Problems[0].Fix)
	}
	counts, err := b.searcher.Counts(context.Background(), q, search.CountBy{Field: "cell", Res: fits})
	if err != nil || len(counts.Counts) > search.MaxCells {
		t.Errorf("res %d does not fit: %v", fits, err)
	}
	if _, err := b.searcher.Counts(context.Background(), q, search.CountBy{Field: "cell", Res: fits + 1}); err == nil {
		t.Errorf("res %d would have fitted", fits+1)
	}
}

func TestVocabularies(t *testing.T) {
	b := newBench(t, time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC))
	skill := &data.Skill{Kind: data.KindSkill, Source: "s", ID: "r", URI: "http://example.org/r", Labels: map[string]string{"en": "robotics", "lt": "robotika"}}
	b.put(
		&data.Activity{ID: "1", Source: "s", Title: "A", Mode: data.ModeOnline, Badge: "maker", Skills: []string{"Robotics"}, Playlists: []string{"p"}},
		&data.Activity{ID: "2", Source: "s", Title: "B", Mode: data.ModeOnline, Badge: "maker", Skills: []string{skill.URI}},
		&data.Badge{Kind: data.KindBadge, Source: "s", ID: "maker", Name: "Maker"},
		&data.Playlist{Kind: data.KindPlaylist, Source: "s", ID: "p", Title: "Path", Items: []data.PlaylistItem{{Activity: "s/2"}}},
		&data.Source{Kind: data.KindSource, Source: "s", ID: "s", Name: "Source"},
		skill,
	)
	b.follow()
	b.settle()
	for _, c := range []struct {
		q           search.VocabularyQuery
		value, name string
		count       int
	}{
		{search.VocabularyQuery{Of: search.VocabularyBadges}, "s/maker", "Maker", 2},
		{search.VocabularyQuery{Of: search.VocabularySkills, Text: "robo", Lang: "lt"}, skill.URI, "robotika", 2},
		{search.VocabularyQuery{Of: search.VocabularySkills, Text: "robotika"}, skill.URI, "robotics", 2},
		{search.VocabularyQuery{Of: search.VocabularyPlaylists}, "s/p", "Path", 2},
		{search.VocabularyQuery{Of: search.VocabularySources}, "s", "Source", 2},
	} {
		got, err := b.searcher.Vocabulary(context.Background(), c.q)
		if err != nil || len(got.Entries) != 1 {
			t.Errorf("%+v: %+v, %v", c.q, got, err)
			continue
		}
		if e := got.Entries[0]; e.Value != c.value || e.Label != c.name || e.Count != c.count || len(e.Document) == 0 {
			t.Errorf("%+v: %+v", c.q, e)
		}
	}
	topics, err := b.searcher.Vocabulary(context.Background(), search.VocabularyQuery{Of: search.VocabularyTopics})
	if err != nil || topics.Total != len(data.DefaultTopics) {
		t.Errorf("topics: %+v, %v", topics, err)
	}
}
