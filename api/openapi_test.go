package api

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// described is the description as a client reads it.
type described struct {
	OpenAPI string
	Info    struct{ Version string }
	Paths   map[string]map[string]struct {
		OperationID string
		Parameters  []map[string]any
		Responses   map[string]map[string]any
	}
	Components map[string]map[string]any
}

func readDescription(t *testing.T, text []byte) (d described, all any) {
	t.Helper()
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	return d, all
}

// TestDescriptionIsKept refuses a change of the description under the same version:
// whoever wrote a client by it must be able to tell. With -update and a new Version it
// is written anew.
func TestDescriptionIsKept(t *testing.T) {
	const golden = "testdata/openapi.json"
	got := describe(table())
	want, err := os.ReadFile(golden)
	if err != nil && !*update {
		t.Fatal(err)
	}
	if string(got) == string(want) {
		return
	}
	if len(want) > 0 {
		if before, _ := readDescription(t, want); before.Info.Version == Version {
			t.Fatalf("the description changed and Version is still %s: raise it in routes.go, then run go test ./api -update\n%s", Version, firstDifference(string(got), string(want)))
		}
	}
	if !*update {
		t.Fatal("the description changed: run go test ./api -update")
	}
	if err := os.WriteFile(golden, got, 0o644); err != nil {
		t.Fatal(err)
	}
}

func firstDifference(got, want string) string {
	was := strings.Split(want, "\n")
	for i, line := range strings.Split(got, "\n") {
		if i >= len(was) || line != was[i] {
			return fmt.Sprintf("line %d: %s", i+1, line)
		}
	}
	return "lines are missing at its end"
}

// TestDescriptionIsWhole finds every route and parameter in the description, and
// everything that it refers to.
func TestDescriptionIsWhole(t *testing.T) {
	h := start(t, &fake{})
	d, all := readDescription(t, []byte(h.get("/openapi.json").body))
	if d.OpenAPI != "3.1.0" || d.Info.Version != Version {
		t.Errorf("OpenAPI %s of version %s", d.OpenAPI, d.Info.Version)
	}
	walk(all, func(o map[string]any) {
		if ref, ok := o["$ref"].(string); ok && resolve(all, ref) == nil {
			t.Errorf("%s leads nowhere", ref)
		}
	})
	mounted := map[string]bool{}
	for _, r := range h.server.App().GetRoutes(true) {
		path := pathOf(r.Path)
		mounted[path] = true
		if _, known := d.Paths[path]; !known {
			t.Errorf("%s %s is not described", r.Method, path)
		}
	}
	ids := map[string]bool{}
	for path, methods := range d.Paths {
		operation := methods["get"]
		if !mounted[path] || operation.OperationID == "" || ids[operation.OperationID] {
			t.Errorf("%s: mounted %t, id %q", path, mounted[path], operation.OperationID)
		}
		ids[operation.OperationID] = true
		checkParameters(t, path, operation.Parameters, all)
		if operation.Responses["200"] == nil || operation.Responses["default"] == nil {
			t.Errorf("%s: answers %v", path, operation.Responses)
		}
	}
	for name := range d.Components["schemas"] {
		if !strings.Contains(h.get("/openapi.json").body, `"#/components/schemas/`+name+`"`) {
			t.Errorf("nothing refers to schema %s", name)
		}
	}
}

// pathOf writes fiber's pattern of a path as OpenAPI does.
func pathOf(pattern string) string {
	segments := strings.Split(pattern, "/")
	for i, segment := range segments {
		if name, ok := strings.CutPrefix(segment, ":"); ok {
			segments[i] = "{" + name + "}"
		}
	}
	return strings.Join(segments, "/")
}

// checkParameters compares the parameters of an operation with those of its route.
func checkParameters(t *testing.T, path string, parameters []map[string]any, all any) {
	t.Helper()
	routes := table()
	r := &routes[slices.IndexFunc(routes, func(r route) bool { return r.path == path })]
	want := slices.Clone(r.spec.names)
	for name := range pathNames(path) {
		want = append(want, name)
	}
	var got []string
	for _, p := range parameters {
		if ref, ok := p["$ref"].(string); ok {
			p, _ = resolve(all, ref).(map[string]any)
		}
		name, _ := p["name"].(string)
		got = append(got, name)
		if text, _ := p["description"].(string); text == "" || p["schema"] == nil {
			t.Errorf("%s: parameter %s has no description or no schema", path, name)
		}
		if problems := violations(all, p["schema"], p["example"], name); p["example"] != nil && len(problems) > 0 {
			t.Errorf("%s: the example is none: %v", path, problems)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s: describes parameters %v, takes %v", path, got, want)
	}
}

// TestAnswersAreAsDescribed checks the answer of each case against its schema.
func TestAnswersAreAsDescribed(t *testing.T) {
	h := start(t, &fake{})
	d, all := readDescription(t, describe(table()))
	files, err := filepath.Glob("testdata/cases/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	checked := map[string]bool{}
	targets := []string{"GET /openapi.json", "GET /metrics", "GET /docs"}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		request, _, _ := strings.Cut(string(content), "\n")
		targets = append(targets, request)
	}
	for _, request := range targets {
		target, get := strings.CutPrefix(request, "GET ")
		if !get {
			continue
		}
		r := h.get(target)
		path, _, _ := strings.Cut(target, "?")
		schema := object{"$ref": "#/components/schemas/Problem"}
		if r.status == 200 {
			if path = routeOf(path); d.Paths[path] == nil {
				t.Fatalf("%s is of no route", target)
			}
			media, _, _ := strings.Cut(r.header.Get("Content-Type"), ";")
			content, _ := d.Paths[path]["get"].Responses["200"]["content"].(map[string]any)
			described, ok := content[media].(map[string]any)
			if !ok {
				t.Errorf("%s answers %s, which is not described", target, media)
				continue
			}
			checked[path] = true
			if !strings.HasSuffix(media, "json") {
				continue
			}
			schema, _ = described["schema"].(map[string]any)
		}
		var body any
		decodeJSON(t, r.body, &body)
		for _, problem := range violations(all, schema, body, "") {
			t.Errorf("%s: %s", target, problem)
		}
	}
	for path := range d.Paths {
		if !checked[path] && path != "/docs.css" {
			t.Errorf("no case answers %s", path)
		}
	}
}

func routeOf(path string) string {
	if rest, ok := strings.CutPrefix(path, "/v1/activities/"); ok && rest != "" {
		return "/v1/activities/{source}/{id}"
	}
	return path
}

// TestViolations sees that the check of this file can fail.
func TestViolations(t *testing.T) {
	_, all := readDescription(t, describe(table()))
	for body, want := range map[string]int{
		`{"type":"Feature","id":"a/b","geometry":null,"properties":{"id":"b","source":"a","title":"t"}}`:                                 0,
		`{"type":"Feature","id":"a/b","geometry":null,"properties":{"id":"b","source":"a"}}`:                                             1,
		`{"type":"Feature","id":7,"geometry":null,"properties":{"id":"b","source":"a","title":"t"}}`:                                     1,
		`{"type":"Feature","id":"a/b","geometry":{"type":"Line"},"properties":{"id":"b","source":"a","title":"t"}}`:                      1,
		`{"type":"Feature","id":"a/b","geometry":null,"surplus":1,"properties":{"id":"b","source":"a","title":"t"}}`:                     1,
		`{"type":"Feature","id":"a/b","geometry":null,"properties":{"id":"b","source":"a","title":"t","mode":"x","until":"soon"}}`:       2,
		`{"type":"Feature","id":"a/b","geometry":null,"properties":{"id":"b","source":"a","title":"t","ageMin":1.5,"free":1,"next":{}}}`: 4,
		`{"type":"Point"}`: 4,
	} {
		var v any
		decodeJSON(t, body, &v)
		if got := violations(all, refTo("Feature"), v, ""); len(got) != want {
			t.Errorf("%s: %q, want %d", body, got, want)
		}
	}
}

func walk(v any, visit func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		visit(v)
		for _, member := range v {
			walk(member, visit)
		}
	case []any:
		for _, item := range v {
			walk(item, visit)
		}
	}
}

func resolve(all any, ref string) any {
	for name := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		o, _ := all.(map[string]any)
		all = o[name]
	}
	return all
}

// violations says where a value is not as its schema describes it. It knows what the
// description uses of JSON Schema, and takes members that are not described for
// mistakes.
func violations(all, schema, v any, at string) []string {
	s, ok := schema.(map[string]any)
	if !ok {
		return []string{at + ": no schema"}
	}
	if ref, ok := s["$ref"].(string); ok {
		return violations(all, resolve(all, ref), v, at)
	}
	var found []string
	add := func(format string, args ...any) { found = append(found, at+": "+fmt.Sprintf(format, args...)) }
	if c, ok := s["const"]; ok && c != v {
		add("%v is not %v", v, c)
	}
	if values, ok := s["enum"].([]any); ok && !slices.Contains(values, v) {
		add("%v is not one of %v", v, values)
	}
	if typ, ok := s["type"].(string); ok && !isType(v, typ) {
		add("%v is no %s", v, typ)
		return found
	}
	if text, ok := v.(string); ok && s["format"] == "date-time" {
		if _, err := time.Parse(time.RFC3339, text); err != nil {
			add("%v", err)
		}
	}
	if either, ok := s["oneOf"].([]any); ok && !slices.ContainsFunc(either, func(e any) bool { return len(violations(all, e, v, at)) == 0 }) {
		add("is neither")
	}
	switch v := v.(type) {
	case map[string]any:
		found = append(found, memberViolations(all, s, v, at)...)
	case []any:
		for i, item := range v {
			found = append(found, violations(all, s["items"], item, fmt.Sprintf("%s[%d]", at, i))...)
		}
	}
	return found
}

// memberViolations checks an object; allOf joins the members of its parts.
func memberViolations(all any, s, v map[string]any, at string) []string {
	members, required := map[string]any{}, []string{}
	others := s["additionalProperties"]
	open := s["properties"] == nil && s["allOf"] == nil && others == nil
	var gather func(s map[string]any)
	gather = func(s map[string]any) {
		if ref, ok := s["$ref"].(string); ok {
			s, _ = resolve(all, ref).(map[string]any)
		}
		if properties, ok := s["properties"].(map[string]any); ok {
			for name, member := range properties {
				members[name] = member
			}
		}
		names, _ := s["required"].([]any)
		for _, name := range names {
			required = append(required, name.(string))
		}
		parts, _ := s["allOf"].([]any)
		for _, part := range parts {
			gather(part.(map[string]any))
		}
	}
	gather(s)
	var found []string
	for _, name := range required {
		if _, ok := v[name]; !ok {
			found = append(found, at+": "+name+" is missing")
		}
	}
	for name, value := range v {
		switch member, known := members[name]; {
		case known:
			found = append(found, violations(all, member, value, at+"."+name)...)
		case others != nil:
			found = append(found, violations(all, others, value, at+"."+name)...)
		case !open:
			found = append(found, at+": "+name+" is not described")
		}
	}
	return found
}

func isType(v any, typ string) bool {
	switch v := v.(type) {
	case nil:
		return typ == "null"
	case bool:
		return typ == "boolean"
	case string:
		return typ == "string"
	case float64:
		return typ == "number" || typ == "integer" && v == math.Trunc(v)
	case []any:
		return typ == "array"
	case map[string]any:
		return typ == "object"
	}
	return false
}
