package index

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"learnmap/data"
	"learnmap/geo"
)

// buildBase builds a base of everything in the store. It reads the records once,
// in the store's order, into a file; then the file in the order of the cells.
// Memory holds a position per activity, never the documents.
func (ix *Index) buildBase(ctx context.Context) (*base, error) {
	dir, err := ix.newBaseDir()
	if err != nil {
		return nil, &brokenError{err}
	}
	b, err := ix.buildBaseIn(ctx, dir)
	if err != nil || b.snapshot == nil {
		os.RemoveAll(dir)
	}
	return b, err
}

func (ix *Index) buildBaseIn(ctx context.Context, dir string) (*base, error) {
	s, err := newSpool(filepath.Join(dir, "spool"))
	if err != nil {
		return nil, &brokenError{err}
	}
	defer s.remove()
	b := &base{}
	var others []data.Record
	b.seq, b.epoch, err = data.Scan(ctx, ix.store, data.Kinds, 2*pageSize, func(records []data.Record) error {
		for _, r := range records {
			if r.Kind != data.KindActivity {
				others = append(others, r)
			} else if err := s.add(r); err != nil {
				return &brokenError{err}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	b.catalog = newCatalog().with(others)
	b.snapshot, err = ix.sortInto(ctx, s, dir)
	return b, err
}

// sortInto builds the snapshot of what was spooled, nil when that is nothing.
func (ix *Index) sortInto(ctx context.Context, s *spool, dir string) (*snapshot, error) {
	entries, err := s.sorted()
	if err != nil {
		return nil, &brokenError{err}
	}
	if len(entries) == 0 {
		return nil, nil
	}
	b, err := newBuilder(dir)
	if err != nil {
		return nil, &brokenError{err}
	}
	for n, e := range entries {
		if n%stride == 0 && ctx.Err() != nil {
			b.abandon()
			return nil, ctx.Err()
		}
		record, err := s.read(e)
		if err != nil {
			b.abandon()
			return nil, &brokenError{err}
		}
		d, err := newDocument(record)
		if err != nil {
			ix.logger.Error("left out of the index", "error", err)
			ix.note(func(st *Status) { st.Unreadable++ })
			continue
		}
		if d == nil {
			continue
		}
		if err := b.add(d); err != nil {
			b.abandon()
			return nil, &brokenError{err}
		}
	}
	snap, err := b.finish()
	if err != nil {
		return nil, &brokenError{err}
	}
	return snap, nil
}

// spool is a file of records and, in memory, where each lies and belongs.
type spool struct {
	file    *os.File
	out     *bufio.Writer
	offset  int64
	entries []spooled
}

// spooled is a record in the spool.
type spooled struct {
	position position
	offset   int64
	length   int
	modified time.Time
}

func newSpool(path string) (*spool, error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	return &spool{file: file, out: bufio.NewWriterSize(file, 1<<20)}, nil
}

// add takes the next record; each comes once.
func (s *spool) add(r data.Record) error {
	if _, err := s.out.Write(r.Data); err != nil {
		return fmt.Errorf("index: write spool: %w", err)
	}
	s.entries = append(s.entries, spooled{peek(r), s.offset, len(r.Data), r.Modified})
	s.offset += int64(len(r.Data))
	return nil
}

// peek reads no more of a record than its place in the sorted list. What cannot
// be read is reported when the whole record is.
func peek(r data.Record) position {
	var a struct {
		Mode     string
		Location *data.Location
	}
	if json.Unmarshal(r.Data, &a) != nil {
		return position{online: true, id: r.ID}
	}
	point, placed := (&data.Activity{Mode: a.Mode, Location: a.Location}).Point()
	if !placed {
		return position{online: true, id: r.ID}
	}
	cell, err := geo.CellOf(point)
	return position{online: err != nil, cell: cell, id: r.ID}
}

// sorted returns the records in the order of their positions.
func (s *spool) sorted() ([]spooled, error) {
	if err := s.out.Flush(); err != nil {
		return nil, fmt.Errorf("index: write spool: %w", err)
	}
	slices.SortFunc(s.entries, func(a, b spooled) int { return comparePositions(a.position, b.position) })
	return s.entries, nil
}

func (s *spool) read(e spooled) (data.Record, error) {
	body := make([]byte, e.length)
	if _, err := s.file.ReadAt(body, e.offset); err != nil {
		return data.Record{}, fmt.Errorf("index: read spool: %w", err)
	}
	key := data.Key{Kind: data.KindActivity, ID: e.position.id}
	return data.Record{Key: key, Modified: e.modified, Data: body}, nil
}

func (s *spool) remove() {
	s.file.Close()
	os.Remove(s.file.Name())
}
