package index

import (
	"math"

	"learnmap/geo"
)

// leafSize is how many activities a leaf of the tree may hold before it is cut
// further. Looking at so many one by one costs about as much as visiting a node.
const leafSize = 48

// node is a stretch of the sorted list, [lo, hi), that shares an H3 cell. What
// bounds it is computed from its members and not from the cell's outline: it is
// exact at the poles and across the antimeridian, and needs no H3 at query time.
type node struct {
	lo, hi      uint32
	first, next uint32 // its children are nodes[first:next]; none in a leaf
	centre      geo.Vec
	radius      float64 // straight-line distance from centre to its farthest member
	box         geo.BBox
	low, high   geo.Cell // of its first and last member
}

// tree lies over the placed part of a snapshot; its root is nodes[0].
type tree struct {
	nodes []node
}

// newTree cuts the list along H3's hierarchy: by the first resolution at which
// the cells of a stretch differ, until a leaf is small or all one cell.
func newTree(cells []geo.Cell, points []geo.Point, vecs []geo.Vec) tree {
	if len(cells) == 0 {
		return tree{}
	}
	t := tree{nodes: []node{{hi: uint32(len(cells))}}}
	for i := 0; i < len(t.nodes); i++ {
		n := t.nodes[i]
		bound(&n, points[n.lo:n.hi], vecs[n.lo:n.hi])
		n.low, n.high = cells[n.lo], cells[n.hi-1]
		if n.hi-n.lo > leafSize && cells[n.lo] != cells[n.hi-1] {
			n.first = uint32(len(t.nodes))
			res := geo.CommonResolution(cells[n.lo], cells[n.hi-1]) + 1
			for lo := n.lo; lo < n.hi; {
				hi := endOf(cells, lo, n.hi, res)
				t.nodes = append(t.nodes, node{lo: lo, hi: hi})
				lo = hi
			}
			n.next = uint32(len(t.nodes))
		}
		t.nodes[i] = n
	}
	return t
}

// endOf returns where the run of the cell's parent at res ends, within [lo, hi).
func endOf(cells []geo.Cell, lo, hi uint32, res int) uint32 {
	parent := cells[lo].Parent(res)
	a, b := lo+1, hi
	for a < b {
		if mid := a + (b-a)/2; cells[mid].Parent(res) == parent {
			a = mid + 1
		} else {
			b = mid
		}
	}
	return a
}

// bound computes what encloses the members of a node.
func bound(n *node, points []geo.Point, vecs []geo.Vec) {
	var sum geo.Vec
	box := geo.BBox{West: math.Inf(1), South: math.Inf(1), East: math.Inf(-1), North: math.Inf(-1)}
	for i, p := range points {
		sum = sum.Add(vecs[i])
		box.West, box.East = min(box.West, p.Lng), max(box.East, p.Lng)
		box.South, box.North = min(box.South, p.Lat), max(box.North, p.Lat)
	}
	n.centre, n.box = sum.Unit(), box
	farthest := 0.0
	for _, v := range vecs {
		farthest = max(farthest, n.centre.Chord2(v))
	}
	n.radius = math.Sqrt(farthest)
}

// span is a stretch of ordinals, [lo, hi). In an exact one every member lies in
// the regions asked for; in another each has to be tested.
type span struct {
	lo, hi uint32
	exact  bool
}

// cover returns the stretches that hold everything in all of the regions.
func (t tree) cover(regions []Region) []span {
	if len(t.nodes) == 0 {
		return nil
	}
	var spans []span
	stack := []uint32{0}
	for len(stack) > 0 {
		n := &t.nodes[stack[len(stack)-1]]
		stack = stack[:len(stack)-1]
		switch relationToAll(regions, n) {
		case outside:
		case inside:
			spans = appendSpan(spans, span{n.lo, n.hi, true})
		default:
			if n.first == n.next {
				spans = appendSpan(spans, span{n.lo, n.hi, false})
				continue
			}
			// Pushed last to first, children come off in ordinal order.
			for c := n.next; c > n.first; c-- {
				stack = append(stack, c-1)
			}
		}
	}
	return spans
}

func relationToAll(regions []Region, n *node) relation {
	all := inside
	for _, r := range regions {
		switch r.relate(n) {
		case outside:
			return outside
		case partly:
			all = partly
		}
	}
	return all
}

// appendSpan joins a span to the one before it where they meet.
func appendSpan(spans []span, s span) []span {
	if last := len(spans) - 1; last >= 0 && spans[last].hi == s.lo && spans[last].exact == s.exact {
		spans[last].hi = s.hi
		return spans
	}
	return append(spans, s)
}
