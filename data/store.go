package data

import (
	"context"
	"errors"
	"time"
)

// Store is an ordered list of changes together with the newest version of each
// record. data/sqlite and data/postgres implement it; data/storetest is what
// every implementation must pass.
//
// All methods are safe for concurrent use. A cancelled context ends the call
// that it was given to and harms no other. Errors that a caller can act on are
// the sentinels below, wrapped; anything else means the store itself failed.
type Store interface {
	// Apply makes all the changes of a batch, or none. Each changed record takes
	// the next Seq, in the order puts, then deletes. A put that equals what is
	// stored, and a delete of what is absent, change nothing.
	Apply(ctx context.Context, b Batch) (Applied, error)

	// Get returns the newest version of a record, which may be a tombstone, or
	// ErrNotFound when there never was one (or its tombstone was pruned).
	Get(ctx context.Context, key Key) (Record, error)

	// List returns the records of a kind, tombstones left out, in the byte order of
	// their ids, starting behind the id after. An empty owner means every owner's.
	List(ctx context.Context, kind Kind, owner, after string, limit int) ([]Record, error)

	// Changes returns up to limit records whose Seq is greater than after, ascending,
	// tombstones included. It returns ErrPruned when changes behind after are gone, or
	// after is past the head, as a list that went back in time leaves it; after = 0
	// never does, as a list from its start needs no tombstones. The page behind the
	// first may, so to read everything use Scan.
	Changes(ctx context.Context, after Seq, limit int) (Page, error)

	// Wait returns when the head is past after, or with the context's error. It is a
	// hint to call Changes, which alone tells the truth.
	Wait(ctx context.Context, after Seq) error

	// Cursor returns where a feed's import left off, "" when it never ran.
	Cursor(ctx context.Context, feed string) (string, error)

	// Prune drops tombstones made before a time and returns how many. A follower
	// that was behind one of them gets ErrPruned from Changes.
	Prune(ctx context.Context, before time.Time) (int, error)

	// Close waits for running calls and lets go of the store.
	Close() error
}

// Batch is a set of changes that are made together. A key may occur once.
type Batch struct {
	Put     []Record // Seq and Deleted are ignored
	Delete  []Key
	Cursors map[string]string // feed name to where its import left off
	At      time.Time         // when tombstones are dated; zero means now
	DryRun  bool              // count, then undo everything
}

// Applied says what a batch did.
type Applied struct {
	Head                             Seq // the list's head afterwards
	New, Updated, Unchanged, Removed int
}

// Page is a stretch of the list of changes.
type Page struct {
	Records []Record // ascending by Seq
	Head    Seq      // the newest Seq when the page was read
	Floor   Seq      // tombstones up to here may have been pruned
	// Epoch names this life of the list. A restore or the promotion of a standby can
	// roll the numbers back and hand them out again; it must set a new epoch, and a
	// follower that sees one starts over.
	Epoch string
}

// MaxBatch bounds the changes of one batch; larger imports use several.
const MaxBatch = 1000

// Errors of a Store.
var (
	ErrNotFound    = errors.New("no such record")
	ErrPruned      = errors.New("the list of changes no longer reaches back that far")
	ErrInvalid     = errors.New("not acceptable to the store") // wrapped with the reason
	ErrUnavailable = errors.New("the store cannot be reached")
	ErrDamaged     = errors.New("the store is damaged or is none")
	ErrFull        = errors.New("no space left for the store")
	ErrNewer       = errors.New("the store was written by a newer learnmap")
)
