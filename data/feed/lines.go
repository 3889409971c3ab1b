package feed

import (
	"bufio"
	"bytes"
	"io"
)

// Bounds of what is read. A row beyond them is rejected and the next one read.
const (
	MaxRow     = 1 << 20  // bytes of a row, in UTF-8
	MaxCell    = 64 << 10 // bytes of a cell
	MaxColumns = 2000     // of a table
	MaxDepth   = 32       // of nested JSON
)

// line is one line of a text, without its end.
type line struct {
	text []byte
	n    int  // from 1
	long bool // more than MaxRow bytes: text is only its beginning
}

// lineReader reads a text line by line in bounded memory. A line ends in LF, CRLF,
// or, in a text that has none of those, CR.
type lineReader struct {
	src   *bufio.Reader
	end   byte
	n     int
	queue []line // given back, to be read again
}

func newLineReader(r io.Reader) *lineReader {
	src := bufio.NewReaderSize(r, 64<<10)
	head, _ := src.Peek(64 << 10)
	l := &lineReader{src: src, end: '\n'}
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		l.end = '\r'
	}
	return l
}

// next returns the next line. Its text stays as it is until the caller drops it.
func (l *lineReader) next() (line, error) {
	if len(l.queue) > 0 {
		first := l.queue[0]
		l.queue = l.queue[1:]
		return first, nil
	}
	var got line
	for {
		part, err := l.src.ReadSlice(l.end)
		if room := MaxRow - len(got.text); len(part) > room {
			got.long = true
			part = part[:max(room, 0)]
		}
		got.text = append(got.text, part...)
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case err != nil && (err != io.EOF || len(got.text) == 0):
			return line{n: l.n + 1}, err
		}
		l.n++
		got.n = l.n
		got.text = bytes.TrimRight(got.text, "\r\n")
		return got, nil
	}
}

// giveBack makes lines the next ones.
func (l *lineReader) giveBack(lines []line) {
	l.queue = append(lines[:len(lines):len(lines)], l.queue...)
}
