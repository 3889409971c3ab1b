package web

import (
	"log/slog"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"learnmap/api"
)

// Options configure the pages. The zero value of each means what its comment says.
type Options struct {
	PublicURL string           // makes links absolute; the request's Host
	Version   string           // of the program; "dev"
	Clock     func() time.Time // time.Now
	Logger    *slog.Logger     // discards
}

// Site is the pages.
type Site struct {
	searcher  api.Searcher
	opt       Options
	templates *templates
	assets    assets
	land      *landCache
	pages     pageCache

	places     *shelf[*gazetteer]
	sources    *shelf[*sourceList]
	organisers *shelf[organiserList]
	names      map[vocabularyName]*shelf[labelList]
}

// Mount puts the pages on an app, to be answered from s: the Searcher of the API's
// server, which keeps its limits. The site it returns shows problems as pages too:
// hand its Problem to api.Server.RenderProblems.
func Mount(app *fiber.App, s api.Searcher, opt Options) *Site {
	opt.PublicURL = strings.TrimRight(opt.PublicURL, "/")
	if opt.Version == "" {
		opt.Version = "dev"
	}
	if opt.Clock == nil {
		opt.Clock = time.Now
	}
	if opt.Logger == nil {
		opt.Logger = slog.New(slog.DiscardHandler)
	}
	site := &Site{searcher: s, opt: opt, templates: newTemplates(), assets: loadAssets(), land: newLandCache()}
	site.fillShelves()
	app.Get("/", site.home)
	app.Get("/activity/:source/:id", site.activity)
	site.assets.mount(app)
	return site
}

const (
	// pagePolicy lets a page load the one style sheet, its own pictures, and nothing
	// else. A JSON-LD block is data and is not governed by it.
	pagePolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	// pageCacheControl is that of the API's answers about activities.
	pageCacheControl = "public, max-age=10"
)

// send makes a page the answer. A page that cannot be made whole is not sent at all.
func (s *Site) send(c *fiber.Ctx, v *voice, name string, view any) error {
	page, err := s.templates.render(v, name, view)
	if err != nil {
		return err
	}
	return s.sendPage(c, v, page)
}

func (s *Site) sendPage(c *fiber.Ctx, v *voice, page []byte) error {
	c.Set(fiber.HeaderContentType, "text/html; charset=utf-8")
	c.Set(fiber.HeaderContentSecurityPolicy, pagePolicy)
	c.Set(fiber.HeaderContentLanguage, v.lang)
	if c.Response().StatusCode() == fiber.StatusOK {
		c.Set(fiber.HeaderCacheControl, pageCacheControl)
	}
	return c.Send(page)
}

// baseURL returns what makes the path of a link absolute, without a slash at its end.
func (s *Site) baseURL(c *fiber.Ctx) string {
	if s.opt.PublicURL != "" {
		return s.opt.PublicURL
	}
	host := c.Context().URI().Host()
	if len(host) == 0 {
		return "" // HTTP/1.0
	}
	return c.Protocol() + "://" + string(host)
}
