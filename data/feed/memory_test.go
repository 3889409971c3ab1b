package feed_test

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"testing"

	"learnmap/data"
	"learnmap/data/feed"
)

func itoa(n int) string { return strconv.Itoa(n) }

// sink is a store that takes everything and keeps nothing.
type sink struct{ data.Store }

func (sink) Apply(_ context.Context, b data.Batch) (data.Applied, error) {
	return data.Applied{New: len(b.Put)}, nil
}

// generated is an input of so many rows that exists only as it is read.
type generated struct {
	rows, n int
	head    string
	row     func(n int) string
	buf     []byte
}

func (g *generated) Read(p []byte) (int, error) {
	for len(g.buf) < len(p) && g.n < g.rows {
		if g.n == 0 {
			g.buf = append(g.buf, g.head...)
		}
		g.buf = append(g.buf, g.row(g.n)...)
		g.n++
	}
	if len(g.buf) == 0 {
		return 0, io.EOF
	}
	n := copy(p, g.buf)
	g.buf = append(g.buf[:0], g.buf[n:]...)
	return n, nil
}

// What an import keeps alive grows by the memory of which ids were met and nothing
// else: a few dozen bytes a row, where a row has half a kilobyte.
func TestConstantMemory(t *testing.T) {
	description := fmt.Sprintf("%0400d", 7)
	for name, g := range map[string]*generated{
		"ndjson": {rows: 200_000, row: func(n int) string {
			return `{"id":"` + itoa(n) + `","source":"a","title":"T","description":"` + description + `","mode":"online"}` + "\n"
		}},
		"geojson": {rows: 20_000, head: `{"type":"FeatureCollection","features":[`, row: func(n int) string {
			return `{"type":"Feature","id":"a/` + itoa(n) + `","properties":{"title":"T","description":"` + description + `"},"geometry":{"type":"Point","coordinates":[23.9,54.9]}},` + "\n"
		}},
		"csv": {rows: 20_000, head: "id;title;beschreibung;lat;lng\n", row: func(n int) string {
			return itoa(n) + ";Töpfern;" + description + ";54,9;23,9\n"
		}},
	} {
		g.rows /= slowdown
		rows := g.rows
		var early, most uint64
		seen := 0
		opt := feed.Options{Source: "a", Now: now, Progress: func(int64) {
			if seen++; seen%(10/slowdown) != 0 {
				return
			}
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			if early == 0 {
				early = m.HeapAlloc
			}
			most = max(most, m.HeapAlloc)
		}}
		r, err := feed.Import(context.Background(), sink{}, []feed.Input{{Name: name, Reader: g, Size: -1}}, opt)
		if name != "geojson" && (err != nil || r.New != rows) || r.New < rows-1 {
			t.Fatalf("%s: %s, %v", name, counts(r), err)
		}
		if grown := int64(most) - int64(early); grown > int64(rows*48+slowdown<<20) || early == 0 {
			t.Errorf("%s: from %d to %d bytes alive, %d a row", name, early, most, grown/int64(rows))
		} else {
			t.Logf("%s: from %d to %d bytes alive, %d a row", name, early, most, grown/int64(rows))
		}
	}
}
