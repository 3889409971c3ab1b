package main

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"learnmap/api"
	"learnmap/data"
	"learnmap/data/sqlite"
	"learnmap/search"
	"learnmap/search/searchtest"
)

// handClock is a clock that a test sets.
type handClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

// TestHTTPEqualsBruteForce asks the whole program 500 random questions and
// compares each answer with a reading of every record.
func TestHTTPEqualsBruteForce(t *testing.T) {
	activities, questions := 20_000, 500
	if raceEnabled || testing.Short() {
		activities, questions = 2_000, 100
	}
	now := time.Date(2026, 11, 25, 17, 30, 0, 0, time.UTC)
	w := searchtest.NewWorld(11, now)
	dir := t.TempDir()
	var truths []*searchtest.Truth
	var docs []data.Document
	for i := range activities {
		a := w.Activity(i)
		docs = append(docs, a)
		truth := searchtest.NewTruth(a, now)
		truths = append(truths, truth)
		w.IDs = append(w.IDs, truth.RecordID)
	}
	catalogue := w.Catalogue()
	fill(t, dir, append(docs, catalogue...), now)
	o := searchtest.NewOracle(truths, catalogue, now)
	s := serveHere(t, (&handClock{now: now}).Now, "--data", dir).ready()
	for range questions {
		q := w.Query()
		path := "/v1/activities?" + api.Values(q).Encode()
		var list featureList
		s.get(path, &list)
		if diff := searchtest.Compare(o, &q, o.Ask(&q), list.result()); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
}

func fill(t *testing.T, dir string, docs []data.Document, now time.Time) {
	t.Helper()
	store, err := sqlite.Open(context.Background(), databaseFile(dir))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	for chunk := range slices.Chunk(docs, data.MaxBatch) {
		var b data.Batch
		for _, d := range chunk {
			r, err := d.Record(now)
			if err != nil {
				t.Fatal(err)
			}
			b.Put = append(b.Put, r)
		}
		if _, err := store.Apply(context.Background(), b); err != nil {
			t.Fatal(err)
		}
	}
}

// featureList is an answer as a client reads it.
type featureList struct {
	Type     string
	Total    int
	Features []struct {
		ID         string
		Geometry   *struct{ Coordinates [2]float64 }
		Properties struct {
			Title    string
			Distance *float64
		}
	}
	Facets map[string][]struct {
		Value string
		Count int
	}
}

func (l *featureList) result() *search.Result {
	r := &search.Result{Total: l.Total}
	for _, f := range l.Features {
		r.Hits = append(r.Hits, search.Hit{ID: f.ID, Distance: f.Properties.Distance})
	}
	for _, name := range search.Facets {
		values, asked := l.Facets[string(name)]
		if !asked {
			continue
		}
		counts := search.FacetCounts{Facet: name}
		for _, v := range values {
			counts.Values = append(counts.Values, search.Count{Value: v.Value, Count: v.Count})
		}
		r.Facets = append(r.Facets, counts)
	}
	return r
}

// TestAnswersAreGeoJSON checks the shape of an answer that other programs rely on.
func TestAnswersAreGeoJSON(t *testing.T) {
	dir := t.TempDir()
	imports(t, dir, kaunas, "5 new, 0 updated, 0 unchanged, 0 removed, 0 rejected")
	s := serveHere(t, time.Now, "--data", dir).ready()
	var list struct {
		Type     string
		Features []struct {
			Type       string
			ID         string
			Geometry   json.RawMessage
			Properties map[string]any
		}
	}
	resp := s.get("/v1/activities", &list)
	if got := resp.Header.Get("Content-Type"); got != "application/geo+json" {
		t.Errorf("content type %q", got)
	}
	if list.Type != "FeatureCollection" || len(list.Features) != 3 {
		t.Fatalf("%+v", list)
	}
	for _, f := range list.Features {
		online := f.Properties["mode"] == "online"
		if f.Type != "Feature" || online != (string(f.Geometry) == "null") || f.Properties["title"] == "" {
			t.Errorf("%+v", f)
		}
	}
	if code := s.get("/v1/activities?topc=science", nil).StatusCode; code != http.StatusBadRequest {
		t.Errorf("an unknown parameter answers %d", code)
	}
}
