package place

import (
	"archive/zip"
	"bufio"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"learnmap/data"
	"learnmap/geo"
)

// geoNames is the archive of all places with 15,000 inhabitants, if it is here.
var geoNames = filepath.FromSlash("../../../shared/realdata/gazetteer/cities15000.zip")

// city is a place of GeoNames.
type city struct {
	name, code, zone string
	at               geo.Point
	population       int
}

func readGeoNames(t *testing.T) []city {
	t.Helper()
	archive, err := zip.OpenReader(geoNames)
	if os.IsNotExist(err) {
		t.Skip("skipped: no GeoNames archive at ../shared/realdata/gazetteer beside the repository")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	file, err := archive.Open("cities15000.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var cities []city
	lines := bufio.NewScanner(file)
	for lines.Buffer(nil, 1<<20); lines.Scan(); {
		c := strings.Split(lines.Text(), "\t")
		lat, errLat := strconv.ParseFloat(c[4], 64)
		lng, errLng := strconv.ParseFloat(c[5], 64)
		people, errPeople := strconv.Atoi(c[14])
		if errLat != nil || errLng != nil || errPeople != nil || c[8] == "" {
			t.Fatalf("unreadable line %q", lines.Text())
		}
		cities = append(cities, city{c[1], c[8], c[17], geo.Point{Lat: lat, Lng: lng}, people})
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return cities
}

func TestCountryAgainstGeoNames(t *testing.T) {
	cities := readGeoNames(t)
	wrong := 0
	for _, c := range cities {
		if code, _ := Country(c.at); code != c.code {
			wrong++
			t.Logf("%s (%v): %q, GeoNames %s, %.0f m away", c.name, c.at, code, c.code, Distance(c.at, c.code))
		}
	}
	right := 100 - 100*float64(wrong)/float64(len(cities))
	t.Logf("%.3f %% of %d places are in the country that GeoNames says", right, len(cities))
	if right < 99.9 {
		t.Errorf("%.3f %% agree, want 99.9", right)
	}
}

// sameClock tells whether two zones show the same time through a year.
func sameClock(a, b *time.Location) bool {
	for month := time.January; month <= time.December; month++ {
		at := time.Date(2026, month, 15, 12, 0, 0, 0, time.UTC)
		_, offA := at.In(a).Zone()
		_, offB := at.In(b).Zone()
		if offA != offB {
			return false
		}
	}
	return true
}

func TestZoneAgainstGeoNames(t *testing.T) {
	cities := readGeoNames(t)
	wrong, otherName, xinjiang := 0, 0, 0
	for _, c := range cities {
		want, known := zoneOf(c.zone)
		if !known {
			t.Fatalf("no such zone %q", c.zone)
		}
		zone, ok := Zone(c.at)
		switch {
		case ok && zone.String() == c.zone:
		case ok && sameClock(zone, want):
			otherName++
		case ok && c.zone == "Asia/Urumqi":
			xinjiang++ // which has two clocks; the official one is Beijing's
		default:
			wrong++
			t.Logf("%s (%v): %v, GeoNames %s", c.name, c.at, zone, c.zone)
		}
	}
	t.Logf("of %d places %d differ from GeoNames' clock, %d go by another name for it, %d are in Xinjiang",
		len(cities), wrong, otherName, xinjiang)
	if float64(wrong) > 0.001*float64(len(cities)) {
		t.Errorf("%d of %d differ, want 0.1 %% at most", wrong, len(cities))
	}
}

func TestMainZoneIsWherePeopleLive(t *testing.T) {
	people, places := make(map[string]map[string]int), make(map[string]int)
	for _, c := range readGeoNames(t) {
		places[c.code]++
		if people[c.code] == nil {
			people[c.code] = make(map[string]int)
		}
		people[c.code][c.zone] += c.population
	}
	for code, zones := range people {
		if places[code] < 4 {
			continue // Too few towns of this size to tell.
		}
		most := ""
		for zone, n := range zones {
			if most == "" || n > zones[most] {
				most = zone
			}
		}
		want, known := zoneOf(most)
		if !known {
			t.Fatalf("no such zone %q", most)
		}
		if got := data.MainZone(code); got == nil || !sameClock(got, want) {
			t.Errorf("the main zone of %s is %v, but most people live by %s", code, got, most)
		}
	}
}
