package feed

import (
	"regexp"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"learnmap/geo"
)

// pointPatterns find two coordinates in a text, with decimal points, then with
// decimal commas. The point ends the text, or closes a bracket.
var pointPatterns = []*regexp.Regexp{
	regexp.MustCompile(`[(\[]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*[,;]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*[)\]]`),
	regexp.MustCompile(`(?:^|[\s,;])([+-]?\d{1,3}\.\d+)°?\s*[,;\s]\s*([+-]?\d{1,3}\.\d+)°?\s*$`),
	regexp.MustCompile(`(?:^|[\s;(\[])([+-]?\d{1,3},\d+)\s*(?:;|,\s|\s|/)\s*([+-]?\d{1,3},\d+)\s*[)\]]?\s*$`),
	regexp.MustCompile(`^\s*([+-]?\d{1,3})\s*[,;]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*$`),
}

// parsePoint finds "lat, lng" in a text and returns what stands before it, such as
// an address. WKT, which says longitude first, is read as what it says.
func parsePoint(s string) (p geo.Point, before string, ok bool) {
	if p, ok = parseWKT(s); ok {
		return p, "", true
	}
	for _, pattern := range pointPatterns {
		all := pattern.FindAllStringSubmatchIndex(s, -1)
		if len(all) == 0 {
			continue
		}
		m := all[len(all)-1]
		lat, okLat := parseDegrees(s[m[2]:m[3]])
		lng, okLng := parseDegrees(s[m[4]:m[5]])
		if okLat && okLng {
			return geo.Point{Lat: lat, Lng: lng}, tidyAddress(s[:m[0]]), true
		}
	}
	return geo.Point{}, "", false
}

// parseWKT reads "POINT (23.9 54.9)", as portals of open data write it, with or
// without the number of a reference system before it.
func parseWKT(s string) (geo.Point, bool) {
	at := strings.Index(strings.ToUpper(s), "POINT")
	if at < 0 || len(s) > 200 {
		return geo.Point{}, false
	}
	shape, err := wkt.Unmarshal(strings.TrimSpace(s[at:]))
	if err != nil {
		return geo.Point{}, false
	}
	p, ok := shape.(orb.Point)
	return geo.FromOrb(p), ok
}

// gluedPostcode matches a street with its postcode stuck to it, "Grand Street11211".
var gluedPostcode = regexp.MustCompile(`(\p{L})(\d{4,6})$`)

// tidyAddress makes one line of an address that stood before a point.
func tidyAddress(s string) string {
	var parts []string
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if part = strings.Trim(part, " \t,;"); part != "" {
			parts = append(parts, part)
		}
	}
	return gluedPostcode.ReplaceAllString(strings.Join(parts, ", "), "$1, $2")
}
