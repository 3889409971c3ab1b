package data

import (
	"fmt"
	"strings"

	"learnmap/geo"
)

// location returns where something is, or nil when nothing of it is usable. An
// optional one may be without a point; a point that is no place on Earth makes the
// record unacceptable all the same, as something else is then wrong with it.
func (c *check) location(given *Location, optional bool) *Location {
	if given == nil {
		return nil
	}
	kept := Location{
		Name:      c.name("location.name", given.Name),
		Address:   c.name("location.address", given.Address),
		City:      c.name("location.city", given.City),
		Country:   c.country("location.country", given.Country),
		Precision: c.oneOf("location.precision", given.Precision, Precisions, true),
	}
	kept.Lat, kept.Lng = c.point("location.lat", "location.lng", given.Lat, given.Lng, optional)
	if kept == (Location{}) {
		return nil
	}
	return &kept
}

// point returns the two coordinates on the grid that records are kept on. When they
// are not usable it returns nil for optional ones, else the ones given.
func (c *check) point(latField, lngField string, lat, lng *float64, optional bool) (keptLat, keptLng *float64) {
	switch {
	case lat == nil && lng == nil:
		return nil, nil
	case lng == nil:
		c.unusable(optional, lngField, fmt.Sprintf("is missing beside latitude %v", *lat), "give both or neither")
	case lat == nil:
		c.unusable(optional, latField, fmt.Sprintf("is missing beside longitude %v", *lng), "give both or neither")
	default:
		p := geo.Point{Lat: *lat, Lng: *lng}
		if err := p.Check(); err != nil {
			c.outside(latField, lngField, p, err)
			return lat, lng
		}
		if p = p.Round(); p != (geo.Point{}) {
			return &p.Lat, &p.Lng
		}
		c.unusable(optional, latField, "0,0 is in the Atlantic", "give the place, or leave both out when it is not known")
	}
	if optional {
		return nil, nil
	}
	return lat, lng
}

// outside reports a point beyond the poles or the antimeridian.
func (c *check) outside(latField, lngField string, p geo.Point, err error) {
	field := latField
	if (geo.Point{Lng: p.Lng}).Check() != nil && (geo.Point{Lat: p.Lat}).Check() == nil {
		field = lngField
	}
	fix := "use degrees, as 54.8985 and 23.9036"
	if p.Swapped().Check() == nil {
		fix = "latitude and longitude look exchanged: exchange them"
	}
	c.reject(field, err.Error(), fix)
}

// country returns the code of a country in capitals.
func (c *check) country(field, s string) string {
	s, ok := c.line(field, s, MaxName)
	if !ok || s == "" {
		return s
	}
	if code := strings.ToUpper(s); ValidCountry(code) {
		return code
	}
	fix := "use a code of ISO 3166-1 alpha-2, such as LT"
	if code, known := CountryCode(s); known {
		fix = "use " + code
	}
	c.reject(field, quote(s)+" is not a country code", fix)
	return s
}
