package pgtest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// asChild makes the test binary start a server and wait to be killed.
const asChild = "LEARNMAP_TEST_PGTEST_CHILD"

func TestURL(t *testing.T) {
	first, second := URL(t), URL(t)
	if first == second {
		t.Fatalf("two callers got %s", first)
	}
	for _, url := range []string{first, second} {
		conn, err := pgx.Connect(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(context.Background())
		if _, err := conn.Exec(t.Context(), `CREATE TABLE mine (id INTEGER)`); err != nil {
			t.Errorf("%s is not empty: %v", url, err)
		}
	}
}

// TestEnds kills a test binary and sees its server go.
func TestEnds(t *testing.T) {
	if os.Getenv(asChild) != "" {
		URL(t)
		server, err := start()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println(server.dir)
		select {} // until it is killed
	}
	URL(t) // skips
	cmd := exec.Command(os.Args[0], "-test.run=^TestEnds$")
	cmd.Env = append(os.Environ(), asChild+"=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line := bufio.NewScanner(out)
	line.Scan()
	dir := line.Text()
	if _, err := os.Stat(dir); err != nil {
		t.Errorf("the child's server is not there: %v", err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil {
		t.Error("the child was not killed")
	}
	giveUp := time.Now().Add(startWithin)
	for {
		if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
			return
		}
		if time.Now().After(giveUp) {
			t.Fatalf("%s is still there after its test was killed", dir)
		}
		time.Sleep(10 * time.Millisecond)
	}
}
