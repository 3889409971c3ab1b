// Package pgtest gives tests databases of PostgreSQL, without touching a server
// that runs.
//
// The first test of a binary that asks starts a server of its own: in a new
// directory, reached through a socket in it and no other way, and as another user
// where the test runs as root, which PostgreSQL refuses. The server does without
// everything that protects it from a crash, as nothing in it is to be kept.
//
// It ends with the binary, however that ends: a shell between the two reads a pipe
// that nobody writes to, and stops the server when the pipe breaks.
package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Require is the variable that makes a test fail, with the value 1, where it would
// be skipped for want of PostgreSQL.
const Require = "LEARNMAP_TEST_REQUIRE"

const missing = "SKIPPED: PostgreSQL 15 not found (apt-get install postgresql)"

// startWithin bounds how long a server may take to start.
const startWithin = time.Minute

var (
	start    = sync.OnceValues(startServer)
	database atomic.Int64
)

var errMissing = errors.New(missing)

// URL returns the address of a new, empty database, which is dropped when the test
// ends. It skips the test when PostgreSQL is not installed. The database sorts
// text as people do and not by its bytes, where the server knows how.
func URL(t testing.TB) string {
	t.Helper()
	server, err := start()
	switch {
	case errors.Is(err, errMissing) && os.Getenv(Require) != "1":
		t.Skip(missing)
	case err != nil:
		t.Fatalf("start PostgreSQL: %v", err)
	}
	name := fmt.Sprintf("test_%d", database.Add(1))
	if err := server.run("CREATE DATABASE " + name); err != nil {
		t.Fatalf("make a database: %v", err)
	}
	t.Cleanup(func() {
		if err := server.run("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Errorf("drop the database: %v", err)
		}
	})
	return server.url(name)
}

// server is a running server of PostgreSQL.
type server struct {
	dir   string   // holds its files and its socket
	alive *os.File // the pipe that keeps it running
}

const superuser = "learnmap"

func (s *server) url(database string) string {
	query := url.Values{"host": {s.dir}, "user": {superuser}}
	return "postgres:///" + database + "?" + query.Encode()
}

// run runs a statement on a connection of its own.
func (s *server) run(statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), startWithin)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.url("postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, statement)
	return err
}

// script runs the server until its standard input ends, and leaves nothing behind.
const script = `
"$@" &
server=$!
cat
kill -INT $server
wait $server
rm -rf "$DIR"
`

func startServer() (*server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "learnmap-pg-")
	if err != nil {
		return nil, err
	}
	s := &server{dir: dir}
	as, err := asUser(dir)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	cluster := filepath.Join(dir, "cluster")
	if err := initCluster(filepath.Join(bin, "initdb"), cluster, as); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	cmd := exec.Command("/bin/sh", "-c", script, "sh", filepath.Join(bin, "postgres"), "-D", cluster,
		"-c", "unix_socket_directories="+dir, "-c", "listen_addresses=",
		"-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200")
	cmd.Env = append(os.Environ(), "DIR="+dir)
	cmd.Dir, cmd.SysProcAttr = dir, as
	if err := s.launch(cmd); err != nil {
		return nil, err
	}
	return s, s.ready()
}

// launch starts the command with the end of a pipe as its input and a file as its
// output: were it the test's own, go test would wait for it to be closed.
func (s *server) launch(cmd *exec.Cmd) error {
	log, err := os.Create(s.log())
	if err != nil {
		return err
	}
	defer log.Close()
	in, alive, err := os.Pipe()
	if err != nil {
		return err
	}
	defer in.Close()
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, log, log
	s.alive = alive
	return cmd.Start()
}

func (s *server) log() string { return filepath.Join(s.dir, "log") }

// ready waits until the server takes connections.
func (s *server) ready() error {
	giveUp := time.Now().Add(startWithin)
	for {
		err := s.run("SELECT 1")
		if err == nil {
			return nil
		}
		if time.Now().After(giveUp) {
			log, _ := os.ReadFile(s.log())
			return fmt.Errorf("it does not start: %w\n%s", err, log)
		}
		time.Sleep(20 * time.Millisecond)
	}
}
