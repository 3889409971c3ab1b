package demo

import (
	"slices"
	"strings"
	"time"

	"learnmap/data"
)

// founded dates the records that never change.
var founded = time.Date(2024, 1, 15, 9, 0, 0, 0, time.UTC)

// source says what these records are.
func source() *data.Source {
	return &data.Source{
		Kind: data.KindSource, ID: Source, Source: Source, Name: "learnmap demo data", URL: "https://example.org/learnmap-demo",
		Licence: "CC0-1.0", Attribution: "Invented for demonstration; nobody offers these activities.",
		Republish: true, Demo: true, Modified: founded,
	}
}

// skillRecords are the concepts that activities are tagged with, and those above them.
func (c *corpus) skillRecords() (list []data.Document) {
	everyday := map[string]row{}
	for _, r := range table("everyday.tsv") {
		everyday[r["skill"]] = r
	}
	for _, r := range c.skills {
		s := &data.Skill{
			Kind: data.KindSkill, ID: data.Slug(r["en"]), Source: Source, URI: esco + r["uri"],
			Labels: map[string]string{}, Modified: founded,
		}
		for _, lang := range data.Languages {
			s.Labels[lang] = r[lang]
			if other, ok := everyday[r["en"]]; ok {
				if s.AltLabels == nil {
					s.AltLabels = map[string][]string{}
				}
				s.AltLabels[lang] = other.list(lang)
			}
		}
		for _, uri := range r.words("broader") {
			s.Broader = append(s.Broader, esco+uri)
		}
		list = append(list, s)
	}
	return list
}

func (c *corpus) badgeRecords() (list []data.Document) {
	for _, r := range c.badges {
		var skills []string
		for _, id := range r.words("activities") {
			for _, label := range c.kind(id).skills[:2] {
				if uri := c.skillURI[label]; !slices.Contains(skills, uri) {
					skills = append(skills, uri)
				}
			}
		}
		list = append(list, &data.Badge{
			Kind: data.KindBadge, ID: r["id"], Source: Source, Name: r["name"], Description: r["description"],
			Criteria: r["criteria"], Image: "https://example.org/badges/" + r["id"] + ".svg", Issuer: r["issuer"],
			Skills: skills, Modified: founded,
		})
	}
	return list
}

// playlist is one that is to be written.
type playlist struct {
	row
	city  *city
	items []string // ids of activities
}

// playlistPlans chooses the activities of each playlist among those of its city.
func (c *corpus) playlistPlans(plans []plan) (lists []playlist) {
	for _, r := range c.playlists {
		for _, slug := range r.words("cities") {
			l := playlist{row: r, city: c.city(slug)}
			for _, kind := range r.words("activities") {
				i := slices.IndexFunc(plans, func(p plan) bool {
					return p.city == l.city && !p.online && p.kind.id == kind && p.listable()
				})
				if i >= 0 {
					l.items = append(l.items, plans[i].id)
				}
			}
			lists = append(lists, l)
		}
	}
	return lists
}

func (l playlist) id() string { return l.city.slug + "-" + l.row["theme"] }

// record writes the playlist. Every third begins with a step outside.
func (l playlist) record(c *corpus) *data.Playlist {
	block := "~" + l.row["theme"]
	lang := l.city.langs[0]
	p := &data.Playlist{
		Kind: data.KindPlaylist, ID: l.id(), Source: Source, Lang: lang, Title: c.texts[lang][block].titles[0],
		Titles: map[string]string{}, Intro: c.say(lang, block, 0), Cities: []string{l.city.slug}, Modified: founded,
	}
	for _, other := range data.Languages {
		p.Titles[other] = c.texts[other][block].titles[0]
	}
	if l.row["badge"] != "-" {
		p.Badge = l.row["badge"]
	}
	if roll(l.id(), "outside").chance(1.0 / 3) {
		p.Items = append(p.Items, data.PlaylistItem{URL: "https://example.org/watch/" + l.row["theme"], Title: c.texts[lang]["~outside"].titles[0]})
	}
	for _, id := range l.items {
		p.Items = append(p.Items, data.PlaylistItem{Activity: data.MakeID(Source, id)})
	}
	return p
}

// cityRecord is what of a city never changes.
func cityRecord(c *city) *data.City {
	r := &data.City{
		Kind: data.KindCity, ID: c.slug, Source: Source, Slug: c.slug, Names: map[string]string{}, Country: c.country.code,
		Area: c.area, Lat: &c.centre.Lat, Lng: &c.centre.Lng, Radius: c.radius,
		Languages: slices.Clone(c.langs), Network: "Learning cities of the demo",
	}
	for lang, name := range c.names {
		r.Names[lang] = name
	}
	return r
}

// cityRecords are the cities with their pages.
func (m *maker) cityRecords(plans []plan, lists []playlist) (all []data.Document) {
	for _, c := range m.cities {
		r := cityRecord(c)
		lat, lng := c.centre.Lat, c.centre.Lng
		r.Lat, r.Lng = &lat, &lng
		r.Area = slices.Clone(c.area)
		for _, org := range m.organisersOf(c, false) {
			r.Hosts = append(r.Hosts, org.id)
		}
		r.Intro = map[string]string{}
		for _, lang := range append([]string{"en"}, c.langs...) {
			r.Intro[lang] = strings.ReplaceAll(m.say(lang, "~city", len(c.slug)), "{city}", c.name(lang))
		}
		r.Contact = &data.Contact{Email: "learning@" + c.slug + ".example.org", URL: "https://" + c.slug + ".example.org/learning"}
		if roll(c.slug, "logo").chance(0.4) {
			r.Logo = "https://" + c.slug + ".example.org/logo.svg"
		}
		var since day
		r.Holidays, since = c.country.upcoming(m.today)
		r.Modified = since.at(0, time.UTC)
		r.Featured = featured(c, plans, lists)
		all = append(all, r)
	}
	return all
}

// featured returns what a city's page shows first: its playlists and three activities.
func featured(c *city, plans []plan, lists []playlist) (ids []string) {
	for _, l := range lists {
		if l.city == c {
			ids = append(ids, data.MakeID(Source, l.id()))
		}
	}
	most := len(ids) + 3
	for _, p := range plans {
		if p.city == c && !p.online && p.listable() && len(ids) < most {
			ids = append(ids, data.MakeID(Source, p.id))
		}
	}
	return ids
}
