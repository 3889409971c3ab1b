package feed

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxDigits bounds the text of a number: more digits than a float64 can tell apart.
const maxDigits = 40

// number is a number found in a text.
type number struct {
	value      float64
	start, end int // its bytes in the text
	whole      bool
}

// findNumber returns the first number in a text as Europe and America write it:
// "54.8985", "54,8985", "1.234,50", "1,234.50", "1 234,50", "1'234.50", "−5". With
// one kind of separator, standing once, the digits behind it are decimals; except
// that, where grouped is set, exactly three are a group of thousands ("1.250" is a
// price or a count, and no coordinate).
func findNumber(s string, grouped bool) (number, bool) {
	start := strings.IndexFunc(s, isDigit)
	if start < 0 {
		return number{}, false
	}
	end := numberEnd(s, start)
	text := s[start:end]
	if len(text) > maxDigits {
		return number{}, false
	}
	plain := plainNumber(text, grouped)
	value, err := strconv.ParseFloat(plain, 64)
	if err != nil || math.IsInf(value, 0) {
		return number{}, false
	}
	if sign := signBefore(s, start); sign > 0 {
		value, start = -value, start-sign
	}
	return number{value, start, end, !strings.Contains(plain, ".")}, true
}

// latinDigits writes the figures of Arabic and Persian as 0 to 9.
func latinDigits(s string) string {
	if !strings.ContainsAny(s, "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹") {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case '٠' <= r && r <= '٩':
			return r - '٠' + '0'
		case '۰' <= r && r <= '۹':
			return r - '۰' + '0'
		case r == '٫':
			return '.'
		case r == '٬':
			return -1
		}
		return r
	}, s)
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// numberEnd returns where the digits that begin at start, with their separators, end.
// A space or apostrophe belongs to them only before a group of three.
func numberEnd(s string, start int) int {
	end := start
	for i := start; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case isDigit(r):
			end = i + size
		case r == '.' || r == ',':
			if i != end || !digitAt(s, i+1) {
				return end
			}
		case r == ' ' || r == '\u00a0' || r == '\u202f' || r == '\'' || r == '’':
			if i != end || !groupAt(s, i+size) {
				return end
			}
		default:
			return end
		}
		i += size
	}
	return end
}

func digitAt(s string, i int) bool { return i < len(s) && isDigit(rune(s[i])) }

func groupAt(s string, i int) bool {
	return digitAt(s, i) && digitAt(s, i+1) && digitAt(s, i+2) && !digitAt(s, i+3)
}

// signBefore returns the bytes of a minus right before a number, 0 when there is
// none. One behind a letter or digit joins two things, as in "11-16".
func signBefore(s string, start int) int {
	r, size := utf8.DecodeLastRuneInString(s[:start])
	if r != '-' && r != '−' {
		return 0
	}
	before, _ := utf8.DecodeLastRuneInString(s[:start-size])
	if unicode.IsLetter(before) || unicode.IsDigit(before) {
		return 0
	}
	return size
}

// plainNumber rewrites digits and separators as strconv reads them.
func plainNumber(s string, grouped bool) string {
	s = strings.Map(func(r rune) rune {
		if isDigit(r) || r == '.' || r == ',' {
			return r
		}
		return -1
	}, s)
	dot, comma := strings.LastIndexByte(s, '.'), strings.LastIndexByte(s, ',')
	decimal := max(dot, comma)
	switch {
	case decimal < 0:
		return s
	case dot >= 0 && comma >= 0: // the last one is the decimal separator
	case strings.IndexByte(s, s[decimal]) != decimal, // "1.234.567"
		grouped && len(s)-decimal == 4 && decimal <= 3 && s[0] != '0':
		decimal = len(s)
	}
	whole := strings.NewReplacer(".", "", ",", "").Replace(s[:decimal])
	if decimal >= len(s)-1 {
		return whole
	}
	return whole + "." + s[decimal+1:]
}

// parseDegrees reads a latitude or longitude: a number, perhaps with a degree sign,
// a compass letter, minutes and seconds. Nothing else may stand beside it.
func parseDegrees(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	if v, err := strconv.ParseFloat(s, 64); err == nil {
		return v, !math.IsNaN(v) && !math.IsInf(v, 0)
	}
	rest := strings.Trim(s, "NSEWnsew ")
	south := strings.ContainsAny(s, "SWsw")
	total, unit := 0.0, 1.0
	for i := range 3 {
		n, ok := findNumber(rest, false)
		if !ok || n.start != 0 {
			return 0, false
		}
		total += math.Copysign(math.Abs(n.value)*unit, n.value)
		rest = strings.TrimLeft(rest[n.end:], "°º'′’\"″” ")
		if rest == "" {
			if south {
				total = -total
			}
			return total, true
		}
		if i == 0 && !strings.ContainsAny(s, "°º") {
			return 0, false
		}
		unit /= 60
	}
	return 0, false
}
