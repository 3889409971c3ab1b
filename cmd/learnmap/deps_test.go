package main

import (
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// room is a folder of the house and the rooms that it may import. A package
// belongs to the room with the longest matching path.
type room struct {
	path   string
	may    []string // rooms; "*" means all
	reason string
}

// The arrows only go right: cmd → web → api → search → index → data → geo.
var rooms = []room{
	{"geo", nil, "geo is the ground that all else stands on: points and distances know no records"},
	{"data", []string{"geo"}, "the vocabulary knows no store and no reader, so that each can be replaced"},
	{"data/sqlite", []string{"data", "geo"}, "a store knows the records and no other store"},
	{"data/postgres", []string{"data", "geo"}, "a store knows the records and no other store"},
	{"data/postgres/pgtest", []string{"data", "geo"}, "a database for tests knows nothing of what is kept in it"},
	{"data/storetest", []string{"data", "geo"}, "the suite judges every store by the contract alone"},
	{"data/place", []string{"data", "geo"}, "where a point lies does not depend on what is stored there"},
	{"data/demo", []string{"data", "geo"}, "demo records are made from the vocabulary alone"},
	{"data/feed", []string{"data", "data/place", "geo"}, "a reader turns files into records and hands them to any store"},
	{"index", []string{"data", "geo"}, "the index follows the change list of any store"},
	{"search", []string{"index", "data", "geo"}, "search asks the index, never a store: no SQL on the path of a query"},
	{"api", []string{"search", "data", "geo"}, "the API speaks of queries and records; how they are matched is search's business"},
	{"web", []string{"api", "search", "data", "geo"}, "pages show what the API answers"},
	{"web/basemap/gen", []string{"web", "data/place", "data", "geo"}, "a generator runs before the program and knows only what it draws"},
	{"cmd", []string{"*"}, "only cmd knows everyone"},
}

// fence keeps other people's modules in the rooms that are made for them.
type fence struct {
	module string // and all paths below
	rooms  []string
	reason string
}

var fences = []fence{
	{"github.com/uber/h3-go", []string{"geo"}, "cells and axis order are converted in geo and nowhere else"},
	{"github.com/blevesearch", []string{"index"}, "text matching is one more bitmap of the index"},
	{"github.com/RoaringBitmap", []string{"index"}, "bitmaps are how the index counts, not what it answers"},
	{"github.com/gofiber", []string{"api", "web", "cmd"}, "HTTP ends at the API: its strings alias request buffers"},
	{"github.com/valyala/fasthttp", []string{"api", "web", "cmd"}, "HTTP ends at the API: its strings alias request buffers"},
	{"github.com/jackc", []string{"data/postgres", "data/postgres/pgtest"}, "only one package speaks PostgreSQL"},
	{"github.com/mattn/go-sqlite3", []string{"data/sqlite"}, "only one package speaks SQLite"},
	{"github.com/teambition/rrule-go", []string{"data"}, "rules become occurrences in one place, with one bound"},
	{"github.com/xuri", []string{"data/feed"}, "spreadsheets are one more kind of file"},
	{"github.com/ringsaturn", []string{"data/place"}, "the zone of a point is a question to the gazetteer"},
	{"github.com/prometheus", []string{"api", "cmd"}, "other rooms return figures, they do not publish them"},
	{"pgregory.net/rapid", testRooms, "test helpers stay out of the program"},
	{"go.uber.org/goleak", testRooms, "test helpers stay out of the program"},
	{"testing", testRooms, "test helpers stay out of the program"},
}

// testRooms help the tests of others.
var testRooms = []string{"data/storetest", "data/postgres/pgtest"}

const module = "learnmap"

// roomOf returns the room that a package of ours belongs to, nil when it has none.
func roomOf(pkg string) *room {
	var best *room
	for i, r := range rooms {
		path := module + "/" + r.path
		if (pkg == path || strings.HasPrefix(pkg, path+"/")) && (best == nil || len(r.path) > len(best.path)) {
			best = &rooms[i]
		}
	}
	return best
}

// violations returns what is wrong with an import graph, one line each.
func violations(imports map[string][]string) (lines []string) {
	for pkg, imported := range imports {
		from := roomOf(pkg)
		if from == nil {
			lines = append(lines, fmt.Sprintf("%s lies in no room: say in deps_test.go what its folder may import, and why", pkg))
			continue
		}
		for _, path := range imported {
			if reason := forbidden(from, path); reason != "" {
				lines = append(lines, fmt.Sprintf("%s must not import %s: %s", pkg, path, reason))
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// forbidden returns why a room may not import a package, "" when it may.
func forbidden(from *room, path string) string {
	if strings.HasPrefix(path, module+"/") {
		to := roomOf(path)
		if to == nil || to == from || slices.Contains(from.may, "*") || slices.Contains(from.may, to.path) {
			return ""
		}
		return from.reason
	}
	for _, f := range fences {
		fenced := path == f.module || strings.HasPrefix(path, f.module+"/")
		if fenced && !slices.Contains(f.rooms, from.path) {
			return f.reason
		}
	}
	return ""
}

// TestArrows holds the import arrows and fences for the program as it stands.
// Test files are free to bring in another implementation to compare with.
func TestArrows(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, module+"/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	imports := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		imports[words[0]] = words[1:]
	}
	for _, pkg := range []string{"geo", "data", "cmd/learnmap"} {
		if _, ok := imports[module+"/"+pkg]; !ok {
			t.Errorf("go list does not name %s: the arrows were not looked at", pkg)
		}
	}
	for _, line := range violations(imports) {
		t.Error(line)
	}
}

// TestArrowsCatch feeds the rules an import that each must refuse, and its reason
// must be given.
func TestArrowsCatch(t *testing.T) {
	var forbidden []struct{ pkg, path, reason string }
	for _, from := range rooms {
		for _, to := range rooms {
			if from.path != to.path && !slices.Contains(from.may, "*") && !slices.Contains(from.may, to.path) {
				forbidden = append(forbidden, struct{ pkg, path, reason string }{module + "/" + from.path, module + "/" + to.path, from.reason})
			}
		}
	}
	for _, f := range fences {
		forbidden = append(forbidden, struct{ pkg, path, reason string }{module + "/search", f.module + "/v9", f.reason})
	}
	for _, c := range forbidden {
		lines := violations(map[string][]string{c.pkg: {"fmt", c.path}})
		if len(lines) != 1 || c.reason == "" || !strings.HasSuffix(lines[0], c.reason) || !strings.Contains(lines[0], c.pkg) {
			t.Errorf("%s importing %s gave %q; want one line with its reason", c.pkg, c.path, lines)
		}
	}
	if lines := violations(map[string][]string{module + "/attic": nil}); len(lines) != 1 {
		t.Errorf("a folder without a rule gave %q; want one line", lines)
	}
}

// TestArrowsAllow feeds the rules what every room may import.
func TestArrowsAllow(t *testing.T) {
	graph := map[string][]string{
		module + "/geo":            {"github.com/uber/h3-go/v4", "math"},
		module + "/data":           {module + "/geo", "github.com/teambition/rrule-go"},
		module + "/data/feed/xlsx": {module + "/data/feed", module + "/data", "github.com/xuri/excelize/v2"},
		module + "/index":          {module + "/data", "github.com/blevesearch/bleve/v2/search"},
		module + "/cmd/learnmap":   {module + "/web", module + "/data/sqlite", "github.com/gofiber/fiber/v2"},
	}
	if lines := violations(graph); len(lines) > 0 {
		t.Errorf("allowed imports were refused: %q", lines)
	}
}
