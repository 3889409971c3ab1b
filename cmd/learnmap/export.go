package main

import (
	"context"
	"fmt"

	"learnmap/data/feed"
)

const exportHelp = `
Writes every record to standard output. ndjson loses nothing: importing it again
changes nothing. csv and geojson hold the activities.`

// export writes all records to standard output.
func (p *program) export(ctx context.Context, _ []string) error {
	format := p.settings.text("format")
	if format == "auto" {
		format = feed.ExportFormats[0]
	}
	if err := oneOf("format to write", format, feed.ExportFormats); err != nil {
		return usagef("--format: %v", err)
	}
	store, err := p.openExisting(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	n, err := feed.Export(ctx, store, p.stdout, format)
	if err != nil {
		return fmt.Errorf("export stopped after %d records: %w", n, err)
	}
	fmt.Fprintf(p.stderr, "exported %d records\n", n)
	if format == "csv" {
		fmt.Fprintln(p.stderr, "csv leaves out translations and the status of single dates: importing it back takes them away; ndjson keeps everything")
	}
	return nil
}
