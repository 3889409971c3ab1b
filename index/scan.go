package index

import (
	"context"
	"math"
	"math/bits"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// scan is a request against one snapshot. An activity is tested against the
// required parts first; filters whose field is also a facet are soft: the scan
// reports which of them an activity misses, as the facet of a field must not feel
// that field's own filter.
type scan struct {
	*Request
	part
	moment   *moment
	spans    []span
	required *roaring.Bitmap // nil requires nothing
	soft     []softFilter
	ageBit   uint16 // in the mask of misses; 0 when ages are required
	dayBit   uint16
	liveOnly bool      // the window is "not ended", which one bit answers
	words    []wordSet // as Request.Words
	weights  []float64 // as Request.Words
	scanned  int
	days     uint8 // of the activity that is being visited
}

type softFilter struct {
	ordinals *roaring.Bitmap
	bit      uint16
}

// wordSet is where a word occurs.
type wordSet struct {
	title, anywhere *roaring.Bitmap
}

func (w wordSet) count(dead *roaring.Bitmap) uint64 {
	n := w.anywhere.GetCardinality()
	if dead != nil {
		n -= w.anywhere.AndCardinality(dead)
	}
	return n
}

func (r *Reader) newScan(at int, q *Request) (*scan, error) {
	s := &scan{Request: q, part: r.parts[at]}
	s.moment = s.at(q.Now)
	switch {
	case q.OnlineOnly:
		s.spans = []span{{uint32(s.placed), uint32(s.n), true}}
	case len(q.Regions) > 0:
		s.spans = s.tree.cover(q.Regions)
	default:
		s.spans = []span{{0, uint32(s.n), true}}
	}
	for _, word := range q.Words {
		if err := s.requireWord(word); err != nil {
			return nil, err
		}
	}
	for _, f := range q.Filters {
		set, err := r.filterSet(at, f)
		if err != nil {
			return nil, err
		}
		if bit := q.facetBit(f.Field); bit != 0 {
			s.soft = append(s.soft, softFilter{set, bit})
		} else {
			s.require(set)
		}
	}
	if len(q.Ages) > 0 {
		s.ageBit = q.facetBit(Age)
	}
	if q.Window.Weekdays != 0 {
		s.dayBit = q.facetBit(Weekday)
	}
	s.liveOnly = q.Window.isNotEnded(q.Now) && q.facetBit(Weekday) == 0
	return s, nil
}

// facetBit returns the bit that stands for a facet in the masks of misses, or 0
// when the field is not counted. Bits run in the order of Request.Facets.
func (q *Request) facetBit(f Field) uint16 {
	if n := slices.Index(q.Facets, f); n >= 0 {
		return 1 << n
	}
	return 0
}

func (s *scan) require(set *roaring.Bitmap) {
	if s.required == nil {
		s.required = set
		return
	}
	s.required = roaring.And(s.required, set)
}

func (s *scan) requireWord(word string) error {
	title, all := roaring.New(), roaring.New()
	if err := s.segment.postings(titleField, word, title); err != nil {
		return err
	}
	if err := s.segment.postings(textField, word, all); err != nil {
		return err
	}
	all.Or(title)
	s.words = append(s.words, wordSet{title, all})
	s.require(all)
	return nil
}

// filterSet returns the ordinals of a part that a filter takes.
func (r *Reader) filterSet(at int, f Filter) (*roaring.Bitmap, error) {
	set, p := roaring.New(), r.parts[at]
	for _, value := range f.Values {
		if err := p.segment.postings(f.Field.String(), value, set); err != nil {
			return nil, err
		}
	}
	if f.Takes != nil {
		for _, value := range p.columns[f.Field].terms {
			if !f.Takes(value) {
				continue
			}
			if err := p.segment.postings(f.Field.String(), value, set); err != nil {
				return nil, err
			}
		}
	}
	for _, id := range f.IDs {
		if i, ok := p.find(id); ok {
			set.Add(i)
		}
	}
	return set, nil
}

// How many activities are looked at between two looks at the clock; fewer where
// each is tested against regions, which may be polygons of many corners.
const (
	stride     = 8192
	testStride = 512
)

func (sp span) stride() uint32 {
	if sp.exact {
		return stride
	}
	return testStride
}

// each visits every activity that misses at most one soft filter, with the mask
// of what it missed, in the order of ordinals.
func (s *scan) each(ctx context.Context, visit func(i uint32, missed uint16)) error {
	if s.required != nil {
		return s.eachRequired(ctx, visit)
	}
	for _, sp := range s.spans {
		for lo := sp.lo; lo < sp.hi; lo += sp.stride() {
			if err := ctx.Err(); err != nil {
				return err
			}
			for i := lo; i < min(sp.hi, lo+sp.stride()); i++ {
				s.test(i, sp.exact, visit)
			}
		}
	}
	return nil
}

func (s *scan) eachRequired(ctx context.Context, visit func(i uint32, missed uint16)) error {
	it := s.required.Iterator()
	for _, sp := range s.spans {
		it.AdvanceIfNeeded(sp.lo)
		for n := uint32(0); it.HasNext() && it.PeekNext() < sp.hi; n++ {
			if n%sp.stride() == 0 {
				if err := ctx.Err(); err != nil {
					return err
				}
			}
			s.test(it.Next(), sp.exact, visit)
		}
	}
	return nil
}

// test visits an activity when it passes all that is required.
func (s *scan) test(i uint32, exact bool, visit func(i uint32, missed uint16)) {
	s.scanned++
	if !s.offered(i) {
		return
	}
	if !exact {
		for _, region := range s.Regions {
			if !region.holds(s.snapshot, i) {
				return
			}
		}
	}
	missed, ok := s.misses(i)
	if ok {
		visit(i, missed)
	}
}

// offered tells whether the activity counts at all and falls into the window. The
// default question is answered by one bit.
func (s *scan) offered(i uint32) bool {
	if s.isDead(i) {
		return false
	}
	s.days = everyDay
	if s.liveOnly {
		return s.moment.live.has(i)
	}
	if !s.listed.has(i) {
		return false
	}
	s.days = s.moment.days(s.snapshot, i, &s.Window)
	return s.days != 0
}

// misses returns which soft filters the activity misses, and false when it misses
// a hard one or more than one soft one: then no facet counts it.
func (s *scan) misses(i uint32) (missed uint16, ok bool) {
	if len(s.Ages) > 0 && !s.openTo(i) {
		if s.ageBit == 0 {
			return 0, false
		}
		missed |= s.ageBit
	}
	if s.Window.Weekdays != 0 && s.days&s.Window.Weekdays == 0 {
		if s.dayBit == 0 {
			return 0, false
		}
		missed |= s.dayBit
	}
	for _, f := range s.soft {
		if !f.ordinals.Contains(i) {
			missed |= f.bit
		}
	}
	return missed, bits.OnesCount16(missed) <= 1
}

func (s *scan) openTo(i uint32) bool {
	for _, age := range s.Ages {
		if int(s.ageMin[i]) <= age && age <= upperAge(s.ageMax[i]) {
			return true
		}
	}
	return false
}

func upperAge(age uint8) int {
	if age == anyAge {
		return math.MaxInt
	}
	return int(age)
}
