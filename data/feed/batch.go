package feed

import (
	"fmt"

	"learnmap/data"
)

// stageDelete puts the removal of a record into the batch.
func (im *importer) stageDelete(d *draft) error {
	source, id := data.SplitID(d.deleted.ID)
	if source == "" {
		source = im.opt.Source
	}
	switch {
	case !data.ValidSource(source):
		d.reject("source", quote(source)+" cannot name a source", "give the source of the record to delete, or add --source NAME")
	case id == "":
		d.reject("id", "is missing", "give the id of the record to delete")
	}
	key := data.Key{Kind: d.deleted.Kind, ID: data.MakeID(source, id)}
	if err := key.Check(); err != nil && !d.problems.Fatal() {
		d.reject("id", err.Error(), "give the id of the record to delete")
	}
	if d.problems.Fatal() {
		return im.reject(d)
	}
	im.ledger.forget(key)
	return im.add(key, func() { im.batch.Delete = append(im.batch.Delete, key) })
}

// add makes a change in the batch, after sending it when it is full or has one of the
// same record: changes are made in the order of the rows.
func (im *importer) add(key data.Key, change func()) error {
	if im.keys[key] || len(im.keys) >= data.MaxBatch || im.bytes >= maxBatchBytes {
		if err := im.flush(); err != nil {
			return err
		}
	}
	im.keys[key] = true
	change()
	return nil
}

// flush sends the batch to the store.
func (im *importer) flush() error {
	if len(im.keys) == 0 {
		return nil
	}
	im.batch.DryRun = im.opt.DryRun
	im.batch.At = im.opt.Now
	applied, err := im.store.Apply(im.ctx, im.batch)
	if err != nil {
		if ctx := im.ctx.Err(); ctx != nil {
			return ctx
		}
		return fmt.Errorf("%s: the store took the records before but not the next %d: %w", im.file, len(im.keys), err)
	}
	im.result.New += applied.New
	im.result.Updated += applied.Updated
	im.result.Unchanged += applied.Unchanged
	im.result.Removed += applied.Removed
	im.batch = data.Batch{Put: im.batch.Put[:0], Delete: im.batch.Delete[:0]}
	im.bytes = 0
	clear(im.keys)
	return nil
}

// complete removes the records of the sources and kinds that were read which no row
// was about. It is the last thing that an import does, and not done when a row or an
// input is missing.
func (im *importer) complete() error {
	switch {
	case im.result.Rejected > 0:
		im.result.Kept = fmt.Sprintf("nothing was removed, as some rows were rejected (%d): mend them and import the file again", im.result.Rejected)
		return nil
	case im.broken:
		im.result.Kept = "nothing was removed, as not everything could be read: mend that and import again"
		return nil
	}
	for s := range im.scope {
		for after := ""; ; {
			stored, err := im.store.List(im.ctx, s.kind, s.source, after, data.MaxBatch)
			if err != nil {
				return fmt.Errorf("finding what %s no longer holds: %w", s.source, err)
			}
			for _, r := range stored {
				after = r.ID
				if im.ledger.has(r.Key) {
					continue
				}
				if err := im.add(r.Key, func() { im.batch.Delete = append(im.batch.Delete, r.Key) }); err != nil {
					return err
				}
			}
			if len(stored) < data.MaxBatch {
				break
			}
		}
	}
	return im.flush()
}
