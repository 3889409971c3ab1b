package postgres

import (
	"context"
	"crypto/rand"
	"embed"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"

	"learnmap/data"
)

// The schema, as the steps that lead to it: files numbered from 1 that are never
// changed once they were released. data/sqlite has the same steps.
//
//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema up to date, all steps in one transaction, and refuses
// one that a newer program made. Where several start at once, one takes the steps
// and the others wait for it or clash with it, and then find them taken.
func (s *Store) migrate(ctx context.Context) error {
	steps, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	version, err := s.schemaVersion(ctx)
	if err != nil {
		return err
	}
	if version > len(steps) {
		return fmt.Errorf("%s: %w: its schema is %d and this program knows %d: start the newer program",
			s.place, data.ErrNewer, version, len(steps))
	}
	if version == len(steps) {
		return nil // needs no right to make tables
	}
	return s.write(ctx, func(tx pgx.Tx) error {
		for _, text := range []string{createVersion, insertVersion} {
			if _, err := tx.Exec(ctx, text); err != nil {
				return err
			}
		}
		if err := tx.QueryRow(ctx, lockVersion).Scan(&version); err != nil {
			return err
		}
		for _, step := range steps[min(version, len(steps)):] {
			text, err := migrations.ReadFile(step)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, string(text), pgx.QueryExecModeSimpleProtocol); err != nil {
				return fmt.Errorf("%s: %w", step, err)
			}
		}
		if _, err := tx.Exec(ctx, insertHead, rand.Text()); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, updateVersion, max(version, len(steps)))
		return err
	})
}

// schemaVersion returns how many steps were taken, 0 for an empty database. It
// refuses one that cannot hold every text.
func (s *Store) schemaVersion(ctx context.Context) (version int, err error) {
	var encoding string
	if err := s.pool.QueryRow(ctx, `SELECT current_setting('server_encoding')`).Scan(&encoding); err != nil {
		return 0, s.explain(ctx, err)
	}
	if encoding != "UTF8" {
		return 0, fmt.Errorf("%s: %w: its encoding is %s: make one with createdb --encoding=UTF8 --template=template0",
			s.place, data.ErrUnavailable, encoding)
	}
	err = s.pool.QueryRow(ctx, selectVersion).Scan(&version)
	if state(err) == undefinedTable {
		return 0, nil
	}
	return version, s.explain(ctx, err)
}
