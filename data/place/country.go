package place

import (
	_ "embed"
	"math"
	"sync"

	"learnmap/data/place/internal/region"
	"learnmap/geo"
)

//go:embed borders.bin
var bordersFile []byte

// land is the index of borders, made at first use.
var land = sync.OnceValue(func() *index { return newIndex(region.Borders, bordersFile) })

// index is an index of regions that also knows which ones each country has.
type index struct {
	*region.Index
	regions map[string][]int
}

// newIndex reads an embedded file. The file is a part of the program and a test
// reads it, so it is not an error of the run when it is damaged.
func newIndex(kind string, file []byte) *index {
	regions, err := region.Decode(kind, file)
	if err != nil {
		panic("data/place: " + kind + ": " + err.Error())
	}
	x := &index{Index: region.NewIndex(regions), regions: make(map[string][]int)}
	for i, r := range regions {
		x.regions[r.Code] = append(x.regions[r.Code], i)
	}
	return x
}

// Country returns the ISO 3166-1 alpha-2 code of the country that p lies in, and
// false when it lies in none: at sea, at the North Pole, off the map. Borders are
// generous over water, so a pier, a harbour or a small island is in its country;
// Antarctica is AQ.
func Country(p geo.Point) (code string, ok bool) {
	c := land()
	i, ok := c.At(p, "")
	if !ok {
		return "", false
	}
	return c.Regions[i].Code, true
}

// Distance returns the metres from p to the country with the given code: 0 inside
// its borders, +Inf when there is no such country. It is good to some metres for
// a point near the border.
func Distance(p geo.Point, code string) float64 {
	c := land()
	nearest := math.Inf(1)
	for _, i := range c.regions[code] {
		nearest = min(nearest, c.Distance(p, i))
	}
	if _, inside := c.At(p, code); inside && !math.IsInf(nearest, 1) {
		return 0
	}
	return nearest
}
