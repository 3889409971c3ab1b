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
	furthest            = 24.0 // that a circle may be pushed from where it belongs
	crowded             = 60   // circles, from which there is no use in trying without merging
)

// Shares of the drawing that circles cover. Those of spots are smaller, as they crowd
// where people live.
const (
	inkOfNamed = 0.10
	inkOfSpots = 0.035
)

// maxMerged bounds the values of one circle's filter.
const maxMerged = 32

// arrange lays marks out as circles that do not cover each other. Those of places that
// have a name are pushed aside, as long as they stay near where they belong; the others,
// and the named where there is no room, are merged with their neighbours.
func arrange(marks []mark, named bool) []circle {
	circles := make([]circle, len(marks))
	for i, m := range marks {
		circles[i] = circle{mark: m}
	}
	ink := inkOfSpots
	if named {
		circles, ink = spread(circles)
	}
	for merged := true; merged; {
		settle(circles, ink)
		circles, merged = merge(circles, 1)
	}
	squeeze(circles)
	return circles
}

// settle puts circles in order, gives them their sizes and moves them inside the edge.
func settle(circles []circle, ink float64) {
	slices.SortFunc(circles, bigger)
	resize(circles, ink)
	for i := range circles {
		circles[i].inside()
	}
}

// spread pushes circles apart, and returns the share of the drawing that they cover.
// Where one would get too far from home they shrink, and when that does not help those
// that lie closest are merged, the more of them the less room there is.
func spread(circles []circle) (apart []circle, ink float64) {
	closest := 0.0 // share of their distance at which circles are merged
	if len(circles) > crowded {
		closest = 0.5
	}
	for ; ; closest += 0.25 {
		for merged := closest > 0; merged; {
			settle(circles, inkOfNamed)
			circles, merged = merge(circles, closest)
		}
		for _, ink := range []float64{inkOfNamed, inkOfNamed / 2} {
			settle(circles, ink)
			pushed := slices.Clone(circles)
			if push(pushed) <= furthest || closest >= 1 {
				return pushed, ink
			}
		}
	}
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

func (c *circle) overlaps(o *circle) bool { return c.closerThan(o, 1) }

// closerThan tells whether two circles are closer than a share of what keeps them apart.
func (c *circle) closerThan(o *circle, share float64) bool {
	const rounding = 0.01
	return math.Hypot(c.x-o.x, c.y-o.y) < (c.r+o.r+between)*share-rounding
}

// inside moves a circle inside the edge of the drawing.
func (c *circle) inside() {
	c.x = min(max(c.x, c.r), mapWidth-c.r)
	c.y = min(max(c.y, c.r), mapHeight-c.r)
}

// push moves circles apart that overlap, each as little as it takes, and returns how far
// the one that got furthest is from home.
func push(circles []circle) (far float64) {
	const rounds = 100
	home := slices.Clone(circles)
	for round := range rounds {
		moved := false
		for i := range circles {
			for j := range i {
				moved = part(&circles[i], &circles[j]) || moved
			}
		}
		if !moved {
			break
		}
		for i := range circles {
			c := &circles[i]
			if round < rounds/2 { // back home, as far as there is room
				c.x += (home[i].x - c.x) * 0.02
				c.y += (home[i].y - c.y) * 0.02
			}
			c.inside()
		}
	}
	for i, c := range circles {
		far = max(far, math.Hypot(c.x-home[i].x, c.y-home[i].y))
	}
	return far
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

// merge joins each circle with the smaller ones that are closer to it than a share of
// what keeps them apart, and tells whether there were any.
func merge(circles []circle, closest float64) (kept []circle, merged bool) {
	for _, c := range circles {
		into := slices.IndexFunc(kept, func(k circle) bool {
			return k.closerThan(&c, closest) && len(k.values)+len(c.values) <= maxMerged
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
