//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// smallDisk mounts a file system of a few megabytes.
func smallDisk(t *testing.T, megabytes int) (dir string, grow func(megabytes int)) {
	t.Helper()
	dir = t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dm", megabytes)); err != nil {
		if os.Getenv("LEARNMAP_TEST_REQUIRE") != "" {
			t.Fatalf("a small disk cannot be mounted: %v", err)
		}
		t.Skipf("SKIPPED: a small disk cannot be mounted (needs root): %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir, func(megabytes int) {
		t.Helper()
		if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, fmt.Sprintf("size=%dm", megabytes)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFullDisk imports more than fits. What was acknowledged stays, the message
// names the fix, and when there is room the same import goes through.
func TestFullDisk(t *testing.T) {
	disk, grow := smallDisk(t, 4)
	dir := filepath.Join(disk, "var")
	imports(t, dir, rows("a", 0, 1000, "Robots"), "1000 new, 0 updated, 0 unchanged, 0 removed, 0 rejected")
	big := rows("b", 0, 30_000, strings.Repeat("Pottery ", 20))
	got := call(t, nil, big, "import", "--data", dir, "--format", "ndjson", "-")
	if got.code != 1 || !strings.Contains(got.stderr, "free some space") {
		t.Fatalf("code %d: %s", got.code, lastLine(got.stderr))
	}
	before := strings.Count(exported(t, dir), "\n")
	if before < 1000 {
		t.Fatalf("only %d of the 1000 acknowledged are left", before)
	}
	grow(400)
	s := serveHere(t, time.Now, "--data", dir).ready()
	if n := s.total("q=robots"); n != 1000 {
		t.Errorf("%d of 1000 served", n)
	}
	got = call(t, nil, big, "import", "--data", dir, "--format", "ndjson", "-")
	if got.code != 0 || !strings.HasSuffix(lastLine(got.stdout), "0 removed, 0 rejected") {
		t.Fatalf("code %d: %s%s", got.code, lastLine(got.stdout), got.stderr)
	}
	s.until("the rest", func() bool { return s.total("") == 31_000 })
}

// TestNoRoomForTheIndex serves from a disk on which the store fits, but not the
// index: it says so and ends.
func TestNoRoomForTheIndex(t *testing.T) {
	disk, grow := smallDisk(t, 200)
	dir := filepath.Join(disk, "var")
	text := rows("a", 0, 10_000, strings.Repeat("Robots and gardens ", 10))
	imports(t, dir, text, "10000 new, 0 updated, 0 unchanged, 0 removed, 0 rejected")
	exported(t, dir) // the last to close the store empties its log
	var stat syscall.Statfs_t
	if err := syscall.Statfs(disk, &stat); err != nil {
		t.Fatal(err)
	}
	used := int(int64(stat.Blocks-stat.Bfree) * int64(stat.Bsize) >> 20)
	grow(used + 2)
	got := call(t, nil, "", "serve", "--listen", "127.0.0.1:0", "--data", dir)
	if got.code != 1 || !strings.Contains(got.stderr, "no space left on device") {
		t.Errorf("code %d: %s", got.code, lastLine(got.stderr))
	}
	grow(200)
	if n := serveHere(t, time.Now, "--data", dir).ready().total("q=gardens"); n != 10_000 {
		t.Errorf("%d of 10000 served when there is room again", n)
	}
}
