package web

import (
	"context"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"learnmap/api"
	"learnmap/data"
	"learnmap/search"
)

var hrefs = regexp.MustCompile(`(?:href|src)="([^"]*)"`)

// linksOf returns the addresses in a page, as a browser reads them.
func linksOf(page string) []string {
	var links []string
	for _, m := range hrefs.FindAllStringSubmatch(page, -1) {
		links = append(links, html.UnescapeString(m[1]))
	}
	return links
}

// TestCrawl follows every link of the pages of a small world, and those of a few of the
// pages behind. All lead somewhere, and the API reads the same parameters.
func TestCrawl(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "world.ndjson")
	p := serve(t, w, w.clock.Now)
	seen := map[string]bool{}
	queue := []string{"/", "/?lang=ar&limit=3", "/?q=club&lat=54.9&lng=23.9&radius_km=10&topic=science&age=12&when=month", "/?city=kaunas&free=true"}
	for depth := 0; depth < 3; depth++ {
		var next []string
		for i, target := range queue {
			if seen[target] {
				continue
			}
			seen[target] = true
			r := p.get(target)
			if r.status != http.StatusOK {
				t.Fatalf("%s: status %d", target, r.status)
			}
			checkAPI(t, p, target)
			if depth == 0 || i%100 == 0 {
				next = append(next, inside(t, r.body)...)
			}
		}
		queue = next
	}
	if len(seen) < 200 {
		t.Errorf("only %d pages were seen", len(seen))
	}
}

// inside returns the links of a page that stay on the site, and checks the others.
func inside(t *testing.T, page string) []string {
	t.Helper()
	var links []string
	for _, link := range linksOf(page) {
		u, err := url.Parse(link)
		switch {
		case err != nil:
			t.Errorf("%q is no address: %v", link, err)
		case strings.HasPrefix(link, "/"):
			links = append(links, link)
		case strings.HasPrefix(link, "#"):
			if !strings.Contains(page, `id="`+link[1:]+`"`) {
				t.Errorf("%s leads nowhere on its page", link)
			}
		case u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "mailto" && u.Scheme != "tel" && u.Scheme != "geo":
			t.Errorf("%q is a link", link)
		}
	}
	return links
}

// checkAPI asks the API what a page asked. It is strict, and must not mind.
func checkAPI(t *testing.T, p *pages, target string) {
	t.Helper()
	if query, ok := strings.CutPrefix(target, "/?"); ok {
		r := p.get("/v1/activities?" + query)
		if r.status != http.StatusOK {
			t.Errorf("the API says %d to %s: %s", r.status, query, r.body)
		}
	}
}

// TestFacetCounts: while nothing of a facet is chosen, each of its values leads to as
// many as it says.
func TestFacetCounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "world.ndjson")
	p := serve(t, w, w.clock.Now)
	value := regexp.MustCompile(`<a (?:class="(?:topic|toggle)[^"]*" )?href="([^"]*)" rel="nofollow">(?:\s|<[^>]*>|[^<>])*?<span class="n">([\d,]+)</span></a>`)
	checked := 0
	for _, target := range []string{"/", "/?lat=54.9&lng=23.9&radius_km=25", "/?free=true&when=week", "/?q=club"} {
		for _, m := range value.FindAllStringSubmatch(p.page(target), -1) {
			checked++
			if got, want := totalOf(t, p.page(html.UnescapeString(m[1]))), whole(t, m[2]); got != want {
				t.Errorf("%s: %s says %d and leads to %d", target, m[1], want, got)
			}
		}
	}
	if checked < 100 {
		t.Errorf("only %d values were found", checked)
	}
}

// TestToggle: switching a value on and off again leads back.
func TestToggle(t *testing.T) {
	q, problems := api.ParseQuery("q=robot&lat=54.9&lng=23.9&radius_km=10&topic=science&topic=environment&sort=distance&limit=5")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	s := stateOf(q)
	if got := s.toggled("topic", "science").toggled("topic", "science"); got.has("topic", "science") != true || len(got.values["topic"]) != 2 {
		t.Errorf("topics are now %v", got.values["topic"])
	}
	if got := s.toggled("age", "12").toggled("age", "12").href(); got != s.href() {
		t.Errorf("%s became %s", s.href(), got)
	}
	if got := s.without("lat", "lng", "radius_km"); got.values.Has("sort") {
		t.Errorf("an order by distance stays without a point: %s", got.href())
	}
	if only := s.less(s.without("q")); only.href() != "/?q=robot" {
		t.Errorf("q alone is %s", only.href())
	}
}

// TestTidyAddress: the address of a form with empty fields and a place in words becomes
// the one of its state.
func TestTidyAddress(t *testing.T) {
	w := newWorld(t, "world.ndjson")
	p := serve(t, w, w.clock.Now)
	for target, want := range map[string]string{
		"/?q=&place=&radius_km=25&when=&age=&language=&mode=&level=&from=&to=&after=&before=": "/",
		"/?q=robot&place=&radius_km=25":                                             "/?q=robot",
		"/?place=Kaunas%2C+Lithuania&radius_km=10&age=12":                           "/?age=12&lat=54.9&lng=23.9&radius_km=10",
		"/?place=kaunas&radius_km=25&country=PL&bbox=1,2,3,4&cell=861f05837ffffff":  "/?lat=54.9&lng=23.9&radius_km=25",
		"/?place=KOWNO&radius_km=25":                                                "/?lat=54.9&lng=23.9&radius_km=25",
		"/?place=%D9%83%D8%A7%D9%88%D9%86%D8%A7%D8%B3&radius_km=5&lang=ar":          "/?lang=ar&lat=54.9&lng=23.9&radius_km=5",
		"/?place=Kau&radius_km=25":                                                  "/?lat=54.9&lng=23.9&radius_km=25",
		"/?place=Lietuva&radius_km=25":                                              "/?country=LT",
		"/?place=54.7%2C+25.3&radius_km=1.5":                                        "/?lat=54.7&lng=25.3&radius_km=1.5",
		"/?place=Krak%C3%B3w%2C+Polska&radius_km=zero-point-five&radius_km=&utm=xy": "",
	} {
		r := p.get(target)
		if want == "" {
			if r.status != http.StatusBadRequest {
				t.Errorf("%s: status %d", target, r.status)
			}
			continue
		}
		if r.status != http.StatusSeeOther || r.header.Get("Location") != want {
			t.Errorf("%s: status %d, to %s; want %s", target, r.status, r.header.Get("Location"), want)
		}
	}
	if r := p.get("/?utm_source=mail&q=robot&fbclid=1"); r.status != http.StatusOK {
		t.Errorf("a tracker makes status %d", r.status)
	}
	if body := p.page("/?lat=54.9&lng=23.9&radius_km=10"); !strings.Contains(body, `value="Kaunas, Lithuania"`) {
		t.Error("a search round a town does not show its name in the form")
	}
}

// TestNotModified: while nothing changes a page is the same to the byte and is not sent
// twice; when the answer changes, its tag does.
func TestNotModified(t *testing.T) {
	w := newWorld(t, "world.ndjson")
	p := serve(t, w, w.clock.Now)
	for _, target := range []string{"/", "/?limit=3", "/?country=LT", "/activity/kaunas/robots", p.site.assets.path("app.css")} {
		first := p.get(target)
		tag := first.header.Get("Etag")
		if r := p.get(target, "If-None-Match", tag); tag == "" || r.status != http.StatusNotModified || r.body != "" {
			t.Errorf("%s: tag %q, then status %d", target, tag, r.status)
		}
		if again := p.get(target); again.body != first.body {
			t.Errorf("%s is not the same twice, first in line %s", target, firstDifference(again.body, first.body))
		}
	}
	home, activity := p.get("/").header.Get("Etag"), p.get("/activity/kaunas/tonight").header.Get("Etag")
	w.clock.set(noon.Add(24 * time.Hour))
	if p.get("/", "If-None-Match", home).status != http.StatusOK || p.get("/activity/kaunas/tonight", "If-None-Match", activity).status != http.StatusOK {
		t.Error("a page is the same when what it shows is over")
	}
	fresh := p.get("/").header.Get("Etag")
	w.put(t, &data.Activity{ID: "new", Source: "kaunas", Title: "Brand new", Mode: data.ModeOnline, Status: data.StatusPublished})
	w.settle(t)
	if p.get("/", "If-None-Match", fresh).status != http.StatusOK {
		t.Error("a page is the same after an import")
	}
}

// TestDemoBanner: every page says that records are invented, as long as some are.
func TestDemoBanner(t *testing.T) {
	w := newWorld(t, "world.ndjson")
	p := serve(t, w, w.clock.Now)
	const command = "<code>learnmap remove --source trial</code>"
	for _, target := range []string{"/", "/activity/kaunas/robots", "/activity/kaunas/nothing", "/nowhere"} {
		p := serve(t, w, w.clock.Now) // nothing is known from a page before
		if !strings.Contains(p.get(target).body, command) {
			t.Errorf("%s does not say that there are invented records", target)
		}
	}
	if _, err := w.store.Apply(t.Context(), data.Batch{Delete: []data.Key{{Kind: data.KindSource, ID: "trial/trial"}}}); err != nil {
		t.Fatal(err)
	}
	w.settle(t)
	w.clock.set(noon.Add(time.Minute))
	if strings.Contains(p.page("/"), "learnmap remove") {
		t.Error("the banner outlives the records")
	}
}

// TestCursorProblems: a cursor that is of no use begins again and says so.
func TestCursorProblems(t *testing.T) {
	w := newWorld(t, "world.ndjson")
	p := serve(t, w, w.clock.Now)
	for _, target := range []string{"/?cursor=nonsense", "/?sort=distance", "/?sort=distance&cursor=AAAA"} {
		r := p.get(target)
		if r.status != http.StatusBadRequest || totalOf(t, r.body) == 0 || !strings.Contains(r.body, `role="alert"`) {
			t.Errorf("%s: status %d", target, r.status)
		}
	}
}

// TestStatuses: errors of the searcher are pages to browsers and problems to programs.
func TestStatuses(t *testing.T) {
	w := newWorld(t, "world.ndjson")
	for err, status := range map[error]int{search.ErrNotFound: 404, search.ErrGone: 410, search.ErrNotReady: 503, errInside: 500} {
		p := serve(t, &failing{w.Searcher, err}, w.clock.Now)
		page, problem := p.get("/activity/kaunas/robots"), p.get("/activity/kaunas/robots", "Accept", "application/json")
		if page.status != status || !strings.HasPrefix(page.header.Get("Content-Type"), "text/html") || strings.Contains(page.body, "secret") {
			t.Errorf("%v: %d %s", err, page.status, page.body)
		}
		if problem.status != status || problem.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%v: %d %s", err, problem.status, problem.body)
		}
		if want := page.header.Get("Vary"); status != 503 && !strings.Contains(want, "Accept") {
			t.Errorf("%v: the page of a problem varies by %q", err, want)
		}
	}
}

// TestAssets: files live under the address of their content, for ever.
func TestAssets(t *testing.T) {
	w := newWorld(t)
	p := serve(t, w, w.clock.Now)
	for name, media := range map[string]string{"app.css": "text/css; charset=utf-8", "favicon.svg": "image/svg+xml", "favicon.ico": "image/x-icon"} {
		r := p.get(p.site.assets.path(name))
		if r.status != 200 || r.header.Get("Content-Type") != media || r.header.Get("Cache-Control") != "public, max-age=31536000, immutable" || r.body == "" {
			t.Errorf("%s: %d %v", name, r.status, r.header)
		}
	}
	for _, target := range []string{"/favicon.ico", "/favicon.svg"} {
		if r := p.get(target); r.status != 200 {
			t.Errorf("%s: %d", target, r.status)
		}
	}
	if r := p.get("/static/0123456789abcdef/app.css"); r.status != http.StatusNotFound {
		t.Errorf("another version of the style sheet: %d", r.status)
	}
}

// counting counts the questions that it passes on.
type counting struct {
	api.Searcher
	searches atomic.Int64
}

func (c *counting) Search(ctx context.Context, q search.Query) (*search.Result, error) {
	c.searches.Add(1)
	return c.Searcher.Search(ctx, q)
}

// TestPagesAreKept: what was asked already in this minute, and nothing has changed
// since, is not asked again; everything else is.
func TestPagesAreKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "world.ndjson")
	asked := &counting{Searcher: w}
	p := serve(t, asked, w.clock.Now)
	searches := func(target string) int64 {
		before := asked.searches.Load()
		p.get(target)
		return asked.searches.Load() - before
	}
	if searches("/") != 1 || searches("/") != 0 || searches("/?utm_source=mail") != 0 {
		t.Error("one page is made twice")
	}
	if searches("/?lang=lt") != 1 || searches("/?country=LT") == 0 || searches("/?age=x") != 1 || searches("/?age=x") != 1 {
		t.Error("another page is not made")
	}
	first := p.page("/")
	if again := p.get("/", "Accept-Encoding", "br"); again.header.Get("Content-Encoding") != "br" || p.page("/") != first {
		t.Error("a kept page changes when it is compressed")
	}
	w.clock.set(noon.Add(time.Minute))
	if searches("/") != 1 {
		t.Error("a page outlives its minute")
	}
	w.put(t, &data.Activity{ID: "new", Source: "kaunas", Title: "Brand new", Mode: data.ModeOnline, Status: data.StatusPublished})
	w.settle(t)
	if searches("/") != 1 || !strings.Contains(p.page("/"), "Brand new") {
		t.Error("a page outlives a change")
	}
	for i := range maxPages + 5 {
		p.get("/?limit=" + strconv.Itoa(1+i%100) + "&age=" + strconv.Itoa(i%130))
	}
	if kept := len(p.site.pages.pages); kept == 0 || kept > maxPages {
		t.Errorf("%d pages are kept", kept)
	}
}
