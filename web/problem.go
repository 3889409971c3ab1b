package web

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"learnmap/api"
)

// problemPage is what is shown in place of a page.
type problemPage struct {
	frame
	Heading, Detail string
	Retry           string // address to try again, for what may pass
}

// problemWords are the statuses that pages have their own words for.
var problemWords = []int{400, 404, 405, 410, 414, 431, 503}

// problemDeadline bounds how long the page of a problem may take.
const problemDeadline = time.Second

// Problem shows a problem of the API's table as a page. It is an api.Renderer.
func (s *Site) Problem(c *fiber.Ctx, p *api.Problem) bool {
	q, _ := api.ReadQuery(c)
	v := voiceOf(q.Lang)
	key := "500"
	for _, status := range problemWords {
		if p.Status == status {
			key = strconv.Itoa(status)
		}
	}
	view := problemPage{Heading: v.say("problem." + key), Detail: v.say("problem." + key + ".detail")}
	if address := c.OriginalURL(); key == "503" && !strings.HasPrefix(address, "//") {
		view.Retry = address
	}
	st := state{url.Values{}}.withLang(q.Lang)
	// The request's own context has ended with its handler.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(api.Context(c)), problemDeadline)
	defer cancel()
	frame, err := s.frame(ctx, c, v, v.say("title", "page", view.Heading), "/", st)
	if err != nil {
		// Whatever keeps the page from being made may be the problem itself.
		s.opt.Logger.Warn("a problem is shown without what goes round it", "error", err)
	}
	view.frame, view.NoIndex, view.Canonical = frame, true, ""
	c.Vary(fiber.HeaderAccept)
	if err := s.send(c, v, "problem.html", view); err != nil {
		s.opt.Logger.Error("a problem could not be shown", "error", err)
		return false
	}
	return true
}
