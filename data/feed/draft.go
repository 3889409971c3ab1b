package feed

import (
	"strings"

	"learnmap/data"
)

// draft is a record on its way from a row to the store.
type draft struct {
	line     int
	kind     data.Kind
	doc      data.Document     // when the row was a record word for word
	tree     map[string]any    // else what is known, by field, as it was written
	sheet    map[string]string // fields that only sheets have, see sheetFields
	deleted  *data.Key         // the row takes a record away
	crowns   bool              // the price is in "kr" of the place's country
	problems data.Problems
}

// reject makes the row unacceptable.
func (d *draft) reject(field, reason, fix string) {
	d.problems = append(d.problems, data.Problem{Field: field, Reason: reason, Fix: fix})
}

// warn reports what is left out or was mended.
func (d *draft) warn(field, reason, fix string) {
	d.problems = append(d.problems, data.Problem{Field: field, Reason: reason, Fix: fix, Warning: true})
}

// fill puts the cells of a row into the fields that the plan gives them to.
func (p *plan) fill(d *draft, cell func(column string) string) {
	for _, a := range p.assigns {
		text := strings.TrimSpace(a.from.fill(func(column string) string { return strings.TrimSpace(cell(column)) }))
		if isSheetError(text) {
			d.warn(a.field, text+" is an error of a formula", "correct the sheet; it was left out")
			continue
		}
		if !isBlank(text) {
			p.put(d, a, text)
		}
	}
	for field, text := range p.constant {
		if !d.filled(field) {
			p.put(d, assign{field: field}, text)
		}
	}
}

// put keeps the text of a field that waits for the rest of the row.
func (d *draft) put(field, text string) {
	if d.sheet == nil {
		d.sheet = map[string]string{}
	}
	d.sheet[field] = latinDigits(text)
}

// filled tells whether a field has something in it.
func (d *draft) filled(field string) bool {
	return d.sheet[field] != "" || get(d.tree, field) != nil
}

// put puts a text into one field.
func (p *plan) put(d *draft, a assign, text string) {
	text = unquoteFormula(text)
	switch {
	case isSheetField(a.field):
		mapped, ok := p.mapped(a.field, text)
		if !ok && !readable(a.field, text) {
			mapped, ok = p.mapped(a.field, anyOther)
		}
		if ok {
			text = strings.Join(mapped, ";")
		}
		d.put(a.field, text)
	case isList(a.field):
		p.putList(d, a, text)
	default:
		p.putOne(d, a, text)
	}
}

// isSheetField tells whether a field waits for the rest of the row.
func isSheetField(field string) bool {
	switch field {
	case fieldPoint, fieldPostcode, fieldAge, fieldDate, fieldStart, fieldEnd, fieldStartTime, fieldEndTime,
		"price", "free", "occurrences":
		return true
	}
	return false
}

// readable tells whether a cell says something in a field that waits.
func readable(field, text string) (ok bool) {
	switch field {
	case fieldAge:
		_, ok = parseAges(text)
	case "price":
		_, ok = parsePrice(text)
	case "free":
		_, ok = parseBool(text)
	default:
		ok = true
	}
	return ok
}

// anyOther is the entry of a value map for what it does not list.
const anyOther = "*"

// mapped returns what a value map makes of a text.
func (p *plan) mapped(field, text string) (words, bool) {
	known := p.values[field]
	if len(known) == 0 {
		return nil, false
	}
	values, ok := known[valueKey(text)]
	return values, ok
}

// putList adds the entries of a list. A value map may know the whole text or entries
// of it, and make several of one or none.
func (p *plan) putList(d *draft, a assign, text string) {
	entries, whole := p.mapped(a.field, text)
	if !whole {
		for _, part := range splitList(a.field, text, a.sep) {
			entries = append(entries, p.entry(a.field, part)...)
		}
	}
	kept, _ := get(d.tree, a.field).([]any)
	for _, entry := range entries {
		if entry != "" {
			kept = append(kept, entry)
		}
	}
	if len(kept) > 0 {
		set(d.tree, a.field, kept)
	}
}

// entry returns what one entry of a list becomes.
func (p *plan) entry(field, text string) words {
	if values, ok := p.mapped(field, text); ok {
		return values
	}
	value, known := translate(field, text)
	if others, ok := p.mapped(field, anyOther); ok && !known {
		return others
	}
	return words{value}
}

// putOne sets a field with a single value. A value map may know the whole text or, of
// a text that is a list, one of its entries.
func (p *plan) putOne(d *draft, a assign, text string) {
	values, ok := p.mapped(a.field, text)
	if len(p.values[a.field]) > 0 && !ok {
		for _, part := range splitList(a.field, text, a.sep) {
			if values, ok = p.mapped(a.field, part); ok {
				break
			}
		}
	}
	value, known := translate(a.field, text)
	if others, has := p.mapped(a.field, anyOther); has && !ok && !known {
		values, ok = others, true
	}
	if ok {
		value = strings.Join(values, " ")
	} else if !known && (a.field == "mode" || a.field == "status") {
		// Their columns are called by everyday words and may hold anything.
		d.warn(a.field, quote(text)+" is not a known value", "map it with a value map of a mapping file; it was left out")
		return
	}
	if value == "" {
		return
	}
	if a.field == "url" || a.field == "image" || strings.HasSuffix(a.field, ".url") {
		value = withScheme(value)
	}
	switch a.field {
	case "contact":
		for member, found := range contactOf(value) {
			if field := "contact." + member; !d.filled(field) {
				set(d.tree, field, found)
			}
		}
		return
	case "contact.phone":
		value = onePhone(value)
	}
	set(d.tree, a.field, value)
}

// withScheme completes a web address as people write it in a sheet.
func withScheme(s string) string {
	host, _, _ := strings.Cut(s, "/")
	if strings.Contains(s, "://") || strings.ContainsAny(s, " @") || !strings.Contains(strings.Trim(host, "."), ".") {
		return s
	}
	return "https://" + s
}

// unquoteFormula takes off the apostrophe that Export puts before a cell which a
// spreadsheet would take for a formula.
func unquoteFormula(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.IndexByte("=+-@\t\r", s[1]) >= 0 {
		return s[1:]
	}
	return s
}
