package index

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"sync"

	"learnmap/data"
	"learnmap/geo"
)

// Catalog is the records other than activities, ready to look up. It is immutable;
// its Version changes whenever one of them does.
type Catalog struct {
	Version    data.Seq
	Organisers map[string]*data.Organiser // by "source/id"
	Playlists  map[string]*data.Playlist  // by "source/id"
	Badges     map[string]*data.Badge     // by "source/id"
	Sources    map[string]*data.Source    // by name
	Skills     map[string]*data.Skill     // by URI
	Cities     map[string]*City           // by slug; of two with one slug, the lower id's

	records map[data.Key]data.Record
}

// City is a city with its area ready to be searched.
type City struct {
	*data.City
	Area geo.Area
}

func newCatalog() *Catalog { return (&Catalog{}).with(nil) }

// with returns a catalog in which the records given replace older ones.
func (c *Catalog) with(changes []data.Record) *Catalog {
	next := &Catalog{
		Version:    c.Version,
		Organisers: map[string]*data.Organiser{},
		Playlists:  map[string]*data.Playlist{},
		Badges:     map[string]*data.Badge{},
		Sources:    map[string]*data.Source{},
		Skills:     map[string]*data.Skill{},
		Cities:     map[string]*City{},
		records:    maps.Clone(c.records),
	}
	if next.records == nil {
		next.records = map[data.Key]data.Record{}
	}
	for _, r := range changes {
		next.Version = max(next.Version, r.Seq)
		if r.Deleted {
			delete(next.records, r.Key)
		} else {
			next.records[r.Key] = r
		}
	}
	keys := slices.SortedFunc(maps.Keys(next.records), func(a, b data.Key) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
	for _, key := range keys {
		next.enter(next.records[key])
	}
	return next
}

// enter files one record. One that cannot be read is left out: the store accepts
// documents that a newer learnmap wrote.
func (c *Catalog) enter(r data.Record) {
	doc, err := data.NewDocument(r.Kind)
	if err != nil || json.Unmarshal(r.Data, doc) != nil {
		return
	}
	switch v := doc.(type) {
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
	case *data.City:
		area, err := v.Territory()
		if _, taken := c.Cities[v.Slug]; err == nil && !taken {
			c.Cities[v.Slug] = &City{v, area}
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

func (g *graveyard) holds(id string) bool {
	g.mu.RLock()
	defer g.mu.RUnlock()
	_, ok := g.ids[hashID(id)]
	return ok
}
