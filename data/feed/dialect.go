package feed

import (
	"bytes"
	"encoding/csv"
	"strings"
)

// delimiters are told apart in this order when nothing else decides.
var delimiters = []rune{',', ';', '\t', '|'}

// dialect is how a CSV file is written.
type dialect struct {
	comma rune
	hint  bool // the first line only says so ("sep=;")
}

// maxSampleRows bounds the rows that a dialect is told by.
const maxSampleRows = 50

// detectDialect tells what parts the cells, from the beginning of a file. The rows
// must fall into the same number of cells, and a delimiter that shows names of
// fields in one row beats one that does not: that tells ";" between cells from ";"
// between the entries of a list inside one.
func detectDialect(sample []byte, known func(cells []string) int) dialect {
	if comma, ok := sepHint(sample); ok {
		return dialect{comma: comma, hint: true}
	}
	best, bestScore := delimiters[0], -1.0
	for _, comma := range delimiters {
		if score := dialectScore(sample, comma, known); score > bestScore {
			best, bestScore = comma, score
		}
	}
	return dialect{comma: best}
}

// sepHint reads the line "sep=;" that spreadsheets put first.
func sepHint(sample []byte) (rune, bool) {
	first, _, _ := bytes.Cut(sample, []byte{'\n'})
	text := strings.Trim(strings.ToLower(string(first)), "\"\r ")
	if hint, ok := strings.CutPrefix(text, "sep="); ok && len(hint) == 1 {
		return rune(hint[0]), true
	}
	return 0, false
}

func dialectScore(sample []byte, comma rune, known func([]string) int) float64 {
	r := csv.NewReader(bytes.NewReader(sample))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = comma, true, -1
	widths, rows, names := map[int]int{}, 0, 0
	for rows < maxSampleRows {
		cells, err := r.Read()
		if err != nil {
			break
		}
		rows++
		widths[len(cells)]++
		if rows <= maxHeaderRow {
			names = max(names, known(cells))
		}
	}
	width, same := 1, 0
	for w, n := range widths {
		if n > same || n == same && w > width {
			width, same = w, n
		}
	}
	if rows == 0 || width == 1 {
		return float64(names)
	}
	return float64(names)*10 + 5*float64(same)/float64(rows) + float64(min(width, 100))/100
}

// name returns what a delimiter is called.
func (d dialect) name() string {
	switch d.comma {
	case '\t':
		return "tab"
	case '|':
		return "bar |"
	}
	return string(d.comma)
}
