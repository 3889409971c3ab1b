package packed

import (
	"bytes"
	"errors"
	"math"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

const kind = "test 1"

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		degrees := rapid.Float64Range(-360, 360)
		point := rapid.Custom(func(t *rapid.T) orb.Point {
			return orb.Point{degrees.Draw(t, "x"), degrees.Draw(t, "y")}
		})
		steps := rapid.SampledFrom([]int{1, 100, 100_000, 10_000_000}).Draw(t, "steps")
		lines := rapid.SliceOf(rapid.SliceOf(point)).Draw(t, "lines")
		names := rapid.SliceOfN(rapid.String(), len(lines), len(lines)).Draw(t, "names")
		numbers := rapid.SliceOfN(rapid.IntRange(-99, 99), len(lines), len(lines)).Draw(t, "numbers")

		w := NewWriter(kind, steps)
		w.Count(len(lines))
		for i, line := range lines {
			w.String(names[i])
			w.Line(line)
			w.Int(numbers[i])
		}
		file, err := w.Pack()
		if err != nil {
			t.Fatal(err)
		}
		r, err := Open(kind, file)
		if err != nil {
			t.Fatal(err)
		}
		if n := r.Count(); n != len(lines) {
			t.Fatalf("%d lines, want %d", n, len(lines))
		}
		for i, line := range lines {
			if name := r.String(); name != names[i] {
				t.Fatalf("name %q, want %q", name, names[i])
			}
			requireNear(t, r.Line(), line, 0.5/float64(steps)+1e-9)
			if n := r.Int(99); n != numbers[i] {
				t.Fatalf("number %d, want %d", n, numbers[i])
			}
		}
		if err := r.Err(); err != nil {
			t.Fatal(err)
		}
	})
}

func requireNear(t *rapid.T, got, want []orb.Point, tolerance float64) {
	if len(got) != len(want) {
		t.Fatalf("%d points, want %d", len(got), len(want))
	}
	for i := range got {
		if math.Abs(got[i][0]-want[i][0]) > tolerance || math.Abs(got[i][1]-want[i][1]) > tolerance {
			t.Fatalf("point %d is %v, want %v within %v", i, got[i], want[i], tolerance)
		}
	}
}

func TestDamageIsTold(t *testing.T) {
	w := NewWriter(kind, 1000)
	w.Line([]orb.Point{{1, 2}, {3, 4}, {-180, 90}})
	file, err := w.Pack()
	if err != nil {
		t.Fatal(err)
	}
	read := func(kind string, file []byte) error {
		r, err := Open(kind, file)
		if err != nil {
			return err
		}
		r.Line()
		return r.Err()
	}
	if err := read(kind, file); err != nil {
		t.Fatal(err)
	}
	if err := read("other 1", file); !errors.Is(err, ErrCorrupt) {
		t.Errorf("another kind of file: %v", err)
	}
	for cut := range file {
		if err := read(kind, file[:cut]); !errors.Is(err, ErrCorrupt) {
			t.Errorf("cut after %d bytes: %v", cut, err)
		}
	}
	// The ten bytes of gzip's header carry a time and a system that nothing depends on.
	for i := 10; i < len(file); i++ {
		bad := bytes.Clone(file)
		bad[i] ^= 0x10
		if err := read(kind, bad); !errors.Is(err, ErrCorrupt) {
			t.Errorf("byte %d changed: %v", i, err)
		}
	}
	r, err := Open(kind, file)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Err(); !errors.Is(err, ErrCorrupt) {
		t.Errorf("content that was not read: %v", err)
	}
}

func FuzzReader(f *testing.F) {
	w := NewWriter(kind, 1000)
	w.Line([]orb.Point{{1, 2}, {3, 4}, {-180, 90}})
	w.String("name")
	w.Int(-7)
	f.Add(w.buf)
	f.Add([]byte{})
	f.Add([]byte("\x06test 1\xff\xff\xff\xff\x0f\x01"))
	f.Fuzz(func(t *testing.T, content []byte) {
		r, err := NewReader(kind, content)
		if err != nil {
			return
		}
		line, name, n := r.Line(), r.String(), r.Int(100)
		if r.Err() != nil {
			return
		}
		again := NewWriter(kind, int(r.steps))
		again.Line(line)
		again.String(name)
		again.Int(n)
		second, err := NewReader(kind, again.buf)
		if err != nil {
			t.Fatal(err)
		}
		if second.Line(); second.String() != name || second.Int(100) != n || second.Err() != nil {
			t.Fatalf("what was read cannot be written and read again: %v", second.Err())
		}
	})
}
