package api

import (
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"learnmap/geo"
)

// The functions of this file append JSON to an answer. They do what encoding/json
// would, without looking at types while the answer is made.

const hexDigits = "0123456789abcdef"

// appendString appends a JSON string. What could end a script element or a line of one
// is escaped, so that the answer may stand in a page; broken UTF-8 becomes U+FFFD.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		if b := s[i]; b < utf8.RuneSelf {
			if plain[b] {
				i++
				continue
			}
			dst = append(dst, s[start:i]...)
			dst = appendEscape(dst, b)
			i++
			start = i
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			dst = append(append(dst, s[start:i]...), `\ufffd`...)
			start = i + size
		case r == '\u2028' || r == '\u2029': // line ends to JavaScript, not to JSON
			dst = append(append(dst, s[start:i]...), `\u202`...)
			dst = append(dst, hexDigits[r&0xf])
			start = i + size
		}
		i += size
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"')
}

func appendEscape(dst []byte, b byte) []byte {
	switch b {
	case '"', '\\':
		return append(dst, '\\', b)
	case '\b':
		return append(dst, '\\', 'b')
	case '\f':
		return append(dst, '\\', 'f')
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	return append(dst, '\\', 'u', '0', '0', hexDigits[b>>4], hexDigits[b&0xf])
}

// plain marks the ASCII characters that stand for themselves in a JSON string.
var plain = func() (table [utf8.RuneSelf]bool) {
	for b := byte(' '); b < utf8.RuneSelf; b++ {
		table[b] = b != '"' && b != '\\' && b != '<' && b != '>'
	}
	return table
}()

func appendInt(dst []byte, n int) []byte { return strconv.AppendInt(dst, int64(n), 10) }

// tens are the powers of ten that numbers are scaled by to be rounded.
var tens = [...]float64{1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7}

// appendNumber appends a number rounded to at most 7 places after the point, without
// zeros at its end. It writes a whole number of the last place, several times faster
// than strconv, and the same as long as that is below 2^53.
func appendNumber(dst []byte, n float64, places int) []byte {
	scaled := math.Round(n * tens[places])
	if !(math.Abs(scaled) < 1<<53) {
		return appendLarge(dst, n)
	}
	var digits [20]byte // from the last to the first
	at, left := len(digits), uint64(math.Abs(scaled))
	for range places {
		if digit := left % 10; digit != 0 || at < len(digits) {
			at--
			digits[at] = '0' + byte(digit)
		}
		left /= 10
	}
	if at < len(digits) {
		at--
		digits[at] = '.'
	}
	for whole := true; whole || left > 0; whole = false {
		at--
		digits[at] = '0' + byte(left%10)
		left /= 10
	}
	if scaled < 0 {
		dst = append(dst, '-')
	}
	return append(dst, digits[at:]...)
}

// appendLarge appends a number that has no places to round, or none at all.
func appendLarge(dst []byte, n float64) []byte {
	if math.IsInf(n, 0) || math.IsNaN(n) {
		return append(dst, "null"...)
	}
	return strconv.AppendFloat(dst, n, 'f', -1, 64)
}

// appendTime appends a time with its offset.
func appendTime(dst []byte, t time.Time) []byte {
	dst = append(dst, '"')
	dst = t.AppendFormat(dst, time.RFC3339)
	return append(dst, '"')
}

// appendPosition appends a GeoJSON Point geometry, null for no point. GeoJSON writes
// longitude first.
func appendPosition(dst []byte, p *geo.Point) []byte {
	if p == nil {
		return append(dst, "null"...)
	}
	at := p.Orb()
	dst = append(dst, `{"type":"Point","coordinates":[`...)
	dst = appendNumber(dst, at[0], 7)
	dst = append(dst, ',')
	dst = appendNumber(dst, at[1], 7)
	return append(dst, "]}"...)
}

// openObject appends a stored JSON object without its closing brace, ready for
// another member: the next one must begin with its name. What is no object becomes
// an empty one.
func openObject(dst, document []byte) []byte {
	end := lastNonSpace(document, len(document))
	if end < 0 || document[end] != '}' {
		return append(dst, '{')
	}
	last := lastNonSpace(document, end)
	if last < 0 || document[last] == '{' {
		return append(dst, '{')
	}
	return append(append(dst, document[:last+1]...), ',')
}

// closeObject ends what openObject began.
func closeObject(dst []byte) []byte {
	if dst[len(dst)-1] == ',' {
		dst = dst[:len(dst)-1]
	}
	return append(dst, '}')
}

func lastNonSpace(b []byte, end int) int {
	for end--; end >= 0; end-- {
		switch b[end] {
		case ' ', '\t', '\r', '\n':
		default:
			return end
		}
	}
	return -1
}
