package demo

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed corpus
var files embed.FS

// block is a section of a corpus file: a "[name]" and the lines below it.
type block struct {
	name  string
	lines []line
}

// line is "key: value", or "= value" or "- value" with the sign as its key.
type line struct{ key, value string }

// all returns the values of a key, in their order.
func (b block) all(key string) (values []string) {
	for _, l := range b.lines {
		if l.key == key {
			values = append(values, l.value)
		}
	}
	return values
}

// one returns the first value of a key, "" when there is none.
func (b block) one(key string) string {
	if values := b.all(key); len(values) > 0 {
		return values[0]
	}
	return ""
}

// read returns a file of the corpus, which is part of the program.
func read(name string) string {
	text, err := files.ReadFile("corpus/" + name)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// blocks reads a file of blocks. Empty lines and those that start with # are for people.
func blocks(name string) (list []block) {
	for i, text := range strings.Split(read(name), "\n") {
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		if title, ok := strings.CutPrefix(text, "["); ok {
			list = append(list, block{name: strings.TrimSuffix(title, "]")})
			continue
		}
		key, value, ok := strings.Cut(text, ": ")
		if text[0] == '=' || text[0] == '-' {
			key, value, ok = text[:1], strings.TrimSpace(text[1:]), true
		}
		if !ok || len(list) == 0 {
			panic(fmt.Sprintf("corpus/%s:%d: neither a block nor a line of one: %q", name, i+1, text))
		}
		last := &list[len(list)-1]
		last.lines = append(last.lines, line{key, value})
	}
	return list
}

// row is a line of a table, by the names of its columns.
type row map[string]string

// words returns the words of a column; "-" means none.
func (r row) words(column string) []string {
	if r[column] == "-" {
		return nil
	}
	return strings.Fields(r[column])
}

// list returns the parts of a column that are separated by ";".
func (r row) list(column string) []string { return strings.Split(r[column], ";") }

// table reads a file of tab-separated columns with a line of names on top.
func table(name string) (rows []row) {
	lines := strings.Split(strings.TrimSuffix(read(name), "\n"), "\n")
	names := strings.Split(lines[0], "\t")
	for i, text := range lines[1:] {
		cells := strings.Split(text, "\t")
		if len(cells) != len(names) {
			panic(fmt.Sprintf("corpus/%s:%d: %d columns, not %d", name, i+2, len(cells), len(names)))
		}
		r := make(row, len(names))
		for j, cell := range cells {
			r[names[j]] = cell
		}
		rows = append(rows, r)
	}
	return rows
}
