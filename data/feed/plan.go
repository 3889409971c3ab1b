package feed

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"learnmap/data"
)

// plan says which columns of a table, or members of JSON objects, become which
// fields.
type plan struct {
	assigns  []assign
	currency string            // of prices that name none, from the column's name
	constant map[string]string // of fields that nothing else fills
	values   map[string]map[string]words
	unused   []string // columns that nothing is made of
	near     []string // what each of them may have meant, or ""
}

// assign fills one field.
type assign struct {
	field string
	from  template
	sep   string // of the entries of a list, "" to tell from the text
}

// wishes are what the person importing asked for, by canonical field.
type wishes struct {
	fields    map[string]string
	constants map[string]string
	lists     map[string]string
	values    map[string]map[string]words
}

func wishesOf(opt Options) (wishes, error) {
	var w wishes
	given, err := canonical(opt.Map)
	if err != nil {
		return w, fmt.Errorf("--map: %w", err)
	}
	w.fields = given
	if m := opt.Mapping; m != nil {
		w.fields = maps.Clone(m.Fields)
		if w.fields == nil {
			w.fields = map[string]string{}
		}
		maps.Copy(w.fields, given)
		w.constants, w.lists, w.values = m.Constants, m.Lists, m.Values
	}
	return w, nil
}

// maxNamed bounds the columns that a note names.
const maxNamed = 30

// makePlan resolves the columns of a table. What was asked for comes first; other
// columns go by their names.
func makePlan(columns []string, w wishes) (*plan, error) {
	p := &plan{constant: w.constants, values: w.values}
	used, taken := map[string]bool{}, map[string]bool{}
	for _, field := range slices.Sorted(maps.Keys(w.fields)) {
		taken[field] = true
		if strings.TrimSpace(w.fields[field]) == "" {
			continue // the field is to stay empty
		}
		from := parseTemplate(w.fields[field])
		for i, name := range from.columns {
			column, err := findColumn(name, columns)
			if err != nil {
				return nil, fmt.Errorf("field %s: %w", field, err)
			}
			from.columns[i] = column
			used[column] = true
		}
		p.assigns = append(p.assigns, assign{field, from, separator(field, from, w.lists)})
	}
	p.byName(columns, used, taken, w.lists)
	return p, nil
}

// findColumn returns the column that a name means: the same, or the same folded.
func findColumn(name string, columns []string) (string, error) {
	if slices.Contains(columns, name) {
		return name, nil
	}
	for _, column := range columns {
		if headerKey(column) == headerKey(name) {
			return column, nil
		}
	}
	fix := "the file has " + list(columns)
	if near := data.Nearest(name, columns); near != "" {
		fix = "did you mean " + quote(near) + "?"
	}
	return "", fmt.Errorf("no column is called %s; %s", quote(name), fix)
}

// separator returns what parts a list, which is told by the field or its column.
func separator(field string, from template, lists map[string]string) string {
	for name, sep := range lists {
		if name == field || slices.Contains(from.columns, name) {
			return sep
		}
	}
	return ""
}

// byName gives the columns that are left to the fields that they are called after:
// first those whose name has one meaning, then the others.
func (p *plan) byName(columns []string, used, taken map[string]bool, lists map[string]string) {
	chosen := make([]string, len(columns))
	for _, most := range []int{1, 9} {
		for i, column := range columns {
			if used[column] || chosen[i] != "" {
				continue
			}
			fields := meanings(column)
			if len(fields) == 0 || len(fields) > most {
				continue
			}
			for _, field := range fields {
				if !taken[field] {
					chosen[i] = field
					taken[field] = !isList(field)
					break
				}
			}
		}
	}
	for i, column := range columns {
		switch field := chosen[i]; {
		case field != "":
			from := template{literals: []string{"", ""}, columns: []string{column}}
			p.assigns = append(p.assigns, assign{field, from, separator(field, from, lists)})
			if field == "price" || field == "price.amount" {
				p.currency = findCurrency(column)
			}
		case !used[column] && strings.TrimSpace(column) != "":
			p.unused = append(p.unused, column)
			p.near = append(p.near, nearestField(column))
		}
	}
}

// meanings returns the fields that a column can be, by its name or by what stands
// before a bracket, comma or stroke: "Kaina, €", "Price (EUR)", "Adresas / Address".
func meanings(column string) []string {
	for {
		if fields := headerFields()[headerKey(column)]; len(fields) > 0 {
			return fields
		}
		cut := strings.LastIndexAny(column, "([{,/:|\n")
		if cut <= 0 {
			return nil
		}
		column = column[:cut]
	}
}

// nearestField returns the field that a column is called after but for a slip, or "".
// Short names are near too many, and a slip seldom changes the first letter.
func nearestField(column string) string {
	key := headerKey(column)
	if len(key) < 5 {
		return ""
	}
	near := data.Nearest(key, slices.Sorted(maps.Keys(headerFields())))
	if longer := len(near) - len(key); near == "" || near[0] != key[0] || longer < -1 || longer > 1 {
		return ""
	}
	return headerFields()[near][0]
}

// has tells whether some column or constant fills a field.
func (p *plan) has(field string) bool {
	return p.constant[field] != "" || slices.ContainsFunc(p.assigns, func(a assign) bool { return a.field == field })
}

// notes describes the plan to people.
func (p *plan) notes() []string {
	var pairs []string
	for _, a := range p.assigns {
		text := a.field + " ← "
		for i, column := range a.from.columns {
			text += a.from.literals[i] + column
		}
		pairs = append(pairs, text+a.from.literals[len(a.from.columns)])
	}
	notes := []string{"fields: " + list(pairs)}
	if len(p.unused) == 0 {
		return notes
	}
	names := slices.Clone(p.unused)
	for i, near := range p.near {
		if near != "" {
			names[i] += " (did you mean " + near + "?)"
		}
	}
	return append(notes, "columns not used: "+list(names))
}

// list joins names for people, and cuts a long list.
func list(names []string) string {
	if len(names) > maxNamed {
		return strings.Join(names[:maxNamed], ", ") + fmt.Sprintf(" and %d more", len(names)-maxNamed)
	}
	return strings.Join(names, ", ")
}
