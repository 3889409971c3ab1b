package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func openOne(t *testing.T, stdin, arg string) *input {
	t.Helper()
	p := &program{stdin: strings.NewReader(stdin)}
	ins, err := p.openInputs(t.Context(), []string{arg})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(ins.close)
	return ins[0]
}

func TestInputs(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(file, []byte("title\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/a.csv", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "name\n") })
	mux.Handle("/moved", http.RedirectHandler("/a.csv", http.StatusFound))
	mux.Handle("/loop", http.RedirectHandler("/loop", http.StatusFound))
	mux.Handle("/file", http.RedirectHandler("file:///etc/hostname", http.StatusFound))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)

	for _, c := range []struct{ arg, text, err string }{
		{arg: file, text: "title\n"},
		{arg: "-", text: "from stdin"},
		{arg: server.URL + "/a.csv", text: "name\n"},
		{arg: server.URL + "/moved", text: "name\n"},
		{arg: server.URL + "/loop", err: "redirects"},
		{arg: server.URL + "/file", err: "unsupported protocol scheme"},
		{arg: server.URL + "/none", err: `the server answered "404 Not Found"`},
		{arg: file + ".gone", err: "no such file"},
		{arg: filepath.Dir(file), err: "is a directory"},
	} {
		in := openOne(t, "from stdin", c.arg)
		text, err := io.ReadAll(in)
		switch {
		case c.err == "" && (err != nil || string(text) != c.text):
			t.Errorf("%s: read %q, %v; want %q", c.arg, text, err, c.text)
		case c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)):
			t.Errorf("%s: %v; want %q", c.arg, err, c.err)
		}
	}
}

func TestInputHidesPasswords(t *testing.T) {
	if in := openOne(t, "", "https://me:hunter2@example.org/a.csv"); strings.Contains(in.name, "hunter2") {
		t.Errorf("the input is called %s", in.name)
	}
}

func TestInputSizes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(file, make([]byte, 1234), 0o600); err != nil {
		t.Fatal(err)
	}
	p := &program{}
	for want, args := range map[int64][]string{2468: {file, file}, -1: {file, "-"}} {
		ins, err := p.openInputs(t.Context(), args)
		if err != nil {
			t.Fatal(err)
		}
		if got := ins.size(); got != want {
			t.Errorf("size of %q = %d, want %d", args, got, want)
		}
	}
}

// What passes the bound is no shorter file but an error.
func TestBounded(t *testing.T) {
	for size, ok := range map[int]bool{9: true, 10: true, 11: false} {
		text, err := io.ReadAll(&bounded{io.NopCloser(strings.NewReader(strings.Repeat("x", size))), 10})
		if (err == nil) != ok || ok && len(text) != size {
			t.Errorf("%d bytes of at most 10: read %d, %v", size, len(text), err)
		}
	}
}
