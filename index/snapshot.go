package index

import (
	"errors"
	"hash/maphash"
	"os"
	"slices"
	"sync"
	"sync/atomic"

	"learnmap/data"
	"learnmap/geo"
)

// snapshot is an immutable piece of the sorted list: n activities in the order of
// their positions, as columns over their ordinals 0 to n-1. The first placed ones
// have a place; the others are online only. The big base and the smallest delta
// are snapshots alike.
type snapshot struct {
	n, placed int

	ids    []string
	byHash []hashed // sorted by hash: the way from an id to its ordinal
	bodies bodies   // the JSON of each record

	cells  []geo.Cell // of the placed
	points []geo.Point
	vecs   []geo.Vec
	tree   tree

	listed  bitset
	ageMin  []uint8
	ageMax  []uint8
	created []int64

	dated     bitset
	slotStart []uint32 // the written occurrences of i are slots[slotStart[i]:slotStart[i+1]]
	slots     []data.Slot
	until     map[uint32]data.Slot // of undated offers that end
	ruled     []uint32             // ordinals whose occurrences a rule makes, ascending
	schedules []*data.Schedule     // of ruled

	columns [numColumns]column
	segment *segment

	docs []*document // of a small snapshot, to be merged from; nil in a base
	dir  string      // of a base; removed with it

	moments atomic.Pointer[moments] // what time it is here: see moment.go
	rolling sync.Mutex              // one makes a moment, others wait for it
	refs    atomic.Int32
}

type hashed struct {
	hash    uint64
	ordinal uint32
}

var idSeed = maphash.MakeSeed()

func hashID(id string) uint64 { return maphash.String(idSeed, id) }

// find returns the ordinal of a record's id.
func (s *snapshot) find(id string) (uint32, bool) {
	hash := hashID(id)
	at, _ := slices.BinarySearchFunc(s.byHash, hash, func(h hashed, hash uint64) int {
		switch {
		case h.hash < hash:
			return -1
		case h.hash > hash:
			return 1
		}
		return 0
	})
	for ; at < len(s.byHash) && s.byHash[at].hash == hash; at++ {
		if i := s.byHash[at].ordinal; s.ids[i] == id {
			return i, true
		}
	}
	return 0, false
}

// written returns the written occurrences of an ordinal, by start.
func (s *snapshot) written(i uint32) []data.Slot {
	return s.slots[s.slotStart[i]:s.slotStart[i+1]]
}

// ruleOf returns the number of an ordinal's rule, or -1.
func (s *snapshot) ruleOf(i uint32) int {
	if at, ok := slices.BinarySearch(s.ruled, i); ok {
		return at
	}
	return -1
}

// untilOf returns when an undated offer ends.
func (s *snapshot) untilOf(i uint32) data.Slot {
	if until, ok := s.until[i]; ok {
		return until
	}
	return data.Slot{End: data.MaxMinutes}
}

// close gives back what the snapshot holds outside of Go's memory.
func (s *snapshot) close() error {
	err := errors.Join(s.segment.close(), s.bodies.close())
	if s.dir != "" {
		err = errors.Join(err, os.RemoveAll(s.dir))
	}
	return err
}
