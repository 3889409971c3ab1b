package demo

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"learnmap/data"
)

// organiser offers activities in some cities or countries.
type organiser struct {
	id, kind, name, english string

	where  []string // slugs of cities and codes of countries
	topics []string // that it cares for; none means all
	home   *city    // where its office is: the first city that it works in
	site   string
}

func readOrganisers(cities []*city) (all []*organiser) {
	for _, r := range table("organisers.tsv") {
		o := &organiser{
			id: r["id"], kind: r["kind"], name: r["name"], english: r["english"],
			where: r.words("where"), topics: r.words("topics"), site: "https://" + r["id"] + ".example.org",
		}
		i := slices.IndexFunc(cities, func(c *city) bool { return c.slug == o.where[0] || c.country.code == o.where[0] })
		if i < 0 {
			panic("no home for " + o.id)
		}
		o.home = cities[i]
		all = append(all, o)
	}
	return all
}

// in tells whether the organiser works in a city, or, online, in its country.
func (o *organiser) in(c *city, online bool) bool {
	return slices.Contains(o.where, c.slug) || slices.Contains(o.where, c.country.code) || online && o.home.country == c.country
}

// fits tells whether the organiser cares for a kind of activity.
func (o *organiser) fits(k *kind) bool {
	return len(o.topics) == 0 || slices.Contains(o.topics, k.topics[0])
}

// organisersOf returns who offers activities in a city.
func (c *corpus) organisersOf(city *city, online bool) (list []*organiser) {
	for _, o := range c.organisers {
		if o.in(city, online) {
			list = append(list, o)
		}
	}
	return list
}

// fitting leaves out the organisers that do not care for a kind of activity, unless
// nobody does.
func fitting(all []*organiser, k *kind) []*organiser {
	var list []*organiser
	for _, o := range all {
		if o.fits(k) {
			list = append(list, o)
		}
	}
	if len(list) == 0 {
		return all
	}
	return list
}

// contact returns an address that leads nowhere, with a number that belongs to
// nobody where the country sets such numbers aside.
func (o *organiser) contact(phone bool) *data.Contact {
	c := &data.Contact{Email: "hello@" + strings.TrimPrefix(o.site, "https://"), URL: o.site + "/contact"}
	if numbers := o.home.country.phone; phone && numbers != "" {
		c.Phone = fmt.Sprintf(numbers, roll(o.id, "phone").between(10, 99))
	}
	return c
}

// lang returns the language of the organiser's name.
func (o *organiser) lang() string {
	if first, _ := utf8.DecodeRuneInString(o.name); unicode.Is(unicode.Arabic, first) {
		return "ar"
	}
	return o.home.local(o.home.langs[0])
}

func (c *corpus) organiserRecords() (list []data.Document) {
	for _, o := range c.organisers {
		d, lang := roll(o.id, "office"), o.lang()
		office := c.venue(o.home, pick(d, o.home.districts), "community-centre", lang)
		r := &data.Organiser{
			Kind: data.KindOrganiser, ID: o.id, Source: Source, Name: o.name, Type: o.kind,
			Names: map[string]string{lang: o.name, "en": o.english}, URL: o.site,
			Description: c.say(lang, "~"+o.kind, 0), Contact: o.contact(true), Modified: founded,
			Location: &data.Location{Lat: &office.at.Lat, Lng: &office.at.Lng, Address: office.address,
				City: o.home.name(o.home.local(lang)), Country: o.home.country.code},
		}
		if d.chance(0.3) {
			r.Logo = o.site + "/logo.svg"
		}
		list = append(list, r)
	}
	return list
}
