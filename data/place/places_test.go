package place

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"testing"

	"learnmap/geo"
)

// known is a line of testdata/places.tsv. "-" stands for none, "*" for any.
type known struct {
	name, code, zone, why string
	at                    geo.Point
}

func readKnown(t *testing.T) []known {
	t.Helper()
	file, err := os.Open("testdata/places.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var all []known
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		cells := strings.Split(lines.Text(), "\t")
		if len(cells) != 6 {
			t.Fatalf("%q has %d columns, not 6", lines.Text(), len(cells))
		}
		lat, errLat := strconv.ParseFloat(cells[1], 64)
		lng, errLng := strconv.ParseFloat(cells[2], 64)
		if errLat != nil || errLng != nil {
			t.Fatalf("%q has no coordinates", lines.Text())
		}
		all = append(all, known{cells[0], cells[3], cells[4], cells[5], geo.Point{Lat: lat, Lng: lng}})
	}
	return all
}

func TestKnownPlaces(t *testing.T) {
	all := readKnown(t)
	if len(all) < 150 {
		t.Fatalf("only %d places", len(all))
	}
	for _, k := range all {
		code, ok := Country(k.at)
		if !ok {
			code = "-"
		}
		if code != k.code {
			t.Errorf("%s is in %s, want %s (%s)", k.name, code, k.code, k.why)
		}
		zone := "-"
		if location, ok := Zone(k.at); ok {
			zone = location.String()
		}
		if zone != k.zone && k.zone != "*" {
			t.Errorf("%s lives by %s, want %s (%s)", k.name, zone, k.zone, k.why)
		}
	}
}
