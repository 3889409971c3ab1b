package index

import (
	"errors"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"

	"learnmap/data"
)

// Reader is the whole index at one Seq: a base and what came since, each an
// immutable snapshot with the activities struck out that a later one replaced.
// A Reader is held with Index.Acquire, never changes, and must be released.
type Reader struct {
	parts   []part
	catalog *Catalog
	seq     data.Seq
	gone    *graveyard
	refs    atomic.Int32
}

// part is a snapshot with tombstones.
type part struct {
	*snapshot
	dead *roaring.Bitmap // ordinals that a later part replaced; nil for none
}

func (p part) isDead(i uint32) bool { return p.dead != nil && p.dead.Contains(i) }

// alive returns how many of the part's activities are still the newest.
func (p part) alive() int {
	if p.dead == nil {
		return p.n
	}
	return p.n - int(p.dead.GetCardinality())
}

// Seq returns the newest change that the Reader knows.
func (r *Reader) Seq() data.Seq { return r.seq }

// Catalog returns the records other than activities.
func (r *Reader) Catalog() *Catalog { return r.catalog }

// Documents returns how many activities the Reader holds, those found by id only
// included.
func (r *Reader) Documents() int {
	n := 0
	for _, p := range r.parts {
		n += p.alive()
	}
	return n
}

// Snapshots returns how many pieces the Reader consists of.
func (r *Reader) Snapshots() int { return len(r.parts) }

// Errors of Reader.Activity.
var (
	ErrNotFound = errors.New("index: no such activity")
	ErrGone     = errors.New("index: the activity was deleted")
)

// locate returns where the newest version of an activity is.
func (r *Reader) locate(id string) (p int, ordinal uint32, ok bool) {
	for p = len(r.parts) - 1; p >= 0; p-- {
		if i, ok := r.parts[p].find(id); ok && !r.parts[p].isDead(i) {
			return p, i, true
		}
	}
	return 0, 0, false
}

// Activity returns an activity by its id, whether it can be found by searching or
// not, with its next occurrence from now.
func (r *Reader) Activity(id string, now data.Minutes) (Hit, error) {
	at, i, ok := r.locate(id)
	if !ok {
		if r.gone.holds(id) {
			return Hit{}, ErrGone
		}
		return Hit{}, ErrNotFound
	}
	s, window := r.parts[at].snapshot, NotEnded(now)
	return newHit(s, s.at(now), i, &window), nil
}

// warm makes the Reader's moments of a minute, so that no query has to.
func (r *Reader) warm(minute data.Minutes) {
	for _, p := range r.parts {
		p.at(minute)
	}
}

// acquire takes hold of the Reader unless it has been let go of already.
func (r *Reader) acquire() bool {
	for {
		n := r.refs.Load()
		if n == 0 {
			return false
		}
		if r.refs.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

// Release lets go of the Reader. What no other Reader shares is closed.
func (r *Reader) Release() {
	if r.refs.Add(-1) > 0 {
		return
	}
	for _, p := range r.parts {
		if p.refs.Add(-1) == 0 {
			// A failed unmapping leaks address space and harms no answer.
			_ = p.close()
		}
	}
}

// newReader returns a Reader held once, by its maker.
func newReader(parts []part, catalog *Catalog, seq data.Seq, gone *graveyard) *Reader {
	r := &Reader{parts: parts, catalog: catalog, seq: seq, gone: gone}
	r.refs.Store(1)
	for _, p := range parts {
		p.refs.Add(1)
	}
	return r
}
