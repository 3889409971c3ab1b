package index

import (
	"maps"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"learnmap/data"
)

// mergeLimit bounds the snapshots that are merged while a change waits to be
// seen. Bigger ones are left to the rebuild in the background.
const mergeLimit = 1024

// apply returns a Reader that also knows a page of changes, in ascending order.
// The given one stays as it is.
func (ix *Index) apply(r *Reader, changes []data.Record) (*Reader, error) {
	activities, others := newest(changes)
	parts := slices.Clone(r.parts)
	var docs []*document
	for _, change := range activities {
		strike(parts, r, change.ID)
		d := ix.enter(r.gone, change)
		if d != nil {
			docs = append(docs, d)
		}
	}
	if len(docs) > 0 {
		snap, err := build(docs)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part{snapshot: snap})
	}
	parts, err := mergeTail(parts)
	if err != nil {
		return nil, err
	}
	catalog := r.catalog
	if len(others) > 0 {
		catalog = catalog.with(others)
	}
	return newReader(parts, catalog, changes[len(changes)-1].Seq, r.gone), nil
}

// newest returns the last change of each record, activities apart.
func newest(changes []data.Record) (activities, others []data.Record) {
	last := make(map[data.Key]data.Record, len(changes))
	for _, change := range changes {
		last[change.Key] = change
	}
	for _, change := range slices.SortedFunc(maps.Values(last), bySeq) {
		if change.Kind == data.KindActivity {
			activities = append(activities, change)
		} else {
			others = append(others, change)
		}
	}
	return activities, others
}

func bySeq(a, b data.Record) int { return int(a.Seq - b.Seq) }

// enter reads a changed activity and keeps the graveyard. It returns nil when
// there is nothing to index: a deletion, a draft, or what cannot be read.
func (ix *Index) enter(gone *graveyard, change data.Record) *document {
	if change.Deleted {
		gone.bury(change.ID)
		return nil
	}
	gone.raise(change.ID)
	d, err := newDocument(change)
	if err != nil {
		ix.logger.Error("left out of the index", "error", err)
		ix.note(func(s *Status) { s.Unreadable++ })
		return nil
	}
	return d
}

// strike puts a tombstone on the version of an activity that r knows. The bitmaps
// of r are shared with its readers and are copied before they change.
func strike(parts []part, r *Reader, id string) {
	at, i, ok := r.locate(id)
	if !ok {
		return
	}
	switch dead := parts[at].dead; {
	case dead == nil:
		parts[at].dead = roaring.BitmapOf(i)
	case dead == r.parts[at].dead:
		parts[at].dead = dead.Clone()
		parts[at].dead.Add(i)
	default:
		dead.Add(i)
	}
}

// mergeTail joins the newest snapshots while each is less than twice the one
// behind it, so that the changes of a long day make a handful of parts and each
// is rewritten a few times only.
func mergeTail(parts []part) ([]part, error) {
	first, total := len(parts), 0
	for first > 0 {
		p := parts[first-1]
		if p.docs == nil || total+p.alive() > mergeLimit || total > 0 && p.alive() >= 2*total {
			break
		}
		total += p.alive()
		first--
	}
	if len(parts)-first < 2 {
		return parts, nil
	}
	var docs []*document
	for _, p := range parts[first:] {
		for i, d := range p.docs {
			if !p.isDead(uint32(i)) {
				docs = append(docs, d)
			}
		}
	}
	parts = parts[:first]
	if len(docs) == 0 {
		return parts, nil
	}
	merged, err := build(docs)
	if err != nil {
		return nil, err
	}
	return append(parts, part{snapshot: merged}), nil
}
