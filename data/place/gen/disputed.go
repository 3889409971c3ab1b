package main

import (
	"fmt"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"learnmap/data/place/internal/region"
)

// The policy for disputed land: the answer is the one that the United Nations
// give, in a resolution or in the list of ISO 3166-1, and the clock is the one
// that people there live by. Everywhere else the border is the one in effect, as
// country-coder draws it: the lines of control in Kashmir and Cyprus, Taiwan and
// Kosovo under their own codes, Abkhazia in GE, Somaliland in SO.

// recoded are whole features of country-coder that are answered otherwise.
var recoded = map[string]region.Region{
	// General Assembly resolution 68/262.
	"Crimea": {Code: "UA", Zone: "Europe/Simferopol"},
	// Security Council resolution 541.
	"Northern Cyprus": {Code: "CY", Zone: "Asia/Famagusta"},
	// The British bases have no code; addresses and telephones there are Cyprus's.
	"Akrotiri": {Code: "CY"},
	"Dhekelia": {Code: "CY"},
	// No state claims it.
	"Bir Tawil": {},
}

// cut takes a part of a feature away: the side of a line that a place lies on.
// The line enters and leaves the feature once.
type cut struct {
	from string
	to   region.Region
	line orb.LineString
	side orb.Point
}

var cuts = []cut{
	{
		// On the United Nations' list of non-self-governing territories. The border of
		// 1912 is the parallel of 27°40′.
		from: "Morocco", to: region.Region{Code: "EH"},
		side: orb.Point{-13.188, 27.142}, // Laayoune
		line: orb.LineString{{-20, 27.66667}, {-8, 27.66667}},
	},
	{
		// Security Council resolutions 478 and 2334. The line of 1949 through Jerusalem,
		// drawn between the places on either side of it, good to some 200 m: west of
		// Ramat Eshkol, Mandelbaum Gate, the walls of the Old City, Abu Tor, East
		// Talpiot and Gilo; east of Lifta, Sanhedria, Musrara, Mount Zion, Talpiot,
		// Ramat Rachel and Malha.
		from: "Israel", to: region.Region{Code: "PS", Zone: "Asia/Jerusalem"},
		side: orb.Point{35.2342, 31.7767}, // the Old City
		line: orb.LineString{
			{35.1825, 31.8112}, {35.189, 31.8085}, {35.198, 31.804}, {35.208, 31.8055}, {35.214, 31.8055},
			{35.22, 31.802}, {35.2245, 31.797}, {35.2265, 31.793}, {35.2275, 31.788}, {35.2282, 31.784},
			{35.2265, 31.7805}, {35.2256, 31.7788}, {35.2269, 31.7768}, {35.228, 31.7732}, {35.23, 31.7727},
			{35.2315, 31.7705}, {35.23, 31.7665}, {35.2305, 31.763}, {35.231, 31.757}, {35.2285, 31.75},
			{35.2255, 31.741}, {35.2215, 31.7365}, {35.215, 31.7365}, {35.212, 31.74}, {35.2085, 31.7448},
			{35.2, 31.7445}, {35.192, 31.7435}, {35.184, 31.7415}, {35.175, 31.74}, {35.165, 31.7395},
			{35.158, 31.738}, {35.15, 31.737}, {35.1455, 31.731},
		},
	},
	{
		// Security Council resolution 497. The border of 1923 from Ghajar to the Yarmuk,
		// good to some 500 m: west of Banias, Katzrin, Gamla and Mevo Hama; east of Dan,
		// Shamir, Gonen, Gadot, the Jordan, Kursi, Ein Gev and Tel Katzir.
		from: "Israel", to: region.Region{Code: "SY", Zone: "Asia/Jerusalem"},
		side: orb.Point{35.69, 32.99}, // Katzrin
		line: orb.LineString{
			{35.61, 33.262}, {35.6235, 33.258}, {35.64, 33.252}, {35.662, 33.246}, {35.667, 33.23},
			{35.665, 33.2}, {35.667, 33.165}, {35.655, 33.13}, {35.652, 33.1}, {35.642, 33.06},
			{35.634, 33.03}, {35.6282, 33.0103}, {35.626, 32.975}, {35.6235, 32.94}, {35.619, 32.91},
			{35.617, 32.888}, {35.635, 32.872}, {35.648, 32.85}, {35.653, 32.825}, {35.655, 32.79},
			{35.65, 32.765}, {35.642, 32.74}, {35.636, 32.71}, {35.64, 32.675},
		},
	},
}

// settle applies the tables to a feature and returns the regions it becomes.
func settle(name string, whole region.Region) ([]region.Region, error) {
	if other, ok := recoded[name]; ok {
		return []region.Region{{Code: other.Code, Zone: other.Zone, Area: whole.Area}}, nil
	}
	pieces := []region.Region{whole}
	for _, c := range cuts {
		if c.from != name {
			continue
		}
		kept, taken, err := c.apply(pieces[0].Area)
		if err != nil {
			return nil, fmt.Errorf("the cut of %s for %s: %w", name, c.to.Code, err)
		}
		pieces[0].Area = kept
		pieces = append(pieces, region.Region{Code: c.to.Code, Zone: c.to.Zone, Area: taken})
	}
	return pieces, nil
}

// apply splits the polygon that the side lies in along the line.
func (c cut) apply(area orb.MultiPolygon) (kept, taken orb.MultiPolygon, err error) {
	for _, polygon := range area {
		if !planar.PolygonContains(polygon, c.side) {
			kept = append(kept, polygon)
			continue
		}
		left, right, err := split(polygon[0], c.line)
		if err != nil {
			return nil, nil, err
		}
		if planar.RingContains(right, c.side) {
			left, right = right, left
		}
		given, rest := orb.Polygon{left}, orb.Polygon{right}
		for _, hole := range polygon[1:] {
			if planar.RingContains(left, hole[0]) {
				given = append(given, hole)
			} else {
				rest = append(rest, hole)
			}
		}
		kept, taken = append(kept, rest), append(taken, given)
	}
	if taken == nil {
		return nil, nil, fmt.Errorf("no polygon holds %v", c.side)
	}
	return kept, taken, nil
}
