package feed

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"learnmap/data"
)

// Mapping says how the columns of a source become fields of records: the contents
// of a mapping file, which the package's documentation describes.
type Mapping struct {
	Source    string                      `json:"source"`
	Fields    map[string]string           `json:"fields"`
	Constants map[string]string           `json:"constants"`
	Lists     map[string]string           `json:"lists"`
	Values    map[string]map[string]words `json:"values"`
}

// words is one text or a list of them.
type words []string

// UnmarshalJSON implements json.Unmarshaler.
func (w *words) UnmarshalJSON(raw []byte) error {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		*w = words{one}
		return nil
	}
	return json.Unmarshal(raw, (*[]string)(w))
}

// maxMappingBytes bounds a mapping file.
const maxMappingBytes = 1 << 20

// ReadMapping reads a mapping file and checks it. Names of fields come back as this
// package writes them.
func ReadMapping(r io.Reader) (*Mapping, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxMappingBytes+1))
	if err != nil {
		return nil, fmt.Errorf("mapping file: %w", err)
	}
	if len(raw) > maxMappingBytes {
		return nil, fmt.Errorf("mapping file: larger than %d bytes; is it the right file?", maxMappingBytes)
	}
	dec := json.NewDecoder(strings.NewReader(string(raw)))
	dec.DisallowUnknownFields()
	var m Mapping
	if err := dec.Decode(&m); err != nil {
		return nil, fmt.Errorf("mapping file, line %d: %w; it is one JSON object with source, fields, constants, lists, values",
			1+strings.Count(string(raw[:dec.InputOffset()]), "\n"), err)
	}
	if dec.More() {
		return nil, errors.New("mapping file: something stands behind the JSON object; remove it")
	}
	return &m, m.check()
}

// check makes the names of fields canonical and the cells of value maps comparable.
func (m *Mapping) check() error {
	if m.Source != "" && !data.ValidSource(m.Source) {
		return fmt.Errorf("mapping file: source %s: use 1 to 64 of a-z, 0-9 and -", quote(m.Source))
	}
	var err error
	if m.Fields, err = canonical(m.Fields); err != nil {
		return fmt.Errorf("mapping file, fields: %w", err)
	}
	if m.Constants, err = canonical(m.Constants); err != nil {
		return fmt.Errorf("mapping file, constants: %w", err)
	}
	if m.Values, err = canonical(m.Values); err != nil {
		return fmt.Errorf("mapping file, values: %w", err)
	}
	for field, values := range m.Values {
		keyed := make(map[string]words, len(values))
		for cell, value := range values {
			keyed[valueKey(cell)] = value // "*" stays itself
		}
		m.Values[field] = keyed
	}
	return nil
}

// canonical returns a map by the names that this package uses for fields.
func canonical[T any](byName map[string]T) (map[string]T, error) {
	byField := make(map[string]T, len(byName))
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		field, ok := fieldNamed(name)
		if !ok {
			fix := "the format's description lists them"
			if near := data.Nearest(name, fieldNames()); near != "" {
				fix = "did you mean " + near + "?"
			}
			return nil, fmt.Errorf("no field is called %s; %s", quote(name), fix)
		}
		if _, twice := byField[field]; twice {
			return nil, fmt.Errorf("field %s is given twice; keep one", field)
		}
		byField[field] = byName[name]
	}
	return byField, nil
}

// template makes one text of several columns: literals with columns between them.
type template struct {
	literals []string // one more than columns
	columns  []string
}

// parseTemplate reads "{PROGRAM} – {SITE NAME}". Without braces the text names one
// column.
func parseTemplate(s string) template {
	var t template
	rest := s
	for {
		open := strings.IndexByte(rest, '{')
		length := strings.IndexByte(rest[max(open, 0):], '}')
		if open < 0 || length < 2 {
			break
		}
		t.literals = append(t.literals, rest[:open])
		t.columns = append(t.columns, rest[open+1:open+length])
		rest = rest[open+length+1:]
	}
	if len(t.columns) == 0 {
		return template{literals: []string{"", ""}, columns: []string{s}}
	}
	t.literals = append(t.literals, rest)
	return t
}

// fill returns the text with the cells in place. Empty columns go, and the literal
// before them: "{A} – {B}" is "a" when B is empty. Without any cell there is no text.
func (t template) fill(cell func(column string) string) string {
	var b strings.Builder
	for i, column := range t.columns {
		value := cell(column)
		if value == "" {
			continue
		}
		switch {
		case b.Len() > 0:
			b.WriteString(t.literals[i])
		case strings.TrimSpace(t.literals[0]) != "":
			b.WriteString(t.literals[0])
		}
		b.WriteString(value)
	}
	if b.Len() > 0 {
		b.WriteString(t.literals[len(t.columns)])
	}
	return b.String()
}
