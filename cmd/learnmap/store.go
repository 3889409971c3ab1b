package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"learnmap/data"
	"learnmap/data/postgres"
	"learnmap/data/sqlite"
)

// openStore opens the records: in PostgreSQL when --database says so, else in the
// folder of --data, which is made when it is missing.
func (p *program) openStore(ctx context.Context) (data.Store, error) {
	database, err := p.database()
	if err != nil {
		return nil, err
	}
	if database != "" {
		store, err := postgres.Open(ctx, database)
		if err != nil {
			return nil, fmt.Errorf("the database cannot be opened: %w", err)
		}
		return store, nil
	}
	dir := p.settings.text("data")
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("the folder %s cannot be made: %w", dir, err)
	}
	store, err := sqlite.Open(ctx, databaseFile(dir))
	if err != nil {
		return nil, fmt.Errorf("the store in %s cannot be opened: %w", dir, err)
	}
	return store, nil
}

// openExisting is openStore for commands that are of no use to an empty store: a
// mistyped folder is an error and is not made.
func (p *program) openExisting(ctx context.Context) (data.Store, error) {
	database, err := p.database()
	if err != nil {
		return nil, err
	}
	dir := p.settings.text("data")
	if _, err := os.Stat(databaseFile(dir)); database == "" && errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no store in the folder %s; name the right one with --data, or make one with `learnmap import`", dir)
	}
	return p.openStore(ctx)
}

func databaseFile(dir string) string { return filepath.Join(dir, "learnmap.db") }

// database returns the address of the database, "" for the embedded store. To
// serve, --data is where the index is kept and goes with either. To the other
// commands it names the store, so the one that was typed counts.
func (p *program) database() (string, error) {
	database := p.settings.text("database")
	if p.command == "serve" || p.settings["data"].from != fromFlag {
		return database, nil
	}
	if p.settings["database"].from == fromFlag {
		return "", usagef("--data and --database both name a store; give one of them")
	}
	return "", nil
}

// fixes says what to do about errors that do not say so themselves, as the stores'
// other ones do.
var fixes = []struct {
	err error
	fix string
}{
	{data.ErrNewer, "use that version, or a newer one"},
	{context.Canceled, "stopped before the end; what was acknowledged is kept, and the same command goes on from there"},
}

// withFix adds to an error what to do about it.
func withFix(err error) error {
	for _, f := range fixes {
		if errors.Is(err, f.err) {
			return fmt.Errorf("%w: %s", err, f.fix)
		}
	}
	return err
}
