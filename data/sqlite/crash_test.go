package sqlite

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"learnmap/data"
)

const (
	crashPath  = "LEARNMAP_TEST_CRASH_PATH" // makes the test binary write to that file
	crashFeed  = "crash"
	crashBatch = 20 // new records of a batch
)

// crashBatchOf returns the batch of a number: some records of its own, one that
// every batch changes, and the removal of one of the batch before.
func crashBatchOf(n int) data.Batch {
	b := data.Batch{Cursors: map[string]string{crashFeed: strconv.Itoa(n)}}
	for i := range crashBatch {
		b.Put = append(b.Put, crashRecord(fmt.Sprintf("a/%d-%d", n, i), n))
	}
	b.Put = append(b.Put, crashRecord("a/hot", n))
	if n > 1 {
		b.Delete = append(b.Delete, data.Key{Kind: data.KindActivity, ID: fmt.Sprintf("a/%d-0", n-1)})
	}
	return b
}

func crashRecord(id string, n int) data.Record {
	return data.Record{
		Key:      data.Key{Kind: data.KindActivity, ID: id},
		Owner:    "a",
		Modified: time.UnixMilli(int64(n)),
		Data:     fmt.Appendf(nil, `{"batch":%d,"fill":"%0900d"}`, n, n),
	}
}

// writeUntilKilled goes on where the store's cursor is and prints the number of
// each batch once Apply has returned for it.
func writeUntilKilled(path string) {
	ctx := context.Background()
	s, err := Open(ctx, path)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	cursor, _ := s.Cursor(ctx, crashFeed)
	last, _ := strconv.Atoi(cursor)
	for n := last + 1; ; n++ {
		if _, err := s.Apply(ctx, crashBatchOf(n)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(n)
	}
}

// TestCrash kills a process that writes, again and again, and finds every batch
// that was acknowledged, whole, and nothing of any other but at most one, whole.
func TestCrash(t *testing.T) {
	path := filepath.Join(t.TempDir(), "crash.db")
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for round := range 10 {
		acked := killWriter(t, path, 1+rng.IntN(30), time.Duration(rng.IntN(3000))*time.Microsecond)
		s := open(t, path)
		checkCrashed(t, s, acked)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if t.Failed() {
			t.Fatalf("round %d: acknowledged up to %d", round, acked)
		}
	}
}

// killWriter starts a process that writes, kills it some time after it has
// acknowledged that many batches, and returns the last that it acknowledged.
func killWriter(t *testing.T, path string, batches int, after time.Duration) (acked int) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), crashPath+"="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for range batches {
		if !lines.Scan() {
			t.Fatalf("the writer ended by itself: %v", cmd.Wait())
		}
		acked, _ = strconv.Atoi(lines.Text())
	}
	time.Sleep(after) // any moment will do
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() { // what it said before it died
		acked, _ = strconv.Atoi(lines.Text())
	}
	var killed *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &killed) || killed.Exited() {
		t.Fatalf("the writer was not killed: %v", err)
	}
	return acked
}

func checkCrashed(t *testing.T, s *Store, acked int) {
	t.Helper()
	var verdict string
	if err := s.writer.QueryRow(`PRAGMA integrity_check`).Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity check: %q, %v", verdict, err)
	}
	cursor, err := s.Cursor(t.Context(), crashFeed)
	if err != nil {
		t.Fatal(err)
	}
	last, _ := strconv.Atoi(cursor)
	if last < acked || last > acked+1 {
		t.Errorf("the last batch stored is %d, the last acknowledged %d", last, acked)
	}
	// The store is what the batches up to the cursor make of an empty one.
	want := map[string]string{}
	head := data.Seq(0)
	for n := 1; n <= last; n++ {
		b := crashBatchOf(n)
		for _, r := range b.Put {
			want[r.ID] = string(r.Data)
		}
		for _, k := range b.Delete {
			want[k.ID] = ""
		}
		head += data.Seq(len(b.Put) + len(b.Delete))
	}
	page, err := s.Changes(t.Context(), 0, len(want)+1)
	if err != nil {
		t.Fatal(err)
	}
	if page.Head != head || len(page.Records) != len(want) {
		t.Errorf("%d records and head %d, want %d and %d", len(page.Records), page.Head, len(want), head)
	}
	for _, r := range page.Records {
		if text, found := want[r.ID]; !found || text != string(r.Data) {
			t.Errorf("%s holds %.40q, want %.40q", r.ID, r.Data, text)
		}
	}
}
