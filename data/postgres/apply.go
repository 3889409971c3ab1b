package postgres

import (
	"context"
	"fmt"
	"math/bits"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

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
	// A dry run, and the batch of an import that brings nothing new, are told apart
	// without a lock, which the server would have to write down for each record.
	keys := b.Keys()
	stored, head, err := storedVersions(ctx, s.pool, &pgx.Batch{}, selectRecords, keys)
	if err != nil {
		return data.Applied{}, s.explain(ctx, err)
	}
	plan := b.Plan(stored)
	if b.DryRun || len(plan.Changes)+len(b.Cursors) == 0 {
		plan.Applied.Head = head
		return plan.Applied, nil
	}
	err = s.write(ctx, func(tx pgx.Tx) error {
		var first pgx.Batch
		first.Queue(endWhenIdle)
		stored, _, err := storedVersions(ctx, tx, &first, lockRecords, keys)
		if err != nil {
			return err
		}
		plan = b.Plan(stored)
		plan.Applied.Head, err = stamp(ctx, tx, plan.Changes, b.Cursors)
		return err
	})
	if err != nil {
		return data.Applied{}, err
	}
	s.news.ring()
	s.grown(ctx, plan.Applied.Head-data.Seq(len(plan.Changes)), plan.Applied.Head)
	return plan.Applied, nil
}

// grown tells the server to look at the records anew whenever the head has
// doubled. It would do so itself, but a minute late, and a large import is read
// meanwhile: not knowing that nearly all are of one kind, it would sort them all for
// each page of a list. Nothing depends on whether it works.
func (s *Store) grown(ctx context.Context, from, to data.Seq) {
	const small = 1 << 10
	if to >= small && bits.Len64(uint64(from)) != bits.Len64(uint64(to)) {
		s.pool.Exec(ctx, analyze)
	}
}

// sender is a pool or a transaction.
type sender interface {
	SendBatch(context.Context, *pgx.Batch) pgx.BatchResults
}

// storedVersions returns the newest version of those keys that have one, and the
// list's head. After lockRecords nobody else can change them until the transaction
// ends.
func storedVersions(ctx context.Context, to sender, b *pgx.Batch, query string, keys []data.Key) (
	stored map[data.Key]data.Record, head data.Seq, err error) {
	kinds, ids := make([]string, len(keys)), make([]string, len(keys))
	for i, k := range keys {
		kinds[i], ids[i] = string(k.Kind), k.ID
	}
	stored = make(map[data.Key]data.Record)
	b.Queue(query, kinds, ids).Query(func(rows pgx.Rows) error {
		for rows.Next() {
			r, err := scanRecord(rows)
			if err != nil {
				return err
			}
			stored[r.Key] = r
		}
		return nil
	})
	b.Queue(selectHead).QueryRow(func(row pgx.Row) error { return row.Scan(&head) })
	err = to.SendBatch(ctx, b).Close() // runs the functions above
	return stored, head, err
}

// stamp moves the head past the changes and writes them under the numbers that
// it passed. It is the last that a transaction does.
func stamp(ctx context.Context, tx pgx.Tx, changes []data.Change, cursors map[string]string) (head data.Seq, err error) {
	var b pgx.Batch
	b.Queue(advanceHead, len(changes)).QueryRow(func(row pgx.Row) error { return row.Scan(&head) })
	fresh, known := rows{}, rows{}
	for _, c := range changes {
		back := int64(len(changes)) - int64(c.Seq)
		if c.Old == 0 {
			fresh.add(back, c)
			fresh.insertWhen(&b, chunkBytes)
		} else {
			known.add(back, c)
			known.updateWhen(&b, chunkBytes)
		}
	}
	fresh.insertWhen(&b, 1)
	known.updateWhen(&b, 1)
	for feed, cursor := range cursors {
		b.Queue(upsertCursor, feed, cursor)
	}
	err = tx.SendBatch(ctx, &b).Close()
	return head, err
}

// chunkBytes bounds the arrays of one statement.
const chunkBytes = 8 << 20

// rows are records as the arrays of their columns.
type rows struct {
	back, modified, old      []int64
	kinds, ids, owners, data []string
	deleted                  []bool
	bytes                    int
}

// add adds a change whose number is so far back from the new head.
func (r *rows) add(back int64, c data.Change) {
	r.back = append(r.back, back)
	r.kinds = append(r.kinds, string(c.Kind))
	r.ids = append(r.ids, c.ID)
	r.owners = append(r.owners, c.Owner)
	r.modified = append(r.modified, c.Modified.UnixMilli())
	r.deleted = append(r.deleted, c.Deleted)
	r.data = append(r.data, string(c.Data))
	r.old = append(r.old, int64(c.Old))
	r.bytes += 64 + len(c.ID) + len(c.Data)
}

// insertWhen queues the insertion of the rows, once they are so large, and begins
// anew.
func (r *rows) insertWhen(b *pgx.Batch, bytes int) {
	if r.bytes < bytes {
		return
	}
	b.Queue(insertRecords, r.back, r.kinds, r.ids, r.owners, r.modified, r.deleted, r.data)
	*r = rows{}
}

// updateWhen queues the update of the rows, once they are so large, and begins anew.
func (r *rows) updateWhen(b *pgx.Batch, bytes int) {
	if r.bytes < bytes {
		return
	}
	want := int64(len(r.back))
	b.Queue(updateRecords, r.back, r.owners, r.modified, r.deleted, r.data, r.old).Exec(func(tag pgconn.CommandTag) error {
		if got := tag.RowsAffected(); got != want {
			return fmt.Errorf("%d of %d locked records were updated", got, want)
		}
		return nil
	})
	*r = rows{}
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
		err := s.write(ctx, func(tx pgx.Tx) (err error) {
			n, err = prune(ctx, tx, before)
			return err
		})
		if err != nil {
			return pruned, err
		}
		pruned += n
		if n < pruneAtOnce {
			return pruned, nil
		}
	}
}

// prune drops some tombstones and raises the floor to the newest of them.
func prune(ctx context.Context, tx pgx.Tx, before time.Time) (int, error) {
	if _, err := tx.Exec(ctx, endWhenIdle); err != nil {
		return 0, err
	}
	result, err := tx.Query(ctx, deleteTombstones, before.UnixMilli(), pruneAtOnce)
	if err != nil {
		return 0, err
	}
	n, floor, seq := 0, int64(0), int64(0)
	_, err = pgx.ForEachRow(result, []any{&seq}, func() error {
		n, floor = n+1, max(floor, seq)
		return nil
	})
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, raiseFloor, floor)
	return n, err
}
