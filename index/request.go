package index

import (
	"learnmap/data"
	"learnmap/geo"
)

// Request is a question in the index's own terms: search plans it from a Query.
// Everything in it must hold.
type Request struct {
	Now     data.Minutes
	Regions []Region // none takes the online-only ones too

	// OnlineOnly asks for what has no place, and ignores Regions.
	OnlineOnly bool

	Filters []Filter
	Ages    []int    // open to one of them
	Words   []string // as Words returns them
	Window  Window

	Order  Order
	Centre *geo.Vec // what distances are measured from
	After  *Key     // hits sort behind it
	Limit  int      // hits wanted; 0 only counts

	// Broader returns what an activity with a skill counts for: names of that skill
	// and of everything that it is a kind of. Nil counts tags as they are written.
	Broader func(skill string) []string

	// Facets are counted over what matches but for the filter of the same field. Each
	// may occur once.
	Facets []Field
}

// Filter takes activities that have one of the values in a field, or a value that
// Takes accepts, or one of the ids. An empty Filter takes none.
type Filter struct {
	Field  Field
	Values []string
	Takes  func(value string) bool // of a field that is kept as a column
	IDs    []string                // "source/id"
}

// Order is how hits are sorted.
type Order uint8

// The orders; ties go by the bytes of the id.
const (
	BySoonest  Order = iota // next occurrence, undated last
	ByDistance              // nearest first
	ByNewest
	ByScore // best text first, nearest among equals
)

// Key is where a hit stands in an order: by A, then B, then ID, all ascending.
type Key struct {
	A, B float64
	ID   string
}

// Less tells whether k sorts before o.
func (k Key) Less(o Key) bool {
	if k.A != o.A {
		return k.A < o.A
	}
	if k.B != o.B {
		return k.B < o.B
	}
	return k.ID < o.ID
}

// Match is the answer to a Request.
type Match struct {
	Total  int
	Hits   []Hit // in order, Limit at most
	More   bool  // there are hits behind the last
	Facets []map[string]int
	Work   Work
}

// Work says what an answer cost.
type Work struct {
	Snapshots int
	Spans     int // stretches of the sorted list that the regions left
	Scanned   int // activities looked at one by one
}

// Hit is an activity of an answer. It stays valid after the Reader is released.
type Hit struct {
	ID     string
	JSON   []byte
	Point  geo.Point
	Placed bool
	Chord2 float64 // from Request.Centre, see geo.Metres
	Next   data.Slot
	Dated  bool // Next is set
	Ended  bool // was over at Request.Now
	Key    Key
	Parts  []ScorePart // when ordered ByScore
}

// ScorePart is what one word adds to a score.
type ScorePart struct {
	Word  string
	Value float64
}

// newHit copies out what a caller may keep.
func newHit(s *snapshot, m *moment, i uint32, w *Window) Hit {
	h := Hit{ID: s.ids[i], JSON: append([]byte(nil), s.bodies.of(i)...)}
	if int(i) < s.placed {
		h.Placed, h.Point = true, s.points[i]
	}
	h.Next, h.Dated = m.next(s, i, w)
	current := NotEnded(m.minute)
	h.Ended = m.days(s, i, &current) == 0
	return h
}
