// Package index keeps every activity in one sorted list and answers by walking
// as little of it as it can.
//
// Activities are sorted by their H3 cell of resolution 10; the place in the list
// is an activity's ordinal. Cells nest by prefix, so each coarser cell is one
// stretch of ordinals, and a tree over those stretches (tree.go) turns "within
// 10 km" or "in this box" into a few of them. What is online only follows the last
// cell.
//
//	ordinal      0  1  2  3 │ 4  5 │ 6  7  8 … │ online
//	cell         ╰─ Kaunas ─╯ ╰Riga╯            │
//	column age   11 6  …                        │  → read by ordinal
//	bitmap topic ▪  ·  ▪  ·   ▪  ▪   ·          │  → Bleve's posting list
//	bitmap word  ·  ·  ▪  ·   ▪  ·   ·          │  → Bleve's posting list
//
// Text and filter values are filed in a Bleve segment whose document numbers are
// the ordinals, so the postings of a word or a value are bitmaps over the list as
// they stand (segment.go). A query is then: stretches × bitmaps, the exact test of
// what is left, and the first k, the total and the facets in one pass (match.go,
// facet.go, topk.go).
//
// A snapshot is such a list, immutable. A Reader is a big one, the base, and small
// ones of what changed since, with tombstones on what they replace; it sits
// behind one atomic pointer and readers are never blocked. The follower reads the
// store's list of changes, makes a small snapshot of each page and merges small
// ones; when they get many, a new base is built from the store in the background
// and swapped in (follower.go, apply.go, rebuild.go, spool.go). The index is a
// cache: its folder may be lost, the store may not.
//
// Time passes without writes. A moment (moment.go) is a snapshot seen at one
// minute: the set of activities that have not ended, and the occurrences that
// rules make round that day. Questions about other times look at occurrences one
// by one (window.go).
package index
