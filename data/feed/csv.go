package feed

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"learnmap/data"
)

// csvRows reads rows of RFC 4180. A row is put together line by line until its
// quotes are even and then parsed strictly. One that does not parse, or whose quote
// is never closed, costs no more than its first line: reading goes on with the next.
type csvRows struct {
	lines *lineReader
	comma rune
	buf   *bufio.Reader // reused for every row
	width int           // columns of the header, or the most so far until it is known
	known bool          // that width is the header's
}

func newCSVRows(lines *lineReader, comma rune) *csvRows {
	return &csvRows{lines: lines, comma: comma, buf: bufio.NewReader(nil)}
}

func (c *csvRows) setWidth(columns int) { c.width, c.known = columns, true }

func (c *csvRows) trims() bool { return false }

// next returns the cells of the next row that is not empty, or what is wrong with it.
func (c *csvRows) next() (row, error) {
	for {
		first, err := c.lines.next()
		if err != nil {
			return row{line: first.n}, err
		}
		if len(bytes.TrimSpace(first.text)) == 0 {
			continue
		}
		if first.long {
			return row{line: first.n, wrong: tooLong("row")}, nil
		}
		r := c.row(first)
		r.line = first.n
		if r.wrong != nil || !allBlank(r.cells) {
			return r, nil
		}
	}
}

func tooLong(what string) *data.Problem {
	return &data.Problem{Field: what, Reason: fmt.Sprintf("has more than %d bytes", MaxRow), Fix: "shorten its texts"}
}

func allBlank(cells []string) bool {
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

// row reads the row that begins with a line.
func (c *csvRows) row(first line) row {
	text, more, closed := c.gather(first)
	if closed {
		if cells, err := c.parse(text, false); err == nil {
			if !c.known {
				c.width = max(c.width, len(cells))
			}
			return row{cells: cells}
		}
	}
	c.lines.giveBack(more)
	if cells, err := c.parse(first.text, true); err == nil && len(cells) == c.width {
		return row{cells: cells} // a quote stands inside an unquoted cell
	}
	wrong := data.Problem{
		Field: "row", Reason: "a quote is never closed",
		Fix: `write a quote inside a cell twice ("") and put the cell in quotes; the file may also be cut off here`,
	}
	if closed {
		wrong.Reason = "a quote stands where none may be"
	}
	return row{wrong: &wrong}
}

// maxRowLines bounds the lines of one row.
const maxRowLines = 10_000

// gather adds lines to the first until all quotes are closed.
func (c *csvRows) gather(first line) (text []byte, more []line, closed bool) {
	text = slices.Clone(first.text)
	quotes := bytes.Count(text, []byte{'"'})
	for quotes%2 == 1 {
		next, err := c.lines.next()
		if err != nil {
			return text, more, false
		}
		more = append(more, next)
		if next.long || len(text)+len(next.text) >= MaxRow || len(more) > maxRowLines {
			return text, more, false
		}
		text = append(append(text, '\n'), next.text...)
		quotes += bytes.Count(next.text, []byte{'"'})
	}
	return text, more, true
}

// parse splits the text of one row.
func (c *csvRows) parse(text []byte, lazy bool) ([]string, error) {
	c.buf.Reset(bytes.NewReader(text))
	r := csv.NewReader(c.buf)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = c.comma, lazy, -1
	cells, err := r.Read()
	if err != nil {
		return nil, err
	}
	if _, err = r.Read(); err != io.EOF {
		return nil, fmt.Errorf("more than one row: %w", err)
	}
	return cells, nil
}
