package feed

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"learnmap/data"
)

// valueScanner cuts a stream of JSON into the values that are rows: one after the
// other, the elements of an array, or the elements of a member of an object. It holds
// one value at a time and knows its line; a value that is too long or too deep is
// passed over. Whether a value is JSON is for who decodes it.
type valueScanner struct {
	src    *bufio.Reader
	line   int
	member string // of the outer object whose elements are rows, "" for none
	inside bool   // an array of rows is open
}

var (
	errCut   = errors.New("the file ends in the middle")
	errEmpty = errors.New("there is nothing in it")
)

func newValueScanner(r io.Reader, member string) *valueScanner {
	return &valueScanner{src: bufio.NewReaderSize(r, 64<<10), line: 1, member: member}
}

// next returns the next row.
func (s *valueScanner) next() (raw []byte, line int, wrong *data.Problem, err error) {
	for {
		c, err := s.peek()
		switch {
		case err != nil && s.inside && err == io.EOF:
			return nil, s.line, nil, errCut
		case err != nil:
			return nil, s.line, nil, err
		case c == ',':
			s.skip()
		case s.inside && c == ']':
			s.skip()
			if s.inside = false; s.member != "" {
				return nil, s.line, nil, io.EOF // what follows the rows is of no use
			}
		case !s.inside && s.member != "" && c == '{':
			if err := s.findMember(); err != nil {
				return nil, s.line, nil, err
			}
			s.inside = true
		case !s.inside && s.member == "" && c == '[':
			s.skip()
			s.inside = true
		default:
			line = s.line
			raw, wrong, err = s.value(true)
			return raw, line, wrong, err
		}
	}
}

// findMember reads an object up to the beginning of the array that its member is.
func (s *valueScanner) findMember() error {
	s.skip()
	for {
		c, err := s.peek()
		switch {
		case err != nil:
			return errCut
		case c == ',' || c == ':':
			s.skip()
			continue
		case c == '}':
			return fmt.Errorf("the object has no member %q with a list", s.member)
		}
		name, _, err := s.value(true)
		if err != nil {
			return err
		}
		if c, err = s.peek(); err != nil || c != ':' {
			return fmt.Errorf("line %d: a name without a value in the outer object", s.line)
		}
		s.skip()
		if c, err = s.peek(); err != nil {
			return errCut
		}
		if c == '[' && string(name) == `"`+s.member+`"` {
			s.skip()
			return nil
		}
		if _, _, err = s.value(false); err != nil {
			return err
		}
	}
}

// peek returns the next byte that is not white space, without taking it.
func (s *valueScanner) peek() (byte, error) {
	for {
		c, err := s.src.ReadByte()
		if err != nil {
			return 0, err
		}
		switch c {
		case '\n':
			s.line++
		case ' ', '\t', '\r', '\x1e': // RFC 8142 puts a record separator before a text
		default:
			return c, s.src.UnreadByte()
		}
	}
}

func (s *valueScanner) skip() { _, _ = s.src.Discard(1) }

// value takes one value: up to the bracket that closes it or, of a plain one, to what
// ends it. Where keep is unset it is only passed over.
func (s *valueScanner) value(keep bool) (raw []byte, wrong *data.Problem, err error) {
	var buf bytes.Buffer
	depth, deepest, size := 0, 0, 0
	inString, escaped := false, false
	for {
		c, err := s.src.ReadByte()
		if err == io.EOF && depth == 0 && size > 0 && !inString {
			return buf.Bytes(), nil, nil
		}
		if err == io.EOF {
			return nil, nil, errCut
		}
		if err != nil {
			return nil, nil, err
		}
		if depth == 0 && size > 0 && !inString && endsPlain(c) {
			return buf.Bytes(), tooBig(size, deepest), s.src.UnreadByte()
		}
		if c == '\n' {
			s.line++
		}
		if size++; keep && size <= MaxRow {
			buf.WriteByte(c)
		}
		switch {
		case escaped:
			escaped = false
		case inString:
			escaped, inString = c == '\\', c != '"'
		case c == '"':
			inString = true
			continue
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
			continue
		case c == '}' || c == ']':
			depth--
		default:
			continue
		}
		if depth <= 0 && !inString && (c == '"' || c == '}' || c == ']') {
			return buf.Bytes(), tooBig(size, deepest), nil
		}
	}
}

// endsPlain tells whether a byte ends a number or a word.
func endsPlain(c byte) bool { return bytes.IndexByte([]byte(" \t\r\n,:]}"), c) >= 0 }

func tooBig(size, depth int) *data.Problem {
	switch {
	case size > MaxRow:
		return tooLong("record")
	case depth > MaxDepth:
		return &data.Problem{Field: "record", Reason: fmt.Sprintf("is nested more than %d deep", MaxDepth), Fix: "flatten it"}
	}
	return nil
}

// depthOf returns how deep a text nests brackets outside of strings.
func depthOf(raw []byte) int {
	depth, deepest, inString, escaped := 0, 0, false, false
	for _, c := range raw {
		switch {
		case escaped:
			escaped = false
		case inString:
			escaped, inString = c == '\\', c != '"'
		case c == '"':
			inString = true
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return deepest
}
