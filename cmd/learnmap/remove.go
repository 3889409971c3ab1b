package main

import (
	"context"
	"fmt"
	"slices"

	"learnmap/data"
)

const removeHelp = `
Deletes the records with the given ids, which are ids within --source. They are
activities unless --kind says otherwise. Without ids it deletes all that the
source has, of every kind: try --dry-run first. Deleting what is not there
changes nothing.`

// remove deletes some records of a source, or all.
func (p *program) remove(ctx context.Context, ids []string) error {
	source := p.settings.text("source")
	if source == "" {
		return usagef("remove needs --source NAME, the source whose records are to go")
	}
	store, err := p.openExisting(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	r := remover{store: store, at: data.Batch{At: p.now(), DryRun: p.settings.on("dry-run")}}
	for _, kind := range p.kindsToRemove(ids) {
		if err = r.remove(ctx, kind, source, ids); err != nil {
			break
		}
	}
	if r.at.DryRun {
		fmt.Fprintln(p.stdout, "a dry run: nothing was changed")
	}
	fmt.Fprintf(p.stdout, "removed %d\n", r.removed)
	return err
}

func (p *program) kindsToRemove(ids []string) []data.Kind {
	switch kind := p.settings.text("kind"); {
	case kind != "":
		return []data.Kind{data.Kind(kind)}
	case len(ids) > 0:
		return []data.Kind{data.KindActivity}
	}
	return data.Kinds
}

// remover deletes records in batches and counts them.
type remover struct {
	store   data.Store
	at      data.Batch // what every batch has in common
	removed int
}

// remove deletes the records of a kind with the given ids, or all of them when
// there are none.
func (r *remover) remove(ctx context.Context, kind data.Kind, source string, ids []string) error {
	if len(ids) == 0 {
		return r.removeAll(ctx, kind, source)
	}
	slices.Sort(ids)
	for ids := range slices.Chunk(slices.Compact(ids), data.MaxBatch) {
		keys := make([]data.Key, 0, len(ids))
		for _, id := range ids {
			keys = append(keys, data.Key{Kind: kind, ID: data.MakeID(source, id)})
		}
		if err := r.delete(ctx, keys); err != nil {
			return err
		}
	}
	return nil
}

func (r *remover) removeAll(ctx context.Context, kind data.Kind, source string) error {
	for after := ""; ; {
		records, err := r.store.List(ctx, kind, source, after, data.MaxBatch)
		if err != nil || len(records) == 0 {
			return err
		}
		keys := make([]data.Key, 0, len(records))
		for _, record := range records {
			keys = append(keys, record.Key)
		}
		if err := r.delete(ctx, keys); err != nil {
			return err
		}
		after = records[len(records)-1].ID
	}
}

func (r *remover) delete(ctx context.Context, keys []data.Key) error {
	batch := r.at
	batch.Delete = keys
	applied, err := r.store.Apply(ctx, batch)
	r.removed += applied.Removed
	return err
}
