package feed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"learnmap/data"
	"learnmap/geo"
)

// Input is one file, or standard input, to read.
type Input struct {
	Name   string // as the person who started the import knows it; it stands before every problem
	Reader io.Reader
	Size   int64 // bytes, or -1 when unknown
}

// Options say how inputs are to be read.
type Options struct {
	Source   string            // for records that name none
	Format   string            // one of Formats; "" is "auto"
	Map      map[string]string // our field to their column or template; it beats Mapping
	Mapping  *Mapping          // a mapping file, or nil
	Complete bool              // remove what the source no longer holds
	DryRun   bool              // say what would happen and change nothing
	Now      time.Time         // dates the records that do not say when they were modified
	Places   Places            // nil means data/place
	Progress func(read int64)  // told the bytes read so far; may be nil
	Report   func(RowProblem)  // told each problem, in the order of the rows; may be nil
}

// Places answers where a point is.
type Places interface {
	// Country returns the ISO 3166-1 alpha-2 code of the country that p lies in.
	Country(p geo.Point) (code string, ok bool)
	// Zone returns the time zone of p.
	Zone(p geo.Point) (zone *time.Location, ok bool)
	// Distance returns how many metres p lies outside a country, 0 when inside.
	Distance(p geo.Point, code string) (metres float64)
}

// RowProblem is a problem and where it was met.
type RowProblem struct {
	File string
	Line int // of the row's first byte, from 1; 0 when it concerns the file
	data.Problem
}

// String returns "file:line: field: what is wrong: how to mend it".
func (p RowProblem) String() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.File, p.Problem)
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Problem)
}

// Result is what an import did, or, of a dry run, would have done.
type Result struct {
	New, Updated, Unchanged, Removed, Rejected, Warned int

	// Activities among the imported that a search does not show unless asked.
	Ended, Drafts, Cancelled int

	Formats []string // what was detected of each input, in lines for people
	Kept    string   // why a complete import removed nothing after all, in a sentence; "" when it did
}

// ErrNothing is wrapped by the error of an import that could read no row at all.
var ErrNothing = errors.New("nothing could be read")

// Import reads the inputs, one after the other, into the store. Rows that cannot be
// kept are reported and left out; they are no error. An error means that nothing could
// be read, that the options contradict themselves, that the store failed or that the
// context ended. What the Result counts has been done even then.
func Import(ctx context.Context, store data.Store, inputs []Input, opt Options) (Result, error) {
	im, err := newImporter(ctx, store, opt)
	if err != nil {
		return Result{}, err
	}
	var unread []error
	for _, in := range inputs {
		before := im.rows
		err := im.read(in)
		switch {
		case err == nil && im.rows == before:
			err = fmt.Errorf("%s: %w", in.Name, errEmpty)
		case err == nil:
			continue
		case im.rows > before:
			return im.result, err // the store failed, or the context ended
		}
		if ctx.Err() != nil {
			return im.result, ctx.Err()
		}
		unread = append(unread, err)
		im.skip(err, len(inputs) > 1)
	}
	if im.rows == 0 {
		return im.result, fmt.Errorf("%w: %w", ErrNothing, errors.Join(unread...))
	}
	if err := im.flush(); err != nil {
		return im.result, err
	}
	if opt.Complete {
		err = im.complete()
	}
	return im.result, err
}

// newImporter checks the options and fills in what they leave open.
func newImporter(ctx context.Context, store data.Store, opt Options) (*importer, error) {
	if opt.Mapping != nil && opt.Source == "" {
		opt.Source = opt.Mapping.Source
	}
	if opt.Source != "" && !data.ValidSource(opt.Source) {
		return nil, fmt.Errorf("--source %s cannot name a source; use 1 to 64 of a-z, 0-9 and -, such as kaunas-libraries", quote(opt.Source))
	}
	if opt.Format == "" {
		opt.Format = Formats[0]
	}
	if !slices.Contains(Formats, opt.Format) {
		return nil, fmt.Errorf("--format %s is unknown; use one of %s", quote(opt.Format), list(Formats))
	}
	if opt.Now.IsZero() {
		opt.Now = time.Now()
	}
	if opt.Places == nil {
		opt.Places = borders{}
	}
	w, err := wishesOf(opt)
	if err != nil {
		return nil, err
	}
	return &importer{
		ctx: ctx, store: store, opt: opt, wishes: w,
		keys: map[data.Key]bool{}, ledger: newLedger(), scope: map[scope]bool{}, said: map[string]bool{},
	}, nil
}
