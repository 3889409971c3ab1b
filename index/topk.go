package index

import (
	"container/heap"
	"math"
	"slices"
)

// candidate is an activity that may be among the first hits.
type candidate struct {
	scan    *scan
	ordinal uint32
	key     Key
}

// topK keeps the k first candidates offered to it: a heap with the last on top.
type topK struct {
	k     int
	items []candidate
}

func newTopK(k int) *topK { return &topK{k: k} }

// offer considers an activity. What sorts no later than Request.After was on an
// earlier page.
func (t *topK) offer(s *scan, i uint32) {
	key := s.key(i)
	if s.After != nil && !s.After.Less(key) {
		return
	}
	if len(t.items) < t.k {
		heap.Push(t, candidate{s, i, key})
		return
	}
	if key.Less(t.items[0].key) {
		t.items[0] = candidate{s, i, key}
		heap.Fix(t, 0)
	}
}

// sorted returns the candidates in order; the heap is spent.
func (t *topK) sorted() []candidate {
	slices.SortFunc(t.items, func(a, b candidate) int {
		if a.key.Less(b.key) {
			return -1
		}
		return 1
	})
	return t.items
}

// Len, Less, Swap, Push and Pop make it a heap.Interface.
func (t *topK) Len() int           { return len(t.items) }
func (t *topK) Less(i, j int) bool { return t.items[j].key.Less(t.items[i].key) }
func (t *topK) Swap(i, j int)      { t.items[i], t.items[j] = t.items[j], t.items[i] }
func (t *topK) Push(x any)         { t.items = append(t.items, x.(candidate)) }
func (t *topK) Pop() any {
	last := t.items[len(t.items)-1]
	t.items = t.items[:len(t.items)-1]
	return last
}

// titleWeight is how much more a word counts in the title than in the rest: a
// title names what an activity is, a description also what it is not.
const titleWeight = 3

// key returns where an activity stands in the request's order.
func (s *scan) key(i uint32) Key {
	k := Key{ID: s.ids[i]}
	switch s.Order {
	case ByDistance:
		k.A = s.chord2(i)
	case BySoonest:
		k.A = s.soonest(i)
	case ByNewest:
		k.A = -float64(s.created[i])
	case ByScore:
		for w := range s.Words {
			k.A -= s.wordScore(w, i)
		}
		if s.Centre != nil {
			k.B = s.chord2(i)
		}
	}
	return k
}

func (s *scan) chord2(i uint32) float64 {
	if s.Centre == nil || int(i) >= s.placed {
		return math.Inf(1)
	}
	return s.Centre.Chord2(s.vecs[i])
}

// soonest returns the minute at which the next occurrence starts; one that is
// running starts now, and what is not bound to times comes last.
func (s *scan) soonest(i uint32) float64 {
	slot, dated := s.moment.next(s.snapshot, i, &s.Window)
	switch {
	case !dated:
		return math.Inf(1)
	case slot.Start < s.Now && s.Now <= slot.End:
		return float64(s.Now)
	}
	return float64(slot.Start)
}

// wordScore returns what a word adds to an activity's score: its rarity, more
// when it stands in the title.
func (s *scan) wordScore(w int, i uint32) float64 {
	if s.words[w].title.Contains(i) {
		return titleWeight * s.weights[w]
	}
	return s.weights[w]
}

// hit copies a candidate out of the snapshot.
func (c candidate) hit() Hit {
	s := c.scan
	h := newHit(s.snapshot, s.moment, c.ordinal, &s.Window)
	h.Key, h.Chord2 = c.key, s.chord2(c.ordinal)
	if s.Order == ByScore {
		for w, word := range s.Words {
			h.Parts = append(h.Parts, ScorePart{word, s.wordScore(w, c.ordinal)})
		}
	}
	return h
}
