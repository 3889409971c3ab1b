package postgres

import (
	"errors"
	"net"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"learnmap/data"
	"learnmap/data/postgres/pgtest"
)

// closedPort returns a port of this machine where nothing listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// TestCannotOpen holds that an error says where the database is and what to do,
// and never what the password is.
func TestCannotOpen(t *testing.T) {
	at := closedPort(t)
	const secret = "tr0ub4dor"
	for _, test := range []struct {
		name, url string
		want      []string
	}{
		{"unreachable", "postgres://u:" + secret + "@" + at + "/name", []string{at, "name", "server runs"}},
		{"unreachable, in words", "user=u password=" + secret + " host=127.0.0.1 port=" + at[10:] + " dbname=name",
			[]string{at, "server runs"}},
		{"bad option", "postgres://u:" + secret + "@" + at + "/name?sslmode=perhaps", []string{"sslmode", "write postgres://"}},
		{"bad option, in words", "user=u password='" + secret + "' host=127.0.0.1 sslmode=perhaps", []string{"sslmode", "write postgres://"}},
		{"bad port", "postgres://u:" + secret + "@127.0.0.1:port/name", []string{"write postgres://"}},
		{"slash in password", "postgres://u:1/" + secret + "@" + at + "/name", []string{"%XX"}},
		{"question mark in password", "postgres://u:1?" + secret + "@" + at + "/name", []string{"%XX"}},
		{"hash in password", "postgres://u:1#" + secret + "@" + at + "/name", []string{"%XX"}},
		{"at in password", "postgres://u:1@" + secret + "@" + at + "/name", []string{"%XX"}},
		{"no scheme", "u:" + secret + "@" + at + "/name", []string{"%XX"}},
	} {
		s, err := Open(t.Context(), test.url)
		if err == nil {
			s.Close()
			t.Errorf("%s: opened", test.name)
			continue
		}
		if !errors.Is(err, data.ErrUnavailable) {
			t.Errorf("%s: %v, want ErrUnavailable", test.name, err)
		}
		for _, want := range test.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %q in it", test.name, err, want)
			}
		}
		for e := err; e != nil; e = errors.Unwrap(e) {
			if strings.Contains(e.Error(), secret) {
				t.Errorf("%s: the password is in %v", test.name, e)
			}
		}
	}
}

func TestRefuses(t *testing.T) {
	url := pgtest.URL(t)
	absent := strings.Replace(url, ":///test_", ":///absent_", 1)
	if _, err := Open(t.Context(), absent); !errors.Is(err, data.ErrUnavailable) || !strings.Contains(err.Error(), "createdb") {
		t.Errorf("open an absent database: %v", err)
	}

	s := openClosing(t, url)
	reader := openClosing(t, url+"&default_transaction_read_only=on")
	_, err := reader.Apply(t.Context(), put("a/1"))
	if !errors.Is(err, data.ErrUnavailable) || !strings.Contains(err.Error(), "primary") {
		t.Errorf("apply where only reading is allowed: %v", err)
	}

	if _, err := s.pool.Exec(t.Context(), updateVersion, 999); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), url); !errors.Is(err, data.ErrNewer) || !strings.Contains(err.Error(), "999") {
		t.Errorf("open a newer schema: %v", err)
	}
}

func TestEncoding(t *testing.T) {
	url := pgtest.URL(t)
	conn := connect(t, url)
	must(t, conn, `CREATE DATABASE latin ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0`)
	latin := url[:strings.Index(url, "///")+3] + "latin" + url[strings.Index(url, "?"):]
	_, err := Open(t.Context(), latin)
	if err == nil || !strings.Contains(err.Error(), "LATIN1") || !strings.Contains(err.Error(), "UTF8") {
		t.Errorf("open a database of another encoding: %v", err)
	}
	must(t, conn, `DROP DATABASE latin WITH (FORCE)`)
}

// TestDiagnose holds what an error of the server is to a caller of the store.
func TestDiagnose(t *testing.T) {
	s := &Store{place: "here"}
	for code, want := range map[string]error{
		diskFull:           data.ErrFull,
		tooManyConnections: data.ErrUnavailable,
		badPassword:        data.ErrUnavailable,
		noPrivilege:        data.ErrUnavailable,
		readOnly:           data.ErrUnavailable,
		"57P01":            data.ErrUnavailable, // it shuts down
		"08006":            data.ErrUnavailable, // the connection broke
		"42601":            nil,                 // a mistake in the statement
	} {
		err := s.explain(t.Context(), &pgconn.PgError{Code: code, Message: "because"})
		for _, sentinel := range []error{data.ErrFull, data.ErrUnavailable} {
			if errors.Is(err, sentinel) != (sentinel == want) {
				t.Errorf("%s is %v, want %v", code, err, want)
			}
		}
		if !strings.HasPrefix(err.Error(), "here: ") || !strings.Contains(err.Error(), "because") {
			t.Errorf("%s is %v", code, err)
		}
	}
}
