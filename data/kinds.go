package data

import (
	"encoding/json"
	"fmt"
	"time"

	"learnmap/geo"
)

// Organiser offers activities.
type Organiser struct {
	Kind        Kind              `json:"kind"` // KindOrganiser
	ID          string            `json:"id"`
	Source      string            `json:"source"`
	Name        string            `json:"name"`
	Names       map[string]string `json:"names,omitempty"` // by BCP 47 tag
	Description string            `json:"description,omitempty"`
	URL         string            `json:"url,omitempty"`
	Type        string            `json:"type,omitempty"` // one of OrganiserKinds
	Location    *Location         `json:"location,omitempty"`
	Contact     *Contact          `json:"contact,omitempty"`
	Logo        string            `json:"logo,omitempty"`
	Modified    time.Time         `json:"modified,omitzero"`
}

// City is a place that hosts learning and its page. An activity belongs to it
// when the activity's point lies in its Area, or, without one, within Radius
// metres of its centre.
type City struct {
	Kind      Kind              `json:"kind"` // KindCity
	ID        string            `json:"id"`
	Source    string            `json:"source"`
	Slug      string            `json:"slug"`
	Names     map[string]string `json:"names"` // by BCP 47 tag
	Country   string            `json:"country"`
	Area      json.RawMessage   `json:"area,omitempty"` // GeoJSON Polygon or MultiPolygon
	Lat       *float64          `json:"lat,omitempty"`
	Lng       *float64          `json:"lng,omitempty"`
	Radius    float64           `json:"radius,omitempty"` // metres
	Hosts     []string          `json:"hosts,omitempty"`  // ids of organisers
	Languages []string          `json:"languages,omitempty"`
	Logo      string            `json:"logo,omitempty"`
	Intro     map[string]string `json:"intro,omitempty"` // by BCP 47 tag
	Contact   *Contact          `json:"contact,omitempty"`
	Holidays  []Holiday         `json:"holidays,omitempty"`
	Featured  []string          `json:"featured,omitempty"` // "source/id" of activities and playlists
	Network   string            `json:"network,omitempty"`
	Modified  time.Time         `json:"modified,omitzero"`
}

// Holiday is a stretch of days without school, both ends included.
type Holiday struct {
	Name  string `json:"name"`
	Start string `json:"start"` // YYYY-MM-DD
	End   string `json:"end"`   // YYYY-MM-DD
}

// Playlist is a path through several activities.
type Playlist struct {
	Kind     Kind              `json:"kind"` // KindPlaylist
	ID       string            `json:"id"`
	Source   string            `json:"source"`
	Title    string            `json:"title"`
	Titles   map[string]string `json:"titles,omitempty"` // by BCP 47 tag
	Intro    string            `json:"intro,omitempty"`
	Lang     string            `json:"lang,omitempty"`
	Items    []PlaylistItem    `json:"items"`
	Badge    string            `json:"badge,omitempty"`  // id of a badge of the same source
	Cities   []string          `json:"cities,omitempty"` // slugs
	Modified time.Time         `json:"modified,omitzero"`
}

// PlaylistItem is a step: an activity ("source/id") or an outside address.
type PlaylistItem struct {
	Activity string `json:"activity,omitempty"`
	URL      string `json:"url,omitempty"`
	Title    string `json:"title,omitempty"` // of an outside address
}

// Badge is a class of Open Badges: what is awarded, for what, by whom.
type Badge struct {
	Kind        Kind      `json:"kind"` // KindBadge
	ID          string    `json:"id"`
	Source      string    `json:"source"`
	Name        string    `json:"name"`
	Description string    `json:"description,omitempty"`
	Criteria    string    `json:"criteria,omitempty"`
	Image       string    `json:"image,omitempty"`
	Issuer      string    `json:"issuer,omitempty"` // id of an organiser of the same source
	Skills      []string  `json:"skills,omitempty"`
	Modified    time.Time `json:"modified,omitzero"`
}

// Skill is a concept of a skill taxonomy. Its URI is what activities are tagged
// with; Broader are the URIs of the concepts it is a kind of.
type Skill struct {
	Kind      Kind                `json:"kind"` // KindSkill
	ID        string              `json:"id"`
	Source    string              `json:"source"`
	URI       string              `json:"uri"`
	Labels    map[string]string   `json:"labels"`              // preferred, by BCP 47 tag
	AltLabels map[string][]string `json:"altLabels,omitempty"` // by BCP 47 tag
	Broader   []string            `json:"broader,omitempty"`
	Modified  time.Time           `json:"modified,omitzero"`
}

// Source is where records come from and what may be done with them.
type Source struct {
	Kind        Kind      `json:"kind"` // KindSource
	ID          string    `json:"id"`   // equal to Source
	Source      string    `json:"source"`
	Name        string    `json:"name"`
	URL         string    `json:"url,omitempty"`
	Licence     string    `json:"licence,omitempty"` // SPDX id or URL
	Attribution string    `json:"attribution,omitempty"`
	Republish   bool      `json:"republish,omitempty"` // feeds may carry its records
	Demo        bool      `json:"demo,omitempty"`      // invented; every page says so
	Modified    time.Time `json:"modified,omitzero"`
}

// Document is the typed form of a record: what all kinds have in common.
type Document interface {
	Key() Key
	Record(at time.Time) (Record, error)

	// Clean puts the document into the form that it is kept in and returns everything
	// that was wrong with it. Unless that is Fatal, Record then makes a record that
	// every store takes. validate.go tells what is tidied, dropped and refused.
	Clean() Problems

	// Validate returns what Clean would, and changes nothing.
	Validate() Problems
}

// Key returns the key that the organiser is stored under.
func (o *Organiser) Key() Key { return Key{KindOrganiser, MakeID(o.Source, o.ID)} }

// Key returns the key that the city is stored under.
func (c *City) Key() Key { return Key{KindCity, MakeID(c.Source, c.ID)} }

// Key returns the key that the playlist is stored under.
func (p *Playlist) Key() Key { return Key{KindPlaylist, MakeID(p.Source, p.ID)} }

// Key returns the key that the badge is stored under.
func (b *Badge) Key() Key { return Key{KindBadge, MakeID(b.Source, b.ID)} }

// Key returns the key that the skill is stored under.
func (s *Skill) Key() Key { return Key{KindSkill, MakeID(s.Source, s.ID)} }

// Key returns the key that the source is stored under.
func (s *Source) Key() Key { return Key{KindSource, MakeID(s.Source, s.ID)} }

// Record returns the record to store; Modified falls back to at.
func (o *Organiser) Record(at time.Time) (Record, error) {
	return makeRecord(o.Key(), o.Source, o.Modified, at, o)
}

// Record returns the record to store; Modified falls back to at.
func (c *City) Record(at time.Time) (Record, error) {
	return makeRecord(c.Key(), c.Source, c.Modified, at, c)
}

// Record returns the record to store; Modified falls back to at.
func (p *Playlist) Record(at time.Time) (Record, error) {
	return makeRecord(p.Key(), p.Source, p.Modified, at, p)
}

// Record returns the record to store; Modified falls back to at.
func (b *Badge) Record(at time.Time) (Record, error) {
	return makeRecord(b.Key(), b.Source, b.Modified, at, b)
}

// Record returns the record to store; Modified falls back to at.
func (s *Skill) Record(at time.Time) (Record, error) {
	return makeRecord(s.Key(), s.Source, s.Modified, at, s)
}

// Record returns the record to store; Modified falls back to at.
func (s *Source) Record(at time.Time) (Record, error) {
	return makeRecord(s.Key(), s.Source, s.Modified, at, s)
}

// NewDocument returns an empty document of a kind to decode JSON into.
func NewDocument(kind Kind) (Document, error) {
	switch kind {
	case KindActivity, "":
		return &Activity{}, nil
	case KindOrganiser:
		return &Organiser{}, nil
	case KindCity:
		return &City{}, nil
	case KindPlaylist:
		return &Playlist{}, nil
	case KindBadge:
		return &Badge{}, nil
	case KindSkill:
		return &Skill{}, nil
	case KindSource:
		return &Source{}, nil
	}
	return nil, fmt.Errorf("unknown kind %q", kind)
}

// Territory returns the city's area, from its polygon or its circle.
func (c *City) Territory() (geo.Area, error) {
	if len(c.Area) > 0 {
		return geo.ParseArea(c.Area)
	}
	if c.Lat == nil || c.Lng == nil || c.Radius <= 0 {
		return geo.Area{}, fmt.Errorf("%s: a city needs an area, or lat, lng and radius", c.Key())
	}
	return geo.AreaOf(geo.Circle{Center: geo.Point{Lat: *c.Lat, Lng: *c.Lng}, Radius: c.Radius}), nil
}
