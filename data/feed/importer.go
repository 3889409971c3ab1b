package feed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"time"

	"learnmap/data"
)

// maxBatchBytes bounds what is kept in memory before it goes to the store.
const maxBatchBytes = 4 << 20

// importer takes drafts to the store. A dry run takes the same way: only the store
// knows that it is one.
type importer struct {
	ctx    context.Context
	store  data.Store
	opt    Options
	wishes wishes
	result Result

	batch  data.Batch
	keys   map[data.Key]bool // of the batch
	bytes  int               // of the batch
	ledger *ledger
	scope  map[scope]bool  // what --complete looks after
	said   map[string]bool // notes that are made once per import

	file   string
	rows   int
	lines  int  // of the inputs before
	broken bool // an input could not be read to its end
}

// scope is the records of one kind and source.
type scope struct {
	kind   data.Kind
	source string
}

// read takes one input to the store.
func (im *importer) read(in Input) error {
	im.file = in.Name
	im.ledger.open(in.Name, im.lines)
	o, err := open(&counter{ctx: im.ctx, r: in.Reader, progress: im.opt.Progress}, in.Name, im.opt.Format, im.wishes)
	if err != nil {
		return fmt.Errorf("%s: %w", in.Name, err)
	}
	defer o.close()
	if o.columns != nil && im.opt.Source == "" && !o.columns.has("source") {
		return fmt.Errorf("%s: no record says which source it is from; add --source NAME", in.Name)
	}
	line, before := 0, im.rows
	for {
		d, err := o.next()
		if line = max(line, d.line); err != nil {
			im.note(o.notes())
			im.lines += line
			return im.ends(d.line, im.rows-before, err)
		}
		if err := im.ctx.Err(); err != nil {
			return err
		}
		im.rows++
		if err := im.stage(d, o.monthFirst); err != nil {
			return err
		}
	}
}

// ends judges how an input ended, after so many rows.
func (im *importer) ends(line, rows int, err error) error {
	switch {
	case err == io.EOF:
		return nil
	case im.ctx.Err() != nil:
		return im.ctx.Err()
	case rows == 0:
		return fmt.Errorf("%s:%d: %w", im.file, line, err)
	}
	im.broken = true
	if err == errCut {
		im.result.Rejected++
	}
	im.tell(line, data.Problem{
		Field: "file", Reason: err.Error(), Fix: "get the whole file and import it again; what came before was imported",
	})
	return nil
}

// skip leaves out an input that cannot be read at all. One that is alone is the error
// of the import.
func (im *importer) skip(err error, others bool) {
	im.broken = true
	if others {
		reason := strings.TrimPrefix(err.Error(), im.file+": ")
		im.tell(0, data.Problem{Field: "file", Reason: reason, Fix: "the other files were imported"})
	}
}

func (im *importer) note(lines []string) {
	for _, l := range lines {
		im.result.Formats = append(im.result.Formats, im.file+": "+l)
	}
}

func (im *importer) tell(line int, p data.Problem) {
	if im.opt.Report != nil {
		im.opt.Report(RowProblem{im.file, line, p})
	}
}

// stage makes a record of a draft and puts it into the batch, or rejects the row. Only
// an error of the store is returned.
func (im *importer) stage(d *draft, monthFirst bool) error {
	if d.deleted != nil {
		return im.stageDelete(d)
	}
	var record data.Record
	if !d.problems.Fatal() {
		im.bind(d, monthFirst)
		record = im.finish(d)
	}
	if d.problems.Fatal() {
		return im.reject(d)
	}
	known, same, where := im.ledger.find(record)
	switch {
	case known && same:
		d.warn("id", fmt.Sprintf("the same record stands in %s", where), "remove one of them")
		im.result.Unchanged++
		im.warn(d)
		return nil
	case known:
		_, id := data.SplitID(record.ID)
		d.reject("id", fmt.Sprintf("%s is that of another record, in %s", quote(id), where), "give each record an id of its own")
		return im.reject(d)
	}
	im.warn(d)
	im.count(d.doc)
	im.ledger.add(record, d.line)
	im.scope[scope{record.Kind, record.Owner}] = true
	return im.add(record.Key, func() {
		im.batch.Put = append(im.batch.Put, record)
		im.bytes += len(record.Data)
	})
}

// reject reports why a row is not imported.
func (im *importer) reject(d *draft) error {
	im.result.Rejected++
	for _, p := range d.problems {
		if !p.Warning {
			im.tell(d.line, p)
		}
	}
	return nil
}

// warn reports the warnings of a row that is imported.
func (im *importer) warn(d *draft) {
	for _, p := range d.problems {
		im.tell(d.line, p)
	}
	if len(d.problems) > 0 {
		im.result.Warned++
	}
}

// count counts what a search does not show.
func (im *importer) count(doc data.Document) {
	a, ok := doc.(*data.Activity)
	if !ok {
		return
	}
	switch {
	case a.Status == data.StatusDraft:
		im.result.Drafts++
	case a.Status == data.StatusCancelled:
		im.result.Cancelled++
	case ended(a, im.opt.Now):
		im.result.Ended++
	}
}

// bind makes the document of a draft.
func (im *importer) bind(d *draft, monthFirst bool) {
	if d.doc == nil {
		doc, err := data.NewDocument(d.kind)
		if err != nil {
			d.reject("kind", err.Error(), "use one of activity, organiser, city, playlist, badge, skill, source")
			return
		}
		b := &binder{monthFirst: monthFirst, unknown: func(path string, known []string) { im.unknown(d, path, known) }}
		if a, ok := doc.(*data.Activity); ok {
			b.local = func() *time.Location { return im.local(d, a) }
		}
		b.value("", d.tree, reflect.ValueOf(doc).Elem())
		d.problems = append(d.problems, b.problems...)
		d.doc = doc
	}
	p := partsOf(d.doc)
	if *p.source == "" {
		*p.source = im.opt.Source
	}
	if *p.kind == "" && d.kind != data.KindActivity {
		*p.kind = d.kind
	}
}

// local returns the zone of the activity's times, UTC with a warning when unknown.
func (im *importer) local(d *draft, a *data.Activity) *time.Location {
	schedule, _ := plainText(get(d.tree, "schedule.timezone"))
	if zone := localZone(im.opt.Places, a, schedule); zone != nil {
		return zone
	}
	if !slices.ContainsFunc(d.problems, func(p data.Problem) bool { return p.Field == "occurrences" }) {
		d.warn("occurrences", "times without a zone, and no place or country that tells it", "they were read as UTC; add the offset or the country")
	}
	return utc
}

// unknown notes, once an import, a member that records do not have.
func (im *importer) unknown(d *draft, path string, known []string) {
	if im.said[path] || len(im.said) >= maxMembers {
		return
	}
	im.said[path] = true
	fix := "it was left out, here and in every other record"
	if near := data.Nearest(path[strings.LastIndexByte(path, '.')+1:], known); near != "" {
		fix = "did you mean " + near + "? " + fix
	}
	d.warn(path, "is no field of a record", fix)
}

// finish completes and cleans the document of a draft and makes the record. What is
// wrong joins the draft's problems.
func (im *importer) finish(d *draft) data.Record {
	if d.problems.Fatal() {
		return data.Record{}
	}
	p := partsOf(d.doc)
	if *p.source == "" {
		d.reject("source", "is missing", "give each record its source, or add --source NAME")
		return data.Record{}
	}
	a, isActivity := d.doc.(*data.Activity)
	if isActivity {
		d.problems = append(d.problems, locate(im.opt.Places, a)...)
		d.localPrice(a)
	}
	misplaced := d.problems.Fatal()
	nameless := strings.TrimSpace(*p.id) == ""
	if nameless && d.kind == data.KindSource {
		*p.id, nameless = *p.source, false
	} else if nameless {
		*p.id = "-" // until the record is in the form that its id is made from
	}
	cleaned := d.doc.Clean()
	if isActivity && misplaced {
		cleaned = withoutPlace(cleaned)
	} else if isActivity {
		cleaned = d.joinLosses(a, cleaned)
	}
	d.problems = append(d.problems, cleaned...)
	if d.problems.Fatal() {
		return data.Record{}
	}
	record, err := im.identify(d, nameless)
	if err == nil {
		err = record.Check()
	}
	if err != nil {
		d.reject("record", err.Error(), "correct the record")
	}
	return record
}

// identify makes the record, with an id of its address or content where it has none.
// An address that another record of this import was identified by identifies nothing.
func (im *importer) identify(d *draft, nameless bool) (data.Record, error) {
	p := partsOf(d.doc)
	var err error
	byURL := nameless && partsOf(d.doc).url != ""
	if byURL {
		*p.id = idOfURL(p.url)
	} else if nameless {
		*p.id, err = idOfContent(d.doc)
	}
	record, err2 := d.doc.Record(im.opt.Now)
	if err = errors.Join(err, err2); err != nil || !byURL {
		return record, err
	}
	if known, same, where := im.ledger.find(record); known && !same {
		if *p.id, err = idOfContent(d.doc); err != nil {
			return record, err
		}
		if once := "url " + im.file; !im.said[once] {
			im.said[once] = true
			d.warn("url", "is also that of the record in "+where, "ids were made of the content instead, here and in every other such record; add an id column")
		}
		return d.doc.Record(im.opt.Now)
	}
	return record, nil
}

// localPrice corrects the currency of a price in crowns, now that the country is known.
func (d *draft) localPrice(a *data.Activity) {
	if d.crowns && a.Price != nil && a.Location != nil && crowns[a.Location.Country] != "" {
		a.Price.Currency = crowns[a.Location.Country]
	}
}

// joinLosses makes what was lost of required fields the reason of the rejection: that
// the latitude is "abc" says more than that there is none. Without any of its times a
// dated activity would become one that is always on offer, so that too is a reason.
func (d *draft) joinLosses(a *data.Activity, cleaned data.Problems) data.Problems {
	_, placed := a.Point()
	lostPlace := false
	for i, p := range d.problems {
		head, _, _ := strings.Cut(p.Field, "[")
		switch head {
		case "location.lat", "location.lng", fieldPoint:
			if !placed && a.Mode != data.ModeOnline {
				d.problems[i] = unexcused(p)
				lostPlace = true
			}
		case "occurrences", "until":
			if !a.Dated() && a.Until.IsZero() {
				d.problems[i] = unexcused(p)
			}
		}
	}
	if wanted := nowhere(a); wanted != nil && !lostPlace {
		return append(withoutPlace(cleaned), *wanted)
	}
	if lostPlace {
		return withoutPlace(cleaned)
	}
	return cleaned
}

// leftOut ends the fix of a value that is dropped.
const leftOut = "; it was left out"

// unexcused makes a warning about a value that was left out a reason to reject.
func unexcused(p data.Problem) data.Problem {
	p.Warning = false
	p.Fix = strings.TrimSuffix(p.Fix, leftOut)
	return p
}

// withoutPlace takes out that the place is missing or impossible, which was said
// already in better words.
func withoutPlace(ps data.Problems) data.Problems {
	return slices.DeleteFunc(ps, func(p data.Problem) bool {
		return !p.Warning && (p.Field == "location" || p.Field == "location.lat" || p.Field == "location.lng")
	})
}

// nowhere says of an activity that only names its place why that is not enough.
func nowhere(a *data.Activity) *data.Problem {
	l := a.Location
	if l == nil || a.Mode == data.ModeOnline || l.Lat != nil || l.Lng != nil {
		return nil
	}
	var known []string
	for _, text := range []string{l.Name, l.Address, l.City, l.Country} {
		if text != "" {
			known = append(known, text)
		}
	}
	if len(known) == 0 {
		return nil
	}
	return &data.Problem{
		Field:  "location",
		Reason: "has no latitude and longitude, only " + quote(strings.Join(known, ", ")),
		Fix:    "give location.lat and location.lng, or the mode online",
	}
}
