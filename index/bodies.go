package index

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"

	mmap "github.com/blevesearch/mmap-go"
)

// bodies are the JSON documents of a snapshot, one behind the other: body i is
// bytes[ends[i-1]:ends[i]]. They lie in memory, or in a file mapped to it.
type bodies struct {
	bytes  []byte
	ends   []uint64
	mapped mmap.MMap
}

// of returns body i. It is valid as long as the snapshot is held.
func (b *bodies) of(i uint32) []byte {
	start := uint64(0)
	if i > 0 {
		start = b.ends[i-1]
	}
	return b.bytes[start:b.ends[i]]
}

func (b *bodies) close() error {
	if b.mapped == nil {
		return nil
	}
	return b.mapped.Unmap()
}

// bodyWriter collects bodies in memory, or in a file when it has one.
type bodyWriter struct {
	bodies
	file *os.File
	out  *bufio.Writer
}

func newBodyFile(dir string) (*bodyWriter, error) {
	file, err := os.Create(filepath.Join(dir, "bodies"))
	if err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	return &bodyWriter{file: file, out: bufio.NewWriterSize(file, 1<<20)}, nil
}

func (w *bodyWriter) add(body []byte) error {
	end := uint64(len(body))
	if n := len(w.ends); n > 0 {
		end += w.ends[n-1]
	}
	w.ends = append(w.ends, end)
	if w.file == nil {
		w.bytes = append(w.bytes, body...)
		return nil
	}
	_, err := w.out.Write(body)
	return err
}

// finish returns the bodies; those in a file are mapped.
func (w *bodyWriter) finish() (bodies, error) {
	if w.file == nil {
		return w.bodies, nil
	}
	defer w.file.Close()
	if err := w.out.Flush(); err != nil {
		return bodies{}, fmt.Errorf("index: write %s: %w", w.file.Name(), err)
	}
	if len(w.ends) == 0 {
		return w.bodies, nil
	}
	mapped, err := mmap.Map(w.file, mmap.RDONLY, 0)
	if err != nil {
		return bodies{}, fmt.Errorf("index: map %s: %w", w.file.Name(), err)
	}
	return bodies{bytes: mapped, ends: w.ends, mapped: mapped}, nil
}
