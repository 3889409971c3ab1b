package main

import (
	"strings"
	"testing"
	"time"
)

func TestDraw(t *testing.T) {
	for _, c := range []struct {
		read, total int64
		width       int
		want        string
	}{
		{0, 10e6, 50, "importing [                    ]   0 % of 10.0 MB"},
		{5e6, 10e6, 50, "importing [==========          ]  50 % of 10.0 MB"},
		{11e6, 10e6, 50, "importing [====================] 100 % of 10.0 MB"},
		{5e6, -1, 50, "importing 5.0 MB"},
		{5e6, 10e6, 30, "importing  50 % of 10.0 MB"},
		{5e6, 10e6, 5, "impo"},
		{5e6, 10e6, 0, ""},
	} {
		if got := draw(c.read, c.total, c.width); got != c.want {
			t.Errorf("draw(%d, %d, %d) = %q, want %q", c.read, c.total, c.width, got, c.want)
		}
	}
}

// screen shows what a terminal of one line after the other would: a carriage
// return goes back to the line's start, ESC [ K wipes the rest of it.
func screen(output string) string {
	lines := strings.Split(output, "\n")
	for i, line := range lines {
		lines[i] = line[strings.LastIndex(line, "\x1b[K")+1:]
		lines[i] = strings.TrimPrefix(lines[i], "[K")
	}
	return strings.Join(lines, "\n")
}

func TestBarKeepsOutOfTheWay(t *testing.T) {
	var out strings.Builder
	clock := testNow
	b := newBar(&out, 100, func() time.Time { return clock })
	b.width = func() int { return 40 }
	b.add(10)
	b.add(10) // too soon to be drawn
	if strings.Count(out.String(), "importing") != 1 {
		t.Errorf("drawn more often than every %v: %q", redraw, out.String())
	}
	b.println("a.csv:3: title: missing: give one")
	clock = clock.Add(redraw)
	b.add(80)
	if got := screen(out.String()); !strings.HasPrefix(got, "a.csv:3: title: missing: give one\nimporting [") {
		t.Errorf("the terminal shows %q", got)
	}
	b.clear()
	if got := screen(out.String()); got != "a.csv:3: title: missing: give one\n" {
		t.Errorf("after the import the terminal shows %q", got)
	}
}

func TestNoBarWithoutTerminal(t *testing.T) {
	var out strings.Builder
	b := newBar(&out, 100, func() time.Time { return testNow })
	b.add(50)
	b.println("a line")
	b.clear()
	if out.String() != "a line\n" {
		t.Errorf("written: %q", out.String())
	}
}
