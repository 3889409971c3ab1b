package demo

import (
	"slices"
	"strconv"

	"learnmap/data"
)

// plan is an activity that is to be written: everything about it that others depend
// on. What is left open, the id decides.
type plan struct {
	id     string
	city   *city // of an online activity, whose organiser is asked to hold it
	online bool
	lang   string // "" lets the city's languages decide
	kind   *kind

	dates  string // how it is dated: a key of calendars, "" lets its type decide
	twin   string // the id that series members share what they say under, else id
	branch int    // of a series member, counted from 1
	house  bool   // at the houseOfLearning
	venue  string // kind of venue
	part   int    // district, by its place in the list

	scenario row // what a promise fixes, else nil
}

// Shares of Kaunas, the city that shows everything.
const (
	kaunasPast  = 160 // activities that have ended in the last two years
	kaunasHouse = 15  // activities at one point
)

// crowd is how many activities any other venue has at most.
const crowd = 12

// onlineActivities says how many are held online in each language, and from where.
var onlineActivities = []struct {
	lang   string
	cities []string
	count  int
}{
	{"en", []string{"london", "dublin", "manchester", "cork"}, 50},
	{"da", []string{"kobenhavn", "aarhus"}, 10},
	{"pl", []string{"warszawa", "krakow", "gdansk"}, 35},
	{"de", []string{"berlin", "wien", "zurich"}, 35},
	{"el", []string{"athina", "thessaloniki"}, 15},
	{"tr", []string{"istanbul", "ankara"}, 20},
	{"pt", []string{"lisboa", "porto"}, 20},
	{"es", []string{"madrid", "barcelona", "valencia"}, 35},
	{"ar", []string{"tunis", "casablanca", "rabat"}, 15},
	{"fr", []string{"paris", "lyon", "bruxelles"}, 35},
	{"it", []string{"roma", "milano"}, 20},
	{"uk", []string{"kyiv", "lviv"}, 20},
	{"lt", []string{"kaunas", "vilnius"}, 40},
}

// plans lists every activity, the cities' first.
func (c *corpus) plans() (all []plan) {
	for _, city := range c.cities {
		all = append(all, c.cityPlans(city)...)
	}
	for _, o := range onlineActivities {
		all = append(all, c.onlinePlans(o.lang, o.cities, o.count)...)
	}
	return all
}

// cityPlans lists a city's activities: first what is promised, then each kind in
// turn, in an order of the city's own.
func (c *corpus) cityPlans(city *city) (list []plan) {
	for _, r := range c.scenarios {
		if r["city"] == city.slug {
			list = append(list, plan{id: r["id"], twin: r["id"], city: city, lang: r["lang"], kind: c.kind(r["activity"]), dates: r["dates"], scenario: r})
		}
	}
	counts := map[string]int{}
	order := roll(city.slug, "order").Perm(len(c.kinds))
	for i := 0; len(list) < city.activities; i++ {
		k := c.kinds[order[i%len(order)]]
		if city.small() && !slices.Contains(k.types, "club") {
			continue
		}
		members := 1
		if i%47 == 11 && k.fee < 4 && city.activities-len(list) >= 3 {
			members = 3
		}
		for n := range members {
			counts[k.id]++
			p := plan{id: city.slug + "-" + k.id + "-" + itoa(counts[k.id]), city: city, kind: k}
			p.twin = p.id
			if members > 1 {
				p.twin, p.branch = city.slug+"-series-"+k.id+"-"+itoa(i), n+1
			}
			list = append(list, p)
		}
	}
	if city.slug == "kaunas" {
		promise(list)
	}
	for i := range list {
		switch p := &list[i]; {
		case city.small():
			p.dates = "endless"
		case p.dates == "" && p.branch == 0 && city.slug != "kaunas" && roll(p.id, "past").chance(0.03):
			p.dates = "past"
		}
	}
	settle(city, list)
	return list
}

// small tells whether so little is on offer in a city that each bit counts: all of it
// goes on all the year.
func (c *city) small() bool { return c.activities < 20 }

// settle gives each activity a venue: the busier districts more of them, but no
// venue more than a crowd.
func settle(city *city, list []plan) {
	weights := make([]float64, len(city.districts))
	for i := range weights {
		weights[i] = 1 / (float64(i) + 2)
	}
	taken := map[string]int{}
	for i := range list {
		p, d := &list[i], roll(list[i].id, "venue")
		p.venue, p.part = pick(d, p.kind.venues), (d.weighted(weights)+p.branch)%len(weights)
		if p.scenario != nil {
			p.venue = p.scenario["venue"]
		}
		name := func() string { return itoa(p.part) + p.venue }
		for range len(weights) - 1 {
			if taken[name()] >= crowd {
				p.part = (p.part + 1) % len(weights)
			}
		}
		if !p.house {
			taken[name()]++
		}
	}
}

// promise gives Kaunas its house of learning and its past. Of each kind of activity
// the first stays, so that all of them are on offer.
func promise(list []plan) {
	house, past := kaunasHouse, kaunasPast
	for i := len(list) - 1; i >= 0 && house > 0; i-- {
		if p := &list[i]; p.plain() && !p.kind.traits["outdoors"] && p.kind.venues[0] == "library" {
			p.house = true
			house--
		}
	}
	later, seen := []*plan{}, map[string]bool{}
	for i := range list {
		if p := &list[i]; p.plain() && !p.house && p.kind.fee < 4 {
			if seen[p.kind.id] {
				later = append(later, p)
			}
			seen[p.kind.id] = true
		}
	}
	for _, i := range roll("kaunas", "past").Perm(len(later))[:past] {
		later[i].dates = "past"
	}
}

// plain tells whether nothing is promised of the activity yet.
func (p plan) plain() bool { return p.scenario == nil && p.branch == 0 }

func (c *corpus) onlinePlans(lang string, cities []string, count int) (list []plan) {
	var kinds []*kind
	for _, k := range c.kinds {
		if k.traits["online"] {
			kinds = append(kinds, k)
		}
	}
	order := roll("online-"+lang, "order").Perm(len(kinds))
	counts := map[string]int{}
	for i := range count {
		k := kinds[order[i%len(order)]]
		counts[k.id]++
		id := "online-" + lang + "-" + k.id + "-" + itoa(counts[k.id])
		list = append(list, plan{id: id, twin: id, city: c.city(cities[i%len(cities)]), online: true, lang: lang, kind: k})
	}
	return list
}

// city returns the city with a slug.
func (c *corpus) city(slug string) *city {
	for _, city := range c.cities {
		if city.slug == slug {
			return city
		}
	}
	panic("no such city: " + slug)
}

// status is what becomes of the activity: most are published.
func (p plan) status() string {
	if p.scenario != nil || p.house || p.dates == "past" || p.city.small() {
		return data.StatusPublished
	}
	switch x := roll(p.id, "status").Float64(); {
	case x < 0.015:
		return data.StatusDraft
	case x < 0.035:
		return data.StatusCancelled
	}
	return data.StatusPublished
}

// listable tells whether the activity is worth a place in a playlist.
func (p plan) listable() bool {
	return p.dates != "past" && p.status() == data.StatusPublished && p.kind.fee < 4
}

func itoa(n int) string { return strconv.Itoa(n) }
