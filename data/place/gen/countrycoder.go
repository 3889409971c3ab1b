package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"learnmap/data/place/internal/region"
)

// borderSteps keeps the five decimals that country-coder has.
const borderSteps = 100_000

// feature is what we need of a feature of country-coder's borders.json.
type feature struct {
	Properties struct {
		Name      string   `json:"nameEn"`
		Code      string   `json:"iso1A2"`
		ISOStatus string   `json:"isoStatus"`
		Country   string   `json:"country"`
		Level     string   `json:"level"`
		Groups    []string `json:"groups"`
	}
	Geometry *geojson.Geometry
}

// official tells whether the feature has a code of its own in ISO 3166-1. Kosovo's
// is assigned by its users, and everybody uses it.
func (f *feature) official() bool {
	return f.Properties.Code != "" && (f.Properties.ISOStatus == "" || f.Properties.ISOStatus == "usrAssn")
}

// borders reads the package and answers the land of every country, territories
// under their own code, with disputed land as the tables in disputed.go say.
func borders(path string) ([]region.Region, error) {
	features, err := readFeatures(path)
	if err != nil {
		return nil, err
	}
	byCode := make(map[string]*feature)
	for i := range features {
		byCode[features[i].Properties.Code] = &features[i]
	}
	var regions []region.Region
	for i := range features {
		f := &features[i]
		if f.Geometry == nil {
			continue
		}
		area, ok := f.Geometry.Geometry().(orb.MultiPolygon)
		if !ok {
			return nil, fmt.Errorf("%s is a %s, not a MultiPolygon", f.Properties.Name, f.Geometry.Type)
		}
		closeSeam(area)
		pieces, err := settle(f.Properties.Name, region.Region{Code: codeOf(f, byCode), Area: area})
		if err != nil {
			return nil, err
		}
		regions = append(regions, pieces...)
	}
	return merge(regions), nil
}

// seamGap is how far from the antimeridian country-coder leaves some land that
// goes on beyond it.
const seamGap = 0.02

// closeSeam moves corners that mean the antimeridian onto it, so that no point of
// Chukotka or Fiji falls into the crack.
func closeSeam(area orb.MultiPolygon) {
	for _, polygon := range area {
		for _, ring := range polygon {
			for i, p := range ring {
				if math.Abs(p[0]) > 180-seamGap {
					ring[i][0] = math.Copysign(180, p[0])
				}
			}
		}
	}
}

// merge joins regions with the same answer and sorts them by it. Land without a
// code is left out: no country has it.
func merge(regions []region.Region) []region.Region {
	var merged []region.Region
	for _, r := range regions {
		same := slices.IndexFunc(merged, func(m region.Region) bool { return m.Code == r.Code && m.Zone == r.Zone })
		switch {
		case r.Code == "":
		case same < 0:
			merged = append(merged, r)
		default:
			merged[same].Area = append(merged[same].Area, r.Area...)
		}
	}
	slices.SortFunc(merged, func(a, b region.Region) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Zone, b.Zone))
	})
	return merged
}

func readFeatures(path string) ([]feature, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%w; run npm ci in data/place/gen first", err)
	}
	var collection struct{ Features []feature }
	if err := json.Unmarshal(text, &collection); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return collection.Features, nil
}

// codeOf returns the feature's own code, else that of the territory it is a part
// of (Svalbard is a part of SJ), else that of its country.
func codeOf(f *feature, byCode map[string]*feature) string {
	if f.official() {
		return f.Properties.Code
	}
	for _, group := range f.Properties.Groups {
		territory := byCode[group]
		if territory != nil && territory.official() && territory.Properties.Country == f.Properties.Country {
			return group
		}
	}
	return f.Properties.Country
}
