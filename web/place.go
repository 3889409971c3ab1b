package web

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"learnmap/data"
	"learnmap/geo"
	"learnmap/search"
)

// town is a city record as a place to search around.
type town struct {
	slug, name, country string
	centre              geo.Point
	names               map[string]bool // slugs, in every language
	count               int
}

// gazetteer is the places that pages know by name: the cities, best known first.
type gazetteer struct{ towns []town }

func newGazetteer(entries []search.Entry) *gazetteer {
	g := &gazetteer{}
	for _, e := range entries {
		var city data.City
		if json.Unmarshal(e.Document, &city) != nil {
			continue
		}
		centre, ok := centreOf(&city)
		if !ok {
			continue
		}
		t := town{slug: e.Value, name: plain(e.Label, 60), country: city.Country, centre: centre, count: e.Count, names: map[string]bool{}}
		for _, name := range city.Names {
			t.names[data.Slug(name)] = true
		}
		t.names[data.Slug(e.Label)], t.names[data.Slug(e.Value)] = true, true
		g.towns = append(g.towns, t)
	}
	return g
}

// centreOf returns the middle of a city, to two decimals: that is about a kilometre.
func centreOf(city *data.City) (geo.Point, bool) {
	if city.Lat != nil && city.Lng != nil {
		return roughly(geo.Point{Lat: *city.Lat, Lng: *city.Lng}), true
	}
	area, err := geo.ParseArea(city.Area)
	if err != nil {
		return geo.Point{}, false
	}
	b := area.Bounds()
	if b.East < b.West {
		b.East += 360
	}
	middle := geo.Point{Lat: (b.South + b.North) / 2, Lng: (b.West + b.East) / 2}
	if middle.Lng > 180 {
		middle.Lng -= 360
	}
	return roughly(middle), true
}

func roughly(p geo.Point) geo.Point {
	round := func(d float64) float64 {
		n, _ := strconv.ParseFloat(strconv.FormatFloat(d, 'f', 2, 64), 64)
		return n
	}
	return geo.Point{Lat: round(p.Lat), Lng: round(p.Lng)}
}

// title returns how a place is written in the search form: with its country, as names
// repeat.
func (t *town) title(v *voice) string { return t.name + ", " + data.CountryLabel(t.country, v.lang) }

// spot is what somebody meant by the name of a place: a town or a whole country.
type spot struct {
	centre  *geo.Point
	country string
}

// find returns what a name means: coordinates, a town or a country in any language, or
// a town that begins so. When it is nothing known, near is the name that it resembles.
func (g *gazetteer) find(name string, v *voice) (s spot, near string, ok bool) {
	if p, ok := parsePoint(name); ok {
		return spot{centre: &p}, "", true
	}
	if t := g.town(name); t != nil {
		return spot{centre: &t.centre}, "", true
	}
	if code, ok := data.CountryCode(name); ok {
		return spot{country: code}, "", true
	}
	slug := data.Slug(name)
	var titles []string
	for i := range g.towns {
		t := &g.towns[i]
		for known := range t.names {
			if slug != "" && strings.HasPrefix(known, slug) {
				return spot{centre: &t.centre}, "", true
			}
		}
		titles = append(titles, t.name)
	}
	return spot{}, data.Nearest(name, titles), false
}

// town returns the town of a name, which may have its country behind a comma.
func (g *gazetteer) town(name string) *town {
	country := ""
	if head, tail, ok := cutLast(name, ","); ok {
		if country, ok = data.CountryCode(tail); ok {
			name = head
		}
	}
	slug := data.Slug(name)
	for i := range g.towns {
		if t := &g.towns[i]; t.names[slug] && (country == "" || t.country == country) {
			return t
		}
	}
	return nil
}

func cutLast(s, sep string) (head, tail string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// parsePoint reads "54.9, 23.9".
func parsePoint(s string) (geo.Point, bool) {
	lat, lng, ok := strings.Cut(s, ",")
	if !ok {
		return geo.Point{}, false
	}
	var p geo.Point
	var err1, err2 error
	p.Lat, err1 = strconv.ParseFloat(strings.TrimSpace(lat), 64)
	p.Lng, err2 = strconv.ParseFloat(strings.TrimSpace(lng), 64)
	return p, err1 == nil && err2 == nil && p.Check() == nil
}

// at returns the town whose middle a point is, or nil.
func (g *gazetteer) at(p geo.Point) *town {
	const sameTown = 1500 // metres
	var best *town
	bestDistance := float64(sameTown)
	for i := range g.towns {
		if d := geo.Distance(g.towns[i].centre, p); d <= bestDistance {
			best, bestDistance = &g.towns[i], d
		}
	}
	return best
}

// bySlug returns the town of a slug, or nil.
func (g *gazetteer) bySlug(slug string) *town {
	i := slices.IndexFunc(g.towns, func(t town) bool { return t.slug == slug })
	if i < 0 {
		return nil
	}
	return &g.towns[i]
}
