package feed

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"learnmap/data"
)

// row is a row of a table: its cells, or why it has none.
type row struct {
	line  int
	cells []string
	wrong *data.Problem
}

// rows is where a table's rows come from.
type rows interface {
	next() (row, error) // io.EOF ends it; another error broke it off
	setWidth(columns int)
	trims() bool // empty cells at the end of a row are left out
}

// Bounds of what is looked at before the first record is made.
const (
	maxHeaderRow = 10  // a header stands among the first rows
	maxAhead     = 200 // rows that tell how dates are written
)

// table makes drafts of rows under a header.
type table struct {
	rows       rows
	ahead      []row
	aheadErr   error // met when looking ahead
	aheadLine  int
	columns    []string
	index      map[string]int
	plan       *plan
	monthFirst bool
	notes      []string
}

// newTable finds the header and plans what becomes of the columns.
func newTable(src rows, w wishes) (*table, error) {
	t := &table{rows: src}
	t.look(maxHeaderRow)
	at, line, err := t.findHeader(w)
	if err != nil {
		return nil, err
	}
	if line > 1 {
		t.notes = append(t.notes, fmt.Sprintf("header in line %d", line))
	}
	t.columns = uniqueNames(t.ahead[at].cells)
	t.ahead = t.ahead[at+1:]
	t.rows.setWidth(len(t.columns))
	t.index = make(map[string]int, len(t.columns))
	for i, column := range t.columns {
		t.index[column] = i
	}
	if t.plan, err = makePlan(t.columns, w); err != nil {
		return nil, err
	}
	if len(t.plan.assigns) == 0 {
		return nil, fmt.Errorf("no column of the header in line %d is known (%s); name them title, lat, lng … or use --map FIELD=COLUMN",
			line, list(t.columns))
	}
	t.notes = append(t.notes, t.plan.notes()...)
	t.look(maxAhead)
	if t.monthFirst = t.datesMonthFirst(); t.monthFirst {
		t.notes = append(t.notes, "dates are read as month/day/year")
	}
	return t, nil
}

// look reads ahead, up to so many rows and MaxRow bytes.
func (t *table) look(most int) {
	bytes := 0
	for len(t.ahead) < most && bytes < MaxRow && t.aheadErr == nil {
		r, err := t.rows.next()
		if err != nil {
			t.aheadErr, t.aheadLine = err, r.line
			return
		}
		for _, cell := range r.cells {
			bytes += len(cell)
		}
		t.ahead = append(t.ahead, r)
	}
}

// findHeader returns which of the rows ahead is the header: the one of the first that
// names most fields, else the first that is readable.
func (t *table) findHeader(w wishes) (at, line int, err error) {
	at, most := -1, 0
	for i, r := range t.ahead[:min(len(t.ahead), maxHeaderRow)] {
		if names := w.known(r.cells); names > most || at < 0 && r.wrong == nil {
			at, most = i, names
		}
	}
	switch {
	case at < 0 && len(t.ahead) > 0:
		return 0, 0, fmt.Errorf("the header cannot be read: %s", t.ahead[0].wrong)
	case at < 0:
		return 0, 0, errEmpty
	case len(t.ahead[at].cells) > MaxColumns:
		return 0, 0, fmt.Errorf("%d columns, at most %d are read", len(t.ahead[at].cells), MaxColumns)
	}
	return at, t.ahead[at].line, nil
}

// known counts the cells that name a field, or a column that was asked for.
func (w wishes) known(cells []string) int {
	asked := map[string]bool{}
	for _, from := range w.fields {
		for _, column := range parseTemplate(from).columns {
			asked[headerKey(column)] = true
		}
	}
	n := 0
	for _, cell := range cells {
		if len(cell) <= 200 && (len(meanings(cell)) > 0 || asked[headerKey(cell)] && headerKey(cell) != "") {
			n++
		}
	}
	return n
}

// uniqueNames returns the names of columns, trimmed, with a number behind one that
// occurred before.
func uniqueNames(cells []string) []string {
	names, times := make([]string, len(cells)), map[string]int{}
	for i, cell := range cells {
		name := strings.TrimSpace(cell)
		if times[name]++; times[name] > 1 && name != "" {
			name += " (" + strconv.Itoa(times[name]) + ")"
		}
		names[i] = name
	}
	return names
}

// datesMonthFirst tells whether the dates ahead are written as America does: some can
// only be that, and none can only be the other.
func (t *table) datesMonthFirst() bool {
	monthFirst, dayFirst := 0, 0
	for _, a := range t.plan.assigns {
		ft := fieldTypes()[a.field]
		if a.field != fieldDate && a.field != fieldStart && a.field != fieldEnd && ft != timeType {
			continue
		}
		for _, r := range t.ahead {
			m := yearLast.FindStringSubmatch(a.from.fill(t.cell(r)))
			if m == nil {
				continue
			}
			first, _ := strconv.Atoi(m[1])
			second, _ := strconv.Atoi(m[2])
			switch {
			case first > 12:
				dayFirst++
			case second > 12:
				monthFirst++
			}
		}
	}
	return monthFirst > 0 && dayFirst == 0
}

// cell returns how to look up the cells of a row.
func (t *table) cell(r row) func(column string) string {
	return func(column string) string {
		if i, ok := t.index[column]; ok && i < len(r.cells) {
			return r.cells[i]
		}
		return ""
	}
}

// next returns the draft of the next row.
func (t *table) next() (*draft, error) {
	var r row
	switch {
	case len(t.ahead) > 0:
		r, t.ahead = t.ahead[0], t.ahead[1:]
	case t.aheadErr != nil:
		return &draft{line: t.aheadLine}, t.aheadErr
	default:
		var err error
		if r, err = t.rows.next(); err != nil {
			return &draft{line: r.line}, err
		}
	}
	d := &draft{line: r.line, kind: data.KindActivity, tree: map[string]any{}}
	if r.wrong != nil {
		d.problems = append(d.problems, *r.wrong)
		return d, nil
	}
	t.checkShape(d, r.cells)
	if !d.problems.Fatal() {
		t.plan.fill(d, t.cell(r))
		d.settle(t.monthFirst, t.plan.currency)
	}
	return d, nil
}

// checkShape reports a row whose cells are not those of the header, or not text.
func (t *table) checkShape(d *draft, cells []string) {
	width := len(t.columns)
	if len(cells) > width && !allBlank(cells[width:]) {
		d.reject("row", fmt.Sprintf("has %d cells, the header %d", len(cells), width),
			"put a cell that holds the delimiter in quotes")
	}
	if len(cells) < width && !t.rows.trims() {
		d.warn("row", fmt.Sprintf("has %d cells, the header %d", len(cells), width),
			"add the missing delimiters; the missing cells were read as empty")
	}
	for i, cell := range cells[:min(len(cells), width)] {
		name := t.columns[i]
		if name == "" {
			name = "column " + strconv.Itoa(i+1)
		}
		switch {
		case len(cell) > MaxCell:
			d.reject(name, fmt.Sprintf("has %d bytes", len(cell)), fmt.Sprintf("shorten it to %d", MaxCell))
		case !utf8.ValidString(cell):
			d.reject(name, quote(cell)+" is not UTF-8", "save the whole file as UTF-8")
		case strings.IndexByte(cell, 0) >= 0:
			d.reject(name, quote(cell)+" holds NUL", "take the NUL character out")
		}
	}
}
