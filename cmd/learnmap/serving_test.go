package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// serving is a learnmap that serves: in this process, or as one of its own.
type serving struct {
	t    testing.TB
	base string // http://host:port
	stop func() error
	kill func() // as a power cut would; only of a process of its own
}

// serveHere runs `serve` in this process on a clock of the test's.
func serveHere(t testing.TB, now func() time.Time, args ...string) *serving {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	p := &program{stdin: strings.NewReader(""), stdout: in, stderr: io.Discard, now: now}
	done := make(chan error, 1)
	go func() {
		done <- p.run(ctx, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...), nil)
		in.Close()
	}()
	stop := sync.OnceValue(func() error {
		cancel()
		return <-done
	})
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Errorf("serve ended with %v", err)
		}
	})
	return &serving{t: t, base: address(t, out), stop: stop}
}

// address reads what serve says when it listens.
func address(t testing.TB, out io.Reader) string {
	t.Helper()
	line, err := bufio.NewReader(out).ReadString('\n')
	_, base, found := strings.Cut(strings.TrimSpace(line), "serves on ")
	if !found {
		t.Fatalf("serve said %q (%v)", line, err)
	}
	go io.Copy(io.Discard, out)
	return base
}

// TestMain removes the program that tests built.
func TestMain(m *testing.M) {
	code := m.Run()
	if built {
		if path, err := binary(); err == nil {
			os.RemoveAll(filepath.Dir(path))
		}
	}
	os.Exit(code)
}

// built tells whether a test needed the program.
var built bool

// binary builds the program once.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "learnmap-test")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "learnmap")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

func learnmapBinary(t testing.TB) string {
	t.Helper()
	built = true
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// serveApart runs `serve` as a process of its own.
func serveApart(t testing.TB, args ...string) *serving {
	t.Helper()
	cmd := exec.Command(learnmapBinary(t), append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	over := sync.OnceValue(cmd.Wait)
	s := &serving{t: t, base: address(t, out)}
	s.kill = func() {
		cmd.Process.Kill()
		over()
	}
	s.stop = func() error {
		cmd.Process.Signal(os.Interrupt)
		return over()
	}
	t.Cleanup(func() {
		if t.Failed() {
			cmd.Process.Signal(syscall.SIGQUIT)
			time.Sleep(time.Second)
		}
		s.kill()
		if t.Failed() {
			t.Logf("%s said:\n%s", s.base, log.String()[max(0, log.Len()-9000):])
		}
	})
	return s
}

// get fetches a path and decodes its JSON into v, when v is not nil.
func (s *serving) get(path string, v any) *http.Response {
	s.t.Helper()
	resp, err := http.Get(s.base + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	if v != nil {
		if resp.StatusCode != http.StatusOK {
			s.t.Fatalf("%s: %s\n%s", path, resp.Status, body)
		}
		if err := json.Unmarshal(body, v); err != nil {
			s.t.Fatalf("%s: %v\n%s", path, err, body)
		}
	}
	return resp
}

// text fetches a path as it is.
func (s *serving) text(path string) string {
	resp, err := http.Get(s.base + path)
	if err != nil {
		return err.Error()
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	return resp.Status + " " + string(body)
}

// total asks how many activities match.
func (s *serving) total(filter string) int {
	s.t.Helper()
	var list struct{ Total int }
	s.get("/v1/activities?limit=1&"+filter, &list)
	return list.Total
}

// ready waits until the index has caught up once.
func (s *serving) ready() *serving {
	s.t.Helper()
	s.until("readiness", func() bool { return s.get("/readyz", nil).StatusCode == http.StatusOK })
	return s
}

// until waits for something to become true.
func (s *serving) until(what string, ok func() bool) time.Duration {
	s.t.Helper()
	begin := time.Now()
	for !ok() {
		if time.Since(begin) > 30*time.Second {
			s.t.Fatalf("no %s after %v: %s", what, time.Since(begin), s.text("/healthz"))
		}
		time.Sleep(2 * time.Millisecond)
	}
	return time.Since(begin)
}
