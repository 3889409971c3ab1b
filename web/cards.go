package web

import (
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"learnmap/data"
	"learnmap/search"
)

// wording is text of a record in one language.
type wording struct {
	Text string
	Lang string // BCP 47, "" when unknown
}

// card is an activity in the list.
type card struct {
	URL       string
	Title     wording
	InWords   string // "in Lithuanian", when that is not the reader's language
	Excerpt   wording
	Topic     string // decides the picture
	Kind      string // type of activity
	When      *when
	Repeats   string
	Where     []string
	Distance  string
	Price     string
	Free      bool
	Facts     []string // ages, level
	Languages []string // held in
	Topics    []string
	Organiser string
	Notice    string // full or over
}

// cards are the hits of the page.
func (in *inquiry) cards() []card {
	cards := make([]card, 0, len(in.result.Hits))
	for i := range in.result.Hits {
		hit := &in.result.Hits[i]
		var a data.Activity
		if err := json.Unmarshal(hit.Document, &a); err != nil {
			in.site.opt.Logger.Error("a hit could not be read", "id", hit.ID, "error", err)
			continue
		}
		cards = append(cards, in.card(hit, &a))
	}
	return cards
}

func (in *inquiry) card(hit *search.Hit, a *data.Activity) card {
	v := in.v
	title, description := wordings(a, v.lang)
	c := card{
		URL: activityURL(hit.ID, in.query.Lang), Title: title, InWords: v.foreign(title.Lang),
		Excerpt: wording{plain(description.Text, 180), description.Lang},
		Kind:    kindLabel(a, v), Free: a.IsFree(), Price: v.cost(a), Where: whereabouts(a, v),
	}
	if len(a.Topics) > 0 {
		c.Topic = a.Topics[0]
	}
	if hit.Next != nil {
		w := v.when(hit.Next.Start, hit.Next.End, in.result.Now, a.Mode == data.ModeOnline)
		c.When = &w
	}
	if a.Schedule != nil {
		c.Repeats = v.rule(a.Schedule)
	}
	if hit.Distance != nil {
		c.Distance = v.distance(*hit.Distance)
	}
	c.Facts = v.audience(a)
	for _, tag := range a.Languages {
		c.Languages = append(c.Languages, data.LanguageLabel(tag, v.lang))
	}
	for _, topic := range a.Topics {
		c.Topics = append(c.Topics, data.TopicLabel(topic, v.lang))
	}
	if a.Organiser != nil {
		c.Organiser = plain(a.Organiser.Name, 100)
	}
	switch {
	case hit.Ended:
		c.Notice = v.say("notice.ended")
	case full(a):
		c.Notice = v.say("notice.full")
	case closed(a, in.result.Now):
		c.Notice = v.say("notice.closed")
	}
	return c
}

// wordings returns an activity's title and description in a reader's language, where
// there is a translation, else as they were written.
func wordings(a *data.Activity, lang string) (title, description wording) {
	title, description = wording{a.Title, a.Lang}, wording{a.Description, a.Lang}
	for tag, t := range a.Translations {
		if !sameLanguage(tag, lang) || sameLanguage(a.Lang, lang) {
			continue
		}
		if t.Title != "" {
			title = wording{t.Title, tag}
		}
		if t.Description != "" {
			description = wording{t.Description, tag}
		}
	}
	return title, description
}

// sameLanguage tells whether two tags are of one language, whatever its country.
func sameLanguage(a, b string) bool {
	a, _, _ = strings.Cut(a, "-")
	b, _, _ = strings.Cut(b, "-")
	return a != "" && strings.EqualFold(a, b)
}

// foreign returns "in Lithuanian" for a text that is not in the reader's language.
func (v *voice) foreign(lang string) string {
	if lang == "" || sameLanguage(lang, v.lang) {
		return ""
	}
	return v.say("in_language", "language", data.LanguageLabel(lang, v.lang))
}

// activityURL returns the address of an activity's page.
func activityURL(id, lang string) string {
	source, local := data.SplitID(id)
	address := "/activity/" + source + "/" + url.PathEscape(local)
	if lang != "" {
		address += "?" + url.Values{"lang": {lang}}.Encode()
	}
	return address
}

func kindLabel(a *data.Activity, v *voice) string {
	if a.Type == "" {
		return ""
	}
	return data.TypeLabel(a.Type, v.lang)
}

// cost returns what taking part costs, "" when nobody says.
func (v *voice) cost(a *data.Activity) string {
	switch {
	case a.IsFree():
		return v.say("free")
	case a.Price != nil:
		return v.price(*a.Price)
	}
	return ""
}

// audience returns for whom an activity is.
func (v *voice) audience(a *data.Activity) []string {
	var facts []string
	if ages := v.ages(a.AgeMin, a.AgeMax); ages != "" {
		facts = append(facts, ages)
	}
	if a.Level != "" {
		facts = append(facts, data.LevelLabel(a.Level, v.lang))
	}
	return facts
}

func (v *voice) ages(least, most *int) string {
	switch {
	case least != nil && most != nil && *least == *most:
		return v.say("ages.one", "age", *least)
	case least != nil && most != nil:
		return v.say("ages.span", "min", *least, "max", *most)
	case least != nil:
		return v.say("ages.from", "min", *least)
	case most != nil:
		return v.say("ages.to", "max", *most)
	}
	return ""
}

// whereabouts returns where an activity is held, the nearest first.
func whereabouts(a *data.Activity, v *voice) []string {
	if a.Mode == data.ModeOnline {
		return []string{data.ModeLabel(a.Mode, v.lang)}
	}
	var parts []string
	if l := a.Location; l != nil {
		for _, part := range []string{l.Name, l.City} {
			if part = plain(part, 100); part != "" && !contains(parts, part) {
				parts = append(parts, part)
			}
		}
		if l.Country != "" {
			parts = append(parts, data.CountryLabel(l.Country, v.lang))
		}
	}
	if a.Mode == data.ModeHybrid {
		parts = append(parts, data.ModeLabel(a.Mode, v.lang))
	}
	return parts
}

func contains(parts []string, part string) bool {
	for _, p := range parts {
		if strings.EqualFold(p, part) {
			return true
		}
	}
	return false
}

// full tells whether no place is left.
func full(a *data.Activity) bool { return a.PlacesLeft != nil && *a.PlacesLeft == 0 }

// closed tells whether it is too late to register.
func closed(a *data.Activity, now time.Time) bool {
	return a.Registration != nil && !a.Registration.Deadline.IsZero() && a.Registration.Deadline.Before(now)
}
