package api

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestHostile sends what a request smuggler or a broken client would. The answer is a
// refusal, on a connection that is closed, so that nothing behind it is taken for a
// request; only what RFC 9112 lets pass is answered.
func TestHostile(t *testing.T) {
	h := start(t, &fake{})
	const get, post = "GET /v1 HTTP/1.1\r\n", "POST /v1 HTTP/1.1\r\n"
	for name, c := range map[string]struct {
		request string
		status  int
	}{
		"content length twice":       {post + "Host: h\r\nContent-Length: 1\r\nContent-Length: 3\r\n\r\nabc", 400},
		"transfer encoding twice":    {post + "Host: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", 400},
		"transfer encoding xchunked": {post + "Host: h\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400},
		"space before the colon":     {post + "Host: h\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400},
		"content length +3":          {post + "Host: h\r\nContent-Length: +3\r\n\r\nabc", 400},
		"content length -1":          {post + "Host: h\r\nContent-Length: -1\r\n\r\nabc", 400},
		"content length overflows":   {post + "Host: h\r\nContent-Length: 18446744073709551619\r\n\r\nabc", 400},
		"both lengths":               {post + "Host: h\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX", 405},
		"bare line feeds":            {"GET /v1 HTTP/1.1\nHost: h\n\n", 400},
		"return in a header name":    {get + "Host: h\r\nA\rB: 1\r\n\r\n", 400},
		"empty header name":          {get + "Host: h\r\n: x\r\n\r\n", 400},
		"no host":                    {get + "\r\n", 400},
		"empty host":                 {get + "Host: \r\n\r\n", 400},
		"two hosts":                  {get + "Host: h\r\nHost: g\r\n\r\n", 400},
		"host of a script":           {get + "Host: h\"><script>\r\n\r\n", 400},
		"host with a path":           {get + "Host: h/evil\r\n\r\n", 400},
		"host with a user":           {get + "Host: user@h\r\n\r\n", 400},
		"host beyond all measure":    {get + "Host: " + strings.Repeat("h", 300) + "\r\n\r\n", 400},
		"target of another host":     {"GET http://evil/v1 HTTP/1.1\r\nHost: h\r\n\r\n", 400},
		"chunk extension":            {post + "Host: h\r\nTransfer-Encoding: chunked\r\n\r\n2;\nxx\r\nab\r\n0\r\n\r\n", 400},
		"chunk of negative size":     {post + "Host: h\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nab\r\n0\r\n\r\n", 400},
		"chunks in HTTP/1.0":         {"POST /v1 HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n", 400},
		"NUL in the path":            {"GET /v1\x00b HTTP/1.1\r\nHost: h\r\n\r\n", 400},
		"a TLS hello":                {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + strings.Repeat("A", 50) + "\r\n\r\n", 400},
		"HTTP/9.9":                   {"GET /v1 HTTP/9.9\r\nHost: h\r\n\r\n", 505},
		"encoded path":               {"GET /v1/activities/a/%252e%252e HTTP/1.1\r\nHost: h\r\n\r\n", 404},
		"climbing path":              {"GET /v1/../../etc/passwd HTTP/1.1\r\nHost: h\r\n\r\n", 404},
		"target of its own host":     {"GET http://h/v1 HTTP/1.1\r\nHost: h\r\n\r\n", 200},
		"folded header":              {get + "Host: h\r\nX: a\r\n b\r\n\r\n", 200},
	} {
		r, closed := h.raw(c.request)
		if r.status != c.status {
			t.Errorf("%s: answered %d, want %d: %s", name, r.status, c.status, r.body)
			continue
		}
		if c.status >= 400 {
			h.problem(r, c.status)
			if r.header.Get("X-Content-Type-Options") != "nosniff" || r.header.Get("Access-Control-Allow-Origin") != "*" {
				t.Errorf("%s: the refusal lacks the headers of every answer", name)
			}
		}
		if framing := c.status == 400 && !strings.Contains(name, "host"); framing && !closed {
			t.Errorf("%s: the connection stays open", name)
		}
		if name == "both lengths" && !closed {
			t.Error("both lengths: the connection stays open")
		}
	}
}

// TestInjection finds no header that a request wrote.
func TestInjection(t *testing.T) {
	h := start(t, &fake{})
	for _, target := range []string{
		"/v1/activities?format=csv&city=x%0d%0aInjected:%201", "/v1/activities/a/b%0d%0aInjected:%201", "/v1%0d%0aInjected:%201",
	} {
		r, _ := h.raw("GET " + target + " HTTP/1.1\r\nHost: h\r\nX-Request-ID: a%0d%0aInjected: 1\r\n\r\n")
		if r.status == 0 || r.header.Get("Injected") != "" {
			t.Errorf("%s: %d %v", target, r.status, r.header)
		}
	}
}

func TestLimits(t *testing.T) {
	h := start(t, &fake{})
	get := func(url, header int) reply {
		line := "GET /v1/activities?q=a&" + strings.Repeat("&", url-len("/v1/activities?q=a&")) + " HTTP/1.1\r\nHost: h\r\n"
		if header > 0 {
			line += "X: " + strings.Repeat("x", header) + "\r\n"
		}
		r, _ := h.raw(line + "\r\n")
		return r
	}
	for _, c := range []struct{ url, header, status int }{
		{12 << 10, 3 << 10, 200}, {100, 15 << 10, 200}, {16<<10 - 100, 0, 200},
		{16<<10 + 1, 0, 414}, {18 << 10, 0, 414}, {64 << 10, 0, 431},
		{12 << 10, 5 << 10, 431}, {100, 16 << 10, 431}, {100, 64 << 10, 431},
	} {
		r := get(c.url, c.header)
		if r.status != c.status {
			t.Errorf("%d bytes of URL, %d of headers: %d, want %d", c.url, c.header, r.status, c.status)
		}
		if r.status >= 400 {
			h.problem(r, c.status)
		}
	}
	body := func(length string) reply {
		r, _ := h.raw("POST /v1/activities HTTP/1.1\r\nHost: h\r\nContent-Length: " + length + "\r\n\r\n" + strings.Repeat("b", 100))
		return r
	}
	h.problem(body(fmt.Sprint(maxBody+1)), 413)
	h.problem(body("100"), 405)
	whole, _ := h.raw("POST /v1/activities HTTP/1.1\r\nHost: h\r\nContent-Length: 1048576\r\n\r\n" + strings.Repeat("b", maxBody))
	h.problem(whole, 405)
}

// TestPackedBody refuses a compressed body before anything unpacks it.
func TestPackedBody(t *testing.T) {
	h := start(t, &fake{})
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	if _, err := io.CopyN(z, zeros{}, 4<<20); err != nil {
		t.Fatal(err)
	}
	z.Close()
	for _, method := range []string{"GET", "POST"} {
		for _, encoding := range []string{"gzip", "br", "x-unknown", "gzip, gzip"} {
			r, _ := h.raw(fmt.Sprintf("%s /v1/activities HTTP/1.1\r\nHost: h\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n%s",
				method, encoding, bomb.Len(), bomb.String()))
			h.problem(r, 415)
		}
	}
	if r, _ := h.raw("GET /v1 HTTP/1.1\r\nHost: h\r\nContent-Encoding: Identity\r\n\r\n"); r.status != 200 {
		t.Errorf("an identity encoding answers %d", r.status)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// TestPipelined answers requests on one connection in their order.
func TestPipelined(t *testing.T) {
	h := start(t, &fake{})
	conn, err := h.ln.Dial()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	targets := []string{"/v1/topics", "/nothing", "/v1/skills", "/v1/activities?x=1", "/readyz"}
	var all strings.Builder
	for _, target := range targets {
		all.WriteString("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n")
	}
	if _, err := io.WriteString(conn, all.String()); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(conn)
	for i, want := range []int{200, 404, 200, 400, 200} {
		resp, err := http.ReadResponse(in, nil)
		if err != nil {
			t.Fatal(err)
		}
		if r := h.read(resp); r.status != want {
			t.Errorf("%s: %d, want %d", targets[i], r.status, want)
		}
	}
}
