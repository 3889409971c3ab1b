// Package postgres keeps records in PostgreSQL: the store of a learnmap that has
// outgrown one machine. Any number of servers and imports share one database.
//
// # How it works
//
// Writers work side by side. A batch first locks the records that it meets, in the
// order of their keys; data.Batch.Plan then says what is to change. Last it takes
// the one row of the table head, moves it by the number of the changes, and writes
// them under the numbers that it passed. The lock of that row is held until the
// commit, hence:
//
//   - Numbers are given in the order of the commits. A sequence would give them
//     earlier, and a follower that has seen 7 would miss a 6 that commits later.
//   - A lock is let go only after the commit shows, so whoever sees a number sees
//     every number before it, in one snapshot, on a standby too.
//   - What is undone takes its step of the head back: there are no gaps.
//
// A follower needs one statement to read the list, and the head row to learn that
// there is news. It looks ten times a second, which costs the server some 30 µs.
//
// The exception is a database that goes back in time: a restored backup, or a
// standby promoted before it had everything. Numbers are then given twice, so
// whoever restores must set a new epoch (UPDATE head SET epoch = …), and every
// follower starts over.
//
// # Portable
//
// Plain tables, b-trees and row locks only, so that engines that speak PostgreSQL's
// protocol can take its place. Transactions that clash are run again. Isolation is
// READ COMMITTED, the default: what must not change is locked.
package postgres

import (
	"context"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5/pgxpool"

	"learnmap/data"
)

// Store is a data.Store in a database of PostgreSQL.
type Store struct {
	place string // for messages
	pool  *pgxpool.Pool
	news  bell // rung for commits of this store

	running sync.RWMutex // held for reading by every call; Close waits for them
	closing chan struct{}
	close   sync.Once
}

var _ data.Store = (*Store)(nil)

// Open connects to the database at a URL such as postgres://user:password@host/name
// and makes the tables when they are absent. Options of libpq follow behind "?",
// and pool_max_conns, the number of connections (4, or one a processor).
func Open(ctx context.Context, url string) (*Store, error) {
	config, err := configure(url)
	if err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %w", place(config), data.ErrUnavailable, err)
	}
	s := &Store{place: place(config), pool: pool, closing: make(chan struct{})}
	if err := s.migrate(ctx); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
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

// Close waits for running calls, ends those of Wait, and closes the connections.
func (s *Store) Close() error {
	s.close.Do(func() {
		close(s.closing)
		s.running.Lock()
		defer s.running.Unlock()
		s.pool.Close()
	})
	return nil
}
