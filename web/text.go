package web

import (
	"html/template"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"learnmap/geo"
)

// plain returns a text for places that show no markup, such as a title or a label: on
// one line, without marks that turn its direction, and at most so many characters.
func plain(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		if directionMark(r) || unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
	return cut(strings.Join(strings.Fields(s), " "), limit)
}

// cut returns the first characters of a text, up to a whole word where one ends near.
func cut(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	head := string([]rune(s)[:limit-1])
	if space := strings.LastIndexByte(head, ' '); space > len(head)*3/4 {
		head = head[:space]
	}
	return strings.TrimRight(head, " .,;:–-") + "…"
}

// paragraph is the lines of a paragraph.
type paragraph []string

// paragraphs splits a text at its empty lines.
func paragraphs(s string) []paragraph {
	var all []paragraph
	var lines paragraph
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
			continue
		}
		if len(lines) > 0 {
			all = append(all, lines)
		}
		lines = nil
	}
	if len(lines) > 0 {
		all = append(all, lines)
	}
	return all
}

// webURL returns an address that a record gives when it leads to the web, else "".
// Nothing else of a record may become a link.
func webURL(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}

// hostOf returns the name of the site that an address leads to.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// phoneURL returns a link that dials a number, or "" when it is none. html/template
// knows no tel: links; what is let through here is digits.
func phoneURL(phone string) template.URL {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, phone)
	if len(digits) < 3 || len(digits) > 20 || strings.LastIndexByte(digits, '+') > 0 {
		return ""
	}
	return template.URL("tel:" + digits)
}

// geoURL returns a link that opens a place in the reader's map program (RFC 5870).
// html/template knows no geo: links; what is let through here is two numbers.
func geoURL(p geo.Point) template.URL {
	return template.URL("geo:" + degrees(p.Lat) + "," + degrees(p.Lng))
}

// streetMapURL returns the place on openstreetmap.org.
func streetMapURL(p geo.Point) string {
	lat, lng := degrees(p.Lat), degrees(p.Lng)
	return "https://www.openstreetmap.org/?mlat=" + lat + "&mlon=" + lng + "#map=16/" + lat + "/" + lng
}

func degrees(d float64) string { return strconv.FormatFloat(d, 'f', -1, 64) }
