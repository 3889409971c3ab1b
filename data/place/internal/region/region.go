// Package region is the form in which data/place keeps land that has one answer:
// the land of a country, or of a time zone. The generator writes it, data/place
// reads it.
package region

import (
	"fmt"

	"github.com/paulmach/orb"

	"learnmap/geo/packed"
)

// The kinds of file, with their version.
const (
	Borders = "borders 1"
	Clocks  = "clocks 1"
)

// Region is a piece of land. Regions of one file do not overlap, save for errors
// of the data, in which the earlier one wins.
type Region struct {
	// Code is the ISO 3166-1 alpha-2 code of the country.
	Code string
	// Zone is the IANA time zone. In a file of borders it is set only where the
	// clock is not the one that the country's code would tell.
	Zone string
	// Area is the land. In a file of clocks it is empty when the country has no
	// other zone.
	Area orb.MultiPolygon
}

// Encode packs regions, with coordinates to 1/steps of a degree.
func Encode(kind string, steps int, regions []Region) ([]byte, error) {
	w := packed.NewWriter(kind, steps)
	write(w, regions)
	return w.Pack()
}

func write(w *packed.Writer, regions []Region) {
	w.Count(len(regions))
	for _, r := range regions {
		w.String(r.Code)
		w.String(r.Zone)
		w.Count(len(r.Area))
		for _, polygon := range r.Area {
			w.Count(len(polygon))
			for _, ring := range polygon {
				// The last position repeats the first and is left out.
				w.Line(ring[:len(ring)-1])
			}
		}
	}
}

// Decode unpacks what Encode packed. Rings come closed and on the map:
// longitudes within ±180, latitudes within ±90.
func Decode(kind string, file []byte) ([]Region, error) {
	r, err := packed.Open(kind, file)
	if err != nil {
		return nil, err
	}
	return read(r)
}

func read(r *packed.Reader) ([]Region, error) {
	var regions []Region
	for range r.Count() {
		one := Region{Code: r.String(), Zone: r.String()}
		for range r.Count() {
			polygon, err := readPolygon(r)
			if err != nil {
				return nil, fmt.Errorf("%s %s: %w", one.Code, one.Zone, err)
			}
			one.Area = append(one.Area, polygon)
		}
		regions = append(regions, one)
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	return regions, nil
}

func readPolygon(r *packed.Reader) (orb.Polygon, error) {
	var polygon orb.Polygon
	for range r.Count() {
		ring := orb.Ring(r.Line())
		if len(ring) < 3 {
			return nil, fmt.Errorf("%w: a ring of %d corners", packed.ErrCorrupt, len(ring))
		}
		for _, p := range ring {
			if p[0] < -180 || p[0] > 180 || p[1] < -90 || p[1] > 90 {
				return nil, fmt.Errorf("%w: a corner at %v", packed.ErrCorrupt, p)
			}
		}
		polygon = append(polygon, append(ring, ring[0]))
	}
	return polygon, nil
}
