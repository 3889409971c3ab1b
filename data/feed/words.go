package feed

import (
	_ "embed"
	"strings"
	"sync"

	"learnmap/data"
)

//go:embed headers.txt
var headersFile string

//go:embed values.txt
var valuesFile string

// entry is one thing that has names: a field, or a value.
type entry struct {
	name  string
	words map[string][]string // by language
}

// readWords reads the format of headers.txt: a name at the margin, then indented
// lines of a language and its words, parted by semicolons.
func readWords(file string) []entry {
	var entries []entry
	for line := range strings.Lines(file) {
		text := strings.TrimSpace(line)
		switch {
		case text == "" || text[0] == '#':
		case line[0] != ' ':
			entries = append(entries, entry{name: text, words: map[string][]string{}})
		default:
			lang, words, _ := strings.Cut(text, " ")
			last := entries[len(entries)-1]
			for word := range strings.SplitSeq(words, ";") {
				last.words[lang] = append(last.words[lang], strings.TrimSpace(word))
			}
		}
	}
	return entries
}

// headerKey is what a column's name is compared by: its letters and digits, folded.
func headerKey(name string) string { return strings.ReplaceAll(data.Slug(name), "-", "") }

// valueKey is what a cell is compared by: its words, folded, or, of a cell without
// letters and digits such as "✓", the cell.
func valueKey(cell string) string {
	if slug := data.Slug(cell); slug != "" {
		return slug
	}
	return strings.TrimSpace(cell)
}

// headerFields maps the key of a column's name to the fields that it can mean, the
// likeliest first. Every field is also called by its own name.
var headerFields = sync.OnceValue(func() map[string][]string {
	fields := map[string][]string{}
	add := func(name, field string) {
		key := headerKey(name)
		for _, known := range fields[key] {
			if known == field {
				return
			}
		}
		fields[key] = append(fields[key], field)
	}
	for _, field := range fieldNames() {
		add(field, field)
	}
	for _, e := range readWords(headersFile) {
		for _, lang := range data.Languages {
			for _, word := range e.words[lang] {
				add(word, e.name)
			}
		}
	}
	return fields
})

// valueWords maps a name in values.txt to the keys of its words.
var valueWords = sync.OnceValue(func() map[string]map[string]bool {
	all := map[string]map[string]bool{}
	for _, e := range readWords(valuesFile) {
		keys := map[string]bool{}
		for _, words := range e.words {
			for _, word := range words {
				keys[valueKey(word)] = true
			}
		}
		all[e.name] = keys
	}
	return all
})

// says tells whether a whole cell is one of the words of a name in values.txt.
func says(name, cell string) bool { return valueWords()[name][valueKey(cell)] }

// maxPhrase is the most words that an expression in values.txt has.
const maxPhrase = 6

// mentions tells whether a cell contains, as whole words, one of the expressions of
// a name in values.txt.
func mentions(name, cell string) bool {
	keys := valueWords()[name]
	words := strings.Split(data.Slug(cell), "-")
	for i := range words {
		phrase := ""
		for _, word := range words[i:min(i+maxPhrase, len(words))] {
			if phrase != "" {
				phrase += "-"
			}
			if phrase += word; keys[phrase] {
				return true
			}
		}
	}
	return false
}

// isBlank tells whether a cell says that there is nothing in it.
func isBlank(cell string) bool {
	switch cell = strings.TrimSpace(cell); cell {
	case "", "-", "--", "–", "—", "?", ".", "…", "/", `\N`:
		return true
	}
	return len(cell) <= 40 && says("blank", cell)
}

// isSheetError tells whether a cell holds an error of a formula.
func isSheetError(cell string) bool {
	switch cell {
	case "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!":
		return true
	}
	return false
}
