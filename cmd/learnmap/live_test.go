package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"learnmap/data/postgres/pgtest"
)

// rows writes n activities of a source as ndjson, from an id on.
func rows(source string, from, n int, title string) string {
	var b strings.Builder
	for id := from; id < from+n; id++ {
		fmt.Fprintf(&b, `{"id":"%d","source":%q,"title":%q,"location":{"lat":%d,"lng":%d},"topics":["science"]}`+"\n",
			id, source, title, 1+id%60, 1+id%170)
	}
	return b.String()
}

// TestImportWhileServing changes the store under a running server: what is new,
// changed, deleted or no longer in a complete file is seen without a restart.
func TestImportWhileServing(t *testing.T) {
	dir := t.TempDir()
	s := serveHere(t, time.Now, "--data", dir).ready()
	waits := map[string]time.Duration{}
	step := func(what, filter string, want int) {
		t.Helper()
		waits[what] = s.until(what, func() bool { return s.total(filter) == want })
	}
	imports(t, dir, rows("a", 0, 50, "Robots"), "50 new, 0 updated, 0 unchanged, 0 removed, 0 rejected")
	step("new", "q=robots", 50)
	imports(t, dir, rows("a", 0, 20, "Pottery"), "0 new, 20 updated, 0 unchanged, 0 removed, 0 rejected")
	step("updated", "q=pottery", 20)
	step("no longer called so", "q=robots", 30)
	imports(t, dir, `{"source":"a","id":"0","deleted":true}`+"\n", "0 new, 0 updated, 0 unchanged, 1 removed, 0 rejected")
	step("deleted", "", 49)
	if code := s.get("/v1/activities/a/0", nil).StatusCode; code != http.StatusGone {
		t.Errorf("a deleted activity answers %d", code)
	}
	imports(t, dir, rows("a", 10, 15, "Pottery"), "0 new, 5 updated, 10 unchanged, 34 removed, 0 rejected", "--complete")
	step("complete", "", 15)
	if got := call(t, nil, "", "remove", "--data", dir, "--source", "a", "11", "12"); got.code != 0 {
		t.Fatal(got.stderr)
	}
	step("removed", "", 13)
	for what, wait := range waits {
		t.Logf("%s: seen after %v", what, wait)
		if wait > 5*time.Second { // it is milliseconds; the bound is for a machine under load
			t.Errorf("%s took %v to be seen", what, wait)
		}
	}
}

// TestDemo serves the invented data set, says so, and forgets it on request.
func TestDemo(t *testing.T) {
	dir := t.TempDir()
	s := serveHere(t, time.Now, "--data", dir, "--demo").ready()
	var stats struct{ Activities, Countries, Organisers, Cities, Playlists, Badges int }
	s.get("/v1/stats", &stats)
	if stats.Activities < 4000 || stats.Countries < 15 || stats.Organisers < 60 || stats.Cities < 50 || stats.Playlists != 40 || stats.Badges != 30 {
		t.Errorf("demo: %+v", stats)
	}
	if got := call(t, nil, "", "remove", "--data", dir, "--source", "demo"); got.code != 0 {
		t.Fatal(got.stderr)
	}
	s.until("an empty map", func() bool { return s.total("when=all") == 0 })
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if n := serveHere(t, time.Now, "--data", dir, "--demo").ready().total("when=all"); n != 0 {
		t.Errorf("removed demo data came back: %d", n)
	}
}

// TestRuinedIndexFolder finds nonsense where the index is kept, and serves.
func TestRuinedIndexFolder(t *testing.T) {
	dir := t.TempDir()
	imports(t, dir, rows("a", 0, 30, "Robots"), "30 new, 0 updated, 0 unchanged, 0 removed, 0 rejected")
	base := filepath.Join(dir, "index", "base-1")
	if err := os.MkdirAll(base, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"terms", "bodies", "piece-0"} {
		if err := os.WriteFile(filepath.Join(base, name), []byte("nonsense"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if n := serveHere(t, time.Now, "--data", dir).ready().total("q=robots"); n != 30 {
		t.Errorf("%d of 30 found", n)
	}
}

func TestIndexFolderIsAFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "index"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	got := call(t, nil, "", "serve", "--listen", "127.0.0.1:0", "--data", dir)
	if got.code != 1 || !strings.Contains(got.stderr, "remove what is in its place") {
		t.Errorf("code %d: %s", got.code, got.stderr)
	}
}

func TestAddressInUse(t *testing.T) {
	s := serveHere(t, time.Now, "--data", t.TempDir())
	got := call(t, nil, "", "serve", "--listen", strings.TrimPrefix(s.base, "http://"), "--data", t.TempDir())
	if got.code != 1 || !strings.Contains(got.stderr, "--listen") {
		t.Errorf("code %d: %s", got.code, got.stderr)
	}
}

// TestTwoReplicas serves one PostgreSQL from two processes, which answer the same
// to the byte.
func TestTwoReplicas(t *testing.T) {
	url := pgtest.URL(t)
	one := serveApart(t, "--database", url, "--data", t.TempDir(), "--public-url", "https://learn.example.org").ready()
	two := serveApart(t, "--database", url, "--data", t.TempDir(), "--public-url", "https://learn.example.org").ready()
	for round := range 5 {
		text := rows("a", round*40, 100, fmt.Sprintf("Round %d", round))
		if got := call(t, nil, text, "import", "--database", url, "--format", "ndjson", "-"); got.code != 0 {
			t.Fatal(got.stderr)
		}
		filter := fmt.Sprintf("q=%d", round)
		for _, s := range []*serving{one, two} {
			s.until("the import", func() bool { return s.total(filter) == 100 })
		}
		for _, path := range []string{"/v1/activities?limit=100&facets=topic", "/v1/activities?lat=10&lng=10&radius_km=5000", "/v1/counts?by=topic"} {
			a, b := one.get(path, nil).Header.Get("ETag"), two.get(path, nil).Header.Get("ETag")
			if a == "" || a != b {
				t.Errorf("%s: replicas answer differently: %s, %s", path, a, b)
			}
		}
	}
}

// TestETagsFollowTheClock asks the same twice around the end of an activity.
func TestETagsFollowTheClock(t *testing.T) {
	dir := t.TempDir()
	begin := time.Date(2026, 11, 25, 17, 0, 0, 0, time.UTC)
	c := &handClock{now: begin}
	imports(t, dir, fmt.Sprintf(`{"id":"1","source":"a","title":"A","mode":"online","occurrences":[{"start":%q}]}`+"\n",
		begin.Add(90*time.Second).Format(time.RFC3339)), "1 new, 0 updated, 0 unchanged, 0 removed, 0 rejected")
	s := serveHere(t, c.Now, "--data", dir).ready()
	tags := map[string]int{}
	for minute := range 4 {
		c.set(begin.Add(time.Duration(minute) * time.Minute))
		want := 1
		if minute > 1 {
			want = 0
		}
		if n := s.total(""); n != want {
			t.Errorf("minute %d: total %d, want %d", minute, n, want)
		}
		tag := s.get("/v1/activities", nil).Header.Get("ETag")
		tags[tag]++
		req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, s.base+"/v1/activities", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("If-None-Match", tag)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusNotModified {
			t.Errorf("minute %d: %s for the same answer", minute, resp.Status)
		}
	}
	if len(tags) < 2 {
		t.Errorf("the ETag stayed the same when the answer changed: %v", tags)
	}
}

// TestDamagedStore serves a file whose head is a database's and whose pages are
// not: it says so and ends, as no waiting mends it.
func TestDamagedStore(t *testing.T) {
	dir := t.TempDir()
	imports(t, dir, rows("a", 0, 5000, "Robots"), "5000 new, 0 updated, 0 unchanged, 0 removed, 0 rejected")
	path := databaseFile(dir)
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(body) / 4; i < len(body); i++ {
		body[i] = byte(i * 31)
	}
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
	got := call(t, nil, "", "serve", "--listen", "127.0.0.1:0", "--data", dir)
	if got.code != 1 || !strings.Contains(got.stderr, "the file is damaged: move it away") {
		t.Errorf("code %d: %s", got.code, lastLine(got.stderr))
	}
}
