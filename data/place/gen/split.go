package main

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
)

// crossing is where a line meets a ring.
type crossing struct {
	at       orb.Point
	side     int     // of the ring, from corner side to side+1
	segment  int     // of the line
	distance float64 // along the segment, 0 to 1
}

// split cuts a closed ring in two along a line that enters and leaves it once.
func split(ring orb.Ring, line orb.LineString) (left, right orb.Ring, err error) {
	var met []crossing
	for i := range len(ring) - 1 {
		for j := range len(line) - 1 {
			if at, distance, ok := intersect(ring[i], ring[i+1], line[j], line[j+1]); ok {
				met = append(met, crossing{at, i, j, distance})
			}
		}
	}
	if len(met) != 2 {
		return nil, nil, fmt.Errorf("the line meets the ring %d times, not twice", len(met))
	}
	slices.SortFunc(met, func(a, b crossing) int {
		return cmp.Or(cmp.Compare(a.segment, b.segment), cmp.Compare(a.distance, b.distance))
	})
	enter, leave := met[0], met[1]
	path := orb.Ring{enter.at}
	path = append(path, line[enter.segment+1:leave.segment+1]...)
	path = append(path, leave.at)

	left = append(slices.Clone(path), corners(ring, leave.side, enter.side)...)
	slices.Reverse(path)
	right = append(path, corners(ring, enter.side, leave.side)...)
	return append(left, left[0]), append(right, right[0]), nil
}

// corners returns the corners of a closed ring that are passed on the way from
// one of its sides to another.
func corners(ring orb.Ring, from, to int) orb.Ring {
	n := len(ring) - 1
	var passed orb.Ring
	for i := from; i != to; i = (i + 1) % n {
		passed = append(passed, ring[(i+1)%n])
	}
	return passed
}

// intersect returns where the segment a–b is met by c–d, and how far along c–d.
func intersect(a, b, c, d orb.Point) (at orb.Point, distance float64, ok bool) {
	r, s := orb.Point{b[0] - a[0], b[1] - a[1]}, orb.Point{d[0] - c[0], d[1] - c[1]}
	denominator := r[0]*s[1] - r[1]*s[0]
	if denominator == 0 {
		return orb.Point{}, 0, false
	}
	toC := orb.Point{c[0] - a[0], c[1] - a[1]}
	t := (toC[0]*s[1] - toC[1]*s[0]) / denominator
	u := (toC[0]*r[1] - toC[1]*r[0]) / denominator
	if t < 0 || t >= 1 || u < 0 || u >= 1 {
		return orb.Point{}, 0, false
	}
	return orb.Point{a[0] + t*r[0], a[1] + t*r[1]}, u, true
}
