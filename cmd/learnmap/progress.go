package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"
)

// bar shows how far an import is, on the last line of a terminal, and keeps out of
// the way of the lines printed meanwhile. Where there is no terminal it only
// prints those lines. Its methods may be called from several goroutines.
type bar struct {
	mu    sync.Mutex
	out   io.Writer
	width func() int // columns of the terminal; nil means there is none
	total int64      // bytes, or -1 when unknown
	read  int64
	now   func() time.Time
	next  time.Time // no drawing before
	shown bool
}

const redraw = 100 * time.Millisecond

func newBar(out io.Writer, total int64, now func() time.Time) *bar {
	b := &bar{out: out, total: total, now: now}
	if file, ok := out.(*os.File); ok && term.IsTerminal(int(file.Fd())) && os.Getenv("TERM") != "dumb" {
		b.width = func() int {
			if width, _, err := term.GetSize(int(file.Fd())); err == nil && width > 0 {
				return width
			}
			return 80
		}
	}
	return b
}

// add counts and shows that n more bytes have been read.
func (b *bar) add(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.read += int64(n)
	now := b.now()
	if b.width == nil || now.Before(b.next) {
		return
	}
	b.next = now.Add(redraw)
	fmt.Fprint(b.out, "\r\x1b[K"+draw(b.read, b.total, b.width()))
	b.shown = true
}

// println prints a line above the bar.
func (b *bar) println(line string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.wipe()
	fmt.Fprintln(b.out, line)
}

// clear takes the bar off the terminal.
func (b *bar) clear() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.wipe()
}

func (b *bar) wipe() {
	if b.shown {
		fmt.Fprint(b.out, "\r\x1b[K")
		b.shown = false
	}
}

// draw returns the bar, one column narrower than the terminal so that it never
// wraps. Without a total it is only a count.
func draw(read, total int64, width int) string {
	megabytes := fmt.Sprintf("%.1f MB", float64(read)/1e6)
	if total <= 0 {
		return cut("importing "+megabytes, width-1)
	}
	share := min(float64(read)/float64(total), 1)
	text := fmt.Sprintf(" %3.0f %% of %.1f MB", share*100, float64(total)/1e6)
	cells := width - 1 - len(text) - len("importing []")
	if cells < 4 {
		return cut("importing"+text, width-1)
	}
	full := int(share * float64(cells))
	return "importing [" + strings.Repeat("=", full) + strings.Repeat(" ", cells-full) + "]" + text
}

// cut shortens plain ASCII to a width.
func cut(s string, width int) string { return s[:max(0, min(len(s), width))] }
