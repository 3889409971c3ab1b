package data

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// Clean puts the activity into the form that it is kept in and returns everything
// that was wrong with it (validate.go tells how). Activities without a mode or
// status are in person and published.
func (a *Activity) Clean() Problems { return a.CleanFor(DefaultTopics) }

// CleanFor is Clean for a deployment with its own list of topics.
func (a *Activity) CleanFor(topics []string) Problems {
	var c check
	c.head(&a.Kind, KindActivity, a.Source, &a.ID)
	a.Kind = activityKind(a.Kind)
	c.wording(a)
	c.people(a)
	c.whereabouts(a)
	c.times(a)
	c.audience(a)
	c.tags(a, topics)
	return c.finish(a)
}

// Validate returns everything that is wrong with the activity as it stands.
func (a *Activity) Validate() Problems {
	b := *a
	return b.Clean()
}

// activityKind leaves out the kind that is meant when there is none.
func activityKind(kind Kind) Kind {
	if kind == KindActivity {
		return ""
	}
	return kind
}

// wording cleans what is read.
func (c *check) wording(a *Activity) {
	var ok bool
	if a.Title, ok = c.line("title", a.Title, MaxTitle); ok && a.Title == "" {
		c.reject("title", "is missing", "name the activity")
	}
	a.Description, _ = c.text("description", a.Description, MaxDescription)
	a.URL = c.url("url", a.URL)
	a.Lang = c.tag("lang", a.Lang)
	a.Translations = byLanguage(c, "translations", a.Translations, c.translation)
	a.Image = c.url("image", a.Image)
	a.ImageAlt = c.name("imageAlt", a.ImageAlt)
	a.ImageCredit = c.name("imageCredit", a.ImageCredit)
}

func (c *check) translation(field string, t Translation) (Translation, bool) {
	t.Title, _ = c.line(field+".title", t.Title, MaxTitle)
	t.Description, _ = c.text(field+".description", t.Description, MaxDescription)
	return t, t != (Translation{})
}

// people cleans who offers it and how to reach them.
func (c *check) people(a *Activity) {
	if a.Organiser != nil {
		kept := OrganiserRef{
			ID:   c.id("organiser.id", a.Organiser.ID, a.Source),
			Name: c.name("organiser.name", a.Organiser.Name),
			URL:  c.url("organiser.url", a.Organiser.URL),
			Kind: c.oneOf("organiser.kind", a.Organiser.Kind, OrganiserKinds, true),
		}
		if a.Organiser = &kept; kept == (OrganiserRef{}) {
			a.Organiser = nil
		}
	}
	a.Contact = c.contact("contact", a.Contact)
	a.Registration = c.registration(a.Registration)
}

// whereabouts cleans the mode and the place, and makes sure that there is one.
func (c *check) whereabouts(a *Activity) {
	if a.Mode = c.oneOf("mode", a.Mode, Modes, false); a.Mode == "" {
		a.Mode = ModeInPerson
	}
	online := a.Mode == ModeOnline
	a.Location = c.location(a.Location, online)
	if !online && (a.Location == nil || a.Location.Lat == nil && a.Location.Lng == nil) {
		c.reject("location", "is missing", "give location.lat and location.lng, or the mode online")
	}
}

// times cleans when it takes place and when the record was made.
func (c *check) times(a *Activity) {
	kept, instead := c.schedule(a.Schedule)
	a.Occurrences = c.occurrences(slices.Concat(a.Occurrences, instead))
	a.Schedule = kept
	a.Until = c.time("until", a.Until, false)
	a.Created = c.time("created", a.Created, true)
	a.Modified = c.time("modified", a.Modified, true)
	a.Confirmed = c.time("confirmed", a.Confirmed, true)
	if a.Status = c.oneOf("status", a.Status, Statuses, false); a.Status == "" {
		a.Status = StatusPublished
	}
}

// audience cleans for whom it is, and for how many and how much.
func (c *check) audience(a *Activity) {
	a.AgeMin = c.number("ageMin", a.AgeMin, MaxAge)
	a.AgeMax = c.number("ageMax", a.AgeMax, MaxAge)
	if a.AgeMin != nil && a.AgeMax != nil && *a.AgeMin > *a.AgeMax {
		c.warn("ageMin", fmt.Sprintf("%d is more than ageMax %d", *a.AgeMin, *a.AgeMax), "exchange or correct them")
		a.AgeMin, a.AgeMax = nil, nil
	}
	a.Level = c.oneOf("level", a.Level, Levels, true)
	a.Price = c.price(a.Price)
	a.Capacity = c.number("capacity", a.Capacity, math.MaxInt32)
	a.PlacesLeft = c.number("placesLeft", a.PlacesLeft, math.MaxInt32)
	if a.Capacity != nil && a.PlacesLeft != nil && *a.PlacesLeft > *a.Capacity {
		c.warn("placesLeft", fmt.Sprintf("%d is more than the capacity %d", *a.PlacesLeft, *a.Capacity), "correct one of them")
		a.PlacesLeft = nil
	}
}

// number returns a count between 0 and most, or nil.
func (c *check) number(field string, n *int, most int) *int {
	if n == nil || 0 <= *n && *n <= most {
		return n
	}
	c.warn(field, fmt.Sprintf("%d is not possible", *n), fmt.Sprintf("use a number from 0 to %d", most))
	return nil
}

// tags cleans what it is found by.
func (c *check) tags(a *Activity, topics []string) {
	known := func(values []string) func(field, s string) string {
		return func(field, s string) string { return c.oneOf(field, s, values, true) }
	}
	local := func(field, s string) string { return c.id(field, s, a.Source) }
	a.Type = c.oneOf("type", a.Type, Types, true)
	a.Languages = c.each("languages", a.Languages, MaxTags, c.tag)
	a.Topics = c.each("topics", a.Topics, MaxTags, known(topics))
	a.Skills = c.each("skills", a.Skills, MaxTags, c.skill)
	a.Accessibility = c.each("accessibility", a.Accessibility, MaxTags, known(Accessibility))
	a.Playlists = c.each("playlists", a.Playlists, MaxTags, local)
	a.Badge = local("badge", a.Badge)
	a.Series = local("series", a.Series)
}

// empty tells whether nothing of the schedule is filled in.
func (s *Schedule) empty() bool {
	return s.RRule == "" && s.Timezone == "" && s.Start.IsZero() && s.End.IsZero() &&
		len(s.ExDates) == 0 && len(s.RDates) == 0
}

// withoutRule returns the occurrences that are certain when the rule is unreadable:
// the first and the extra ones, without those taken out. They carry the local clock
// of the schedule's zone.
func (s *Schedule) withoutRule() []Occurrence {
	var written []Occurrence
	for _, start := range append([]time.Time{s.Start}, s.RDates...) {
		if slices.ContainsFunc(s.ExDates, start.Equal) {
			continue
		}
		o := Occurrence{Start: start}
		if !s.End.IsZero() {
			o.End = start.Add(s.End.Sub(s.Start))
		}
		if zone := s.zone(); zone != nil {
			o.Start = o.Start.In(zone)
			if !o.End.IsZero() {
				o.End = o.End.In(zone)
			}
		}
		written = append(written, o)
	}
	return written
}
