package geo

import (
	"fmt"
	"math/bits"
	"strconv"

	"github.com/uber/h3-go/v4"
)

// Cell is an H3 cell. Cells of one resolution sort so that the children of any
// coarser cell stand side by side.
type Cell uint64

// Resolution is the H3 resolution of an activity's cell; an edge there is
// about 76 m long.
const Resolution = 10

// The bits of an H3 index: four of mode, three reserved, four of resolution,
// seven of base cell, then fifteen digits of three bits from coarse to fine;
// a digit past the cell's resolution is 7.
const (
	resShift  = 52
	resMask   = 0xf << resShift
	digitBits = 3
	maxRes    = 15
)

// CellOf returns the cell of p at Resolution. p must pass Point.Check.
func CellOf(p Point) (Cell, error) {
	c, err := h3.LatLngToCell(h3.LatLng{Lat: p.Lat, Lng: p.Lng}, Resolution)
	if err != nil {
		return 0, fmt.Errorf("no cell for latitude %v, longitude %v: %w", p.Lat, p.Lng, err)
	}
	return Cell(c), nil
}

// ParseCell reads an H3 index in hexadecimal, such as "8a1f05835527fff".
func ParseCell(s string) (Cell, error) {
	n, err := strconv.ParseUint(s, 16, 64)
	if err != nil || !h3.Cell(n).IsValid() {
		return 0, fmt.Errorf("%q is not an H3 cell; one looks like 861f05837ffffff", s)
	}
	return Cell(n), nil
}

// String writes the cell in hexadecimal, as H3 does.
func (c Cell) String() string { return strconv.FormatUint(uint64(c), 16) }

// Resolution returns the cell's resolution, 0 (a continent) to 15.
func (c Cell) Resolution() int { return int(uint64(c) & resMask >> resShift) }

// Parent returns the cell of resolution res that c lies in, which is c itself
// when c is not finer than res. It is a change of bits: no H3 call.
func (c Cell) Parent(res int) Cell {
	if res >= c.Resolution() {
		return c
	}
	digits := uint64(1)<<((maxRes-res)*digitBits) - 1
	return Cell(uint64(c)&^resMask | uint64(res)<<resShift | digits)
}

// Children returns the first and the last value that a cell of Resolution inside
// c can have. c must not be finer than Resolution.
func (c Cell) Children() (first, last Cell) {
	res := c.Resolution()
	span := uint64(1)<<((maxRes-res)*digitBits) - 1
	fine := uint64(1)<<((maxRes-Resolution)*digitBits) - 1
	head := uint64(c)&^resMask&^span | uint64(Resolution)<<resShift
	// Digits run from 0 to 6; 7 marks "no digit", so 6 ends the range.
	sixes := uint64(0)
	for d := res + 1; d <= Resolution; d++ {
		sixes |= 6 << ((maxRes - d) * digitBits)
	}
	return Cell(head | fine), Cell(head | sixes | fine)
}

// Point returns the centre of the cell.
func (c Cell) Point() (Point, error) {
	ll, err := h3.Cell(c).LatLng()
	if err != nil {
		return Point{}, fmt.Errorf("cell %s: %w", c, err)
	}
	return Point{Lat: ll.Lat, Lng: ll.Lng}, nil
}

// Boundary returns the corners of the cell, counter-clockwise, without
// repeating the first.
func (c Cell) Boundary() ([]Point, error) {
	corners, err := h3.Cell(c).Boundary()
	if err != nil {
		return nil, fmt.Errorf("cell %s: %w", c, err)
	}
	points := make([]Point, len(corners))
	for i, ll := range corners {
		points[i] = Point{Lat: ll.Lat, Lng: ll.Lng}
	}
	return points, nil
}

// CommonResolution returns the finest resolution at which a and b, both of
// Resolution, have the same parent, or -1 when not even their base cell is shared.
func CommonResolution(a, b Cell) int {
	diff := uint64(a) ^ uint64(b)
	if diff == 0 {
		return Resolution
	}
	top := 63 - bits.LeadingZeros64(diff)
	return max(-1, maxRes-1-top/digitBits)
}
