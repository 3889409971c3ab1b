package index

import (
	"learnmap/data"
)

// Field is a property of activities whose values can be filtered by and counted.
// Its postings, one bitmap of ordinals per value, live in the text segment.
type Field uint8

// The fields. Those up to numColumns are also kept as columns, to be counted.
const (
	Topic Field = iota
	Skill
	Country // of activities with a place
	Language
	Mode
	Organiser // "source/id"
	Type
	Accessibility
	Free // "true"
	numColumns
)

// Fields that are only filtered by.
const (
	Level Field = numColumns + iota
	Series
	Playlist
	Source
	Badge // "true" and "source/id"
	numFields
)

// Age and Weekday are counted like fields but have no postings: ages are ranges,
// and the weekdays of an activity depend on the stretch of time asked about.
const (
	Age Field = numFields + iota
	Weekday
)

var fieldNames = [...]string{
	Topic: "topic", Skill: "skill", Country: "country", Language: "language", Mode: "mode",
	Organiser: "organiser", Type: "type", Accessibility: "accessibility", Free: "free",
	Level: "level", Series: "series", Playlist: "playlist", Source: "source", Badge: "badge",
	Age: "age", Weekday: "weekday",
}

// String returns the field's name, as in a query.
func (f Field) String() string { return fieldNames[f] }

// True is the one value of the fields that an activity has or has not.
const True = "true"

// FacetAges are the ages that the age facet counts: each value is how many
// matches are open to somebody of that age.
var FacetAges = []int{3, 6, 9, 12, 15, 18, 25, 40, 65}

// values returns what an activity is filed under in every field.
func values(a *data.Activity) [numFields][]string {
	var v [numFields][]string
	one := func(f Field, value string) {
		if value != "" {
			v[f] = []string{value}
		}
	}
	v[Topic] = a.Topics
	v[Language] = a.Languages
	v[Accessibility] = a.Accessibility
	for _, tag := range a.Skills {
		v[Skill] = append(v[Skill], data.SkillTerm(tag))
	}
	for _, id := range a.Playlists {
		v[Playlist] = append(v[Playlist], data.MakeID(a.Source, id))
	}
	if _, placed := a.Point(); placed {
		one(Country, a.Location.Country)
	}
	one(Mode, a.Mode)
	one(Organiser, a.OrganiserID())
	one(Type, a.Type)
	one(Level, a.Level)
	one(Source, a.Source)
	if a.Series != "" {
		one(Series, data.MakeID(a.Source, a.Series))
	}
	if a.Badge != "" {
		v[Badge] = []string{True, data.MakeID(a.Source, a.Badge)}
	}
	if a.IsFree() {
		one(Free, True)
	}
	return v
}
