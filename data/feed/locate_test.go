package feed

import (
	"math"
	"strings"
	"testing"
	"time"

	"learnmap/data"
	"learnmap/geo"
)

// squares is a world with one country, LT, 10 degrees each way from 55, 25.
type squares struct{}

func (squares) Country(p geo.Point) (string, bool) {
	if squares.Distance(squares{}, p, "LT") == 0 {
		return "LT", true
	}
	return "", false
}

func (squares) Zone(p geo.Point) (*time.Location, bool) {
	_, ok := squares.Country(squares{}, p)
	return time.FixedZone("LT", 7200), ok
}

func (squares) Distance(p geo.Point, code string) float64 {
	if code != "LT" {
		return math.Inf(1)
	}
	off := max(math.Abs(p.Lat-55)-5, math.Abs(p.Lng-25)-5, 0)
	return off * 111_000
}

func TestLocate(t *testing.T) {
	for _, c := range []struct {
		lat, lng float64
		country  string
		filled   string
		want     string // beginning of the problem
	}{
		{55, 25, "", "LT", ""},
		{55, 25, "LT", "LT", ""},
		{55, 25, "lt", "lt", ""},
		{55, 30.04, "LT", "LT", ""}, // some 4 km outside
		{55, 30.05, "LT", "LT", "! location.country: the point 55, 30.05 lies in no country, 6 km outside LT"},
		{10, 10, "", "", ""},
		{25, 55, "LT", "LT", "✗ location.lat: the point 25, 55 lies in no country, 2775 km outside LT; latitude and longitude are exchanged: write latitude 55 and longitude 25"},
		{25, 55, "", "", ""}, // nothing tells
		{125, 55, "", "", "✗ location.lat: latitude 125 is not between -90 and 90; latitude and longitude are exchanged: write latitude 55 and longitude 125"},
		{125, 255, "", "", ""},             // Clean says so
		{125, 55, "LT", "LT", ""},          // exchanged it is not in LT either
		{0, 0, "LT", "LT", ""},             // Clean says so
		{55, 25, "Nowhere", "Nowhere", ""}, // Clean says so
		{math.NaN(), 25, "LT", "LT", ""},
	} {
		a := &data.Activity{Location: &data.Location{Lat: &c.lat, Lng: &c.lng, Country: c.country}}
		got := ""
		for _, p := range locate(squares{}, a) {
			sign := "✗ "
			if p.Warning {
				sign = "! "
			}
			got += sign + p.String()
		}
		if a.Location.Country != c.filled || c.want == "" && got != "" || !strings.HasPrefix(got, c.want) {
			t.Errorf("%v, %v in %q: %q, country %q; want %q, %q", c.lat, c.lng, c.country, got, a.Location.Country, c.want, c.filled)
		}
		if *a.Location.Lat != c.lat && !math.IsNaN(c.lat) || *a.Location.Lng != c.lng {
			t.Errorf("%v, %v were changed to %v, %v", c.lat, c.lng, *a.Location.Lat, *a.Location.Lng)
		}
	}
}

func TestLocalZone(t *testing.T) {
	lat, lng, off := 55.0, 25.0, 10.0
	at := &data.Location{Lat: &lat, Lng: &lng}
	for name, c := range map[string]struct {
		location *data.Location
		schedule string
		want     string
	}{
		"schedule":         {at, "America/New_York", "America/New_York"},
		"unknown schedule": {at, "Mars/Olympus", "LT"},
		"place":            {at, "", "LT"},
		"country":          {&data.Location{Country: "PL"}, "", "Europe/Warsaw"},
		"country's name":   {&data.Location{Country: "Lietuva"}, "", "Europe/Vilnius"},
		"at sea":           {&data.Location{Lat: &off, Lng: &off, Country: "DK"}, "", "Europe/Copenhagen"},
		"no place":         {nil, "", "<nil>"},
		"no country":       {&data.Location{City: "Kaunas"}, "", "<nil>"},
	} {
		got := "<nil>"
		if zone := localZone(squares{}, &data.Activity{Location: c.location}, c.schedule); zone != nil {
			got = zone.String()
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
