package postgres

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"go.uber.org/goleak"

	"learnmap/data"
	"learnmap/data/postgres/pgtest"
	"learnmap/data/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestStore(t *testing.T) { storetest.Exercise(t, fresh) }

func fresh(t *testing.T) func() data.Store {
	url := pgtest.URL(t)
	return func() data.Store { return open(t, url) }
}

// BenchmarkStore uses the database of that address, which must be empty, or else
// one of a server that does not write through to its disk.
func BenchmarkStore(b *testing.B) {
	url := os.Getenv("LEARNMAP_BENCH_DATABASE")
	if url == "" {
		url = pgtest.URL(b)
	}
	s, err := Open(b.Context(), url)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	storetest.Benchmark(b, s)
}

// open opens a store that the caller closes.
func open(t *testing.T, url string) *Store {
	t.Helper()
	s, err := Open(t.Context(), url)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	return s
}

// openClosing opens a store that is closed when the test ends.
func openClosing(t *testing.T, url string) *Store {
	t.Helper()
	s := open(t, url)
	t.Cleanup(func() { s.Close() })
	return s
}

// connect opens a connection that is closed when the test ends.
func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

func must(t *testing.T, conn *pgx.Conn, statement string, args ...any) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func put(id string) data.Batch {
	return data.Batch{Put: []data.Record{{
		Key:      data.Key{Kind: data.KindActivity, ID: id},
		Owner:    "a",
		Modified: time.UnixMilli(1),
		Data:     []byte(`{}`),
	}}}
}

// TestHostileServer is the hostile test on a server that ends connections at
// random, in the midst of whatever they are doing.
func TestHostileServer(t *testing.T) {
	url := pgtest.URL(t)
	killer := connect(t, url)
	rng := rand.New(rand.NewPCG(rand.Uint64(), 0))
	ended := 0
	storetest.Hostile(t, func(t *testing.T) func() data.Store {
		return func() data.Store { return open(t, url) }
	}, func(ctx context.Context) {
		for ctx.Err() == nil {
			var n int
			err := killer.QueryRow(t.Context(), `SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
				WHERE datname = current_database() AND pid <> pg_backend_pid() AND random() < 0.3`).Scan(&n)
			if err != nil {
				t.Errorf("end connections: %v", err)
				return
			}
			ended += n
			time.Sleep(time.Duration(rng.IntN(30)) * time.Millisecond)
		}
	})
	if ended == 0 {
		t.Error("no connection was ended: the test did not disturb anything")
	}
	t.Logf("%d connections ended", ended)
}

// TestNaiveCursor shows what the head row is for. A follower that reads numbers of
// a sequence in order misses the one whose transaction commits after the next; in
// the same course of events a follower of the store misses nothing.
func TestNaiveCursor(t *testing.T) {
	url := pgtest.URL(t)
	s := openClosing(t, url)
	slow, fast := connect(t, url), connect(t, url)
	must(t, slow, `CREATE TABLE naive (seq BIGSERIAL PRIMARY KEY, id TEXT NOT NULL)`)
	cursor, seen := int64(0), []string{}
	follow := func() {
		var seq int64
		var id string
		rows, err := fast.Query(t.Context(), `SELECT seq, id FROM naive WHERE seq > $1 ORDER BY seq`, cursor)
		if err != nil {
			t.Fatal(err)
		}
		_, err = pgx.ForEachRow(rows, []any{&seq, &id}, func() error {
			cursor, seen = seq, append(seen, id)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	must(t, slow, `BEGIN`)
	must(t, slow, `INSERT INTO naive (id) VALUES ('slow')`)
	must(t, fast, `INSERT INTO naive (id) VALUES ('fast')`)
	follow()
	must(t, slow, `COMMIT`)
	follow()
	if want := []string{"fast"}; !reflect.DeepEqual(seen, want) {
		t.Errorf("the naive follower saw %v; it was to miss one, else this shows nothing", seen)
	}

	// The same with the store: the slow one has the head, and the fast one waits.
	must(t, slow, `BEGIN`)
	must(t, slow, advanceHead, 1)
	must(t, slow, insertRecords, []int64{0}, []string{"activity"}, []string{"a/slow"}, []string{"a"},
		[]int64{0}, []bool{false}, []string{"{}"})
	applied := make(chan error)
	go func() {
		_, err := s.Apply(t.Context(), put("a/fast"))
		applied <- err
	}()
	waitForLock(t, fast)
	if page, err := s.Changes(t.Context(), 0, 10); err != nil || len(page.Records) != 0 {
		t.Errorf("before either commits: %v, %v", page, err)
	}
	must(t, slow, `COMMIT`)
	if err := <-applied; err != nil {
		t.Fatal(err)
	}
	page, err := s.Changes(t.Context(), 0, 10)
	if err != nil || len(page.Records) != 2 || page.Records[0].ID != "a/slow" || page.Records[1].Seq != 2 {
		t.Errorf("after both: %+v, %v", page, err)
	}
}

// waitForLock returns when some connection of the database waits for a lock.
func waitForLock(t *testing.T, conn *pgx.Conn) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for waiting := false; !waiting; {
		err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock')`).Scan(&waiting)
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestClash lets two batches meet where each holds what the other wants next: one
// that makes the same new record, and one that locked records in another order.
func TestClash(t *testing.T) {
	url := pgtest.URL(t)
	s := openClosing(t, url)
	other := connect(t, url)
	batch := put("a/1")
	batch.Put = append(batch.Put, put("a/2").Put...)
	applied := make(chan data.Applied)
	apply := func() {
		got, err := s.Apply(t.Context(), batch)
		if err != nil {
			t.Errorf("apply: %v", err)
		}
		applied <- got
	}

	must(t, other, `BEGIN`)
	must(t, other, advanceHead, 1)
	must(t, other, insertRecords, []int64{0}, []string{"activity"}, []string{"a/1"}, []string{"a"},
		[]int64{0}, []bool{false}, []string{"{}"})
	go apply()
	waitForLock(t, other)
	must(t, other, `COMMIT`)
	if got, want := <-applied, (data.Applied{Head: 2, New: 1, Unchanged: 1}); got != want {
		t.Errorf("applied %+v, want %+v, as another made a/1 meanwhile", got, want)
	}

	batch.Put[0].Data, batch.Put[1].Data = []byte(`[1]`), []byte(`[1]`)
	must(t, other, `BEGIN`)
	must(t, other, `SELECT 1 FROM record WHERE id = 'a/2' FOR UPDATE`)
	go apply()
	waitForLock(t, other)
	_, err := other.Exec(t.Context(), `SELECT 1 FROM record WHERE id = 'a/1' FOR UPDATE`)
	if err != nil && state(err) != deadlockDetected {
		t.Fatal(err)
	}
	must(t, other, `ROLLBACK`)
	if got, want := <-applied, (data.Applied{Head: 4, Updated: 2}); got != want {
		t.Errorf("applied %+v, want %+v, after a deadlock", got, want)
	}
}

// TestBytesNotCollation shows that this server would sort text in another order
// than that of its bytes, which the suite asks for, if it were left to itself.
func TestBytesNotCollation(t *testing.T) {
	conn := connect(t, pgtest.URL(t))
	var byBytes, asPeopleDo bool
	if err := conn.QueryRow(t.Context(), `SELECT 'Z' COLLATE "C" < 'a', 'a' < 'Z'`).Scan(&byBytes, &asPeopleDo); err != nil {
		t.Fatal(err)
	}
	if !byBytes {
		t.Error(`COLLATE "C" does not compare bytes`)
	}
	if !asPeopleDo {
		t.Skip("SKIPPED: this server was built without ICU and sorts by bytes anyway")
	}
}

// TestSameSteps holds that both stores came to their schema by the same steps.
func TestSameSteps(t *testing.T) {
	names := func(dir string) []string {
		files, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, f := range files {
			out = append(out, f.Name())
		}
		return out
	}
	ours, theirs := names("migrations"), names(filepath.Join("..", "sqlite", "migrations"))
	if !reflect.DeepEqual(ours, theirs) {
		t.Errorf("migrations %v, those of data/sqlite %v", ours, theirs)
	}
}
