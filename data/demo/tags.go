package demo

import (
	"slices"

	"learnmap/data"
)

// tag says what it is found by: topics, skills, languages, badge and playlists.
func (m *maker) tag(p plan, a *data.Activity) {
	d := roll(p.twin, "tags")
	a.Topics = slices.Clone(p.kind.topics)
	a.Skills = m.skillsOf(d, p.kind)
	english, own, badge := d.chance(0.15), d.chance(0.35), d.chance(0.35)
	a.Languages = []string{a.Lang}
	if english && a.Lang != "en" {
		a.Languages = append(a.Languages, "en")
	}
	if local := p.city.langs[0]; own && !slices.Contains(a.Languages, local) && !p.online {
		a.Languages = append(a.Languages, local)
	}
	if b := m.badge[p.kind.id]; b != nil && badge && a.Type != "event" && a.Type != "open-space" {
		a.Badge = b["id"]
	}
	a.Playlists = m.lists[p.id]
}

// skillsOf returns some skills of a kind of activity: most as concepts of ESCO, the
// others as people write them.
func (m *maker) skillsOf(d dice, k *kind) (skills []string) {
	plain := d.chance(0.35)
	order := d.Perm(len(k.skills))
	n := min(len(order), d.between(2, 4))
	for _, i := range order[:n] {
		if label := k.skills[i]; plain {
			skills = append(skills, label)
		} else {
			skills = append(skills, m.skillURI[label])
		}
	}
	if tag := pick(d, k.tags); d.chance(0.25) && !slices.Contains(skills, tag) {
		skills = append(skills, tag)
	}
	return skills
}

// Shares say how often each kind of access is offered, in hundredths.
var (
	indoors = map[string]float64{
		"wheelchair": 72, "accessible-toilet": 60, "lift": 34, "parking": 25, "public-transport": 55,
		"hearing-loop": 9, "sign-language": 5, "tactile": 2, "braille": 2, "easy-language": 10,
		"quiet-space": 12, "assistance-dog": 16, "support-person": 9, "childcare": 5,
	}
	outdoors = map[string]float64{"wheelchair": 45, "public-transport": 60, "assistance-dog": 40, "parking": 15}
	online   = map[string]float64{"captions": 45, "sign-language": 8, "easy-language": 20}
)

// access says what is done for those who need it. A good third says nothing.
func (m *maker) access(p plan, a *data.Activity, kind string) {
	d := roll(p.id, "access")
	silent := d.chance(0.38) && p.scenario == nil
	shares := indoors
	switch {
	case a.Mode == data.ModeOnline:
		shares = online
	case kind == "park" || kind == "garden":
		shares = outdoors
	}
	for _, value := range data.Accessibility {
		share := shares[value]
		switch {
		case p.scenario != nil && (value == "wheelchair" || value == "accessible-toilet"):
			share = 100
		case a.Mode == data.ModeHybrid && value == "captions":
			share = 30
		case a.Type == "volunteering" && value == "expenses-paid":
			share = 60
		case kind == "museum" && (value == "tactile" || value == "braille"):
			share = 25
		}
		if d.chance(share/100) && !silent {
			a.Accessibility = append(a.Accessibility, value)
		}
	}
}

// illustrate gives a few activities a picture that nobody has taken.
func (m *maker) illustrate(p plan, a *data.Activity) {
	if !roll(p.id, "picture").chance(0.03) {
		return
	}
	a.Image = "https://example.org/pictures/" + p.kind.id + ".jpg"
	a.ImageAlt = m.texts[a.Lang][p.kind.id].titles[0]
	a.ImageCredit = a.Organiser.Name
}
