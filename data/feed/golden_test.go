package feed_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"learnmap/data"
	"learnmap/data/feed"
	"learnmap/data/sqlite"
)

var update = flag.Bool("update", false, "rewrite the reports in testdata")

// now is the day that the files in testdata were saved.
var now = time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)

// openStore returns an empty store.
func openStore(t testing.TB) data.Store {
	t.Helper()
	s, err := sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "learnmap.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// run imports files and returns the result and what was reported, a problem a line.
func run(t testing.TB, store data.Store, opt feed.Options, inputs ...feed.Input) (feed.Result, string, error) {
	t.Helper()
	var report strings.Builder
	opt.Report = func(p feed.RowProblem) {
		sign := "✗ "
		if p.Warning {
			sign = "! "
		}
		report.WriteString(sign + p.String() + "\n")
	}
	if opt.Now.IsZero() {
		opt.Now = now
	}
	result, err := feed.Import(context.Background(), store, inputs, opt)
	return result, report.String(), err
}

func text(name, content string) feed.Input {
	return feed.Input{Name: name, Reader: strings.NewReader(content), Size: int64(len(content))}
}

func counts(r feed.Result) string {
	return fmt.Sprintf("%d new, %d updated, %d unchanged, %d removed, %d rejected, %d warned; %d ended, %d drafts, %d cancelled",
		r.New, r.Updated, r.Unchanged, r.Removed, r.Rejected, r.Warned, r.Ended, r.Drafts, r.Cancelled)
}

func export(t testing.TB, store data.Store, format string) string {
	t.Helper()
	var out bytes.Buffer
	if _, err := feed.Export(context.Background(), store, &out, format); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestFiles imports each folder of testdata and compares everything that comes of it
// with report.txt there: what was detected, what was wrong, the counts and the records.
// A mapping.json beside the file is used.
func TestFiles(t *testing.T) {
	entries, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		folder := filepath.Join("testdata", entry.Name())
		if !entry.IsDir() || entry.Name() == "fuzz" {
			continue
		}
		t.Run(filepath.Base(folder), func(t *testing.T) {
			t.Parallel()
			got := importFolder(t, folder)
			report := filepath.Join(folder, "report.txt")
			if *update {
				if err := os.WriteFile(report, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(report)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

func importFolder(t *testing.T, folder string) string {
	opt := feed.Options{Source: "testdata"}
	var inputs []feed.Input
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		raw, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		switch {
		case err != nil:
			t.Fatal(err)
		case entry.Name() == "report.txt":
		case entry.Name() == "mapping.json":
			if opt.Mapping, err = feed.ReadMapping(bytes.NewReader(raw)); err != nil {
				t.Fatal(err)
			}
		default:
			inputs = append(inputs, feed.Input{Name: entry.Name(), Reader: bytes.NewReader(raw), Size: int64(len(raw))})
		}
	}
	store := openStore(t)
	result, report, err := run(t, store, opt, inputs...)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(result.Formats, "\n") + "\n\n" + report + "\n" + counts(result) + "\n\n" + export(t, store, "ndjson")
}
