// Package packed writes and reads small files of coordinates: the borders,
// clocks and coastlines that are embedded in the program.
//
// A packed file is gzip over a kind ("borders 1") and a stream of variable-length
// integers. Coordinates lie on a grid of so many steps a degree, and each is
// written as its steps from the one before, which is one or two bytes along a
// border. gzip adds a checksum, so a damaged file is told from a whole one.
//
// A Reader never trusts a count: whatever the bytes say, it allocates no more
// than a small multiple of their number and ends in an error, not in a panic.
package packed

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/paulmach/orb"
)

// maxUnpacked bounds what a packed file may unfold to.
const maxUnpacked = 32 << 20

// maxSteps bounds the grid: a step is never finer than a tenth of a millimetre.
const maxSteps = 1_000_000_000

// maxDegrees bounds a coordinate. A ring may run past the antimeridian, but not
// twice around.
const maxDegrees = 720

// ErrCorrupt is wrapped by every error about the bytes of a packed file.
var ErrCorrupt = errors.New("packed file is damaged; generate it again")

// Writer collects the content of a packed file.
type Writer struct {
	buf   []byte
	steps float64
	last  [2]int
}

// NewWriter starts a file of the given kind whose coordinates are kept to
// 1/steps of a degree.
func NewWriter(kind string, steps int) *Writer {
	w := &Writer{steps: float64(steps)}
	w.String(kind)
	w.Count(steps)
	return w
}

// Count writes a number that is not negative.
func (w *Writer) Count(n int) { w.buf = binary.AppendUvarint(w.buf, uint64(n)) }

// Int writes a number of either sign.
func (w *Writer) Int(n int) { w.buf = binary.AppendVarint(w.buf, int64(n)) }

// String writes a text.
func (w *Writer) String(s string) {
	w.Count(len(s))
	w.buf = append(w.buf, s...)
}

// Point writes one position in orb's axis order, rounded to the grid.
func (w *Writer) Point(p orb.Point) {
	for axis, degrees := range p {
		at := int(math.Round(degrees * w.steps))
		w.Int(at - w.last[axis])
		w.last[axis] = at
	}
}

// Line writes how many points there are, and each of them.
func (w *Writer) Line(points []orb.Point) {
	w.Count(len(points))
	for _, p := range points {
		w.Point(p)
	}
}

// Content returns what was written, not compressed.
func (w *Writer) Content() []byte { return w.buf }

// Pack returns the file. The same content gives the same bytes.
func (w *Writer) Pack() ([]byte, error) {
	var file bytes.Buffer
	zip, err := gzip.NewWriterLevel(&file, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := zip.Write(w.buf); err != nil {
		return nil, err
	}
	if err := zip.Close(); err != nil {
		return nil, err
	}
	return file.Bytes(), nil
}

// Reader reads the content of a packed file in the order it was written. After
// the first error it returns zeros; Err tells at the end.
type Reader struct {
	rest  []byte
	steps float64
	last  [2]int
	err   error
}

// Open unpacks a file and checks that it is of the given kind.
func Open(kind string, file []byte) (*Reader, error) {
	zip, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	content, err := io.ReadAll(io.LimitReader(zip, maxUnpacked+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	if len(content) > maxUnpacked {
		return nil, fmt.Errorf("%w: more than %d bytes inside", ErrCorrupt, maxUnpacked)
	}
	return NewReader(kind, content)
}

// NewReader reads content that is not compressed.
func NewReader(kind string, content []byte) (*Reader, error) {
	r := &Reader{rest: content}
	if got := r.String(); r.err == nil && got != kind {
		return nil, fmt.Errorf("%w: it holds %q, not %q", ErrCorrupt, got, kind)
	}
	steps := r.uint()
	if r.err == nil && (steps == 0 || steps > maxSteps) {
		r.fail("a grid of %d steps a degree", steps)
	}
	r.steps = float64(steps)
	return r, r.err
}

// Err returns the first error, or one when bytes are left over.
func (r *Reader) Err() error {
	if r.err == nil && len(r.rest) > 0 {
		r.fail("%d bytes are left over", len(r.rest))
	}
	return r.err
}

// Count reads a number of things that take at least one byte each.
func (r *Reader) Count() int {
	n := r.uint()
	if n > uint64(len(r.rest)) {
		r.fail("a count of %d with %d bytes left", n, len(r.rest))
		return 0
	}
	return int(n)
}

// Int reads a number of either sign between -limit and limit.
func (r *Reader) Int(limit int) int {
	n, size := binary.Varint(r.rest)
	if !r.took(size) {
		return 0
	}
	if n < -int64(limit) || n > int64(limit) {
		r.fail("%d is beyond %d", n, limit)
		return 0
	}
	return int(n)
}

// String reads a text.
func (r *Reader) String() string {
	n := r.Count()
	if r.err != nil {
		return ""
	}
	s := string(r.rest[:n])
	r.rest = r.rest[n:]
	return s
}

// Point reads one position.
func (r *Reader) Point() orb.Point {
	var p orb.Point
	for axis := range p {
		// The sum of two numbers that pass the check below cannot overflow.
		at := r.last[axis] + r.Int(2*maxDegrees*maxSteps)
		p[axis] = float64(at) / r.steps
		if math.Abs(p[axis]) > maxDegrees {
			r.fail("a coordinate of %v degrees", p[axis])
		}
		r.last[axis] = at
	}
	if r.err != nil {
		return orb.Point{}
	}
	return p
}

// Line reads points as Writer.Line wrote them.
func (r *Reader) Line() []orb.Point {
	points := make([]orb.Point, r.Count())
	for i := range points {
		if points[i] = r.Point(); r.err != nil {
			return nil
		}
	}
	return points
}

func (r *Reader) uint() uint64 {
	n, size := binary.Uvarint(r.rest)
	if !r.took(size) {
		return 0
	}
	return n
}

// took drops the bytes of a number that was read, of which there are none when
// the file ends or the number is too long.
func (r *Reader) took(size int) bool {
	if r.err != nil {
		return false
	}
	if size <= 0 {
		r.fail("it ends within a number")
		return false
	}
	r.rest = r.rest[size:]
	return true
}

func (r *Reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%w: %s", ErrCorrupt, fmt.Sprintf(format, args...))
		r.rest = nil
	}
}
