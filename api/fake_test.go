package api

import (
	"context"
	"time"

	"learnmap/geo"
	"learnmap/search"
)

// fake is a Searcher of functions; those that are nil give a small fixed answer.
type fake struct {
	search     func(context.Context, search.Query) (*search.Result, error)
	counts     func(context.Context, search.Query, search.CountBy) (*search.Counts, error)
	activity   func(context.Context, string) (*search.Hit, error)
	vocabulary func(context.Context, search.VocabularyQuery) (*search.Entries, error)
	stats      func(context.Context) (search.Stats, error)
	status     func() search.Status
}

func (f *fake) Search(ctx context.Context, q search.Query) (*search.Result, error) {
	if f.search != nil {
		return f.search(ctx, q)
	}
	return sampleResult(q), nil
}

func (f *fake) Counts(ctx context.Context, q search.Query, by search.CountBy) (*search.Counts, error) {
	if f.counts != nil {
		return f.counts(ctx, q, by)
	}
	return &search.Counts{By: by, Total: 7, Online: 2, Counts: []search.Count{
		{Value: "LT", Label: "Lithuania", Count: 5, Point: &geo.Point{Lat: 54.9, Lng: 23.9123456789}},
		{Value: "PL", Label: "Poland", Count: 2},
	}}, nil
}

func (f *fake) Activity(ctx context.Context, id string) (*search.Hit, error) {
	if f.activity != nil {
		return f.activity(ctx, id)
	}
	switch id {
	case "kaunas/robotics-7":
		return &sampleHits()[0], nil
	case "kaunas/a/b ü%,": // an id may hold any character
		hit := sampleHits()[1]
		hit.ID = id
		return &hit, nil
	case "kaunas/over":
		hit := sampleHits()[0]
		hit.ID, hit.Next, hit.Ended = id, nil, true
		return &hit, nil
	case "kaunas/gone":
		return nil, search.ErrGone
	}
	return nil, search.ErrNotFound
}

func (f *fake) Vocabulary(ctx context.Context, q search.VocabularyQuery) (*search.Entries, error) {
	if f.vocabulary != nil {
		return f.vocabulary(ctx, q)
	}
	entries := []search.Entry{{Value: "one/" + string(q.Of), Label: "One <" + q.Text + "> in " + q.Lang, Count: 3}}
	if document := sampleDocuments[q.Of]; document != "" {
		entries[0].Document = []byte(document)
	}
	return &search.Entries{Total: 12, Entries: entries}, nil
}

func (f *fake) Stats(ctx context.Context) (search.Stats, error) {
	if f.stats != nil {
		return f.stats(ctx)
	}
	return search.Stats{Activities: 6000, Online: 300, Ended: 40, Countries: 20, Topics: 12, Skills: 90, Languages: 13, Organisers: 60, Cities: 5, Playlists: 40, Badges: 30, Sources: 2, Demo: true, Seq: 6137}, nil
}

func (f *fake) Status() search.Status {
	if f.status != nil {
		return f.status()
	}
	return search.Status{Seq: 6137, Head: 6137, CaughtUp: true, CaughtUpOnce: true, Documents: 6040, Snapshots: 1}
}

var sampleDocuments = map[search.Vocabulary]string{
	search.VocabularySkills:     `{"kind":"skill","id":"s1","source":"esco","uri":"http://data.europa.eu/esco/skill/1","labels":{"en":"robotics"}}`,
	search.VocabularyCities:     `{"kind":"city","id":"kaunas","source":"kaunas","slug":"kaunas","names":{"lt":"Kaunas"},"country":"LT","lat":54.9,"lng":23.9,"radius":9000}`,
	search.VocabularyOrganisers: `{"kind":"organiser","id":"library","source":"kaunas","name":"Library","type":"library"}`,
	search.VocabularyPlaylists:  `{"kind":"playlist","id":"first","source":"kaunas","title":"First steps","items":[{"activity":"kaunas/robotics-7"}]}`,
	search.VocabularyBadges:     `{"kind":"badge","id":"maker","source":"kaunas","name":"Maker"}`,
	search.VocabularySources:    `{"kind":"source","id":"kaunas","source":"kaunas","name":"Kaunas","licence":"CC-BY-4.0"}`,
}

// sampleHits are one of each kind: with everything, online only, and the least that a record can be.
func sampleHits() []search.Hit {
	vilnius := time.FixedZone("", 2*3600)
	start := time.Date(2026, 12, 1, 15, 0, 0, 0, vilnius)
	distance := 1234.5678
	robots := `{"id":"robotics-7","source":"kaunas","title":"Robotics club","description":"=SUM(A1)\nfor \"all\"","url":"https://example.org/7",` +
		`"type":"club","lang":"en","organiser":{"id":"library","name":"Library; Kaunas","kind":"library"},` +
		`"location":{"lat":54.8985,"lng":23.9036,"name":"Library","city":"Kaunas","country":"LT"},"mode":"in-person",` +
		`"occurrences":[{"start":"2026-12-01T15:00:00+02:00","end":"2026-12-01T17:00:00+02:00"},{"start":"2026-12-08T15:00:00+02:00"}],` +
		`"ageMin":11,"ageMax":16,"free":true,"languages":["lt","en"],"topics":["technology-and-computers"],"skills":["robotics"],` +
		`"status":"published","modified":"2026-11-20T10:00:00Z"}`
	return []search.Hit{
		{
			ID: "kaunas/robotics-7", Document: []byte(robots), Point: &geo.Point{Lat: 54.8985, Lng: 23.9036}, Distance: &distance,
			Next: &search.Occurrence{Start: start, End: start.Add(2 * time.Hour)}, Score: 1.23456,
			Parts: []search.Part{{Name: "text", Value: 1}, {Name: "near", Value: 0.23456}},
		},
		{ID: "kaunas/chess", Document: []byte(`{"id":"chess","source":"kaunas","title":"Chess </script>","mode":"online"}`)},
		{ID: "kaunas/least", Document: []byte(" {\"id\":\"least\", \"source\":\"kaunas\", \"title\":\"Least\" }\n")},
	}
}

func sampleResult(q search.Query) *search.Result {
	r := &search.Result{Total: 21, Hits: sampleHits(), Sort: search.SortSoonest, Seq: 6137}
	switch {
	case q.Sort != search.SortDefault:
		r.Sort = q.Sort
	case q.Text != "":
		r.Sort = search.SortBest
	case q.Near != nil:
		r.Sort = search.SortDistance
	}
	if q.Near == nil {
		r.Hits[0].Distance = nil
	}
	if !q.Explain {
		r.Hits[0].Parts = nil
	} else {
		r.Explanation = &search.Explanation{Plan: "a circle, then its words", Snapshots: 2, Scanned: 40, Matched: 21, Took: 1500 * time.Microsecond}
	}
	for _, f := range q.Facets {
		r.Facets = append(r.Facets, search.FacetCounts{Facet: f, Values: []search.Count{{Value: "a&b", Label: "Ä in " + q.Lang, Count: 3}}})
	}
	if q.Cursor == "" {
		r.Next = "Y3Vyc29y_1"
	}
	if q.Near != nil && q.Near.Radius < 5000 {
		r.Total, r.Wider = 3, []search.Wider{{Radius: 10_000, Total: 12}, {Radius: 25_000, Total: 31}}
	}
	return r
}
