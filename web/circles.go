package web

import (
	"cmp"
	"math"
	"slices"
)

// mark is a number of activities at a position on the drawing, and the values of the
// filter that finds just them.
type mark struct {
	x, y   float64
	count  int
	values []string // in order
}

// circle is a mark with its size: its area grows with the count.
type circle struct {
	mark
	r float64
}

// Sizes on a drawing of mapWidth units, which is the width of a small phone in pixels.
const (
	mapWidth, mapHeight = 360.0, 340.0
	largest             = 34.0 // radius
	smallest            = 12.0 // so that a finger hits it: WCAG 2.2 asks for 24 across
	between             = 2.0  // least distance of two circles
	mostOfOne           = 7.0  // radius of a circle for one, so that few are not shown as many
	digitWidth          = 6.6
)

// Shares of the drawing that circles cover. Those of spots are smaller, as they crowd
// where people live.
const (
	inkOfNamed = 0.10
	inkOfSpots = 0.035
)

// maxMerged bounds the values of one circle's filter.
const maxMerged = 32

// arrange lays marks out as circles that do not cover each other. Marks of places that
// have a name are pushed aside first and merged only when there is no room; the others
// are merged at once, into a circle in their middle.
func arrange(marks []mark, named bool) []circle {
	ink := inkOfSpots
	if named {
		ink = inkOfNamed
	}
	circles := make([]circle, len(marks))
	for i, m := range marks {
		circles[i] = circle{mark: m}
	}
	slices.SortFunc(circles, bigger)
	resize(circles, ink)
	if named {
		push(circles)
	}
	for merged := true; merged; {
		circles, merged = merge(circles)
		slices.SortFunc(circles, bigger)
		resize(circles, ink)
	}
	squeeze(circles)
	return circles
}

func bigger(a, b circle) int {
	return cmp.Or(cmp.Compare(b.count, a.count), slices.Compare(a.values, b.values))
}

// resize gives each circle an area by its count. All together cover a fixed share of
// the drawing, the biggest stays within bounds, the smallest has room for its number.
func resize(circles []circle, ink float64) {
	total, most := 0, 0
	for _, c := range circles {
		total += c.count
		most = max(most, c.count)
	}
	if total == 0 {
		return
	}
	scale := math.Sqrt(ink * mapWidth * mapHeight / math.Pi / float64(total))
	scale = min(scale, largest/math.Sqrt(float64(most)), mostOfOne)
	for i := range circles {
		circles[i].r = max(scale*math.Sqrt(float64(circles[i].count)), leastRadius(circles[i].count))
	}
}

// leastRadius is that of a circle round a number.
func leastRadius(count int) float64 {
	n := 1
	for c := count; c >= 10; c /= 10 {
		n++
	}
	n += (n - 1) / 3 // separators
	return max(smallest, float64(n)*digitWidth/2+3)
}

func (c *circle) overlaps(o *circle) bool {
	const rounding = 0.01
	return math.Hypot(c.x-o.x, c.y-o.y) < c.r+o.r+between-rounding
}

// push moves circles apart that overlap, each as little as it takes, and back towards
// where they belong as far as there is room.
func push(circles []circle) {
	const rounds = 200
	home := slices.Clone(circles)
	for round := range rounds {
		moved := false
		for i := range circles {
			for j := range i {
				moved = part(&circles[i], &circles[j]) || moved
			}
		}
		if !moved {
			return
		}
		for i := range circles {
			c := &circles[i]
			if round < rounds/2 {
				c.x += (home[i].x - c.x) * 0.02
				c.y += (home[i].y - c.y) * 0.02
			}
			c.x = min(max(c.x, c.r), mapWidth-c.r)
			c.y = min(max(c.y, c.r), mapHeight-c.r)
		}
	}
}

// part moves two circles that overlap apart, the smaller one further.
func part(a, b *circle) bool {
	dx, dy := a.x-b.x, a.y-b.y
	distance := math.Hypot(dx, dy)
	lack := a.r + b.r + between - distance
	if lack <= 1e-6 {
		return false
	}
	if distance < 1e-6 {
		dx, dy, distance = 1, 0, 1 // at one place: side by side
	}
	share := b.r * b.r / (a.r*a.r + b.r*b.r)
	a.x += dx / distance * lack * share
	a.y += dy / distance * lack * share
	b.x -= dx / distance * lack * (1 - share)
	b.y -= dy / distance * lack * (1 - share)
	return true
}

// merge joins each circle with the smaller ones that it overlaps, and tells whether
// there were any.
func merge(circles []circle) (kept []circle, merged bool) {
	for _, c := range circles {
		into := slices.IndexFunc(kept, func(k circle) bool {
			return k.overlaps(&c) && len(k.values)+len(c.values) <= maxMerged
		})
		if into < 0 {
			kept = append(kept, c)
			continue
		}
		merged = true
		k := &kept[into]
		n, m := float64(k.count), float64(c.count)
		k.x, k.y = (k.x*n+c.x*m)/(n+m), (k.y*n+c.y*m)/(n+m)
		k.count += c.count
		k.values = slices.Sorted(slices.Values(slices.Concat(k.values, c.values)))
	}
	return kept, merged
}

// squeeze shrinks circles that overlap and may not be merged.
func squeeze(circles []circle) {
	for i := range circles {
		for j := range i {
			a, b := &circles[i], &circles[j]
			if !a.overlaps(b) {
				continue
			}
			shrink := max(math.Hypot(a.x-b.x, a.y-b.y)-between, 0) / (a.r + b.r)
			a.r, b.r = a.r*shrink, b.r*shrink
		}
	}
}
