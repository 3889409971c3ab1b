package web

import (
	"html/template"
	"net/url"
	"slices"
	"strings"

	"learnmap/api"
	"learnmap/data"
	"learnmap/geo"
	"learnmap/search"
	"learnmap/web/basemap"
)

// actions returns the one thing to do, and other ways to get in touch. Nothing leads to
// a registration that is of no use any more.
func (sh *sheet) actions() (main *action, other []action) {
	a, v, open := sh.a, sh.v, sh.open()
	add := func(key string, address template.URL, host string) {
		act := action{Label: v.say(key), URL: address, Host: host, Quiet: !open}
		if main == nil {
			main = &act
		} else if main.URL != act.URL {
			other = append(other, act)
		}
	}
	if a.Registration != nil && open {
		if address := webURL(a.Registration.URL); address != "" {
			add("action.register", template.URL(address), hostOf(address))
		}
	}
	if address := webURL(a.URL); address != "" {
		add("action.visit", template.URL(address), hostOf(address))
	}
	for _, contact := range sh.contacts() {
		if address := webURL(contact.URL); address != "" {
			add("action.contact", template.URL(address), hostOf(address))
		}
		if phone := phoneURL(contact.Phone); phone != "" {
			add("action.phone", phone, plain(contact.Phone, 40))
		}
		if mail := mailURL(contact.Email); mail != "" {
			add("action.mail", mail, plain(contact.Email, 100))
		}
	}
	return main, other
}

// open tells whether somebody can still take part.
func (sh *sheet) open() bool {
	return sh.a.Status != data.StatusCancelled && !sh.hit.Ended && !full(sh.a) && !closed(sh.a, sh.now)
}

// contacts are the ways to reach whoever knows more: the activity's own, else its
// organiser's.
func (sh *sheet) contacts() []data.Contact {
	if sh.a.Contact != nil {
		return []data.Contact{*sh.a.Contact}
	}
	var all []data.Contact
	if o := sh.a.Organiser; o != nil && o.URL != "" {
		all = append(all, data.Contact{URL: o.URL})
	}
	list, err := sh.site.organisers.get(api.Context(sh.c), sh.v)
	if err != nil {
		return all
	}
	known := list[sh.a.OrganiserID()]
	if known.Contact != nil {
		all = append(all, *known.Contact)
	}
	return append(all, data.Contact{URL: known.URL})
}

// mailURL returns a link that writes to an address.
func mailURL(address string) template.URL {
	if name, host, ok := strings.Cut(address, "@"); !ok || name == "" || host == "" || strings.ContainsAny(address, " <>\"?&\r\n") {
		return ""
	}
	return template.URL("mailto:" + url.PathEscape(address))
}

// facts are the properties that decide whether somebody can take part.
func (sh *sheet) facts() []fact {
	a, v := sh.a, sh.v
	var facts []fact
	add := func(key, picture string, values ...string) {
		values = slices.DeleteFunc(values, func(s string) bool { return s == "" })
		if len(values) > 0 {
			facts = append(facts, fact{v.say("fact." + key), picture, values})
		}
	}
	add("price", "price", v.cost(a))
	add("ages", "ages", v.ages(a.AgeMin, a.AgeMax))
	if a.Level != "" {
		add("level", "level", data.LevelLabel(a.Level, v.lang))
	}
	add("languages", "language", labelled(a.Languages, v.lang, data.LanguageLabel)...)
	add("places", "places", sh.placesLeft())
	if a.Registration != nil && !a.Registration.Deadline.IsZero() {
		add("deadline", "deadline", v.moment(sh.local(a.Registration.Deadline), sh.now))
	}
	if a.Mode != "" {
		add("mode", "mode", data.ModeLabel(a.Mode, v.lang))
	}
	add("accessibility", "accessibility", labelled(a.Accessibility, v.lang, data.AccessibilityLabel)...)
	return facts
}

func labelled(values []string, lang string, label func(value, lang string) string) []string {
	var labels []string
	for _, value := range values {
		labels = append(labels, label(value, lang))
	}
	return labels
}

func (sh *sheet) placesLeft() string {
	a, v := sh.a, sh.v
	switch {
	case a.PlacesLeft != nil && *a.PlacesLeft > 0 && a.Capacity != nil:
		return v.count("places.of", *a.PlacesLeft, "capacity", *a.Capacity)
	case a.PlacesLeft != nil && *a.PlacesLeft > 0:
		return v.count("places.left", *a.PlacesLeft)
	case a.PlacesLeft != nil:
		return v.say("places.none")
	case a.Capacity != nil:
		return v.count("places.capacity", *a.Capacity)
	}
	return ""
}

func (sh *sheet) organiser() *organiserView {
	o := sh.a.Organiser
	if o == nil || o.Name == "" && o.ID == "" {
		return nil
	}
	view := &organiserView{Name: plain(o.Name, 200), URL: webURL(o.URL), Search: sh.search("organiser", sh.a.OrganiserID())}
	if view.Name == "" {
		view.Name = sh.site.nameOf(api.Context(sh.c), sh.v, "organiser", sh.a.OrganiserID())
	}
	if view.URL != "" {
		view.Host = hostOf(view.URL)
	}
	if o.Kind != "" {
		view.Kind = data.OrganiserKindLabel(o.Kind, sh.v.lang)
	}
	return view
}

// skills are what is learnt, each leading to all that teaches it.
func (sh *sheet) skills() []choice {
	if len(sh.a.Skills) == 0 {
		return nil
	}
	// The facet of this one activity names its skills without reading the taxonomy.
	q := search.Query{IDs: []string{sh.hit.ID}, When: search.WhenAll, Limit: 1, Lang: sh.v.lang, Facets: []search.Facet{search.FacetSkill}}
	names := map[string]string{}
	if result, err := sh.site.searcher.Search(api.Context(sh.c), q); err == nil && len(result.Facets) > 0 {
		for _, count := range result.Facets[0].Values {
			names[count.Value] = count.Label
		}
	}
	var all []choice
	for _, tag := range sh.a.Skills {
		term := data.SkillTerm(tag)
		name := names[term]
		if name == "" && !strings.Contains(tag, "://") {
			name = tag
		}
		if name == "" {
			name = sh.site.nameOf(api.Context(sh.c), sh.v, "skill", term)
		}
		all = append(all, choice{Label: plain(name, 80), Value: sh.search("skill", term)})
	}
	return all
}

func (sh *sheet) topics() []choice {
	var all []choice
	for _, topic := range sh.a.Topics {
		all = append(all, choice{Label: data.TopicLabel(topic, sh.v.lang), Value: sh.search("topic", topic)})
	}
	return all
}

func (sh *sheet) playlists() []choice {
	var all []choice
	for _, id := range sh.a.Playlists {
		id = data.MakeID(sh.a.Source, id)
		all = append(all, choice{Label: sh.site.nameOf(api.Context(sh.c), sh.v, "playlist", id), Value: sh.search("playlist", id)})
	}
	return all
}

func (sh *sheet) badge() string {
	if sh.a.Badge == "" {
		return ""
	}
	return sh.site.nameOf(api.Context(sh.c), sh.v, "badge", data.MakeID(sh.a.Source, sh.a.Badge))
}

// source says where the record comes from and what may be done with it.
func (sh *sheet) source() *sourceView {
	view := &sourceView{Name: sh.a.Source}
	sources, err := sh.site.sources.get(api.Context(sh.c), sh.v)
	if err != nil {
		return view
	}
	known, ok := sources.byName[sh.a.Source]
	if !ok {
		return view
	}
	if known.Name != "" {
		view.Name = plain(known.Name, 200)
	}
	view.URL, view.Attribution = webURL(known.URL), plain(known.Attribution, 300)
	if view.LicenceURL = webURL(known.Licence); view.LicenceURL != "" {
		view.Licence = hostOf(view.LicenceURL)
	} else if view.Licence = plain(known.Licence, 60); view.Licence != "" {
		view.LicenceURL = "https://spdx.org/licenses/" + url.PathEscape(view.Licence) + ".html"
	}
	return view
}

// placeView is where an activity is held.
type placeView struct {
	Lines     []string
	Roughly   string // how far the position can be trusted, "" when it is exact
	Geo       template.URL
	StreetMap string
	Map       *mapView
}

func (sh *sheet) place() *placeView {
	if sh.hit.Point == nil {
		return nil
	}
	p, l := *sh.hit.Point, sh.a.Location
	view := &placeView{Geo: geoURL(p), StreetMap: streetMapURL(p)}
	if l != nil {
		lines := []string{l.Name, l.Address}
		if !strings.Contains(strings.ToLower(l.Address), strings.ToLower(l.City)) {
			lines = append(lines, l.City)
		}
		for _, line := range lines {
			if line = plain(line, 200); line != "" && !contains(view.Lines, line) {
				view.Lines = append(view.Lines, line)
			}
		}
		if l.Country != "" {
			view.Lines = append(view.Lines, data.CountryLabel(l.Country, sh.v.lang))
		}
		if l.Precision != "" && l.Precision != "exact" {
			view.Roughly = sh.v.say("place.roughly", "precision", data.PrecisionLabel(l.Precision, sh.v.lang))
		}
	}
	view.Map = sh.placeMap(p)
	return view
}

// placeMap shows where in its country a place is.
func (sh *sheet) placeMap(p geo.Point) *mapView {
	const width, height = 300, 180
	box := geo.BBox{West: onGlobe(p.Lng - 1.5), South: max(p.Lat-0.5, -84), East: onGlobe(p.Lng + 1.5), North: min(p.Lat+0.5, 84)}
	d := &drawing{box: box, view: basemap.Fit(box, width, height)}
	x, y := d.view.Project(p)
	m := &mapView{ViewBox: d.view.ViewBox(), Lit: map[string]bool{}, Land: sh.site.land.of(box, width, height)}
	m.Circles = []circleView{{X: unit(x), Y: unit(y), R: "7", Dot: true}}
	d.circles = []circle{{mark: mark{x: x, y: y}, r: 12}}
	if places, err := sh.site.places.get(api.Context(sh.c), sh.v); err == nil {
		d.in = &inquiry{places: places, v: sh.v}
		d.names(m)
		d.scale(m)
	}
	return m
}
