package feed

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"
)

// Formats are the values of Options.Format.
var Formats = []string{"auto", "ndjson", "csv", "xlsx", "geojson"}

// reader makes drafts of an input, one a row. io.EOF ends it; another error says
// where and why it broke off.
type reader interface {
	next() (*draft, error)
}

// opened is an input whose format is known.
type opened struct {
	reader
	monthFirst bool
	notes      func() []string
	columns    *plan // of a table
	close      func()
}

// counter counts what is read of an input and stops when the context ends.
type counter struct {
	ctx      context.Context
	r        io.Reader
	read     int64
	progress func(read int64)
}

func (c *counter) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.r.Read(p)
	if c.read += int64(n); c.progress != nil && n > 0 {
		c.progress(c.read)
	}
	return n, err
}

// open tells the format of an input, by its content first and its name second, and
// begins to read it.
func open(r io.Reader, name, format string, w wishes) (*opened, error) {
	src := bufio.NewReaderSize(r, window)
	head, err := src.Peek(window)
	if len(head) == 0 {
		if err != io.EOF {
			return nil, err
		}
		return nil, errEmpty
	}
	if err := refuse(head); err != nil {
		return nil, err
	}
	isZip := bytes.HasPrefix(head, []byte("PK\x03\x04"))
	if isZip && format != "auto" && format != "xlsx" {
		return nil, fmt.Errorf("it is a workbook or zip archive, not %s; use --format xlsx, or unpack it", format)
	}
	switch {
	case isZip:
		return openSheet(src, w)
	case format == "xlsx":
		return nil, fmt.Errorf("it is no workbook of Excel 2007 or later; save it as .xlsx, or use --format csv when it is text")
	case format == "csv":
		return openCSV(src, w)
	case format == "ndjson" || format == "geojson" || looksJSON(head, name):
		return openJSON(src, format, w)
	}
	return openCSV(src, w)
}

// foreign are the first bytes of files that are often taken for something else.
var foreign = []struct{ magic, what, fix string }{
	{"\xd0\xcf\x11\xe0", "a workbook of Excel 97 or one with a password", "open it and save it as .xlsx without a password, or as CSV"},
	{"\x1f\x8b", "compressed with gzip", "unpack it first"},
	{"%PDF", "a PDF document", "ask for the sheet that it was made of"},
	{"<!DOCTYPE", "a web page", "save the file that the page links to"},
	{"<!doctype", "a web page", "save the file that the page links to"},
	{"<html", "a web page", "save the file that the page links to"},
	{"<?xml", "XML", "export it as CSV or JSON"},
	{"BEGIN:VCALENDAR", "a calendar", "export the events as CSV or JSON"},
}

func refuse(head []byte) error {
	for _, f := range foreign {
		if bytes.HasPrefix(bytes.TrimLeft(head, " \r\n\t\ufeff"), []byte(f.magic)) {
			return fmt.Errorf("it is %s; %s", f.what, f.fix)
		}
	}
	if bytes.Contains(head[:min(len(head), 200)], []byte("mimetypeapplication/vnd.oasis.opendocument")) {
		return fmt.Errorf("it is an OpenDocument file; save it as .xlsx or CSV")
	}
	return nil
}

// looksJSON tells whether text is JSON: no CSV file begins with a bracket.
func looksJSON(head []byte, name string) bool {
	text := bytes.Trim(head[:min(len(head), 512)], " \r\n\t\x1e\x00\ufeff\xff\xfe")
	if len(text) > 0 {
		return text[0] == '{' || text[0] == '['
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".json", ".ndjson", ".jsonl", ".geojson":
		return true
	}
	return false
}

// openJSON tells one record a line from values that span lines.
func openJSON(src io.Reader, format string, w wishes) (*opened, error) {
	dec := newDecoder(src, false)
	text := bufio.NewReaderSize(dec, window)
	head, _ := text.Peek(window)
	v, how := jsonValues(text, head)
	o := newObjects(v, w)
	if format == "geojson" || bytes.Contains(head, []byte(`"Feature`)) && bytes.Contains(head, []byte(`"geometry"`)) {
		how = "GeoJSON, " + how
	} else {
		how = "JSON, " + how
	}
	notes := func() []string { return append([]string{how + ", " + dec.name}, o.notes()...) }
	return &opened{reader: o, notes: notes, close: func() {}}, nil
}

// featureCollection matches the beginning of one, before its features or behind.
var featureCollection = regexp.MustCompile(`"type"\s*:\s*"FeatureCollection"|"features"\s*:\s*\[`)

// jsonValues tells how the rows of a JSON text stand in it, from its beginning.
func jsonValues(text io.Reader, head []byte) (values, string) {
	head = bytes.TrimLeft(head, " \r\n\t\x1e")
	first, rest, _ := bytes.Cut(head, []byte{'\n'})
	first = bytes.TrimSpace(first)
	switch whole := json.Valid(first); {
	case bytes.HasPrefix(head, []byte{'['}):
		return newValueScanner(text, ""), "a list of objects"
	case whole && isCollection(first) || !whole && featureCollection.Match(head):
		return newValueScanner(text, "features"), "a collection of features"
	case !whole && goesOn(first, rest):
		return newValueScanner(text, ""), "objects over several lines"
	}
	return jsonLines{newLineReader(text)}, "one object a line"
}

func isCollection(raw []byte) bool {
	var object struct {
		Type string `json:"type"`
	}
	return json.Unmarshal(raw, &object) == nil && object.Type == "FeatureCollection"
}

// goesOn tells whether an object goes on behind its first line, as programs write it
// for people, rather than being a line that is cut off.
func goesOn(first, rest []byte) bool {
	next := bytes.TrimLeft(rest, " \r\n\t")
	return len(first) > 0 && bytes.IndexByte([]byte("{[,:"), first[len(first)-1]) >= 0 &&
		len(next) > 0 && next[0] != '{'
}

func openCSV(src io.Reader, w wishes) (*opened, error) {
	dec := newDecoder(src, true)
	text := bufio.NewReaderSize(dec, window)
	sample, _ := text.Peek(window)
	lines := newLineReader(text)
	if lines.end == '\r' {
		sample = bytes.ReplaceAll(sample, []byte{'\r'}, []byte{'\n'})
	}
	d := detectDialect(sample, w.known)
	if d.hint {
		_, _ = lines.next()
	}
	t, err := newTable(newCSVRows(lines, d.comma), w)
	if err != nil {
		return nil, err
	}
	notes := func() []string { return append([]string{"CSV, " + dec.name + ", delimiter " + d.name()}, t.notes...) }
	return &opened{reader: t, monthFirst: t.monthFirst, notes: notes, columns: t.plan, close: func() {}}, nil
}

func openSheet(src io.Reader, w wishes) (*opened, error) {
	book, err := openWorkbook(src)
	if err != nil {
		return nil, err
	}
	name, sheet, err := book.sheet(w)
	if err != nil {
		book.close()
		return nil, err
	}
	t, err := newTable(sheet, w)
	if err != nil {
		sheet.close()
		book.close()
		return nil, err
	}
	notes := func() []string { return append([]string{"XLSX, sheet " + quote(name)}, t.notes...) }
	return &opened{reader: t, monthFirst: t.monthFirst, notes: notes, columns: t.plan, close: func() {
		sheet.close()
		book.close()
	}}, nil
}
