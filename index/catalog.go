package index

import (
	"encoding/json"
	"maps"
	"slices"
	"sync"

	"learnmap/data"
	"learnmap/geo"
)

// Catalog is the records other than activities, ready to look up. It is immutable;
// what a newer one has not changed, it shares.
type Catalog struct {
	Organisers map[string]*data.Organiser // by "source/id"
	Playlists  map[string]*data.Playlist  // by "source/id"
	Badges     map[string]*data.Badge     // by "source/id"
	Sources    map[string]*data.Source    // by name
	Skills     map[string]*data.Skill     // by URI
	Cities     map[string]*City           // by slug; of two with one slug, the lower id's

	// SkillsVersion is the Seq of the newest change to Skills.
	SkillsVersion data.Seq

	records map[data.Key]data.Record
}

// City is a city with its area ready to be searched.
type City struct {
	*data.City
	Area geo.Area
}

func newCatalog() *Catalog {
	return &Catalog{
		Organisers: map[string]*data.Organiser{}, Playlists: map[string]*data.Playlist{},
		Badges: map[string]*data.Badge{}, Sources: map[string]*data.Source{},
		Skills: map[string]*data.Skill{}, Cities: map[string]*City{},
		records: map[data.Key]data.Record{},
	}
}

// with returns a catalog in which the records given, ascending by Seq, replace
// older ones. Only the kinds that change are copied.
func (c *Catalog) with(changes []data.Record) *Catalog {
	next := *c
	next.records = maps.Clone(c.records)
	copied := map[data.Kind]bool{}
	for _, r := range changes {
		if !copied[r.Kind] {
			copied[r.Kind] = true
			next.copyKind(r.Kind)
		}
		if old, ok := next.records[r.Key]; ok {
			next.strike(old)
		}
		delete(next.records, r.Key)
		if !r.Deleted {
			next.records[r.Key] = r
			next.enter(r)
		}
		if r.Kind == data.KindSkill {
			next.SkillsVersion = r.Seq
		}
	}
	if copied[data.KindCity] {
		next.mapCities()
	}
	return &next
}

func (c *Catalog) copyKind(kind data.Kind) {
	switch kind {
	case data.KindOrganiser:
		c.Organisers = maps.Clone(c.Organisers)
	case data.KindPlaylist:
		c.Playlists = maps.Clone(c.Playlists)
	case data.KindBadge:
		c.Badges = maps.Clone(c.Badges)
	case data.KindSource:
		c.Sources = maps.Clone(c.Sources)
	case data.KindSkill:
		c.Skills = maps.Clone(c.Skills)
	}
}

// enter files one record. One that cannot be read is left out: the store accepts
// documents that a newer learnmap wrote.
func (c *Catalog) enter(r data.Record) {
	switch v := read(r).(type) {
	case *data.Organiser:
		c.Organisers[r.ID] = v
	case *data.Playlist:
		c.Playlists[r.ID] = v
	case *data.Badge:
		c.Badges[r.ID] = v
	case *data.Source:
		c.Sources[v.Source] = v
	case *data.Skill:
		c.Skills[v.URI] = v
	}
}

// strike takes a record out.
func (c *Catalog) strike(r data.Record) {
	switch v := read(r).(type) {
	case *data.Organiser:
		delete(c.Organisers, r.ID)
	case *data.Playlist:
		delete(c.Playlists, r.ID)
	case *data.Badge:
		delete(c.Badges, r.ID)
	case *data.Source:
		delete(c.Sources, v.Source)
	case *data.Skill:
		delete(c.Skills, v.URI)
	}
}

func read(r data.Record) data.Document {
	doc, err := data.NewDocument(r.Kind)
	if err != nil || json.Unmarshal(r.Data, doc) != nil {
		return nil
	}
	return doc
}

// mapCities files the cities anew: which of two with one slug it is depends on
// all of them.
func (c *Catalog) mapCities() {
	var ids []string
	for key := range c.records {
		if key.Kind == data.KindCity {
			ids = append(ids, key.ID)
		}
	}
	slices.Sort(ids)
	c.Cities = map[string]*City{}
	for _, id := range ids {
		city, ok := read(c.records[data.Key{Kind: data.KindCity, ID: id}]).(*data.City)
		if !ok || c.Cities[city.Slug] != nil {
			continue
		}
		if area, err := city.Territory(); err == nil {
			c.Cities[city.Slug] = &City{city, area}
		}
	}
}

// Document returns the JSON object of a record, or nil.
func (c *Catalog) Document(key data.Key) []byte { return c.records[key].Data }

// graveyard remembers the ids of deleted activities, so that an old link can be
// told that its activity is gone. It is shared by all Readers: what is deleted is
// so for each of them.
type graveyard struct {
	mu  sync.RWMutex
	ids map[uint64]struct{}
}

func newGraveyard() *graveyard { return &graveyard{ids: map[uint64]struct{}{}} }

func (g *graveyard) bury(id string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.ids[hashID(id)] = struct{}{}
}

func (g *graveyard) raise(id string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.ids, hashID(id))
}

// clear forgets everyone: they were of another life of the store.
func (g *graveyard) clear() {
	g.mu.Lock()
	defer g.mu.Unlock()
	clear(g.ids)
}

func (g *graveyard) holds(id string) bool {
	g.mu.RLock()
	defer g.mu.RUnlock()
	_, ok := g.ids[hashID(id)]
	return ok
}
