package main

import (
	"context"
	"errors"
	"slices"
	"time"

	"learnmap/data"
	"learnmap/data/demo"
)

// refreshDemo brings the demo data to what it is on a day: new dates for what is
// over, nothing for the rest, and no leftovers of an older data set.
func refreshDemo(ctx context.Context, store data.Store, now time.Time) error {
	var puts []data.Record
	keep := map[data.Key]bool{}
	for _, doc := range demo.Generate(now) {
		r, err := doc.Record(now)
		if err != nil {
			return err
		}
		keep[r.Key] = true
		puts = append(puts, r)
	}
	// The source is in every batch: whatever else is going on, no invented activity is
	// without the record that says so.
	mark := puts[slices.IndexFunc(puts, func(r data.Record) bool { return r.Kind == data.KindSource })]
	puts = slices.DeleteFunc(puts, func(r data.Record) bool { return r.Kind == data.KindSource })
	for chunk := range slices.Chunk(puts, data.MaxBatch-1) {
		if _, err := store.Apply(ctx, data.Batch{Put: append([]data.Record{mark}, chunk...)}); err != nil {
			return err
		}
	}
	leftovers, err := demoLeftovers(ctx, store, keep)
	if err != nil {
		return err
	}
	for chunk := range slices.Chunk(leftovers, data.MaxBatch) {
		if _, err := store.Apply(ctx, data.Batch{Delete: chunk}); err != nil {
			return err
		}
	}
	return nil
}

func demoLeftovers(ctx context.Context, store data.Store, keep map[data.Key]bool) ([]data.Key, error) {
	var leftovers []data.Key
	for _, kind := range data.Kinds {
		for after := ""; ; {
			page, err := store.List(ctx, kind, demo.Source, after, data.MaxBatch)
			if err != nil {
				return nil, err
			}
			for _, r := range page {
				if after = r.ID; !keep[r.Key] {
					leftovers = append(leftovers, r.Key)
				}
			}
			if len(page) < data.MaxBatch {
				break
			}
		}
	}
	return leftovers, nil
}

// hasDemo tells whether the demo data is in the store: once removed it stays away.
func hasDemo(ctx context.Context, store data.Store) (bool, error) {
	r, err := store.Get(ctx, data.Key{Kind: data.KindSource, ID: data.MakeID(demo.Source, demo.Source)})
	if errors.Is(err, data.ErrNotFound) {
		return false, nil
	}
	return err == nil && !r.Deleted, err
}
