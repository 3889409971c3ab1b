package web

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"learnmap/data"
)

// elements are all that pages are made of.
var elements = strings.Fields(`html head meta title link body a aside p strong code header svg use symbol path rect circle g text
	polygon span main section h1 h2 h3 h4 form div label input datalist option select button details summary fieldset legend nav ul
	ol li dl dt dd bdi br article time figure figcaption footer script`)

// TestHostileRecords: whatever a record says, it becomes text and nothing else.
func TestHostileRecords(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "world.ndjson", "hostile.ndjson")
	p := serve(t, w, w.clock.Now)
	targets := []string{"/?source=hostile", "/?source=hostile&lang=ar", "/?source=hostile&country=LT", "/?q=alert"}
	for _, doc := range readRecords(t, "hostile.ndjson") {
		a := doc.(*data.Activity)
		for _, lang := range []string{"", "lt", "ar"} {
			targets = append(targets, activityURL(a.Key().ID, lang))
		}
	}
	for _, target := range targets {
		checkHarmless(t, target, p.page(target))
	}
}

// TestHostileAddresses: whatever an address says, too.
func TestHostileAddresses(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "world.ndjson", "hostile.ndjson")
	p := serve(t, w, w.clock.Now)
	evil := url.QueryEscape(`"><script>alert(1)</script><img src=x onerror="alert(2)"> ` + "\u202Ejavascript:alert(3)")
	for _, name := range []string{
		"q", "place", "radius_km", "lat", "bbox", "cell", "country", "city", "topic", "skill", "language", "mode", "age", "from", "when", "weekday",
		"after", "organiser", "accessibility", "type", "level", "series", "playlist", "source", "ids", "sort", "limit", "cursor", "lang", "text", evil,
	} {
		checkHarmless(t, name, p.get("/?"+name+"="+evil).body)
	}
	checkHarmless(t, "text", p.get("/activity/kaunas/robots?text="+evil+"&lang="+evil).body)
	checkHarmless(t, "path", p.get("//evil.example/"+evil).body)
	checkHarmless(t, "path", p.get("/activity/kaunas/"+url.PathEscape(evil)).body)
}

// checkHarmless reads a page as a browser does and looks at every element.
func checkHarmless(t *testing.T, target, page string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	scripts, ids := 0, map[string]bool{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if !slices.Contains(elements, n.Data) {
			t.Errorf("%s: an element <%s>", target, n.Data)
		}
		for _, a := range n.Attr {
			checkAttribute(t, target, n, a)
			if a.Key == "id" {
				if ids[a.Val] {
					t.Errorf("%s: two elements of the id %s", target, a.Val)
				}
				ids[a.Val] = true
			}
		}
		switch n.Data {
		case "script":
			scripts++
			checkData(t, target, n)
		case "title":
			checkDirection(t, target, n.FirstChild.Data)
		}
	}
	if !ids["main"] || scripts > 1 {
		t.Errorf("%s: %d scripts; the content is there: %v", target, scripts, ids["main"])
	}
}

func checkAttribute(t *testing.T, target string, n *html.Node, a html.Attribute) {
	t.Helper()
	switch {
	case strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcdoc" || a.Key == "formaction":
		t.Errorf("%s: <%s %s=%q>", target, n.Data, a.Key, a.Val)
	case a.Key == "href" || a.Key == "src" || a.Key == "action":
		u, err := url.Parse(a.Val)
		if err != nil || !slices.Contains([]string{"", "http", "https", "mailto", "tel", "geo"}, u.Scheme) {
			t.Errorf("%s: <%s %s=%q>", target, n.Data, a.Key, a.Val)
		}
		if err == nil && u.Scheme == "" && u.Host != "" {
			t.Errorf("%s: <%s %s=%q> leaves the site", target, n.Data, a.Key, a.Val)
		}
		if err == nil && u.Scheme == "mailto" && (u.RawQuery != "" || strings.ContainsAny(u.Opaque, "?&")) {
			t.Errorf("%s: a mail with more than an address: %q", target, a.Val)
		}
	case a.Key == "aria-label" || a.Key == "content" || a.Key == "placeholder":
		checkDirection(t, target, a.Val)
	}
}

// checkDirection: where no element can set a text apart, it must not turn what follows.
func checkDirection(t *testing.T, target, s string) {
	t.Helper()
	open := 0
	for _, r := range s {
		switch r {
		case '\u2066', '\u2068':
			open++
		case '\u2069':
			open--
		default:
			if directionMark(r) {
				t.Errorf("%s: %q turns the direction", target, s)
			}
		}
	}
	if open != 0 {
		t.Errorf("%s: %q leaves %d isolates open", target, s, open)
	}
}

// checkData: a script is one piece of JSON and nothing else.
func checkData(t *testing.T, target string, n *html.Node) {
	t.Helper()
	var v map[string]any
	if len(n.Attr) != 1 || n.Attr[0].Val != "application/ld+json" || json.Unmarshal([]byte(n.FirstChild.Data), &v) != nil {
		t.Errorf("%s: a script %v: %s", target, n.Attr, n.FirstChild.Data)
	}
}

// TestPolicy: pages load their own style sheet and nothing else, problems too.
func TestPolicy(t *testing.T) {
	w := newWorld(t, "world.ndjson")
	p := serve(t, w, w.clock.Now)
	for _, target := range []string{"/", "/?age=x", "/activity/kaunas/robots", "/activity/kaunas/nothing"} {
		h := p.get(target).header
		if h.Get("Content-Security-Policy") != pagePolicy || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "strict-origin" {
			t.Errorf("%s: headers %v", target, h)
		}
		if h.Get("Set-Cookie") != "" {
			t.Errorf("%s sets a cookie", target)
		}
	}
	if strings.Contains(pagePolicy, "unsafe") || strings.Contains(pagePolicy, "script-src") {
		t.Error("the policy lets something run")
	}
}
