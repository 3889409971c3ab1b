package web

import (
	"encoding/json"
	"html/template"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"learnmap/api"
	"learnmap/data"
	"learnmap/geo"
	"learnmap/search"
)

// activityView is what the page of an activity shows.
type activityView struct {
	frame
	Heading      wording
	InWords      string // the text's language, when that is not the reader's
	Topic, Kind  string
	Notices      []notice
	Action       *action
	Other        []action // further ways to get in touch
	NoWay        string   // where none is known
	Dates        datesView
	Place        *placeView
	Online       string // where it takes place, for one that has no place
	Text         []paragraph
	TextLang     string
	Facts        []fact
	Organiser    *organiserView
	Skills       []choice
	Topics       []choice
	Playlists    []choice
	Badge        string
	Translations []choice
	Source       *sourceView
	Confirmed    string
	Similar      []choice
	Data         map[string]any // schema.org
}

// notice tells something that comes before all else.
type notice struct{ Class, Text string }

// action is something to do: a link out of the site.
type action struct {
	Label string
	URL   template.URL
	Host  string
	Quiet bool // not what the reader came for
}

// fact is a property with its values.
type fact struct {
	Name, Picture string
	Values        []string
}

type organiserView struct{ Name, Kind, URL, Host, Search string }

type sourceView struct{ Name, URL, Licence, LicenceURL, Attribution string }

// sheet is an activity while its page is made.
type sheet struct {
	site  *Site
	c     *fiber.Ctx
	v     *voice
	hit   *search.Hit
	a     *data.Activity
	now   time.Time
	state state  // parameters of the page
	lang  string // as asked for
}

// activity answers GET /activity/{source}/{id}.
func (s *Site) activity(c *fiber.Ctx) error {
	id, err := url.PathUnescape(c.Params("id"))
	if err != nil || !data.ValidSource(c.Params("source")) {
		return search.ErrNotFound
	}
	hit, err := s.searcher.Activity(api.Context(c), data.MakeID(c.Params("source"), id))
	if err != nil {
		return err
	}
	sh, err := s.open(c, hit)
	if err != nil {
		return err
	}
	view := sh.view()
	if view.frame, err = s.frame(api.Context(c), c, sh.v, sh.v.say("title", "page", plain(view.Heading.Text, 120)), activityURL(hit.ID, ""), sh.state); err != nil {
		return err
	}
	_, text := sh.wordings()
	view.Description = plain(text.Text, 200)
	view.Data = sh.linkedData(s.baseURL(c))
	return s.send(c, sh.v, "activity.html", view)
}

// open reads what a page needs before it can be drawn.
func (s *Site) open(c *fiber.Ctx, hit *search.Hit) (*sheet, error) {
	q, _ := api.ReadQuery(c)
	sh := &sheet{site: s, c: c, v: voiceOf(q.Lang), hit: hit, a: &data.Activity{}, now: s.opt.Clock()}
	if err := json.Unmarshal(hit.Document, sh.a); err != nil {
		return nil, err
	}
	sh.state = state{url.Values{}}
	if q.Lang != "" {
		sh.lang = sh.v.lang
		sh.state = sh.state.with("lang", sh.lang)
	}
	if tag := sh.chosenText(); tag != "" {
		sh.state = sh.state.with("text", tag)
	}
	return sh, nil
}

func (sh *sheet) view() activityView {
	title, text := sh.wordings()
	view := activityView{
		Heading: title, InWords: sh.v.foreign(title.Lang), Kind: kindLabel(sh.a, sh.v),
		Notices: sh.notices(), Dates: sh.dates(), Place: sh.place(),
		Text: paragraphs(text.Text), TextLang: text.Lang,
		Facts: sh.facts(), Organiser: sh.organiser(), Skills: sh.skills(), Topics: sh.topics(), Playlists: sh.playlists(), Badge: sh.badge(),
		Translations: sh.translations(), Source: sh.source(), Confirmed: sh.confirmed(), Similar: sh.similar(),
	}
	if view.Action, view.Other = sh.actions(); view.Action == nil && sh.open() {
		view.NoWay = sh.v.say("activity.no_way")
	}
	if len(sh.a.Topics) > 0 {
		view.Topic = sh.a.Topics[0]
	}
	if view.Place == nil {
		view.Online = data.ModeLabel(data.ModeOnline, sh.v.lang)
	}
	return view
}

// chosenText returns the language that the text was asked for in, "" when it was not
// or there is none such.
func (sh *sheet) chosenText() string {
	tag := sh.c.Query("text")
	if _, ok := sh.a.Translations[tag]; ok || tag != "" && tag == sh.a.Lang {
		return tag
	}
	return ""
}

// wordings returns title and text in the language that was chosen, else in the reader's
// where there is a translation, else as they were written.
func (sh *sheet) wordings() (title, text wording) {
	chosen := sh.chosenText()
	switch t, translated := sh.a.Translations[chosen]; {
	case chosen == "":
		return wordings(sh.a, sh.v.lang)
	case translated && chosen != sh.a.Lang:
		title, text = wording{sh.a.Title, sh.a.Lang}, wording{sh.a.Description, sh.a.Lang}
		if t.Title != "" {
			title = wording{t.Title, chosen}
		}
		if t.Description != "" {
			text = wording{t.Description, chosen}
		}
		return title, text
	}
	return wording{sh.a.Title, sh.a.Lang}, wording{sh.a.Description, sh.a.Lang}
}

// translations are the languages that the text can be read in, where there are several.
func (sh *sheet) translations() []choice {
	if len(sh.a.Translations) == 0 {
		return nil
	}
	title, _ := sh.wordings()
	add := func(all []choice, tag string) []choice {
		return append(all, choice{Label: data.LanguageLabel(tag, sh.v.lang), Value: sh.path(sh.state.with("text", tag)), Lang: tag, Chosen: tag == title.Lang})
	}
	var all []choice
	if sh.a.Lang != "" {
		all = add(all, sh.a.Lang)
	}
	for _, tag := range sortedTags(sh.a.Translations) {
		if tag != sh.a.Lang {
			all = add(all, tag)
		}
	}
	return all
}

func sortedTags(m map[string]data.Translation) []string {
	var tags []string
	for tag := range m {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	return tags
}

// path returns the address of this page with other parameters.
func (sh *sheet) path(st state) string {
	path := activityURL(sh.hit.ID, "")
	if len(st.values) == 0 {
		return path
	}
	return path + "?" + st.values.Encode()
}

// search returns the address of a search with one filter.
func (sh *sheet) search(name string, values ...string) string {
	return state{url.Values{}}.withLang(sh.lang).with(name, values...).href()
}

// notices tell that it does not take place, is over or has no place left.
func (sh *sheet) notices() []notice {
	var all []notice
	a, v := sh.a, sh.v
	switch {
	case a.Status == data.StatusCancelled:
		all = append(all, notice{"bad", v.say("notice.cancelled")})
	case sh.hit.Ended:
		all = append(all, notice{"over", v.say("notice.ended")})
	case full(a):
		all = append(all, notice{"bad", v.say("notice.full")})
	case closed(a, sh.now):
		all = append(all, notice{"bad", v.say("notice.closed")})
	case a.Registration != nil && a.Registration.Opens.After(sh.now):
		all = append(all, notice{"info", v.say("notice.opens", "date", v.moment(sh.local(a.Registration.Opens), sh.now))})
	}
	return all
}

// local returns a time on the activity's own clock.
func (sh *sheet) local(t time.Time) time.Time {
	if s := sh.a.Schedule; s != nil && s.Timezone != "" {
		if zone, err := data.LoadZone(s.Timezone); err == nil {
			return t.In(zone)
		}
	}
	return t
}

// similar leads on to searches round this activity.
func (sh *sheet) similar() []choice {
	var all []choice
	near := func(key, label string, st state, p geo.Point) choice {
		p = roughly(p)
		st = st.with("lat", degrees(p.Lat)).with("lng", degrees(p.Lng)).with("radius_km", "25")
		return choice{Label: sh.v.say(key, "topic", label), Value: st.href()}
	}
	base := state{url.Values{}}.withLang(sh.lang)
	for _, topic := range sh.a.Topics[:min(2, len(sh.a.Topics))] {
		label := data.TopicLabel(topic, sh.v.lang)
		if sh.hit.Point == nil {
			all = append(all, choice{Label: sh.v.say("similar.topic", "topic", label), Value: base.with("topic", topic).href()})
			continue
		}
		all = append(all, near("similar.topic_near", label, base.with("topic", topic), *sh.hit.Point))
	}
	if sh.hit.Point != nil {
		all = append(all, near("similar.near", "", base, *sh.hit.Point))
	}
	return all
}

// confirmed says when somebody last made sure that the record is right.
func (sh *sheet) confirmed() string {
	day := func(t time.Time) string { return sh.v.date(t, sh.now) }
	switch a := sh.a; {
	case !a.Confirmed.IsZero():
		return sh.v.say("confirmed", "date", day(a.Confirmed))
	case !a.Modified.IsZero():
		return sh.v.say("modified", "date", day(a.Modified))
	}
	return ""
}

// titleOf returns the title of a stored activity in a reader's language.
func titleOf(document []byte, lang string) string {
	var a data.Activity
	if json.Unmarshal(document, &a) != nil {
		return ""
	}
	title, _ := wordings(&a, lang)
	return strings.TrimSpace(title.Text)
}
