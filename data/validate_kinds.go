package data

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"learnmap/geo"
)

// Clean puts the organiser into the form that it is kept in and returns everything
// that was wrong with it.
func (o *Organiser) Clean() Problems {
	var c check
	c.head(&o.Kind, KindOrganiser, o.Source, &o.ID)
	o.Name = c.required("name", o.Name, "name the organiser")
	o.Names = c.names("names", o.Names)
	o.Description, _ = c.text("description", o.Description, MaxDescription)
	o.URL = c.url("url", o.URL)
	o.Type = c.oneOf("type", o.Type, OrganiserKinds, true)
	o.Location = c.location(o.Location, true)
	o.Contact = c.contact("contact", o.Contact)
	o.Logo = c.url("logo", o.Logo)
	o.Modified = c.time("modified", o.Modified, true)
	return c.finish(o)
}

// Clean puts the city into the form that it is kept in and returns everything that
// was wrong with it.
func (c *City) Clean() Problems {
	var k check
	k.head(&c.Kind, KindCity, c.Source, &c.ID)
	if c.Slug = k.slug("slug", c.Slug); c.Slug == "" {
		k.reject("slug", "is missing", "give the name that its address ends in, such as kaunas")
	}
	if c.Names = k.names("names", c.Names); len(c.Names) == 0 {
		k.reject("names", "is missing", `give at least one, such as {"en":"Kaunas"}`)
	}
	if c.Country = k.country("country", c.Country); c.Country == "" {
		k.reject("country", "is missing", "give a code of ISO 3166-1 alpha-2, such as LT")
	}
	k.territory(c)
	c.Hosts = k.each("hosts", c.Hosts, MaxTags, func(field, s string) string { return k.id(field, s, c.Source) })
	c.Languages = k.each("languages", c.Languages, MaxTags, k.tag)
	c.Logo = k.url("logo", c.Logo)
	c.Intro = k.texts("intro", c.Intro)
	c.Contact = k.contact("contact", c.Contact)
	c.Holidays = k.holidays(c.Holidays)
	c.Featured = k.each("featured", c.Featured, MaxItems, k.recordID)
	c.Network = k.name("network", c.Network)
	c.Modified = k.time("modified", c.Modified, true)
	return k.finish(c)
}

// Clean puts the playlist into the form that it is kept in and returns everything
// that was wrong with it.
func (p *Playlist) Clean() Problems {
	var c check
	c.head(&p.Kind, KindPlaylist, p.Source, &p.ID)
	p.Title = c.required("title", p.Title, "name the playlist")
	p.Titles = c.names("titles", p.Titles)
	p.Intro, _ = c.text("intro", p.Intro, MaxDescription)
	p.Lang = c.tag("lang", p.Lang)
	if p.Items = c.items(p.Items); len(p.Items) == 0 {
		c.reject("items", "is empty", `give at least one, such as {"activity":"kaunas/robotics-7"}`)
	}
	p.Badge = c.id("badge", p.Badge, p.Source)
	p.Cities = c.each("cities", p.Cities, MaxTags, c.slug)
	p.Modified = c.time("modified", p.Modified, true)
	return c.finish(p)
}

// Clean puts the badge into the form that it is kept in and returns everything that
// was wrong with it.
func (b *Badge) Clean() Problems {
	var c check
	c.head(&b.Kind, KindBadge, b.Source, &b.ID)
	b.Name = c.required("name", b.Name, "name the badge")
	b.Description, _ = c.text("description", b.Description, MaxDescription)
	b.Criteria, _ = c.text("criteria", b.Criteria, MaxDescription)
	b.Image = c.url("image", b.Image)
	b.Issuer = c.id("issuer", b.Issuer, b.Source)
	b.Skills = c.each("skills", b.Skills, MaxTags, c.skill)
	b.Modified = c.time("modified", b.Modified, true)
	return c.finish(b)
}

// Clean puts the skill into the form that it is kept in and returns everything that
// was wrong with it.
func (s *Skill) Clean() Problems {
	var c check
	c.head(&s.Kind, KindSkill, s.Source, &s.ID)
	if uri, ok := c.line("uri", s.URI, MaxURL); ok && !WebURL(uri) {
		c.reject("uri", quote(uri)+" is not an address of the web", "give the one that names the concept, such as http://data.europa.eu/esco/skill/…")
	} else {
		s.URI = uri
	}
	if s.Labels = c.names("labels", s.Labels); len(s.Labels) == 0 {
		c.reject("labels", "is missing", `give at least one, such as {"en":"robotics"}`)
	}
	s.AltLabels = byLanguage(&c, "altLabels", s.AltLabels, func(field string, labels []string) ([]string, bool) {
		labels = c.each(field, labels, MaxItems, c.name)
		return labels, len(labels) > 0
	})
	s.Broader = c.each("broader", s.Broader, MaxTags, c.url)
	s.Modified = c.time("modified", s.Modified, true)
	return c.finish(s)
}

// Clean puts the source into the form that it is kept in and returns everything that
// was wrong with it. Its id is that of the source it describes.
func (s *Source) Clean() Problems {
	var c check
	if s.ID == "" {
		s.ID = s.Source
	}
	c.head(&s.Kind, KindSource, s.Source, &s.ID)
	if s.ID != s.Source {
		c.reject("id", quote(s.ID)+" is not the source "+quote(s.Source), "leave the id out")
	}
	s.Name = c.required("name", s.Name, "name the source")
	s.URL = c.url("url", s.URL)
	s.Licence = c.name("licence", s.Licence)
	s.Attribution = c.name("attribution", s.Attribution)
	s.Modified = c.time("modified", s.Modified, true)
	return c.finish(s)
}

// Validate returns everything that is wrong with the organiser as it stands.
func (o *Organiser) Validate() Problems { other := *o; return other.Clean() }

// Validate returns everything that is wrong with the city as it stands.
func (c *City) Validate() Problems { other := *c; return other.Clean() }

// Validate returns everything that is wrong with the playlist as it stands.
func (p *Playlist) Validate() Problems { other := *p; return other.Clean() }

// Validate returns everything that is wrong with the badge as it stands.
func (b *Badge) Validate() Problems { other := *b; return other.Clean() }

// Validate returns everything that is wrong with the skill as it stands.
func (s *Skill) Validate() Problems { other := *s; return other.Clean() }

// Validate returns everything that is wrong with the source as it stands.
func (s *Source) Validate() Problems { other := *s; return other.Clean() }

// required is a name that may not be missing.
func (c *check) required(field, s, fix string) string {
	s, ok := c.line(field, s, MaxName)
	if ok && s == "" {
		c.reject(field, "is missing", fix)
	}
	return s
}

// slug is a name as it stands in an address.
func (c *check) slug(field, s string) string {
	s, ok := c.line(field, s, MaxName)
	if !ok || s == "" {
		return s
	}
	slug := Slug(s)
	if slug == "" {
		c.warn(field, quote(s)+" has neither letters nor digits", "name it in letters")
	}
	return slug
}

// recordID is "source/id" of a record, which may be another source's.
func (c *check) recordID(field, s string) string {
	if s = c.id(field, s, ""); s == "" {
		return ""
	}
	if source, id := SplitID(s); !ValidSource(source) || id == "" {
		c.warn(field, quote(s)+" does not name a record", "write it as source/id")
		return ""
	}
	return s
}

// territory cleans the area of a city, or its centre and radius.
func (c *check) territory(city *City) {
	city.Lat, city.Lng = c.point("lat", "lng", city.Lat, city.Lng, true)
	if !(city.Radius >= 0 && city.Radius <= geo.HalfTurn) { // NaN is neither
		c.warn("radius", fmt.Sprintf("%v is not a number of metres on Earth", city.Radius), "give the radius in metres")
		city.Radius = 0
	}
	city.Radius += 0 // -0 becomes 0
	if len(city.Area) == 0 {
		if _, err := city.Territory(); err != nil {
			c.reject("area", "is missing", "give a GeoJSON polygon, or lat, lng and radius")
		}
		return
	}
	c.weight += len(city.Area)
	area, err := bareShape(city.Area)
	if err != nil {
		c.reject("area", err.Error(), "give a GeoJSON Polygon or MultiPolygon, longitude first")
		return
	}
	city.Area = area
}

// bareShape returns a geometry that is an area, without its foreign members: they may
// hold what no store can keep.
func bareShape(geometry json.RawMessage) (json.RawMessage, error) {
	if _, err := geo.ParseArea(geometry); err != nil {
		return nil, err
	}
	var shape struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	}
	if err := json.Unmarshal(geometry, &shape); err != nil {
		return nil, err
	}
	return json.Marshal(shape)
}

// holidays returns the stretches without school by their start, each once.
func (c *check) holidays(given []Holiday) []Holiday {
	if len(given) > MaxItems {
		c.reject("holidays", fmt.Sprintf("has %d entries", len(given)), fmt.Sprintf("keep the next %d", MaxItems))
		return given
	}
	var kept []Holiday
	for i, h := range given {
		path := at("holidays", i)
		start, errStart := time.Parse(time.DateOnly, strings.TrimSpace(h.Start))
		end, errEnd := time.Parse(time.DateOnly, strings.TrimSpace(h.End))
		if errStart != nil || errEnd != nil || end.Before(start) || !within(start) || !within(end) {
			c.warn(path, quote(h.Start)+" to "+quote(h.End)+" is not a stretch of days", "write both as 2026-12-21, the earlier first")
			continue
		}
		h.Name = c.name(path+".name", h.Name)
		h.Start, h.End = start.Format(time.DateOnly), end.Format(time.DateOnly)
		kept = append(kept, h)
	}
	slices.SortStableFunc(kept, func(a, b Holiday) int { return strings.Compare(a.Start+a.End, b.Start+b.End) })
	return slices.Compact(kept)
}

// items returns the steps of a playlist that lead somewhere, in their order.
func (c *check) items(given []PlaylistItem) []PlaylistItem {
	if len(given) > MaxItems {
		c.reject("items", fmt.Sprintf("has %d entries", len(given)), fmt.Sprintf("keep %d", MaxItems))
		return given
	}
	var kept []PlaylistItem
	for i, item := range given {
		path, before := at("items", i), c.rejected
		item.Activity = c.recordID(path+".activity", item.Activity)
		item.URL = c.url(path+".url", item.URL)
		item.Title = c.name(path+".title", item.Title)
		if c.rejected == before && (item.Activity == "") == (item.URL == "") {
			c.warn(path, "leads nowhere or to two places", "give an activity as source/id, or a url")
			continue
		}
		kept = append(kept, item)
	}
	return kept
}
