package web

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"learnmap/data"
)

// homeView is what the search page shows.
type homeView struct {
	frame
	Start   bool // nothing is asked for yet
	Form    formView
	Topics  []facetValue
	Facets  []facetView
	Free    *facetValue
	Chips   []chip
	Clear   string // address without any filter
	Found   string // how many, in words
	Problem []problemView
	Map     *mapView
	Sorts   []choice
	Cards   []card
	Next    string // address of the next page
	First   string // address of the first page, on all others
	Offers  offersView
}

// problemView is something wrong with the address, with the field that it is about.
type problemView struct {
	Field string // id of the field, "" when there is none
	Text  string
}

// home answers GET /: the search with its list and map.
func (s *Site) home(c *fiber.Ctx) error {
	in, err := s.inquire(c)
	if err != nil {
		return err
	}
	if in.untidy && len(in.problems) == 0 {
		return c.Redirect(in.state.href(), fiber.StatusSeeOther)
	}
	address, at := s.baseURL(c)+in.state.href(), moment{s.searcher.Status().Seq, data.MinutesOf(s.opt.Clock())}
	kept := len(in.problems) == 0 && in.query.Cursor == ""
	if page := s.pages.get(at, address); kept && page != nil {
		return s.sendPage(c, in.v, page)
	}
	view, err := in.view()
	if err != nil {
		return err
	}
	if len(view.Problem) > 0 {
		c.Status(fiber.StatusBadRequest)
		c.Set(fiber.HeaderCacheControl, "no-store")
	}
	page, err := s.templates.render(in.v, "home.html", view)
	if err != nil {
		return err
	}
	if kept && at == (moment{in.result.Seq, data.MinutesOf(in.result.Now)}) {
		s.pages.put(at, address, page)
	}
	return s.sendPage(c, in.v, page)
}

// view asks the Searcher and makes all parts of the page.
func (in *inquiry) view() (view homeView, err error) {
	if err := in.ask(); err != nil {
		return view, err
	}
	view = homeView{Form: in.form(), Chips: in.chips(), Found: in.v.count("found", in.result.Total)}
	view.Facets, view.Topics, view.Free = in.facets()
	view.Start = len(view.Chips) == 0 && in.query.Cursor == ""
	view.Sorts, view.Cards = in.sorts(), in.cards()
	view.Next, view.First = in.pages()
	view.Clear = state{}.withLang(in.query.Lang).href()
	view.Problem = in.problemViews()
	if view.Map, err = in.drawMap(); err != nil {
		return view, err
	}
	if view.Offers, err = in.offers(view.Chips); err != nil {
		return view, err
	}
	view.frame, err = in.site.frame(in.ctx, in.c, in.v, in.title(view.Chips), "/", in.state)
	view.NoIndex = in.query.Cursor != "" || len(in.problems) > 0
	return view, err
}

// title names the search by its filters.
func (in *inquiry) title(chips []chip) string {
	if len(chips) == 0 {
		return in.v.say("home.title")
	}
	var parts []string
	for _, chip := range chips {
		parts = append(parts, plain(chip.Label, 60))
	}
	return in.v.say("title", "page", plain(strings.Join(parts, " · "), 120))
}

// pages returns the addresses of the next page and of the first, where there are such.
func (in *inquiry) pages() (next, first string) {
	if in.result.Next != "" {
		next = in.state.with("cursor", in.result.Next).href()
	}
	if in.query.Cursor != "" {
		first = in.state.href()
	}
	return next, first
}

// sorts are the orders that the list can be shown in.
func (in *inquiry) sorts() []choice {
	var all []choice
	for _, sort := range []string{"best", "distance", "soonest", "newest"} {
		if sort == "best" && in.query.Text == "" || sort == "distance" && in.query.Near == nil {
			continue
		}
		all = append(all, choice{
			Label: in.v.say("sort." + sort), Value: in.state.with("sort", sort).href(), Chosen: string(in.result.Sort) == sort,
		})
	}
	return all
}

// problemViews lists what is wrong with the address.
func (in *inquiry) problemViews() []problemView {
	var views []problemView
	for _, p := range in.problems {
		id, name := fieldOf(p.Field), p.Field
		if id == p.Field {
			name = in.v.say("form." + id)
		}
		views = append(views, problemView{Field: id, Text: in.v.say("problem.of", "name", name, "reason", p.Reason, "fix", p.Fix)})
	}
	return views
}
