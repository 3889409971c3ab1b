package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"learnmap/data"
)

func put(id, text string) data.Batch {
	return data.Batch{Put: []data.Record{{
		Key:      data.Key{Kind: data.KindActivity, ID: id},
		Owner:    "a",
		Modified: time.UnixMilli(1),
		Data:     fmt.Appendf(nil, "{%q:1}", text),
	}}}
}

func apply(t *testing.T, s *Store, b data.Batch) data.Applied {
	t.Helper()
	applied, err := s.Apply(t.Context(), b)
	if err != nil {
		t.Fatalf("apply: %v", err)
	}
	return applied
}

// TestPragmas asks the connections themselves: what a dsn says is easily lost.
func TestPragmas(t *testing.T) {
	s := openClosing(t, filepath.Join(t.TempDir(), "test.db"))
	for _, test := range []struct {
		db     *sql.DB
		pragma string
		want   string
	}{
		{s.writer, "journal_mode", "wal"},
		{s.writer, "synchronous", "2"}, // FULL
		{s.writer, "secure_delete", "1"},
		{s.writer, "busy_timeout", "100"},
		{s.writer, "journal_size_limit", fmt.Sprint(journalLimit)},
		{s.writer, "wal_autocheckpoint", fmt.Sprint(checkpointPages)},
		{s.writer, "cache_size", fmt.Sprint(-writerCache >> 10)},
		{s.writer, "mmap_size", "0"},
		{s.readers, "journal_mode", "wal"},
		{s.readers, "query_only", "1"},
		{s.readers, "busy_timeout", "10000"},
		{s.readers, "mmap_size", "0"},
	} {
		var got string
		if err := test.db.QueryRow("PRAGMA " + test.pragma).Scan(&got); err != nil || got != test.want {
			t.Errorf("%s is %q, %v, want %q", test.pragma, got, err, test.want)
		}
	}
	if _, err := s.readers.Exec(`DELETE FROM head`); err == nil {
		t.Error("a reader wrote")
	}
}

// TestPaths opens files whose names mean something in a URI.
func TestPaths(t *testing.T) {
	for _, name := range []string{"a b.db", "a?mode=memory.db", "a#b.db", "a%20b.db", "ü&x=1.db", "file:x.db", ":memory:"} {
		path := filepath.Join(t.TempDir(), name)
		s := openClosing(t, path)
		apply(t, s, put("a/1", "1"))
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestCannotOpen holds that an error names the file and what to do.
func TestCannotOpen(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, text []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	other := filepath.Join(dir, "other.db")
	db, err := sql.Open("sqlite3", other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`CREATE TABLE bookmarks (id INTEGER)`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, path, fix string }{
		{"missing folder", filepath.Join(dir, "absent", "x.db"), "folder must exist"},
		{"folder", dir, "folder must exist"},
		{"no database", write("notes.txt", bytes.Repeat([]byte("buy milk\n"), 1000)), "move it away"},
		{"another program's", other, "name another file"},
		{"no name", "", "needs the name"},
	} {
		s, err := Open(t.Context(), test.path)
		if err == nil {
			s.Close()
			t.Errorf("%s: opened", test.name)
			continue
		}
		if text := err.Error(); !strings.Contains(text, test.path) || !strings.Contains(text, test.fix) {
			t.Errorf("%s: %v, want the path and %q", test.name, err, test.fix)
		}
		if !errors.Is(err, data.ErrUnavailable) && !errors.Is(err, data.ErrDamaged) {
			t.Errorf("%s: %v, want ErrUnavailable or ErrDamaged", test.name, err)
		}
	}
}

func TestNewer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	s := open(t, path)
	if _, err := s.writer.Exec(updateVersion, 999); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), path)
	if !errors.Is(err, data.ErrNewer) || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "999") {
		t.Errorf("open a newer schema: %v", err)
	}
}

// TestDamaged overwrites the middle of the file.
func TestDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	s := open(t, path)
	for i := range 50 {
		apply(t, s, put(fmt.Sprintf("a/%d", i), strings.Repeat("x", 2000)))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 8192; i < len(text); i++ {
		text[i] = 0xa5
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err = Open(t.Context(), path)
	if err == nil {
		defer s.Close()
		_, err = s.List(t.Context(), data.KindActivity, "", "", 100)
	}
	if err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "backup") {
		t.Errorf("a damaged file: %v", err)
	}
}

// TestFull fills the file to its bound, as a full disk would.
func TestFull(t *testing.T) {
	s := openClosing(t, filepath.Join(t.TempDir(), "test.db"))
	bound := func(pages int) {
		if _, err := s.writer.Exec(fmt.Sprintf(`PRAGMA max_page_count = %d`, pages)); err != nil {
			t.Fatal(err)
		}
	}
	bound(40)
	var full error
	n := 0
	for ; full == nil && n < 1000; n++ {
		_, full = s.Apply(t.Context(), put(fmt.Sprintf("a/%d", n), strings.Repeat("x", 3000)))
	}
	if !errors.Is(full, data.ErrFull) || !strings.Contains(full.Error(), "free some space") {
		t.Fatalf("after %d records: %v, want ErrFull", n, full)
	}
	stored := data.Seq(n - 1) // all but the one that failed
	if page, err := s.Changes(t.Context(), 0, 1000); err != nil || page.Head != stored || len(page.Records) != n-1 {
		t.Errorf("%d records and head %d, %v, want %d", len(page.Records), page.Head, err, stored)
	}
	bound(100_000)
	if applied := apply(t, s, put("a/more", "x")); applied.Head != stored+1 {
		t.Errorf("with space again: %+v", applied)
	}
}

// TestForgets looks for the content of a deleted record in the files.
func TestForgets(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "test.db")
	const secret = "a-private-telephone-number"
	s := open(t, path)
	apply(t, s, put("a/1", secret))
	apply(t, s, put("a/2", secret+strings.Repeat("x", 20_000))) // has pages of its own
	holds := func() (found bool) {
		files, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			found = found || bytes.Contains(text, []byte(secret))
		}
		return found
	}
	if !holds() {
		t.Fatal("the content is nowhere: the test does not see what it looks for")
	}
	apply(t, s, data.Batch{Delete: []data.Key{{Kind: data.KindActivity, ID: "a/1"}, {Kind: data.KindActivity, ID: "a/2"}}})
	if err := s.Close(); err != nil { // moves the log into the database
		t.Fatal(err)
	}
	if holds() {
		t.Error("the content of a deleted record is still in a file")
	}
}

// TestOneWriter holds what makes a plain cursor over rising numbers safe here: as
// only one transaction writes at a time, none can be given a number, wait, and
// commit behind a later one. (data/postgres shows what happens where one can.)
// It shows as well that who waits for another process can be called off.
func TestOneWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	s, other := openClosing(t, path), openClosing(t, path)
	tx, err := other.writer.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	var head data.Seq
	if err := tx.QueryRow(advanceHead, 1).Scan(&head); err != nil || head != 1 {
		t.Fatalf("head %d, %v", head, err)
	}

	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := s.Apply(ctx, put("a/1", "1")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("apply while another process writes: %v, want the context's error", err)
	}
	s.patience = 50 * time.Millisecond
	_, err = s.Apply(t.Context(), put("a/1", "1"))
	if !errors.Is(err, data.ErrUnavailable) || !strings.Contains(err.Error(), "another process") {
		t.Errorf("apply while another process writes: %v, want ErrUnavailable", err)
	}
	if page, err := s.Changes(t.Context(), 0, 1); err != nil || page.Head != 0 {
		t.Errorf("a reader meanwhile: head %d, %v", page.Head, err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if applied := apply(t, s, put("a/1", "1")); applied.Head != 1 {
		t.Errorf("the number of a transaction that was undone is lost: %+v", applied)
	}
}
