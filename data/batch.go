package data

import (
	"fmt"
	"time"
)

// Check returns ErrInvalid, wrapped with the reason, when no store takes the
// batch, or nil. A store calls it before it writes anything.
func (b Batch) Check() error {
	if n := len(b.Put) + len(b.Delete); n > MaxBatch {
		return fmt.Errorf("%w: a batch of %d changes, at most %d are made together", ErrInvalid, n, MaxBatch)
	}
	if n := len(b.Cursors); n > MaxBatch {
		return fmt.Errorf("%w: a batch with %d cursors, at most %d are kept together", ErrInvalid, n, MaxBatch)
	}
	seen := make(map[Key]bool, len(b.Put)+len(b.Delete))
	for _, r := range b.Put {
		if err := checkOnce(r.Key, seen, r.Check()); err != nil {
			return err
		}
	}
	for _, k := range b.Delete {
		if err := checkOnce(k, seen, k.Check()); err != nil {
			return err
		}
	}
	for feed, cursor := range b.Cursors {
		if err := CheckText(feed); err != nil {
			return err
		}
		if len(cursor) > MaxRecordBytes || !cleanText(cursor) {
			return fmt.Errorf("%w: the cursor of feed %q holds NUL, is not UTF-8 or is longer than %d bytes",
				ErrInvalid, feed, MaxRecordBytes)
		}
	}
	return nil
}

// checkOnce wraps what is wrong with a change, or notes its key, which may occur
// once: two changes of one record in a batch have no order that stores agree on.
func checkOnce(k Key, seen map[Key]bool, wrong error) error {
	if wrong != nil {
		return fmt.Errorf("%w: %w", ErrInvalid, wrong)
	}
	if seen[k] {
		return fmt.Errorf("%w: %s occurs twice in one batch", ErrInvalid, k)
	}
	seen[k] = true
	return nil
}

// CheckText returns ErrInvalid, wrapped with the reason, when one of the texts
// that a caller asks a store for cannot be in any: it holds NUL, is not UTF-8 or
// is longer than MaxIDBytes.
func CheckText(texts ...string) error {
	for _, s := range texts {
		switch {
		case len(s) > MaxIDBytes:
			return fmt.Errorf("%w: a name of %d bytes, at most %d are kept", ErrInvalid, len(s), MaxIDBytes)
		case !cleanText(s):
			return fmt.Errorf("%w: %q holds NUL or is not UTF-8", ErrInvalid, s)
		}
	}
	return nil
}

// Keys returns the key of every change of the batch, puts first.
func (b Batch) Keys() []Key {
	keys := make([]Key, 0, len(b.Put)+len(b.Delete))
	for _, r := range b.Put {
		keys = append(keys, r.Key)
	}
	return append(keys, b.Delete...)
}

// Plan is what a batch comes to when it meets what is stored: the versions to
// write and the counts to report. It is worked out here and not in SQL so that a
// put that changes nothing is the same thing in every store.
type Plan struct {
	Changes []Change
	Applied Applied // Head is for the store to fill in
}

// Change is a version that takes the place of another.
type Change struct {
	// Record is the new version; a tombstone has neither owner nor data. Its Seq
	// counts the changes of the plan from 1, to be put on top of the list's head.
	Record
	Old Seq // where the version before stands in the list, 0 when there is none
}

// Plan compares a batch with the newest stored version, tombstones included, of
// each of its keys.
func (b Batch) Plan(stored map[Key]Record) Plan {
	var p Plan
	for _, put := range b.Put {
		old, found := stored[put.Key]
		switch {
		case !found || old.Deleted:
			p.Applied.New++
		case put.Owner == old.Owner && string(put.Data) == string(old.Data):
			p.Applied.Unchanged++
			continue
		default:
			p.Applied.Updated++
		}
		put.Deleted = false
		p.add(put, old.Seq)
	}
	at := b.At
	if at.IsZero() {
		at = time.Now()
	}
	for _, key := range b.Delete {
		old, found := stored[key]
		if !found || old.Deleted {
			continue
		}
		p.Applied.Removed++
		p.add(Record{Key: key, Modified: at, Deleted: true}, old.Seq)
	}
	return p
}

func (p *Plan) add(r Record, old Seq) {
	r.Seq = Seq(len(p.Changes) + 1)
	p.Changes = append(p.Changes, Change{Record: r, Old: old})
}
