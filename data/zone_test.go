package data

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/language"
)

func TestLoadZone(t *testing.T) {
	for _, name := range []string{"Europe/Vilnius", "America/Argentina/Buenos_Aires", "America/Port-au-Prince", "Etc/GMT+5", "UTC", "EET"} {
		zone, err := LoadZone(name)
		if err != nil || zone.String() != name {
			t.Errorf("%s: got %v, %v", name, zone, err)
			continue
		}
		if again, _ := LoadZone(name); again != zone {
			t.Errorf("%s is loaded twice", name)
		}
	}
	for _, name := range []string{
		"", "Local", "local", "Factory", "localtime", "posixrules", "posix/Europe/Vilnius", "right/Europe/Vilnius", "zone.tab", "tzdata.zi",
		"../etc/passwd", "/etc/localtime", "Europe", "Europe/Kaunas", "europe/vilnius", "Europe/Vilnius\x00", "E\x00", strings.Repeat("A", 100), "FLE Standard Time", "+02:00",
	} {
		zone, err := LoadZone(name)
		if err == nil {
			t.Errorf("%q is %v", name, zone)
		} else if !strings.Contains(err.Error(), "Europe/Vilnius") {
			t.Errorf("%q: %v names no fix", name, err)
		}
	}
}

func TestLoadZoneAtOnce(t *testing.T) {
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for _, name := range mainZones {
				if _, err := LoadZone(name); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
}

// Every country of the standard, as another library has it, has a main zone, and
// nothing else has.
func TestMainZoneCoversISO3166(t *testing.T) {
	count := 0
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string([]rune{a, b})
			region, err := language.ParseRegion(code)
			// CLDR counts some more as countries: islands of others, the EU, and codes that
			// were given up.
			extra := slices.Contains(strings.Fields("AC AN BU CP CQ CS CT DD DG DY EA EU EW EZ FQ FX HV IC JT MI NH NQ NT PC PU PZ QO QU RH SU TA TP UK UN VD WK XA XB YD YU ZR ZZ"), code)
			want := err == nil && region.IsCountry() && region.String() == code && !extra
			zone := MainZone(code)
			if (zone != nil) != want || ValidCountry(code) != want {
				t.Errorf("%s: zone %v, country %v, want %v", code, zone, ValidCountry(code), want)
			}
			if want {
				count++
			}
		}
	}
	if count != 250 { // 249 of the standard and XK
		t.Errorf("%d countries", count)
	}
	for _, code := range []string{"", "lt", "UK", "ZZ", "LTU"} {
		if MainZone(code) != nil || ValidCountry(code) {
			t.Errorf("%q is a country", code)
		}
	}
}

func TestMainZone(t *testing.T) {
	summer := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	for code, want := range map[string]int{ // hours east of UTC in July
		"LT": 3, "PL": 2, "DE": 2, "PT": 1, "ES": 2, "GB": 1, "IE": 1, "IS": 0, "UA": 3, "TR": 3, "GR": 3, "XK": 2, "US": -4, "BR": -3, "CN": 8, "AU": 10, "RU": 3, "NZ": 12,
	} {
		if _, offset := summer.In(MainZone(code)).Zone(); offset != want*3600 {
			t.Errorf("%s: %d s east of UTC, want %d h", code, offset, want)
		}
	}
}

func TestCountryCode(t *testing.T) {
	for in, want := range map[string]string{
		"LT": "LT", " lt ": "LT", "ltu": "LT", "DEU": "DE", "UK": "GB", "el": "GR",
		"Lithuania": "LT", "LIETUVA": "LT", "Litwa": "LT", "Niemcy": "DE", "Deutschland": "DE", "España": "ES", "espana": "ES", "Ελλάδα": "GR", "Україна": "UA",
		"مصر": "EG", "Turkey": "TR", "Türkiye": "TR", "North Macedonia": "MK", "Macedonia": "MK", "Côte d'Ivoire": "CI", "United Kingdom": "GB", "XKX": "", "Kosovo": "XK",
		"": "", "Atlantis": "", "ZZ": "", "EU": "", "Europe": "", "150": "",
	} {
		if got, ok := CountryCode(in); got != want || ok != (want != "") {
			t.Errorf("CountryCode(%q) = %q, %v, want %q", in, got, ok, want)
		}
	}
}
