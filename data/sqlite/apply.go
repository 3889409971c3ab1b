package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"learnmap/data"
)

// Apply implements data.Store.
func (s *Store) Apply(ctx context.Context, b data.Batch) (data.Applied, error) {
	leave, err := s.enter()
	if err != nil {
		return data.Applied{}, err
	}
	defer leave()
	if err := b.Check(); err != nil {
		return data.Applied{}, err
	}
	var applied data.Applied
	err = s.write(ctx, func(tx *sql.Tx) error {
		stored, err := storedVersions(ctx, tx, b.Keys())
		if err != nil {
			return err
		}
		plan := b.Plan(stored)
		applied = plan.Applied
		if b.DryRun || len(plan.Changes)+len(b.Cursors) == 0 {
			return tx.QueryRow(selectHead).Scan(&applied.Head)
		}
		applied.Head, err = stamp(ctx, tx, plan.Changes, b.Cursors)
		return err
	})
	if err != nil {
		return data.Applied{}, s.explain(err)
	}
	s.news.ring()
	return applied, nil
}

// storedVersions returns the newest version of those keys that have one.
func storedVersions(ctx context.Context, tx *sql.Tx, keys []data.Key) (map[data.Key]data.Record, error) {
	query, err := tx.Prepare(selectRecord)
	if err != nil {
		return nil, err
	}
	defer query.Close()
	stored := make(map[data.Key]data.Record)
	for _, key := range keys {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r, err := scanRecord(query.QueryRow(string(key.Kind), key.ID))
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return nil, err
		}
		stored[key] = r
	}
	return stored, nil
}

// stamp moves the head past the changes and writes them under the numbers that
// it passed. It is the last that a transaction does.
func stamp(ctx context.Context, tx *sql.Tx, changes []data.Change, cursors map[string]string) (data.Seq, error) {
	var head data.Seq
	if err := tx.QueryRow(advanceHead, len(changes)).Scan(&head); err != nil {
		return 0, err
	}
	insert, err := tx.Prepare(insertRecord)
	if err != nil {
		return 0, err
	}
	defer insert.Close()
	update, err := tx.Prepare(updateRecord)
	if err != nil {
		return 0, err
	}
	defer update.Close()
	base := head - data.Seq(len(changes))
	for _, c := range changes {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		seq, modified, text := int64(base+c.Seq), c.Modified.UnixMilli(), string(c.Data)
		if c.Old == 0 {
			_, err = insert.Exec(seq, string(c.Kind), c.ID, c.Owner, modified, c.Deleted, text)
		} else {
			_, err = update.Exec(seq, c.Owner, modified, c.Deleted, text, int64(c.Old))
		}
		if err != nil {
			return 0, err
		}
	}
	for feed, cursor := range cursors {
		if _, err := tx.Exec(upsertCursor, feed, cursor); err != nil {
			return 0, err
		}
	}
	return head, nil
}

// pruneAtOnce bounds one transaction of Prune, so that others get their turn.
const pruneAtOnce = 1000

// Prune implements data.Store.
func (s *Store) Prune(ctx context.Context, before time.Time) (int, error) {
	leave, err := s.enter()
	if err != nil {
		return 0, err
	}
	defer leave()
	for pruned := 0; ; {
		n := 0
		err := s.write(ctx, func(tx *sql.Tx) (err error) {
			n, err = prune(tx, before)
			return err
		})
		if err != nil {
			return pruned, s.explain(err)
		}
		pruned += n
		if n < pruneAtOnce {
			return pruned, nil
		}
	}
}

// prune drops some tombstones and raises the floor to the newest of them.
func prune(tx *sql.Tx, before time.Time) (int, error) {
	rows, err := tx.Query(deleteTombstones, before.UnixMilli(), pruneAtOnce)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	n, floor := 0, int64(0)
	for rows.Next() {
		var seq int64
		if err := rows.Scan(&seq); err != nil {
			return 0, err
		}
		n, floor = n+1, max(floor, seq)
	}
	if err := rows.Err(); err != nil {
		return 0, err
	}
	_, err = tx.Exec(raiseFloor, floor)
	return n, err
}
