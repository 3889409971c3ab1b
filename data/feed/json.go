package feed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"learnmap/data"
)

// values is where JSON rows come from.
type values interface {
	next() (raw []byte, line int, wrong *data.Problem, err error)
}

// jsonLines takes each line as a row.
type jsonLines struct{ lines *lineReader }

func (j jsonLines) next() ([]byte, int, *data.Problem, error) {
	for {
		l, err := j.lines.next()
		if err != nil {
			return nil, l.n, nil, err
		}
		raw := bytes.Trim(l.text, " \t\r\x1e") // RFC 8142 puts a record separator first
		switch {
		case l.long:
			return nil, l.n, tooLong("record"), nil
		case depthOf(raw) > MaxDepth:
			return nil, l.n, tooBig(0, MaxDepth+1), nil
		case len(raw) > 0:
			return raw, l.n, nil, nil
		}
	}
}

// objects makes drafts of JSON objects: records, requests to delete one, and GeoJSON
// features.
type objects struct {
	values values
	wishes wishes
	asked  *plan            // what was asked for
	plans  map[string]*plan // what becomes of members that no record has, by name
	used   []string         // notes of what was made of which member
}

func newObjects(v values, w wishes) *objects {
	return &objects{values: v, wishes: w, plans: map[string]*plan{}}
}

// next returns the draft of the next row.
func (o *objects) next() (*draft, error) {
	raw, line, wrong, err := o.values.next()
	d := &draft{line: line, kind: data.KindActivity}
	switch {
	case err != nil:
		return d, err
	case wrong != nil:
		d.problems = append(d.problems, *wrong)
	case !utf8.Valid(raw):
		d.reject("record", "is not UTF-8", "save the file as UTF-8")
	case holdsNUL(raw):
		d.reject("record", "holds NUL", "take the NUL character out")
	default:
		o.decode(d, raw)
	}
	return d, nil
}

// holdsNUL tells whether a JSON text holds NUL, as it is or escaped.
func holdsNUL(raw []byte) bool {
	if bytes.IndexByte(raw, 0) >= 0 {
		return true
	}
	for at := 0; ; {
		i := bytes.Index(raw[at:], []byte(`\u0000`))
		if i < 0 {
			return false
		}
		at += i
		before := 0
		for at-before > 0 && raw[at-before-1] == '\\' {
			before++
		}
		if before%2 == 0 {
			return true
		}
		at += len(`\u0000`)
	}
}

// envelope is what a row says about itself.
type envelope struct {
	Kind    data.Kind `json:"kind"`
	Source  string    `json:"source"`
	ID      loose     `json:"id"`
	Deleted bool      `json:"deleted"`
}

// loose is a text that may be written as a number.
type loose string

// UnmarshalJSON implements json.Unmarshaler.
func (l *loose) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] != '"' {
		*l = loose(raw)
		return nil
	}
	return json.Unmarshal(raw, (*string)(l))
}

// decode makes a draft of one JSON text. Most rows are a record word for word; only
// the others are taken apart.
func (o *objects) decode(d *draft, raw []byte) {
	var e envelope
	if bytes.Contains(raw, []byte(`"deleted"`)) || bytes.Contains(raw, []byte(`"kind"`)) {
		_ = json.Unmarshal(raw, &e) // what does not fit is reported below
	}
	if e.Kind != "" {
		d.kind = e.Kind
	}
	doc, err := data.NewDocument(d.kind)
	if err != nil {
		d.reject("kind", quote(string(d.kind))+" is no kind of record", "use one of activity, organiser, city, playlist, badge, skill, source")
		return
	}
	if e.Deleted {
		d.deleted = &data.Key{Kind: d.kind, ID: data.MakeID(e.Source, string(e.ID))}
		return
	}
	if len(o.wishes.fields)+len(o.wishes.constants)+len(o.wishes.values) == 0 {
		dec := json.NewDecoder(bytes.NewReader(raw))
		dec.DisallowUnknownFields()
		if dec.Decode(doc) == nil && dec.InputOffset() == int64(len(raw)) {
			d.doc = doc
			return
		}
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := dec.Decode(&d.tree); err != nil || dec.InputOffset() != int64(len(raw)) {
		d.tree = nil
		d.reject("record", reasonOf(err, raw), "write each record as one JSON object")
		return
	}
	if d.tree == nil {
		d.reject("record", "is null", "write each record as one JSON object")
		return
	}
	if isFeature(d.tree) {
		o.openFeature(d)
	}
	if d.kind == data.KindActivity && !d.problems.Fatal() {
		o.mapMembers(d)
	}
}

func reasonOf(err error, raw []byte) string {
	switch {
	case err == io.ErrUnexpectedEOF:
		return "is cut off: " + quote(string(raw))
	case raw[0] != '{':
		return "is no object: " + quote(string(raw))
	case err != nil:
		return "is not JSON: " + err.Error()
	}
	return "has something behind the JSON object"
}

// mapMembers gives the members that a record does not have, and those that were asked
// for, to fields, as if they were the columns of a table.
func (o *objects) mapMembers(d *draft) {
	var columns []string
	cells := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(d.tree)) {
		text, single := plainText(d.tree[name])
		if isMember(name) {
			if single {
				cells[name] = text
			}
			if s, isText := d.tree[name].(string); isText && (name == "price" || name == "free") {
				d.put(name, s)
				delete(d.tree, name)
			}
			continue
		}
		if p := o.planOf(name); p == nil || !single {
			continue
		}
		columns = append(columns, name)
		cells[name] = text
		delete(d.tree, name)
	}
	lookup := func(column string) string {
		if text, ok := cells[column]; ok {
			return text
		}
		text, _ := plainText(get(d.tree, column))
		return text
	}
	wanted := o.wanted()
	wanted.fill(d, lookup)
	wanted.takeFrom(d.tree)
	for _, column := range columns {
		p := o.plans[column]
		if !d.filled(p.assigns[0].field) || isList(p.assigns[0].field) {
			p.fill(d, lookup)
		}
	}
	d.settle(false, "")
}

// wanted returns the plan of what was asked for.
func (o *objects) wanted() *plan {
	if o.asked != nil {
		return o.asked
	}
	p := &plan{constant: o.wishes.constants, values: o.wishes.values}
	for _, field := range slices.Sorted(maps.Keys(o.wishes.fields)) {
		from := parseTemplate(o.wishes.fields[field])
		p.assigns = append(p.assigns, assign{field, from, separator(field, from, o.wishes.lists)})
	}
	o.asked = p
	return p
}

// takeFrom takes the members that the plan uses out of an object, except for those
// that records have.
func (p *plan) takeFrom(tree map[string]any) {
	for _, a := range p.assigns {
		for _, column := range a.from.columns {
			if outer, _, _ := strings.Cut(column, "."); !isMember(outer) {
				delete(tree, outer)
			}
		}
	}
}

// maxMembers bounds the names of members that are kept in mind.
const maxMembers = 2000

// planOf returns what becomes of a member that no record has, or nil when nothing
// does.
func (o *objects) planOf(name string) *plan {
	if p, known := o.plans[name]; known {
		return p
	}
	if len(o.plans) >= maxMembers {
		return nil
	}
	var p *plan
	for _, field := range meanings(name) {
		if _, asked := o.wishes.fields[field]; asked {
			continue
		}
		p = &plan{values: o.wishes.values}
		from := template{literals: []string{"", ""}, columns: []string{name}}
		p.assigns = []assign{{field, from, separator(field, from, o.wishes.lists)}}
		o.used = append(o.used, fmt.Sprintf("%s ← %s", field, name))
		break
	}
	o.plans[name] = p
	return p
}

// notes describes what was made of members that no record has.
func (o *objects) notes() []string {
	if len(o.used) == 0 {
		return nil
	}
	return []string{"fields: " + list(o.used)}
}
