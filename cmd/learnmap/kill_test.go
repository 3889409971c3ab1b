package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"learnmap/data"
	"learnmap/data/sqlite"
)

// TestKilled kills the server or an import at a random moment, again and again.
// Nothing that was acknowledged is lost, what is served is what is stored, and an
// import that was killed is completed by running it again.
func TestKilled(t *testing.T) {
	rounds := 50
	if testing.Short() || raceEnabled {
		rounds = 10
	}
	dir, random := t.TempDir(), rand.New(rand.NewPCG(1, 2))
	want := map[string]string{} // title by id
	var s *serving
	for round := range rounds {
		if s == nil {
			s = serveApart(t, "--data", dir)
		}
		file := killFile(t, round, want)
		importing := exec.Command(learnmapBinary(t), "import", "--data", dir, file)
		if err := importing.Start(); err != nil {
			t.Fatal(err)
		}
		pause := time.Duration(random.IntN(120)) * time.Millisecond
		time.Sleep(pause)
		if round%2 == 0 {
			importing.Process.Kill()
			importing.Wait()
			s.ready()
			agree(t, dir, s)
			if got := call(t, nil, "", "import", "--data", dir, file); got.code != 0 {
				t.Fatalf("round %d: the import cannot be repeated: %s", round, got.stderr)
			}
		} else {
			s.kill()
			s = nil
			if err := importing.Wait(); err != nil {
				t.Fatalf("round %d: the import failed when the server was killed: %v", round, err)
			}
			s = serveApart(t, "--data", dir)
		}
		s.ready()
		if n := agree(t, dir, s); n != len(want) {
			t.Fatalf("round %d: %d stored, %d acknowledged", round, n, len(want))
		}
		word := fmt.Sprintf("r%d", round)
		matching := 0
		for _, title := range want {
			if title == "Round "+word {
				matching++
			}
		}
		if n := s.total("when=all&q=" + word); n != matching {
			t.Fatalf("round %d: %d found, want %d", round, n, matching)
		}
	}
}

// killFile writes a file that adds, changes and deletes, and notes what it means.
func killFile(t *testing.T, round int, want map[string]string) string {
	title := fmt.Sprintf("Round r%d", round)
	text := rows("a", round*150, 200, title) // the last 50 are changed in the next round
	for id := round * 150; id < round*150+200; id++ {
		want[fmt.Sprint(id)] = title
	}
	if round > 0 {
		gone := fmt.Sprint(round*150 - 100)
		text += fmt.Sprintf(`{"source":"a","id":%q,"deleted":true}`+"\n", gone)
		delete(want, gone)
	}
	path := filepath.Join(t.TempDir(), "rows.ndjson")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// agree waits until the server serves as many activities as are stored, and
// returns how many.
func agree(t *testing.T, dir string, s *serving) int {
	t.Helper()
	store, err := sqlite.Open(context.Background(), databaseFile(dir))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	stored := 0
	for after := ""; ; {
		page, err := store.List(context.Background(), data.KindActivity, "", after, data.MaxBatch)
		if err != nil {
			t.Fatal(err)
		}
		stored += len(page)
		if len(page) < data.MaxBatch {
			break
		}
		after = page[len(page)-1].ID
	}
	s.until("agreement with the store", func() bool { return s.total("when=all") == stored })
	return stored
}
