package api

import (
	"bytes"
	_ "embed"
	"html/template"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
)

//go:embed docs.html
var docsTemplate string

//go:embed docs.css
var docsStyle []byte

// docsPolicy lets /docs load its one style sheet and nothing else.
const docsPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// docsPage is what the template of /docs is filled with.
type docsPage struct {
	Version  string
	About    []string // paragraphs
	Groups   []docsGroup
	Filters  []docsParam
	Problems []docsProblem
}

type docsGroup struct {
	Name   string
	Routes []docsRoute
}

type docsRoute struct {
	Path, Name, Summary, Doc, Example string
	Media                             []string
	Filtered                          bool // takes all filters
	Params                            []docsParam
}

type docsParam struct {
	Name, Doc, Preset, Example string
	Several                    string // how several values are given
	Values                     []string
	Needed                     bool
}

type docsProblem struct {
	Anchor, Titles, Statuses string
}

// document returns the description of the routes as a page.
func document(routes []route) []byte {
	page := docsPage{
		Version: Version, About: strings.Split(strings.ReplaceAll(about, "\n\n", "\n"), "\n"),
		Filters: docsParams(filters), Problems: docsProblems(),
	}
	for i := range routes {
		r := &routes[i]
		at := slices.IndexFunc(page.Groups, func(g docsGroup) bool { return g.Name == r.group })
		if at < 0 {
			at = len(page.Groups)
			page.Groups = append(page.Groups, docsGroup{Name: r.group})
		}
		page.Groups[at].Routes = append(page.Groups[at].Routes, docsRouteOf(r))
	}
	var out bytes.Buffer
	if err := template.Must(template.New("docs").Parse(docsTemplate)).Execute(&out, page); err != nil {
		panic("api: the page is made of what its template knows: " + err.Error())
	}
	return out.Bytes()
}

func docsRouteOf(r *route) docsRoute {
	route := docsRoute{Path: r.path, Name: r.name, Summary: r.summary, Doc: r.doc, Example: r.example}
	if route.Example == "" && !strings.Contains(r.path, "{") {
		route.Example = r.path
	}
	for _, a := range r.answers {
		media, _, _ := strings.Cut(a.media, ";")
		route.Media = append(route.Media, media)
	}
	for name := range pathNames(r.path) {
		route.Params = append(route.Params, docsParam{Name: name, Doc: pathDocs[name], Needed: true})
	}
	own := r.spec.params
	if r.spec == listSpec || r.spec == countSpec {
		route.Filtered, own = true, own[len(filters):]
	}
	route.Params = append(route.Params, docsParams(own)...)
	return route
}

func docsParams(params []param) []docsParam {
	var rows []docsParam
	for i := range params {
		p := &params[i]
		row := docsParam{Name: p.name, Doc: p.doc, Preset: p.preset, Example: p.example, Values: p.values, Needed: p.needed}
		switch p.form {
		case list:
			row.Several = "several, by commas or repeated"
		case repeated:
			row.Several = "several, repeated"
		}
		rows = append(rows, row)
	}
	return rows
}

// docsProblems gathers the problems under the anchors that their types lead to.
func docsProblems() []docsProblem {
	var rows []docsProblem
	for _, p := range []*Problem{
		badParameters, badRequest, slowRequest, unknownVersion, noPage, noActivity, wrongMethod, unknownMethod, goneActivity,
		bigBody, longURL, encodedBody, bigHeaders, unexpected, notReady, overloaded, tooSlow, shuttingDown,
	} {
		anchor := strings.TrimPrefix(p.Type, "/docs#")
		at := slices.IndexFunc(rows, func(row docsProblem) bool { return row.Anchor == anchor })
		if at < 0 {
			at = len(rows)
			rows = append(rows, docsProblem{Anchor: anchor})
		}
		rows[at].Titles = joinNew(rows[at].Titles, p.Title)
		rows[at].Statuses = joinNew(rows[at].Statuses, decimal(float64(p.Status)))
	}
	return rows
}

// joinNew adds an item to a list in words, unless it is there.
func joinNew(items, item string) string {
	switch {
	case items == "":
		return item
	case slices.Contains(strings.Split(items, ", "), item):
		return items
	}
	return items + ", " + item
}

func (s *Server) serveDocs(c *fiber.Ctx, _ *input) error {
	c.Set(fiber.HeaderContentType, mediaHTML)
	c.Set(fiber.HeaderContentSecurityPolicy, docsPolicy)
	return c.Send(s.docs())
}

func (s *Server) serveStyle(c *fiber.Ctx, _ *input) error {
	c.Set(fiber.HeaderContentType, mediaCSS)
	return c.Send(docsStyle)
}
