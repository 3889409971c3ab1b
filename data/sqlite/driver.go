package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"time"

	"github.com/mattn/go-sqlite3"

	"learnmap/data"
)

const (
	// patience is how long to wait for another process that writes. An import holds
	// the database for one batch at a time, far less than this.
	patience = 10 * time.Second

	// blink is how long a writer waits inside SQLite, where a cancelled context
	// cannot reach it, before it asks again.
	blink = 100 * time.Millisecond

	// writerCache is the memory for pages that a large import changes again and again.
	writerCache = 64 << 20

	// The log moves into the database when it has so many pages, of 4 KiB: each page
	// of an index is then written once for many batches. A log that grew beyond the
	// limit, as a reader held it up, is cut back to it.
	checkpointPages = 8000
	journalLimit    = 64 << 20
)

// connector opens connections of one role.
type connector struct {
	dsn    string
	pragma string // run on each new connection, after what the dsn says
}

// writing returns the connector of the one connection that writes. WAL with
// synchronous=FULL survives the loss of power; secure_delete overwrites what was
// deleted. busy_timeout is the first pragma that the driver runs, so that the
// others wait for their turn too.
func writing(path string) connector {
	return connector{
		dsn: dsn(path, url.Values{
			"_busy_timeout":    {fmt.Sprint(blink.Milliseconds())},
			"_journal_mode":    {"WAL"},
			"_synchronous":     {"FULL"},
			"_secure_delete":   {"ON"},
			"_txlock":          {"immediate"},
			"_stmt_cache_size": {"32"},
		}),
		pragma: fmt.Sprintf("PRAGMA cache_size = -%d; PRAGMA wal_autocheckpoint = %d; PRAGMA journal_size_limit = %d",
			writerCache>>10, checkpointPages, journalLimit),
	}
}

// reading returns the connector of connections that cannot write.
func reading(path string) connector {
	return connector{
		dsn: dsn(path, url.Values{
			"mode":             {"ro"},
			"_busy_timeout":    {fmt.Sprint(patience.Milliseconds())},
			"_stmt_cache_size": {"32"},
		}),
		pragma: "PRAGMA query_only = ON",
	}
}

func dsn(path string, options url.Values) string {
	// SQLite reads a path in a URI, where # and ? and % would end or change it.
	u := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path), RawQuery: options.Encode()}
	return u.String()
}

// Connect opens a connection.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Driver().Open(c.dsn)
	if err != nil {
		return nil, err
	}
	if _, err := conn.(driver.ExecerContext).ExecContext(ctx, c.pragma, nil); err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

// Driver returns the driver.
func (c connector) Driver() driver.Driver { return &sqlite3.SQLiteDriver{} }

// pool opens a pool of at most n connections, which stay open.
func (c connector) pool(n int) *sql.DB {
	db := sql.OpenDB(c)
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db
}

// busy tells whether another process held the database for longer than a try
// waited, so that the same thing may go through the next time.
func busy(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && (e.Code == sqlite3.ErrBusy || e.Code == sqlite3.ErrLocked)
}

// explain returns the error with the file's name and what to do about it.
func (s *Store) explain(err error) error {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code {
	case sqlite3.ErrFull:
		return fmt.Errorf("%s: %w: %w: free some space; nothing that was stored is lost", s.path, data.ErrFull, err)
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return fmt.Errorf("%s: %w: another process has been writing to it for %s: let it finish, or stop it: %w",
			s.path, data.ErrUnavailable, s.patience, err)
	case sqlite3.ErrCantOpen, sqlite3.ErrPerm, sqlite3.ErrReadonly:
		return fmt.Errorf("%s: %w: %w: its folder must exist and both must be writable by this user",
			s.path, data.ErrUnavailable, err)
	case sqlite3.ErrNotADB:
		return fmt.Errorf("%s: %w: %w: it is no database of learnmap: move it away, or name another folder",
			s.path, data.ErrDamaged, err)
	case sqlite3.ErrCorrupt:
		return fmt.Errorf("%s: %w: %w: the file is damaged: move it away, then restore a backup or import again",
			s.path, data.ErrDamaged, err)
	case sqlite3.ErrIoErr:
		return fmt.Errorf("%s: %w: %w: the disk failed: check it and the system's log, then start again",
			s.path, data.ErrUnavailable, err)
	}
	return fmt.Errorf("%s: %w", s.path, err)
}
