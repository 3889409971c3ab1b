package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"learnmap/data/feed"
)

const importHelp = `
Reads records from files, web addresses or, as "-", standard input, and adds or
updates them in the store; the same file twice changes nothing. A running
` + "`learnmap serve`" + ` on the same store shows them at once.

What cannot be read is named on standard error, one line a row, as
file:line: field: what is wrong: how to mend it. The rest is imported. Records
that a file no longer holds stay, unless --complete says that the files are all
that the source has: then, after a read without rejections, they are removed.

Formats: auto tells the format from the name and the content. CSV and XLSX
columns are named like our fields or in many common ways; --map and --mapping
name the others. "learnmap import --dry-run" shows what would happen.`

// importAll reads every input into the store.
func (p *program) importAll(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return usagef("import needs a FILE, a URL, or - for standard input")
	}
	if err := oneOf("format to read", p.settings.text("format"), feed.Formats); err != nil {
		return usagef("--format: %v", err)
	}
	inputs, err := p.openInputs(ctx, args)
	if err != nil {
		return err
	}
	defer inputs.close()
	opt, err := p.importOptions()
	if err != nil {
		return err
	}
	store, err := p.openStore(ctx)
	if err != nil {
		return err
	}
	defer store.Close()

	bar := newBar(p.stderr, inputs.size(), p.now)
	inputs.watch(bar.add)
	opt.Report = func(problem feed.RowProblem) {
		line := problem.String()
		if problem.Warning && problem.Line > 0 {
			line += " (the row is kept)"
		}
		bar.println(line)
	}
	result, err := feed.Import(ctx, store, inputs.list(), opt)
	bar.clear()
	p.report(result, opt.DryRun)
	return err
}

func (p *program) importOptions() (feed.Options, error) {
	opt := feed.Options{
		Source:   p.settings.text("source"),
		Format:   p.settings.text("format"),
		Map:      map[string]string{},
		Complete: p.settings.on("complete"),
		DryRun:   p.settings.on("dry-run"),
		Now:      p.now(),
	}
	for _, pair := range p.settings.list("map") {
		field, column, _ := strings.Cut(pair, "=")
		opt.Map[field] = column
	}
	if name := p.settings.text("mapping"); name != "" {
		mapping, err := readMapping(name)
		if err != nil {
			return opt, err
		}
		opt.Mapping = mapping
	}
	return opt, nil
}

func readMapping(name string) (*feed.Mapping, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("--mapping: %w", err)
	}
	defer file.Close()
	mapping, err := feed.ReadMapping(file)
	if err != nil {
		return nil, fmt.Errorf("--mapping %s: %w", name, err)
	}
	return mapping, nil
}

// report says what an import did; the last line is for programs too.
func (p *program) report(r feed.Result, dryRun bool) {
	for _, line := range r.Formats {
		fmt.Fprintln(p.stderr, line)
	}
	if r.Kept != "" {
		fmt.Fprintln(p.stderr, r.Kept)
	}
	if hidden := hiddenNote(r); hidden != "" {
		fmt.Fprintln(p.stdout, hidden)
	}
	if dryRun {
		fmt.Fprintln(p.stdout, "a dry run, nothing was changed; without --dry-run it would be:")
	}
	fmt.Fprintf(p.stdout, "imported %d new, %d updated, %d unchanged, %d removed, %d rejected\n",
		r.New, r.Updated, r.Unchanged, r.Removed, r.Rejected)
}

// hiddenNote says how many activities a search will not show, and how to see them.
func hiddenNote(r feed.Result) string {
	var parts []string
	for _, hidden := range []struct {
		n        int
		what, at string
	}{
		{r.Ended, "ended", "add when=all to a search"},
		{r.Drafts, "draft", "shown once their status is published"},
		{r.Cancelled, "cancelled", "shown at their own address only"},
	} {
		if hidden.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s (%s)", hidden.n, hidden.what, hidden.at))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "hidden from a search by default: " + strings.Join(parts, ", ")
}
