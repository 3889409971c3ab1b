// Package sqlite keeps records in one SQLite file: nothing to install, and the
// store that learnmap starts with.
//
// # How it works
//
// The file is in WAL mode with synchronous=FULL: a batch that Apply has returned
// for survives a crash of the process, of the machine and the loss of power, and
// readers never wait for a writer. The file must be on a local disk, as WAL needs
// memory shared by all processes that have it open.
//
// One connection writes; a pool of others, which cannot, reads. A write begins
// with BEGIN IMMEDIATE, so that it waits for its turn at the start and never finds
// out half way that another was faster. Other processes may read and write the same
// file meanwhile: an import next to a server is the usual case.
//
// The order of the changes is the order of commits, since only one transaction
// writes at a time: whoever sees a Seq sees every one before it.
//
// # Cancelling
//
// A context ends the wait for one's turn, and is looked at between records, but
// is never handed to the connection that writes: an interrupt that comes late
// would hit the next statement, which is another caller's.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"learnmap/data"
)

// Store is a data.Store in a file of SQLite.
type Store struct {
	path     string
	writer   *sql.DB       // one connection
	turn     chan struct{} // held by the caller that uses the writer
	patience time.Duration // with other processes that write
	readers  *sql.DB       // connections that cannot write
	watch    *sql.Conn     // one of them, which learns of other processes' commits
	news     bell          // rung for commits of this store

	running sync.RWMutex // held for reading by every call; Close waits for them
	closing chan struct{}
	close   sync.Once
}

var _ data.Store = (*Store)(nil)

// Open opens the store in the file of that name, and makes it when it is absent;
// its folder must exist.
func Open(ctx context.Context, path string) (*Store, error) {
	if path == "" {
		return nil, fmt.Errorf("%w: the store needs the name of a file", data.ErrUnavailable)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %w", path, data.ErrUnavailable, err)
	}
	readers := max(4, runtime.GOMAXPROCS(0))
	s := &Store{
		path:     path,
		writer:   writing(abs).pool(1),
		turn:     make(chan struct{}, 1),
		patience: patience,
		readers:  reading(abs).pool(readers + 1), // one of them watches
		closing:  make(chan struct{}),
	}
	if err := s.start(ctx); err != nil {
		s.Close()
		return nil, s.explain(err)
	}
	return s, nil
}

// start brings the file up to date, which the readers need.
func (s *Store) start(ctx context.Context) error {
	if err := s.migrate(ctx); err != nil {
		return err
	}
	// The connection outlives the context, which only bounds its opening.
	watch, err := s.readers.Conn(context.WithoutCancel(ctx))
	if err != nil {
		return err
	}
	s.watch = watch
	return nil
}

var errClosed = fmt.Errorf("%w: it was closed", data.ErrUnavailable)

// enter begins a call, which must leave; it fails when the store is closed.
func (s *Store) enter() (leave func(), err error) {
	s.running.RLock()
	select {
	case <-s.closing:
		s.running.RUnlock()
		return nil, errClosed
	default:
		return s.running.RUnlock, nil
	}
}

// Close waits for running calls, ends those of Wait, and closes the file. The
// writer goes last: as the last connection it moves the log into the database.
func (s *Store) Close() error {
	var err error
	s.close.Do(func() {
		close(s.closing)
		s.running.Lock()
		defer s.running.Unlock()
		if s.watch != nil {
			err = s.watch.Close()
		}
		err = errors.Join(err, s.readers.Close(), s.writer.Close())
	})
	return err
}
