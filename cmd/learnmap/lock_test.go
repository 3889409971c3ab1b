package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLockFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	release, err := lockFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	_, err = lockFolder(dir)
	if err == nil {
		t.Fatal("a locked folder was locked a second time")
	}
	for _, want := range []string{dir, fmt.Sprintf("process %d", os.Getpid()), "--data"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	release, err = lockFolder(dir)
	if err != nil {
		t.Fatalf("a released folder is still locked: %v", err)
	}
	release()
}

// A lock file that holds nonsense is as good as any: the lock is not its content.
func TestLockFolderStaleFile(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "serve.lock")
	if err := os.WriteFile(name, []byte(strings.Repeat("not a number ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	release, err := lockFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	if text, _ := os.ReadFile(name); string(text) != fmt.Sprintf("%d\n", os.Getpid()) {
		t.Errorf("the lock file holds %q", text)
	}
}

func TestLockFolderUnusable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := lockFolder(file); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("locking a file as a folder gave %v", err)
	}
}
