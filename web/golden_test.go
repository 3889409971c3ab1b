package web

import (
	"context"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"learnmap/search"
)

var update = flag.Bool("update", false, "write the golden files anew")

// goldens are the main states of the pages, by the address that shows them.
var goldens = map[string]string{
	"start":              "/",
	"near":               "/?lat=54.9&lng=23.9&radius_km=10",
	"country":            "/?country=LT&lang=lt",
	"words":              "/?q=robot&free=true&age=12&topic=science&when=week",
	"page two":           "/?limit=5", // and its next page
	"wider":              "/?lat=54.687&lng=25.28&radius_km=5",
	"empty":              "/?q=robot&topic=environment&lat=54.9&lng=23.9&radius_km=2",
	"problems":           "/?age=old&place=Kaunass&when=someday&country=ZZ&radius_km=-1&utm_source=mail",
	"arabic":             "/?lang=ar&country=MA",
	"activity":           "/activity/kaunas/robots",
	"activity course":    "/activity/kaunas/python",
	"activity text":      "/activity/kaunas/robots?lang=en&text=lt",
	"activity arabic":    "/activity/kaunas/robots?lang=ar",
	"activity cancelled": "/activity/kaunas/cancelled",
	"activity over":      "/activity/kaunas/over",
	"activity full":      "/activity/kaunas/bikes",
	"activity closed":    "/activity/kaunas/camp",
	"activity dateless":  "/activity/kaunas/any%2Fthing%20%C3%BC%25",
	"activity online":    "/activity/kaunas/online",
	"not found":          "/activity/kaunas/nothing",
	"draft":              "/activity/kaunas/draft",
}

func TestGolden(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "world.ndjson")
	p := serve(t, w, w.clock.Now)
	for name, target := range goldens {
		r := p.get(target)
		if name == "page two" {
			next := regexp.MustCompile(`href="([^"]*cursor=[^"]*)"`).FindStringSubmatch(r.body)
			if next == nil {
				t.Errorf("%s: no next page", name)
				continue
			}
			r = p.get(strings.ReplaceAll(next[1], "&amp;", "&"))
		}
		compareGolden(t, name, target, r)
	}
}

// TestGoldenFailures: what is shown when the searcher cannot answer.
func TestGoldenFailures(t *testing.T) {
	w := newWorld(t, "world.ndjson")
	for name, err := range map[string]error{
		"gone": search.ErrGone, "not ready": search.ErrNotReady, "failure": errInside,
	} {
		broken := &failing{Searcher: w.Searcher, err: err}
		compareGolden(t, name, "", serve(t, broken, w.clock.Now).get("/activity/kaunas/robots?lang=lt"))
	}
}

type failing struct {
	*search.Searcher
	err error
}

func (f *failing) Activity(context.Context, string) (*search.Hit, error) { return nil, f.err }

type insideError struct{}

func (insideError) Error() string { return "the disk /dev/secret is gone" }

var errInside = insideError{}

var (
	landPath  = regexp.MustCompile(`(?m)^<path class="land( lit)?" d="[^"]*"/>\n`)
	hashPath  = regexp.MustCompile(`/static/[0-9a-f]{16}/`)
	cellShape = regexp.MustCompile(`(?m)^<polygon class="c\d" points="[^"]*"/>\n`)
	sprite    = regexp.MustCompile(`(?s)<svg class="sprite".*?</svg>`)
	cursors   = regexp.MustCompile(`cursor=[^"&]*`)
)

// readable leaves out of a page what nobody reads: outlines, hashes, pictures.
func readableHTML(body string) string {
	for _, shape := range []struct {
		pattern *regexp.Regexp
		name    string
	}{{landPath, "countries"}, {cellShape, "cells"}} {
		n := len(shape.pattern.FindAllString(body, -1))
		first := true
		body = shape.pattern.ReplaceAllStringFunc(body, func(string) string {
			if !first {
				return ""
			}
			first = false
			return "<!-- " + strconv.Itoa(n) + " " + shape.name + " -->\n"
		})
	}
	body = hashPath.ReplaceAllString(body, "/static/HASH/")
	body = sprite.ReplaceAllString(body, "<!-- sprite -->")
	return cursors.ReplaceAllString(body, "cursor=CURSOR")
}

func compareGolden(t *testing.T, name, target string, r reply) {
	t.Helper()
	var head strings.Builder
	head.WriteString("GET " + target + "\n" + strconv.Itoa(r.status) + " " + http.StatusText(r.status) + "\n")
	for _, field := range []string{"Content-Type", "Content-Language", "Content-Security-Policy", "Cache-Control", "Vary", "Location"} {
		if value := r.header.Values(field); len(value) > 0 {
			head.WriteString(field + ": " + strings.Join(value, ", ") + "\n")
		}
	}
	got := head.String() + "\n" + readableHTML(r.body)
	path := filepath.Join("testdata", "golden", strings.ReplaceAll(name, " ", "_")+".html")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; run make golden and read what it wrote", err)
	}
	if got != string(want) {
		t.Errorf("%s differs from %s, first in line %s; run make golden and read the difference", name, path, firstDifference(got, string(want)))
	}
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return strconv.Itoa(i+1) + ":\n got " + a[i] + "\nwant " + b[i]
		}
	}
	return strconv.Itoa(min(len(a), len(b))+1) + ", where one of them ends"
}
