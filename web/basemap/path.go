package basemap

import (
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// writeRing appends a closed ring to a path, "M12.3 4l.5-.6…z", unless it is
// smaller than least pixels. Every step is from the rounded point before, so that the
// rounding does not add up.
func writeRing(b *strings.Builder, line orb.Ring, least float64) {
	bound := line.Bound()
	if len(line) < 4 || bound.Max[0]-bound.Min[0] < least && bound.Max[1]-bound.Min[1] < least {
		return
	}
	steps := tenths(line)
	if area(steps) == 0 {
		return
	}
	b.WriteByte('M')
	writePair(b, steps[0])
	for i, step := range steps[1:] {
		if i == 0 {
			b.WriteByte('l')
		} else if step[0] >= 0 {
			b.WriteByte(' ')
		}
		writePair(b, step)
	}
	b.WriteByte('z')
}

// tenths returns a ring's first point and the steps to the next ones, in tenths of
// a pixel, without steps to the same place and without the one that closes it.
func tenths(line orb.Ring) [][2]int {
	var steps [][2]int
	var at [2]int
	for i, p := range line[:len(line)-1] {
		next := [2]int{int(math.Round(p[0] * 10)), int(math.Round(p[1] * 10))}
		if step := [2]int{next[0] - at[0], next[1] - at[1]}; i == 0 || step != [2]int{} {
			steps = append(steps, step)
			at = next
		}
	}
	return steps
}

// area returns twice the area within steps, with a sign. It is 0 for a line there
// and back.
func area(steps [][2]int) int {
	var x, y, sum int
	for i, step := range steps {
		if i > 0 {
			sum += x*step[1] - y*step[0]
			x, y = x+step[0], y+step[1]
		}
	}
	return sum
}

// writePair writes two numbers of tenths with no more between them than it takes.
func writePair(b *strings.Builder, pair [2]int) {
	writeTenths(b, pair[0])
	if pair[1] >= 0 {
		b.WriteByte(' ')
	}
	writeTenths(b, pair[1])
}

func writeTenths(b *strings.Builder, n int) {
	if n < 0 {
		b.WriteByte('-')
		n = -n
	}
	if n >= 10 || n == 0 {
		b.WriteString(strconv.Itoa(n / 10))
	}
	if n%10 != 0 {
		b.WriteByte('.')
		b.WriteByte(byte('0' + n%10))
	}
}
