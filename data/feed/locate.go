package feed

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"learnmap/data"
	"learnmap/data/place"
	"learnmap/geo"
)

// borders is the lookup in data/place.
type borders struct{}

func (borders) Country(p geo.Point) (string, bool)            { return place.Country(p) }
func (borders) Zone(p geo.Point) (*time.Location, bool)       { return place.Zone(p) }
func (borders) Distance(p geo.Point, code string) (m float64) { return place.Distance(p, code) }

// tolerance is how many metres a point may lie outside the country that a record
// names: borders are simplified, and places stand on them.
const tolerance = 5_000

// locate fills in the country of an activity's point and compares it with the one
// given. Coordinates that only make sense exchanged are named, never exchanged.
func locate(places Places, a *data.Activity) data.Problems {
	if a.Location == nil || a.Location.Lat == nil || a.Location.Lng == nil {
		return nil
	}
	p := geo.Point{Lat: *a.Location.Lat, Lng: *a.Location.Lng}
	country := strings.ToUpper(strings.TrimSpace(a.Location.Country))
	given := data.ValidCountry(country)
	swappedFits := p.Swapped().Check() == nil && (!given || places.Distance(p.Swapped(), country) == 0)
	if err := p.Check(); err != nil {
		if !swappedFits {
			return nil // Clean says what is impossible
		}
		return swapped(p, err.Error())
	}
	if p == (geo.Point{}) {
		return nil
	}
	found, onLand := places.Country(p)
	if a.Location.Country == "" && onLand {
		a.Location.Country = found
	}
	if !given || found == country {
		return nil
	}
	off := places.Distance(p, country)
	if off <= tolerance || math.IsInf(off, 1) {
		return nil
	}
	where := "in no country"
	if onLand {
		where = "in " + found
	}
	reason := fmt.Sprintf("the point %s lies %s, %.0f km outside %s", pair(p), where, off/1000, country)
	if swappedFits {
		return swapped(p, reason)
	}
	return data.Problems{{
		Field: "location.country", Reason: reason, Fix: "correct the country or the point; both were kept", Warning: true,
	}}
}

// swapped reports coordinates that are the wrong way round.
func swapped(p geo.Point, reason string) data.Problems {
	s := p.Swapped()
	return data.Problems{{
		Field: "location.lat", Reason: reason + "; latitude and longitude are exchanged",
		Fix: "write latitude " + degrees(s.Lat) + " and longitude " + degrees(s.Lng),
	}}
}

func pair(p geo.Point) string { return degrees(p.Lat) + ", " + degrees(p.Lng) }

func degrees(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// localZone returns the zone of times that were written without one: the schedule's,
// else that of the place, else the country's main one. It is nil when none is known.
func localZone(places Places, a *data.Activity, schedule string) *time.Location {
	if zone, err := data.LoadZone(strings.TrimSpace(schedule)); err == nil {
		return zone
	}
	if a.Location == nil {
		return nil
	}
	if a.Location.Lat != nil && a.Location.Lng != nil {
		p := geo.Point{Lat: *a.Location.Lat, Lng: *a.Location.Lng}
		if p.Check() == nil {
			if zone, ok := places.Zone(p); ok {
				return zone
			}
		}
	}
	if code, ok := data.CountryCode(a.Location.Country); ok {
		return data.MainZone(code)
	}
	return nil
}

// ended tells whether an activity is over, so that a search does not show it unless
// asked: its occurrences, those of its rule, or an offer with an end but no dates.
func ended(a *data.Activity, now time.Time) bool {
	at := data.MinutesOf(now)
	if !a.Dated() {
		return !a.Until.IsZero() && data.MinutesOf(a.Until) < at
	}
	for _, slot := range a.Slots() {
		if slot.End >= at {
			return false
		}
	}
	if a.Schedule == nil {
		return true
	}
	if a.Schedule.Start.After(now) {
		return false
	}
	for _, slot := range a.Schedule.Slots(at) {
		if slot.End >= at {
			return false
		}
	}
	return true
}
