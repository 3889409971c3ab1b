package postgres

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// tries bounds how often a transaction is run that clashes with others. Each
	// clash means that another went through, so nobody waits for ever.
	tries = 20

	// firstPause is how long to wait after the first clash, at most; it grows with
	// each to lastPause.
	firstPause, lastPause = time.Millisecond, 100 * time.Millisecond

	// patience bounds a commit, and the end of a transaction that failed.
	patience = 30 * time.Second

	// A writer that has vanished must not keep the head from all others: the server
	// ends its transaction when it hears nothing more of it.
	endWhenIdle = `SET LOCAL idle_in_transaction_session_timeout = '30s'`
)

// write runs do in a transaction of its own and commits it, unless do fails or
// the context ends first; it runs do again when the transaction clashes with
// another. What do has done is undone whole when write fails, save that the outcome
// of a commit is not known when the connection is lost in its midst: the error is
// then ErrUnavailable, and the same batch may be applied again without harm.
func (s *Store) write(ctx context.Context, do func(pgx.Tx) error) error {
	pause := firstPause
	for try := 1; ; try++ {
		err := s.attempt(ctx, do)
		if err == nil || !clashed(err) || try == tries {
			return err
		}
		timer := time.NewTimer(rand.N(pause))
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
		pause = min(2*pause, lastPause)
	}
}

func (s *Store) attempt(ctx context.Context, do func(pgx.Tx) error) error {
	tx, err := s.pool.Begin(ctx)
	if err != nil {
		return s.explain(ctx, err)
	}
	// The end of a transaction is not called off, else a caller that was told so
	// could find its batch applied.
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	defer tx.Rollback(end) // does nothing after Commit
	if err := do(tx); err != nil {
		return s.explain(ctx, err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.explain(context.Background(), tx.Commit(end))
}
