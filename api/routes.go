package api

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"learnmap/data"
	"learnmap/search"
)

// Version is that of what /openapi.json describes: its second number grows with an
// addition, its first with a change that a client could trip over.
const Version = "1.0.0"

// route is an endpoint. All of them are reads: GET, and HEAD with it.
type route struct {
	path    string // as OpenAPI writes it, with {name} for one segment
	name    string // of the operation
	group   string
	summary string
	doc     string
	example string // an address to try
	spec    *spec
	answers []answer // of status 200, by media type
	also    []int    // statuses beside those that every endpoint may answer
	cache   cache
	handle  func(*Server, *fiber.Ctx, *input) error
}

// answer is a body that an endpoint may send, by the name of its schema.
type answer struct {
	media  string
	schema string // of the components, "" for text
}

const (
	mediaJSON    = "application/json"
	mediaGeoJSON = "application/geo+json"
	mediaCSV     = "text/csv; charset=utf-8"
	mediaHTML    = "text/html; charset=utf-8"
	mediaCSS     = "text/css; charset=utf-8"
	mediaText    = "text/plain; charset=utf-8"
)

var (
	countSpec      = newSpec(filters, counting, labels)
	vocabularySpec = newSpec(looking, labels)
	plainSpec      = newSpec(labels)
)

// table lists the endpoints. Routing, the refusal of unknown parameters, OpenAPI and
// /docs are made from it.
func table() []route {
	routes := activityRoutes()
	for _, of := range vocabularies {
		routes = append(routes, of.route())
	}
	return append(routes, serviceRoutes()...)
}

func activityRoutes() []route {
	return []route{
		{
			path: "/v1/activities", name: "listActivities", group: "Activities", summary: "Activities that match",
			doc: "All filters may be combined. Without from, to or when, what has ended is left out; a place filter leaves out what is online only. " +
				"total is exact. links.next continues; records that do not change meanwhile appear exactly once.",
			example: "/v1/activities?lat=54.8985&lng=23.9036&radius_km=10&facets=topic,language",
			spec:    listSpec, answers: []answer{{mediaGeoJSON, "ActivityList"}, {mediaCSV, ""}}, cache: fresh, handle: (*Server).list,
		},
		{
			path: "/v1/activities/{source}/{id}", name: "getActivity", group: "Activities", summary: "One activity with everything",
			doc:  "One that has ended or was cancelled is answered and says so, a deleted one is 410. The id is one percent-encoded segment and may hold any character.",
			spec: plainSpec, answers: []answer{{mediaGeoJSON, "Feature"}}, also: []int{404, 410}, cache: fresh, handle: (*Server).one,
		},
		{
			path: "/v1/counts", name: "countActivities", group: "Activities", summary: "How many match, by country, city, topic, skill or cell",
			doc:     "total is that of the list; online are the online-only matches as if no place had been given. lat and lng are the mean of the members.",
			example: "/v1/counts?by=country&free=true",
			spec:    countSpec, answers: []answer{{mediaJSON, "Counts"}}, cache: fresh, handle: (*Server).counts,
		},
	}
}

func serviceRoutes() []route {
	return []route{
		{
			path: "/v1/stats", name: "getStats", group: "Vocabularies", summary: "The figures of the whole",
			spec: plainSpec, answers: []answer{{mediaJSON, "Stats"}}, cache: fresh, handle: (*Server).stats,
		},
		{
			path: "/v1", name: "getIndex", group: "Service", summary: "What there is",
			spec: plainSpec, answers: []answer{{mediaJSON, "Index"}}, cache: settled, handle: (*Server).index,
		},
		{
			path: "/openapi.json", name: "getDescription", group: "Service", summary: "This description",
			spec: plainSpec, answers: []answer{{mediaJSON, "Description"}}, cache: settled, handle: (*Server).serveOpenAPI,
		},
		{
			path: "/docs", name: "getDocs", group: "Service", summary: "This description for people",
			spec: plainSpec, answers: []answer{{mediaHTML, ""}}, cache: settled, handle: (*Server).serveDocs,
		},
		{
			path: "/docs.css", name: "getDocsStyle", group: "Service", summary: "The style sheet of /docs",
			spec: plainSpec, answers: []answer{{mediaCSS, ""}}, cache: settled, handle: (*Server).serveStyle,
		},
		{
			path: "/healthz", name: "getHealth", group: "Service", summary: "Whether the program lives, and how far the index is behind",
			spec: plainSpec, answers: []answer{{mediaJSON, "Health"}}, cache: noStore, handle: (*Server).health,
		},
		{
			path: "/readyz", name: "getReadiness", group: "Service", summary: "Whether questions are answered",
			doc:  "503 until the index has caught up once, and again when the server goes down.",
			spec: plainSpec, answers: []answer{{mediaJSON, "Readiness"}}, also: []int{503}, cache: noStore, handle: (*Server).ready,
		},
		{
			path: "/metrics", name: "getMetrics", group: "Service", summary: "Figures for Prometheus",
			spec: plainSpec, answers: []answer{{mediaText, ""}}, cache: noStore, handle: (*Server).serveMetrics,
		},
	}
}

// cache is how long an answer may be kept, in seconds; negative is not at all.
type cache int

const (
	noStore cache = -1
	brief   cache = 10  // refusals that the same request will meet again
	fresh   cache = 10  // answers about activities
	steady  cache = 60  // vocabularies
	settled cache = 300 // what changes with the program
)

func (c cache) header() string {
	if c < 0 {
		return "no-store"
	}
	return "public, max-age=" + strconv.Itoa(int(c))
}

// strict tells whether an unknown parameter is refused. Links to pages carry trackers.
func (r *route) strict() bool { return apiPath(r.path) }

// apiPath tells whether a path is the API's, where answers are for programs.
func apiPath(path string) bool {
	for _, prefix := range []string{"/v1", "/feeds", "/ogc"} {
		if rest, ok := strings.CutPrefix(path, prefix); ok && (rest == "" || rest[0] == '/') {
			return true
		}
	}
	return false
}

// mount builds the app: the envelope round everything, then a handler for each row of
// the table.
func (s *Server) mount() {
	s.app = fiber.New(fiber.Config{
		DisableStartupMessage:   true,
		Immutable:               true, // values must outlive the request's buffers
		CaseSensitive:           true,
		StrictRouting:           true,
		EnableTrustedProxyCheck: true, // of which there are none: anybody can send X-Forwarded-Host
		BodyLimit:               maxBody,
		ReadBufferSize:          maxHead + 4<<10, // room to say what is too long
		ReadTimeout:             5 * time.Second,
		WriteTimeout:            10 * time.Second,
		IdleTimeout:             time.Minute,

		DisablePreParseMultipartForm: true,
		ErrorHandler:                 s.unreadable,
	})
	s.app.Server().SecureErrorLogMessage = true // such messages quote the request
	s.app.Server().Handler = s.knownMethods(s.app.Server().Handler)
	s.app.Use(s.envelope)
	s.routes = table()
	for i := range s.routes {
		r := &s.routes[i]
		path := strings.NewReplacer("{", ":", "}", "").Replace(r.path)
		s.app.Get(path, func(c *fiber.Ctx) error { return s.call(r, c) })
	}
	s.paths = sync.OnceValue(s.allPaths)
	s.openAPI = sync.OnceValue(func() []byte { return describe(s.routes) })
	s.docs = sync.OnceValue(func() []byte { return document(s.routes) })
}

// call decodes the parameters of a request and runs the route's handler.
func (s *Server) call(r *route, c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, r.cache.header())
	args := c.Context().QueryArgs()
	if !r.strict() {
		in, _ := r.spec.lenient(args)
		return r.handle(s, c, in)
	}
	in, err := r.spec.strict(args)
	if err != nil {
		return err
	}
	return r.handle(s, c, in)
}

// knownMethods answers methods that fiber has no name for, which it would do in plain
// text.
func (s *Server) knownMethods(next fasthttp.RequestHandler) fasthttp.RequestHandler {
	return func(ctx *fasthttp.RequestCtx) {
		if isKnown(string(ctx.Method())) {
			next(ctx)
			return
		}
		c := s.app.AcquireCtx(ctx)
		defer s.app.ReleaseCtx(c)
		s.refuse(c, unknownMethod)
	}
}

func isKnown(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch,
		http.MethodDelete, http.MethodOptions, http.MethodTrace, http.MethodConnect:
		return true
	}
	return false
}

// allPaths returns the patterns of every GET route on the app, pages included.
func (s *Server) allPaths() []string {
	var paths []string
	for _, r := range s.app.GetRoutes(true) {
		if r.Method == fiber.MethodGet {
			paths = append(paths, r.Path)
		}
	}
	return paths
}

// nearestPath returns the path that somebody who asked for path may have meant: the
// nearest pattern of as many segments, with the segments that may be anything taken
// over.
func (s *Server) nearestPath(path string) string {
	asked := strings.Split(strings.TrimRight(path, "/"), "/")
	var candidates []string
	for _, pattern := range s.paths() {
		segments := strings.Split(pattern, "/")
		if len(segments) != len(asked) || strings.Contains(pattern, "*") {
			continue
		}
		for i, segment := range segments {
			if strings.HasPrefix(segment, ":") {
				segments[i] = asked[i]
			}
		}
		candidates = append(candidates, strings.Join(segments, "/"))
	}
	return data.Nearest(path, candidates)
}

var _ Searcher = (*search.Searcher)(nil)
