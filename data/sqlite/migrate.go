package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"learnmap/data"
)

// The schema, as the steps that lead to it: files numbered from 1 that are never
// changed once they were released. data/postgres has the same steps.
//
//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema up to date, all steps in one transaction, and refuses
// one that a newer program made.
func (s *Store) migrate(ctx context.Context) error {
	steps, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx *sql.Tx) error {
		version, err := s.schemaVersion(tx)
		if err != nil {
			return err
		}
		if version > len(steps) {
			return fmt.Errorf("%s: %w: its schema is %d and this program knows %d: start the newer program",
				s.path, data.ErrNewer, version, len(steps))
		}
		for _, step := range steps[version:] {
			text, err := migrations.ReadFile(step)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(string(text)); err != nil {
				return fmt.Errorf("%s: %w", step, err)
			}
		}
		if _, err := tx.Exec(insertHead, rand.Text()); err != nil {
			return err
		}
		_, err = tx.Exec(updateVersion, len(steps))
		return err
	})
}

// schemaVersion returns how many steps were taken, 0 for a new file. It refuses
// the file of another program.
func (s *Store) schemaVersion(tx *sql.Tx) (int, error) {
	var ours, tables int
	err := tx.QueryRow(`SELECT count(*) FILTER (WHERE name = 'schema_version'), count(*) FROM sqlite_schema`).
		Scan(&ours, &tables)
	if err != nil {
		return 0, err
	}
	if ours == 0 && tables > 0 {
		return 0, fmt.Errorf("%s: %w: it is the database of another program: name another file",
			s.path, data.ErrUnavailable)
	}
	for _, text := range []string{createVersion, insertVersion} {
		if _, err := tx.Exec(text); err != nil {
			return 0, err
		}
	}
	var version int
	err = tx.QueryRow(selectVersion).Scan(&version)
	return version, err
}
