package api

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"learnmap/search"
)

// TestEverywhere finds the headers that every answer must have on every route, on
// errors, and on pages that others mount.
func TestEverywhere(t *testing.T) {
	h := start(t, &fake{})
	targets := []string{"/nothing", "/v1/activities?nothing=1", "/v1/activities/a/b"}
	for _, r := range table() {
		targets = append(targets, strings.NewReplacer("{source}", "kaunas", "{id}", "robotics-7").Replace(r.path))
	}
	for _, target := range targets {
		for _, method := range []string{"GET", "HEAD", "OPTIONS", "PUT"} {
			r := h.do(method, target)
			for _, header := range []string{"X-Content-Type-Options", "Referrer-Policy", "Content-Security-Policy", "Permissions-Policy", "X-Request-Id"} {
				if r.header.Get(header) == "" {
					t.Errorf("%s %s has no %s", method, target, header)
				}
			}
			if r.header.Get("Access-Control-Allow-Origin") != "*" {
				t.Errorf("%s %s is closed to other origins", method, target)
			}
			if policy := r.header.Get("Content-Security-Policy"); strings.Contains(policy, "unsafe") || !strings.HasPrefix(policy, "default-src 'none'") {
				t.Errorf("%s %s: policy %s", method, target, policy)
			}
			if r.header.Get("Server") != "" {
				t.Errorf("%s %s says what it is made with", method, target)
			}
		}
	}
}

// TestHead answers as GET does, without the body.
func TestHead(t *testing.T) {
	h := start(t, &fake{})
	for _, target := range []string{"/v1/activities", "/v1/activities/kaunas/robotics-7", "/v1/counts?by=topic", "/docs", "/v1/nothing"} {
		get, head := h.get(target), h.do("HEAD", target)
		if head.status != get.status || head.body != "" {
			t.Errorf("%s: HEAD answers %d with %d bytes, GET %d", target, head.status, len(head.body), get.status)
		}
		for _, name := range []string{"Content-Type", "Content-Length", "Etag", "Cache-Control", "Vary"} {
			if head.header.Get(name) != get.header.Get(name) {
				t.Errorf("%s: %s is %q on HEAD and %q on GET", target, name, head.header.Get(name), get.header.Get(name))
			}
		}
	}
}

func TestNotModified(t *testing.T) {
	label := "Lithuania"
	f := &fake{}
	f.activity = func(_ context.Context, id string) (*search.Hit, error) {
		return &search.Hit{ID: id, Document: []byte(`{"title":"` + label + strings.Repeat(" long", 400) + `"}`)}, nil
	}
	h := start(t, f)
	const target = "/v1/activities/kaunas/x"
	first := h.get(target)
	tag := first.header.Get("Etag")
	if len(tag) < 10 || strings.HasPrefix(tag, "W/") {
		t.Fatalf("ETag %s is not a strong one", tag)
	}
	packed := h.get(target, "Accept-Encoding", "gzip").header.Get("Etag")
	if packed == tag {
		t.Error("two representations share an ETag")
	}
	for header, want := range map[string]int{
		tag: 304, "W/" + tag: 304, "*": 304, `"other", ` + tag + `, "x,y"`: 304, `"a,b",W/` + tag: 304,
		"": 200, `"other"`: 200, strings.Trim(tag, `"`): 200, `"` + tag: 200, packed: 200, tag[:len(tag)-1]: 200,
	} {
		r := h.get(target, "If-None-Match", header)
		if r.status != want {
			t.Errorf("If-None-Match: %s answers %d, want %d", header, r.status, want)
		}
		if want == 304 && (r.body != "" || r.header.Get("Etag") != tag || r.header.Get("Cache-Control") == "" || r.header.Get("Vary") == "") {
			t.Errorf("If-None-Match: %s: incomplete 304 %v %q", header, r.header, r.body)
		}
	}
	if r := h.get(target, "If-None-Match", packed, "Accept-Encoding", "gzip"); r.status != 304 || r.header.Get("Etag") != packed {
		t.Errorf("the packed representation: %d %s", r.status, r.header.Get("Etag"))
	}
	if r := h.do("HEAD", target, "If-None-Match", tag); r.status != 304 {
		t.Errorf("HEAD answers %d", r.status)
	}
	label = "Lietuva"
	if r := h.get(target, "If-None-Match", tag); r.status != 200 || r.header.Get("Etag") == tag {
		t.Error("a change goes unseen")
	}
	if r := h.get("/v1/activities/kaunas/x?nothing=1", "If-None-Match", "*"); r.status != 400 {
		t.Errorf("an error answers %d to If-None-Match", r.status)
	}
}

func TestCompression(t *testing.T) {
	h := start(t, &fake{})
	plain := h.get("/v1/activities")
	if plain.header.Get("Content-Encoding") != "" || plain.header.Get("Vary") != "Accept-Encoding" {
		t.Errorf("plain answer: %v", plain.header)
	}
	for accept, want := range map[string]string{
		"": "", "identity": "", "gzip": "gzip", "br": "br", "gzip, deflate, br, zstd": "br", "GZIP;q=1.0": "gzip",
		"br;q=0, gzip": "gzip", "br;q=0.1, gzip;q=0.9": "gzip", "*": "br", "*;q=0.1, br;q=0": "gzip", "gzip;q=0, *;q=0": "", "br;q=x": "",
		"deflate": "", "gzip;q=0": "", "br;q=2": "",
	} {
		r := h.get("/v1/activities", "Accept-Encoding", accept)
		if r.header.Get("Content-Encoding") != want {
			t.Errorf("Accept-Encoding %q gets %q, want %q", accept, r.header.Get("Content-Encoding"), want)
			continue
		}
		if got := unpack(t, r); got != plain.body {
			t.Errorf("Accept-Encoding %q: another body", accept)
		}
		if want != "" && len(r.body) >= len(plain.body) {
			t.Errorf("%s makes %d bytes of %d", want, len(r.body), len(plain.body))
		}
	}
	for _, target := range []string{"/docs", "/docs.css", "/openapi.json", "/metrics", "/v1", "/v1/activities?format=csv", "/v1/activities?limit=2"} {
		want := h.get(target)
		for _, encoding := range encodings {
			r := h.get(target, "Accept-Encoding", encoding)
			got := unpack(t, r)
			if r.header.Get("Content-Encoding") != encoding || len(got) < worthPacking || target != "/metrics" && got != want.body {
				t.Errorf("%s by %s: %d bytes, want %d", target, encoding, len(got), len(want.body))
			}
		}
	}
	if r := h.get("/v1/counts?by=topic", "Accept-Encoding", "gzip"); r.header.Get("Content-Encoding") != "" || r.header.Get("Vary") == "" {
		t.Errorf("a small body: %v", r.header)
	}
	if r := h.get("/v1/activities?topic=x", "Accept-Encoding", "gzip"); r.header.Get("Content-Encoding") != "" {
		t.Errorf("an error: %v", r.header)
	}
}

func unpack(t *testing.T, r reply) string {
	t.Helper()
	var body []byte
	var err error
	switch r.header.Get("Content-Encoding") {
	case "":
		return r.body
	case "gzip":
		var z *gzip.Reader
		if z, err = gzip.NewReader(strings.NewReader(r.body)); err == nil {
			body, err = io.ReadAll(z)
		}
	case "br":
		body, err = fasthttp.AppendUnbrotliBytes(nil, []byte(r.body))
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// TestPages mounts what web mounts, and sees that the envelope leaves it its own.
func TestPages(t *testing.T) {
	h := build(t, &fake{})
	app := h.server.App()
	app.Get("/", func(c *fiber.Ctx) error {
		q, problems := ReadQuery(c)
		if len(problems) > 0 {
			return c.SendString(problems.Error())
		}
		result, err := h.server.Searcher().Search(Context(c), q)
		if err != nil {
			return err
		}
		c.Set("Content-Security-Policy", "default-src 'self'")
		c.Set("ETag", `"mine"`)
		c.Set("Content-Type", "text/html; charset=utf-8")
		return c.SendString(h.server.BaseURL(c) + " " + string(result.Sort) + strings.Repeat(" page", 300))
	})
	app.Get("/page/:id", func(*fiber.Ctx) error { return search.ErrNotFound })
	h.server.RenderProblems(func(c *fiber.Ctx, p *Problem) bool {
		c.Set("Content-Type", "text/html; charset=utf-8")
		return c.SendString("<h1>"+p.Title+"</h1>") == nil
	})
	h.serve()
	page := h.get("/?utm_source=x&lat=1&lng=2&topic=", "Accept-Encoding", "gzip")
	if page.status != 200 || page.header.Get("Content-Security-Policy") != "default-src 'self'" || page.header.Get("Etag") != `"mine-gzip"` {
		t.Errorf("page: %d %v", page.status, page.header)
	}
	if body := unpack(t, page); !strings.HasPrefix(body, "https://learn.example distance") {
		t.Errorf("page: %s", body)
	}
	if again := h.get("/", "If-None-Match", `"mine"`); again.status != 304 {
		t.Errorf("a page with its own ETag answers %d", again.status)
	}
	if post := h.do("POST", "/"); post.header.Get("Allow") != "GET, HEAD, OPTIONS" {
		t.Errorf("POST of a page allows %s", post.header.Get("Allow"))
	}
	for target, want := range map[string]int{"/page/x": 404, "/nothing": 404} {
		html := h.get(target, "Accept", "text/html,*/*")
		if html.status != want || !strings.HasPrefix(html.body, "<h1>") || html.header.Get("X-Content-Type-Options") == "" {
			t.Errorf("%s: %d %s", target, html.status, html.body)
		}
		h.problem(h.get(target), want)
	}
	h.problem(h.get("/v1/nothing", "Accept", "text/html"), 404)
	if p := h.problem(h.get("/page/x"), 404); strings.Contains(p.Detail, "/page") {
		t.Errorf("the page that was asked for is suggested: %s", p.Detail)
	}
}

// TestBaseURL makes links absolute by the request's host, unless a public URL is set.
func TestBaseURL(t *testing.T) {
	h := start(t, &fake{}, func(o *Options) { o.PublicURL = "" })
	var list struct{ Links struct{ Self string } }
	decodeJSON(t, h.get("/v1/activities?topic=science").body, &list)
	if list.Links.Self != "http://learn.test/v1/activities?topic=science" {
		t.Errorf("self is %s", list.Links.Self)
	}
	r, _ := h.raw("GET /v1/activities HTTP/1.0\r\n\r\n")
	decodeJSON(t, r.body, &list)
	if list.Links.Self != "/v1/activities" {
		t.Errorf("without a host, self is %s", list.Links.Self)
	}
	r, _ = h.raw("GET /v1/activities HTTP/1.1\r\nHost: Learn.Test:8080\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\n\r\n")
	decodeJSON(t, r.body, &list)
	if list.Links.Self != "http://learn.test:8080/v1/activities" {
		t.Errorf("self is %s", list.Links.Self)
	}
}

func TestRequestID(t *testing.T) {
	h := start(t, &fake{})
	for given, kept := range map[string]bool{
		"a-B_9.z": true, strings.Repeat("x", 64): true, strings.Repeat("x", 65): false, "a b": false, "ä": false, `"`: false, "": false,
	} {
		r := h.get("/healthz", "X-Request-ID", given)
		got := r.header.Get("X-Request-ID")
		if (got == given) != kept || got == "" {
			t.Errorf("id %q becomes %q", given, got)
		}
	}
	if a, b := h.get("/healthz").header.Get("X-Request-ID"), h.get("/healthz").header.Get("X-Request-ID"); a == b {
		t.Errorf("two requests are both %s", a)
	}
}

// TestLanguage hands the reader's language to the searcher where labels are asked for.
func TestLanguage(t *testing.T) {
	var got string
	f := &fake{}
	f.vocabulary = func(_ context.Context, q search.VocabularyQuery) (*search.Entries, error) {
		got = q.Lang
		return &search.Entries{}, nil
	}
	h := start(t, f)
	for header, want := range map[string]string{
		"": "", "de": "de", "pt-br, en;q=0.5": "pt-BR", "en;q=0.5, uk": "uk", "*": "", "de;q=0": "", "de;q=0, fr;q=0.1": "fr", "???, lt": "lt",
		strings.Repeat("x,", 200) + "lt": "",
	} {
		r := h.get("/v1/topics", "Accept-Language", header)
		if got != want || !strings.Contains(r.header.Get("Vary"), "Accept-Language") {
			t.Errorf("Accept-Language %q is read as %q, want %q; Vary %s", header, got, want, r.header.Get("Vary"))
		}
	}
	if r := h.get("/v1/topics?lang=lt", "Accept-Language", "de"); got != "lt" || strings.Contains(r.header.Get("Vary"), "Accept-Language") {
		t.Errorf("lang=lt is read as %q; Vary %s", got, r.header.Get("Vary"))
	}
	if r := h.get("/v1/activities?q=x", "Accept-Language", "de"); strings.Contains(r.header.Get("Vary"), "Accept-Language") {
		t.Errorf("an answer without labels varies by %s", r.header.Get("Vary"))
	}
}

// TestDocs tells about every route, parameter and problem, and loads one style sheet.
func TestDocs(t *testing.T) {
	h := start(t, &fake{})
	page := h.get("/docs")
	for _, r := range table() {
		if !strings.Contains(page.body, ">"+r.path+"<") {
			t.Errorf("/docs does not tell about %s", r.path)
		}
		for _, p := range r.spec.params {
			if !bytes.Contains([]byte(page.body), []byte("<code>"+p.name+"</code>")) {
				t.Errorf("/docs does not tell about %s of %s", p.name, r.path)
			}
		}
	}
	for _, p := range []*Problem{badParameters, noActivity, goneActivity, unexpected, overloaded, bigBody} {
		if !strings.Contains(page.body, `id="`+strings.TrimPrefix(p.Type, "/docs#")+`"`) {
			t.Errorf("/docs does not explain %s", p.Type)
		}
	}
	if strings.Contains(page.body, "<script") || strings.Contains(page.body, "style=") || strings.Contains(page.body, "http://") {
		t.Error("/docs needs more than its style sheet")
	}
	if style := h.get("/docs.css"); style.status != http.StatusOK || strings.Contains(style.body, "url(") {
		t.Errorf("/docs.css: %d", style.status)
	}
}
