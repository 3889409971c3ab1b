package index

import (
	"cmp"
	"fmt"
	"os"
	"slices"

	bleveindex "github.com/blevesearch/bleve_index_api"

	"learnmap/data"
)

// pieceSize is how many documents go into one Bleve segment of a build. It bounds
// the memory that analysed text takes; the pieces are joined at the end.
const pieceSize = 8192

// builder makes a snapshot of documents that come in the order of their
// positions. A builder with a folder writes there what need not be in memory.
type builder struct {
	snap    snapshot
	dir     string // "" builds in memory; at most pieceSize documents then
	columns [numColumns]*columnBuilder
	bodies  *bodyWriter
	listed  []uint32
	dated   []uint32
	piece   []*terms
	made    chan pieceResult // the piece being analysed in the background
	pieces  []*segment
}

type pieceResult struct {
	segment *segment
	err     error
}

func newBuilder(dir string) (*builder, error) {
	b := &builder{dir: dir, bodies: &bodyWriter{}}
	if dir != "" {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, fmt.Errorf("index: %w", err)
		}
		var err error
		if b.bodies, err = newBodyFile(dir); err != nil {
			return nil, err
		}
	}
	for f := range b.columns {
		b.columns[f] = newColumnBuilder()
	}
	b.snap.dir = dir
	b.snap.slotStart = []uint32{0}
	b.snap.until = map[uint32]data.Slot{}
	return b, nil
}

// build makes a snapshot in memory of a few documents, which it sorts.
func build(docs []*document) (*snapshot, error) {
	slices.SortFunc(docs, func(a, b *document) int { return comparePositions(a.position(), b.position()) })
	b, err := newBuilder("")
	if err != nil {
		return nil, err
	}
	for _, d := range docs {
		if err := b.add(d); err != nil {
			return nil, err
		}
	}
	snap, err := b.finish()
	if err == nil {
		snap.docs = docs
	}
	return snap, err
}

// add takes the next document in order.
func (b *builder) add(d *document) error {
	s := &b.snap
	i := uint32(s.n)
	s.n++
	s.ids = append(s.ids, d.id)
	s.byHash = append(s.byHash, hashed{hashID(d.id), i})
	if d.placed {
		s.placed++
		s.cells = append(s.cells, d.cell)
		s.points = append(s.points, d.point)
		s.vecs = append(s.vecs, d.point.Vec())
	}
	if d.listed {
		b.listed = append(b.listed, i)
	}
	s.ageMin, s.ageMax = append(s.ageMin, d.ageMin), append(s.ageMax, d.ageMax)
	s.created = append(s.created, d.created)
	b.addTimes(i, d)
	for f, column := range b.columns {
		column.add(d.terms.values[f])
	}
	if err := b.bodies.add(d.json); err != nil {
		return err
	}
	b.piece = append(b.piece, &d.terms)
	if len(b.piece) == pieceSize {
		return b.flush()
	}
	return nil
}

func (b *builder) addTimes(i uint32, d *document) {
	s := &b.snap
	s.slots = append(s.slots, d.slots...)
	s.slotStart = append(s.slotStart, uint32(len(s.slots)))
	switch {
	case d.schedule != nil:
		s.ruled = append(s.ruled, i)
		s.schedules = append(s.schedules, d.schedule)
	case !d.dated && d.until.End != data.MaxMinutes:
		s.until[i] = d.until
	}
	if d.dated {
		b.dated = append(b.dated, i)
	}
}

// flush hands the collected documents over to be analysed, after waiting for the
// piece before: one core analyses while the other reads on.
func (b *builder) flush() error {
	if err := b.collect(); err != nil {
		return err
	}
	piece, number := b.piece, len(b.pieces)
	b.piece, b.made = nil, make(chan pieceResult, 1)
	go func(made chan<- pieceResult) {
		docs := make([]bleveindex.Document, len(piece))
		for i, t := range piece {
			docs[i] = bleveDocument(i, t)
		}
		seg, err := newSegment(docs)
		if err == nil && b.dir != "" {
			seg, err = seg.persist(b.dir, fmt.Sprintf("piece-%d", number))
		}
		made <- pieceResult{seg, err}
	}(b.made)
	return nil
}

func (b *builder) collect() error {
	if b.made == nil {
		return nil
	}
	result := <-b.made
	b.made = nil
	if result.err != nil {
		return result.err
	}
	b.pieces = append(b.pieces, result.segment)
	return nil
}

// finish returns the snapshot; the builder is spent, whether it succeeds or not.
func (b *builder) finish() (*snapshot, error) {
	s, err := b.assemble()
	if err != nil {
		b.abandon()
		return nil, err
	}
	return s, nil
}

func (b *builder) assemble() (*snapshot, error) {
	if len(b.piece) > 0 || len(b.pieces) == 0 && b.made == nil {
		if err := b.flush(); err != nil {
			return nil, err
		}
	}
	if err := b.collect(); err != nil {
		return nil, err
	}
	s := &b.snap
	var err error
	if s.segment, err = b.joined(); err != nil {
		return nil, err
	}
	if s.bodies, err = b.bodies.finish(); err != nil {
		return nil, err
	}
	s.listed, s.dated = bitsetOf(b.listed, s.n), bitsetOf(b.dated, s.n)
	for f, column := range b.columns {
		s.columns[f] = column.column
	}
	slices.SortFunc(s.byHash, func(a, b hashed) int { return cmp.Compare(a.hash, b.hash) })
	s.tree = newTree(s.cells, s.points, s.vecs)
	return s, nil
}

// abandon waits for what is under way and closes what was made.
func (b *builder) abandon() {
	_ = b.collect()
	for _, piece := range b.pieces {
		piece.close()
	}
	if b.snap.segment != nil {
		b.snap.segment.close()
	}
	if made, err := b.bodies.finish(); err == nil {
		_ = made.close()
	}
}

// joined returns the pieces as one segment. Files of pieces that went into it are
// removed: an open file stays readable, and nothing else will open them.
func (b *builder) joined() (*segment, error) {
	if len(b.pieces) == 1 {
		only := b.pieces[0]
		b.pieces = nil
		return only, nil
	}
	seg, err := joinSegments(b.pieces, b.dir, "terms")
	for number, piece := range b.pieces {
		piece.close()
		os.Remove(fmt.Sprintf("%s/piece-%d", b.dir, number))
	}
	b.pieces = nil
	return seg, err
}

func bitsetOf(ordinals []uint32, n int) bitset {
	set := newBitset(n)
	for _, i := range ordinals {
		set.add(i)
	}
	return set
}
