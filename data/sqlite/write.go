package sqlite

import (
	"context"
	"database/sql"
	"time"
)

// write runs do in a transaction of its own and commits it, unless do fails or
// the context ends first. Callers take turns. What do has done is undone whole
// when write fails.
func (s *Store) write(ctx context.Context, do func(*sql.Tx) error) error {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	tx, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	if err := do(tx); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return tx.Commit()
}

// begin begins a transaction that may write, waiting for those of other processes.
func (s *Store) begin(ctx context.Context) (*sql.Tx, error) {
	giveUp := time.Now().Add(s.patience)
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		tx, err := s.writer.BeginTx(context.WithoutCancel(ctx), nil)
		if err == nil || !busy(err) || time.Now().After(giveUp) {
			return tx, err
		}
	}
}
