package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// shownHeaders are those that a case records.
var shownHeaders = []string{
	"Content-Type", "Cache-Control", "Vary", "Link", "Allow", "Retry-After", "Content-Disposition", "Content-Encoding",
	"Access-Control-Allow-Origin", "Access-Control-Allow-Methods",
}

const answerLine = "\n--- answer\n"

// TestCases sends the request at the top of each file of testdata/cases and compares
// the answer with the rest of it. JSON is indented to be read.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/cases/*.txt")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d cases: %v", len(files), err)
	}
	h := start(t, &fake{})
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			request, want, _ := strings.Cut(string(content), answerLine)
			lines := strings.Split(strings.TrimSpace(request), "\n")
			method, target, _ := strings.Cut(lines[0], " ")
			var headers []string
			for _, line := range lines[1:] {
				name, value, _ := strings.Cut(line, ": ")
				headers = append(headers, name, value)
			}
			got := show(h.do(method, target, headers...))
			if *update {
				if err := os.WriteFile(file, []byte(strings.TrimSpace(request)+"\n"+answerLine+got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != want {
				t.Errorf("%s\ngot:\n%s\nwant:\n%s", lines[0], got, want)
			}
		})
	}
}

func show(r reply) string {
	var out bytes.Buffer
	fmt.Fprintln(&out, r.status)
	for _, name := range shownHeaders {
		if values := r.header.Values(name); len(values) > 0 {
			fmt.Fprintf(&out, "%s: %s\n", name, strings.Join(values, ", "))
		}
	}
	out.WriteByte('\n')
	var indented bytes.Buffer
	if strings.HasSuffix(r.header.Get("Content-Type"), "json") && json.Indent(&indented, []byte(r.body), "", " ") == nil {
		r.body = indented.String() + "\n"
	}
	out.WriteString(strings.ReplaceAll(r.body, "\r\n", "\n"))
	return out.String()
}

// TestExamples answers every example of the description with 200.
func TestExamples(t *testing.T) {
	h := start(t, &fake{})
	for _, r := range table() {
		if r.example != "" {
			if got := h.get(r.example); got.status != 200 {
				t.Errorf("%s: %d %s", r.example, got.status, got.body)
			}
		}
		for _, p := range r.spec.params {
			if p.example == "" || p.name == "place" || !slices.Contains([]string{"/v1/activities", "/v1/counts"}, r.path) {
				continue
			}
			target := r.path + "?" + p.name + "=" + strings.ReplaceAll(p.example, "+", "%2B")
			switch {
			case r.path == "/v1/counts" && p.name == "by":
			case r.path == "/v1/counts" && p.name == "res":
				target += "&by=cell&bbox=1,2,3,4"
			case r.path == "/v1/counts":
				target += "&by=country"
			}
			switch p.name {
			case "lat":
				target += "&lng=1"
			case "lng":
				target += "&lat=1"
			case "radius_km":
				target += "&lng=1&lat=1"
			}
			if got := h.get(target); got.status != 200 {
				t.Errorf("%s: %d %s", target, got.status, got.body)
			}
		}
	}
}
