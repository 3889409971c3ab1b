package demo

import (
	"math"
	"time"

	"learnmap/data"
)

// Source names the records of this package.
const Source = "demo"

// maker writes the records of one day.
type maker struct {
	*corpus
	today day
	lists map[string][]string // playlists of an activity
	badge map[string]row      // of a kind of activity
	sites map[site]venue      // those that have been asked for
}

// site names a venue.
type site struct {
	city *city
	part int
	kind string
	lang string
}

// site returns a venue, as m.venue does.
func (m *maker) site(s site) venue {
	v, ok := m.sites[s]
	if !ok {
		v = m.venue(s.city, s.city.districts[s.part], s.kind, s.lang)
		m.sites[s] = v
	}
	return v
}

// activity writes what is planned.
func (m *maker) activity(p plan) *data.Activity {
	a := &data.Activity{ID: p.id, Source: Source, Status: p.status(), Lang: p.lang}
	if a.Lang == "" {
		a.Lang = p.city.langs[roll(p.twin, "lang").weighted(p.city.shares)]
	}
	m.offer(p, a)
	m.cost(p, a)
	where := m.place(p, a)
	m.organise(p, a, where)
	since := m.date(p, a)
	m.enrol(p, a)
	m.stamp(p, a, since)
	m.tag(p, a)
	m.access(p, a, where.kind)
	m.word(p, a, where)
	m.illustrate(p, a)
	if p.branch > 0 {
		a.Series = p.twin
	}
	return a
}

// offer says what it is and for whom.
func (m *maker) offer(p plan, a *data.Activity) {
	d := roll(p.twin, "offer")
	a.Type = pick(d, p.kind.types)
	years := pick(d, p.kind.ages)
	a.Mode = data.ModeInPerson
	hybrid := p.kind.traits["hybrid"] && d.chance(0.3)
	digital := d.chance(0.75)
	if len(p.kind.levels) > 0 && d.chance(0.8) {
		a.Level = pick(d, p.kind.levels)
	}
	switch {
	case p.scenario != nil:
		a.Type, years = p.scenario["type"], readAges(p.scenario["ages"])
	case p.online:
		a.Mode = data.ModeOnline
		a.Type = onlineType(p.kind, a.Type, digital)
	case a.Type == "digital":
		a.Type = "workshop"
	case hybrid && p.dates != "past" && !p.house:
		a.Mode = data.ModeHybrid
	}
	if years.min >= 0 {
		a.AgeMin = &years.min
	}
	if years.max >= 0 {
		a.AgeMax = &years.max
	}
}

// onlineType returns the type of an online activity: at one's own pace where the kind
// allows it, else live.
func onlineType(k *kind, usual string, digital bool) string {
	for _, t := range k.types {
		if t == "digital" && digital {
			return t
		}
	}
	if usual == "workshop" || usual == "event" || usual == "club" {
		return usual
	}
	return "course"
}

// prices are the lowest and highest in euros, by fee.
var prices = [5][2]float64{1: {4, 10}, 2: {8, 20}, 3: {15, 30}, 4: {70, 160}}

// cost says what it costs. One in twenty does not say.
func (m *maker) cost(p plan, a *data.Activity) {
	d := roll(p.twin, "cost")
	paid := d.chance([5]float64{0, 0.6, 0.8, 0.85, 0.8}[p.kind.fee])
	low, high := prices[p.kind.fee][0], prices[p.kind.fee][1]
	euros := low + (high-low)*d.Float64()
	silent, explicit, zero := d.chance(0.05), d.chance(0.7), d.chance(0.12)
	if a.Type == "course" && p.kind.fee < 4 {
		euros *= 4
	}
	country := p.city.country
	switch {
	case p.scenario == nil && silent:
	case p.scenario == nil && paid && a.Type != "volunteering" && a.Type != "digital":
		amount := max(1, math.Round(euros*country.level/country.step)) * country.step
		a.Price = &data.Price{Amount: amount, Currency: country.currency}
		if explicit {
			a.Free = new(bool)
		}
	default:
		free := true
		a.Free = &free
		if zero {
			a.Price = &data.Price{Currency: country.currency}
		}
	}
}

// place says where it is held. The venue that is returned names it in texts.
func (m *maker) place(p plan, a *data.Activity) venue {
	if p.online {
		if roll(p.id, "place").chance(0.15) {
			a.Location = &data.Location{Country: p.city.country.code}
		}
		return venue{kind: p.kind.venues[0]}
	}
	v := m.site(site{p.city, p.part, p.venue, p.city.local(a.Lang)})
	if p.house {
		v = houseOfLearning
	}
	a.Location = &data.Location{
		Lat: &v.at.Lat, Lng: &v.at.Lng, Name: v.name, Address: v.address,
		City: p.city.name(p.city.local(a.Lang)), Country: p.city.country.code,
	}
	if p.house || p.scenario != nil {
		return v
	}
	switch precision := roll(p.id, "precision").Float64(); {
	case precision < 0.02: // all that is known is the city
		centre := p.city.centre
		a.Location.Lat, a.Location.Lng, a.Location.Precision = &centre.Lat, &centre.Lng, "city"
		a.Location.Name, a.Location.Address, v.name = "", "", ""
	case precision < 0.05:
		lat, lng := math.Round(v.at.Lat*400)/400, math.Round(v.at.Lng*400)/400
		a.Location.Lat, a.Location.Lng, a.Location.Precision = &lat, &lng, "postcode"
	case precision < 0.15:
		a.Location.Precision = "street"
	case precision < 0.3:
		a.Location.Precision = "exact"
	}
	return v
}

// organise says who offers it and how to reach them. One in six is offered by the
// venue itself, which has no record of its own.
func (m *maker) organise(p plan, a *data.Activity, where venue) {
	d := roll(p.twin, "organiser")
	org := pick(d, fitting(m.organisersOf(p.city, p.online), p.kind))
	house, mail, phone := d.chance(0.17), d.chance(0.65), d.chance(0.25)
	if house && where.name != "" && p.branch == 0 {
		a.Organiser = &data.OrganiserRef{Name: where.name, Kind: m.venues[where.kind]["organiser"]}
		return
	}
	a.Organiser = &data.OrganiserRef{ID: org.id, Name: org.name, URL: org.site, Kind: org.kind}
	a.URL = org.site + "/" + p.id
	if mail {
		a.Contact = org.contact(phone)
	}
}

// enrol says how to take part, and how many can.
func (m *maker) enrol(p plan, a *data.Activity) {
	d := roll(p.id, "enrol")
	capacity, full, left := 2*d.between(4, 15), d.chance(0.07), d.Float64()
	before, opens, told := d.between(1, 6), d.chance(0.2), d.chance(0.7)
	if a.Type == "event" || a.Type == "camp" {
		capacity *= 2
	}
	if p.kind.traits["small-group"] {
		capacity = min(capacity, 12)
	}
	if a.Type == "digital" || p.kind.traits["drop-in"] || !p.kind.traits["booking"] && a.Type != "camp" {
		return
	}
	if a.URL != "" {
		a.Registration = &data.Registration{URL: a.URL + "/join"}
		if len(a.Occurrences) > 0 {
			first := a.Occurrences[0].Start
			a.Registration.Deadline = time.Date(first.Year(), first.Month(), first.Day()-before, 23, 59, 0, 0, first.Location())
			if opens {
				a.Registration.Opens = time.Date(first.Year(), first.Month(), first.Day()-before-30, 9, 0, 0, 0, first.Location())
			}
		}
	}
	a.Capacity = &capacity
	if told {
		places := 1 + int(left*float64(capacity))
		if full && p.scenario == nil {
			places = 0
		}
		a.PlacesLeft = &places
	}
}

// stamp says when the record was made, changed and last confirmed.
func (m *maker) stamp(p plan, a *data.Activity, since day) {
	d := roll(p.id, "stamp")
	minute := d.between(8*60, 20*60)
	a.Modified = (since - 1).at(minute, time.UTC)
	a.Created = a.Modified.AddDate(0, 0, -d.between(0, 25)).Add(-time.Duration(d.between(1, 300)) * time.Minute)
	if p.dates == "past" {
		a.Created = a.Modified.AddDate(0, 0, -d.between(30, 110))
	}
	confirmed := cycle{d.between(25, 70), d.IntN(1000)}.until(m.today-1).at(minute+17, time.UTC)
	switch x := d.Float64(); {
	case x < 0.55 && p.dates != "past" && confirmed.After(a.Modified):
		a.Confirmed, a.Modified = confirmed, confirmed
	case x < 0.8:
		a.Confirmed = a.Modified
	}
}
