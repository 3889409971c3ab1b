package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"learnmap/data"
)

// keeper does the store's daily chores: it dates the demo data anew and drops old
// tombstones.
type keeper struct {
	store  data.Store
	demo   bool
	now    func() time.Time
	logger *slog.Logger
}

// keptTombstones is how long a deletion stays in the list of changes. Who follows
// the list, a feed reader or a replica, must come by that often.
const keptTombstones = 30 * 24 * time.Hour

// begin fills an empty store when there is to be demo data.
func (k *keeper) begin(ctx context.Context) error {
	if !k.demo {
		return nil
	}
	page, err := k.store.Changes(ctx, 0, 1)
	if err != nil {
		return err
	}
	if page.Head > 0 {
		return nil
	}
	if err := refreshDemo(ctx, k.store, k.now()); err != nil {
		return fmt.Errorf("the demo data could not be stored: %w", err)
	}
	return nil
}

// run does the chores at once and then every hour; most hours find nothing to do.
func (k *keeper) run(ctx context.Context) {
	hourly := time.NewTicker(time.Hour)
	defer hourly.Stop()
	for {
		if err := k.tidy(ctx); err != nil && ctx.Err() == nil {
			k.logger.Warn("the daily chores wait for an hour", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-hourly.C:
		}
	}
}

// tidy does each chore whether or not another fails.
func (k *keeper) tidy(ctx context.Context) error {
	_, err := k.store.Prune(ctx, k.now().Add(-keptTombstones))
	return errors.Join(err, k.refresh(ctx))
}

// refresh dates the demo data anew, unless it was removed.
func (k *keeper) refresh(ctx context.Context) error {
	if !k.demo {
		return nil
	}
	present, err := hasDemo(ctx, k.store)
	if err != nil || !present {
		return err
	}
	return refreshDemo(ctx, k.store, k.now())
}
