package demo

import (
	"time"

	"learnmap/data"
)

// Generate returns the whole data set as it is on the UTC day of now: the source,
// then skills, organisers, badges, cities, playlists and activities. Every call of
// one day returns equal records, and none of them shares memory with another call's.
// They are in the form that Clean leaves them in.
func Generate(now time.Time) []data.Document {
	c := load()
	plans := c.plans()
	lists := c.playlistPlans(plans)
	m := newMaker(c, lists, dayOf(now))
	docs := []data.Document{source()}
	docs = append(docs, c.skillRecords()...)
	docs = append(docs, c.organiserRecords()...)
	docs = append(docs, c.badgeRecords()...)
	docs = append(docs, m.cityRecords(plans, lists)...)
	for _, l := range lists {
		docs = append(docs, l.record(c))
	}
	for _, p := range plans {
		docs = append(docs, m.activity(p))
	}
	return docs
}

func newMaker(c *corpus, lists []playlist, today day) *maker {
	m := &maker{corpus: c, today: today, lists: map[string][]string{}, badge: map[string]row{}, sites: map[site]venue{}}
	for _, l := range lists {
		for _, id := range l.items {
			m.lists[id] = append(m.lists[id], l.id())
		}
	}
	for _, r := range c.badges {
		for _, kind := range r.words("activities") {
			m.badge[kind] = r
		}
	}
	return m
}
