package data

import (
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"

	"learnmap/geo"
)

// Activity is something to learn at a place, online, or both: the record of
// the exchange format. Times keep the offset they were written with.
type Activity struct {
	Kind        Kind   `json:"kind,omitempty"` // empty means activity
	ID          string `json:"id"`             // unique within Source
	Source      string `json:"source"`
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
	URL         string `json:"url,omitempty"`
	Type        string `json:"type,omitempty"` // one of Types
	Lang        string `json:"lang,omitempty"` // BCP 47, of the text

	Translations map[string]Translation `json:"translations,omitempty"` // by BCP 47 tag

	Image       string `json:"image,omitempty"`
	ImageAlt    string `json:"imageAlt,omitempty"`
	ImageCredit string `json:"imageCredit,omitempty"`

	Organiser *OrganiserRef `json:"organiser,omitempty"`
	Location  *Location     `json:"location,omitempty"`
	Mode      string        `json:"mode,omitempty"` // one of Modes

	Occurrences []Occurrence `json:"occurrences,omitempty"`
	Schedule    *Schedule    `json:"schedule,omitempty"`
	Until       time.Time    `json:"until,omitzero"` // ends an offer without dates

	AgeMin *int   `json:"ageMin,omitempty"` // years, nil is open
	AgeMax *int   `json:"ageMax,omitempty"` // years, included
	Level  string `json:"level,omitempty"`  // one of Levels
	Free   *bool  `json:"free,omitempty"`
	Price  *Price `json:"price,omitempty"`

	Registration *Registration `json:"registration,omitempty"`
	Capacity     *int          `json:"capacity,omitempty"`
	PlacesLeft   *int          `json:"placesLeft,omitempty"`
	Contact      *Contact      `json:"contact,omitempty"`

	Languages     []string `json:"languages,omitempty"` // held in, BCP 47
	Topics        []string `json:"topics,omitempty"`    // of the Topics vocabulary
	Skills        []string `json:"skills,omitempty"`    // ESCO URI or plain label
	Accessibility []string `json:"accessibility,omitempty"`
	Badge         string   `json:"badge,omitempty"`     // id of a badge of the same source
	Playlists     []string `json:"playlists,omitempty"` // ids of playlists of the same source
	Series        string   `json:"series,omitempty"`    // shared by one offer's several places

	Status    string    `json:"status,omitempty"` // one of Statuses
	Created   time.Time `json:"created,omitzero"`
	Modified  time.Time `json:"modified,omitzero"`
	Confirmed time.Time `json:"confirmed,omitzero"` // last seen by source or organiser
}

// Translation is an activity's text in another language.
type Translation struct {
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
}

// OrganiserRef names who offers an activity.
type OrganiserRef struct {
	ID   string `json:"id,omitempty"` // unique within the activity's source
	Name string `json:"name,omitempty"`
	URL  string `json:"url,omitempty"`
	Kind string `json:"kind,omitempty"` // one of OrganiserKinds
}

// Location is where an activity is held. Lat and Lng come together or not at all.
type Location struct {
	Lat       *float64 `json:"lat,omitempty"`
	Lng       *float64 `json:"lng,omitempty"`
	Name      string   `json:"name,omitempty"`
	Address   string   `json:"address,omitempty"`
	City      string   `json:"city,omitempty"`
	Country   string   `json:"country,omitempty"`   // ISO 3166-1 alpha-2
	Precision string   `json:"precision,omitempty"` // one of Precisions; empty is exact
}

// Occurrence is one time that an activity takes place. Without an End it is as
// long as its Start.
type Occurrence struct {
	Start  time.Time `json:"start"`
	End    time.Time `json:"end,omitzero"`
	Status string    `json:"status,omitempty"` // "cancelled" takes it out
}

// Schedule makes occurrences by an iCalendar rule. Start and End are the first
// occurrence's.
type Schedule struct {
	RRule    string      `json:"rrule"`
	Start    time.Time   `json:"start"`
	End      time.Time   `json:"end,omitzero"`
	Timezone string      `json:"timezone,omitempty"` // IANA
	ExDates  []time.Time `json:"exdates,omitempty"`
	RDates   []time.Time `json:"rdates,omitempty"`
}

// Price is what taking part costs.
type Price struct {
	Amount   float64 `json:"amount"`
	Currency string  `json:"currency,omitempty"` // ISO 4217
}

// Registration tells how to sign up.
type Registration struct {
	URL      string    `json:"url,omitempty"`
	Opens    time.Time `json:"opens,omitzero"`
	Deadline time.Time `json:"deadline,omitzero"`
}

// Contact is an organisation's, never a private person's.
type Contact struct {
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"`
	URL   string `json:"url,omitempty"`
}

// Key returns the key that the activity is stored under.
func (a *Activity) Key() Key { return Key{KindActivity, MakeID(a.Source, a.ID)} }

// Point returns where the activity is on the map. Online-only activities have no
// place, even when they carry coordinates.
func (a *Activity) Point() (geo.Point, bool) {
	if a.Mode == ModeOnline || a.Location == nil || a.Location.Lat == nil || a.Location.Lng == nil {
		return geo.Point{}, false
	}
	return geo.Point{Lat: *a.Location.Lat, Lng: *a.Location.Lng}, true
}

// IsFree tells whether taking part costs nothing: it says so, or its price is 0.
func (a *Activity) IsFree() bool {
	return a.Free != nil && *a.Free || a.Price != nil && a.Price.Amount == 0
}

// OrganiserID returns the record id of the activity's organiser, made from its
// name when it has no id, or "" when there is none.
func (a *Activity) OrganiserID() string {
	if a.Organiser == nil {
		return ""
	}
	id := a.Organiser.ID
	if id == "" {
		id = cutBytes(Slug(a.Organiser.Name), MaxIDBytes-len(a.Source)-1)
	}
	if id == "" {
		return ""
	}
	return MakeID(a.Source, id)
}

// cutBytes returns the first characters of s that fit into n bytes.
func cutBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:max(n, 0)]
}

// Listed tells whether the activity is to be found by searching. Cancelled ones
// are found by id only, drafts not at all.
func (a *Activity) Listed() bool { return a.Status == "" || a.Status == StatusPublished }

// Record returns the record to store. Modified falls back to at.
func (a *Activity) Record(at time.Time) (Record, error) {
	return makeRecord(a.Key(), a.Source, a.Modified, at, a)
}

func makeRecord(key Key, owner string, modified, at time.Time, v any) (Record, error) {
	doc, err := json.Marshal(v)
	if err != nil {
		return Record{}, fmt.Errorf("%s: %w", key, err)
	}
	if modified.IsZero() {
		modified = at
	}
	return Record{Key: key, Owner: owner, Modified: modified.UTC().Truncate(time.Millisecond), Data: doc}, nil
}

// DecodeActivity reads the activity of a stored record.
func DecodeActivity(r Record) (*Activity, error) {
	var a Activity
	if err := json.Unmarshal(r.Data, &a); err != nil {
		return nil, fmt.Errorf("%s: stored record is unreadable: %w", r.Key, err)
	}
	return &a, nil
}
