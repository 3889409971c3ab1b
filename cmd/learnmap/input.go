package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"learnmap/data/feed"
)

// Bounds of what is fetched from a web address.
const (
	maxDownload  = 1 << 30 // bytes
	downloadTime = 15 * time.Minute
	maxRedirects = 5
)

// input is a file or web address, opened when it is first read. One that cannot be
// opened is an input whose reading fails, so that the import names it like any
// other unreadable one and goes on with the rest.
type input struct {
	name   string
	size   int64 // bytes, or -1 when unknown
	open   func() (io.ReadCloser, error)
	read   func(n int) // told of every n bytes read; may be nil
	opened io.ReadCloser
	err    error
}

type inputs []*input

// openInputs makes an input of each argument of the import.
func (p *program) openInputs(ctx context.Context, args []string) (inputs, error) {
	var ins inputs
	for _, arg := range args {
		in := &input{name: arg, size: -1}
		switch scheme, _, isURL := strings.Cut(arg, "://"); {
		case arg == "-":
			in.open = func() (io.ReadCloser, error) { return io.NopCloser(p.stdin), nil }
		case !isURL:
			in.openFile()
		case scheme == "http" || scheme == "https":
			u, err := url.Parse(arg)
			if err != nil || u.Host == "" {
				return nil, usagef("%q is not a web address; write it like https://example.org/courses.csv", arg)
			}
			in.name = u.Redacted()
			in.open = func() (io.ReadCloser, error) { return download(ctx, arg) }
		default:
			return nil, usagef("%s:// cannot be read; give a file, an http(s) address, or - for standard input", scheme)
		}
		ins = append(ins, in)
	}
	return ins, nil
}

func (in *input) openFile() {
	if info, err := os.Stat(in.name); err == nil && info.Mode().IsRegular() {
		in.size = info.Size()
	}
	in.open = func() (io.ReadCloser, error) { return os.Open(in.name) }
}

// Read opens the input when it has not been.
func (in *input) Read(b []byte) (int, error) {
	if in.opened == nil && in.err == nil {
		in.opened, in.err = in.open()
	}
	if in.err != nil {
		return 0, in.err
	}
	n, err := in.opened.Read(b)
	if in.read != nil {
		in.read(n)
	}
	if err != nil {
		in.err = err
		in.opened.Close()
	}
	return n, err
}

// list returns the inputs as the import takes them.
func (ins inputs) list() []feed.Input {
	list := make([]feed.Input, 0, len(ins))
	for _, in := range ins {
		list = append(list, feed.Input{Name: in.name, Reader: in, Size: in.size})
	}
	return list
}

// watch has read told of the bytes that are read of any input.
func (ins inputs) watch(read func(n int)) {
	for _, in := range ins {
		in.read = read
	}
}

// size returns the bytes of all inputs, or -1 when they are not known.
func (ins inputs) size() (total int64) {
	for _, in := range ins {
		if in.size < 0 {
			return -1
		}
		total += in.size
	}
	return total
}

// close ends the inputs that were not read to their end.
func (ins inputs) close() {
	for _, in := range ins {
		if in.opened != nil && in.err == nil {
			in.opened.Close()
		}
	}
}

// download opens what is at a web address that the operator typed. Its time and
// size are bounded; redirects may not leave http and https, which the client holds.
func download(ctx context.Context, address string) (io.ReadCloser, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "learnmap/"+version())
	client := http.Client{
		Timeout: downloadTime,
		CheckRedirect: func(_ *http.Request, via []*http.Request) error {
			if len(via) > maxRedirects {
				return fmt.Errorf("more than %d redirects", maxRedirects)
			}
			return nil
		},
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		response.Body.Close()
		return nil, fmt.Errorf("the server answered %q; open the address in a browser to see why", response.Status)
	}
	return &bounded{response.Body, maxDownload}, nil
}

// bounded is a body of which at most left bytes may be read: more is an error, as
// the part that was read would pass for the whole.
type bounded struct {
	io.ReadCloser
	left int64
}

var errTooLarge = errors.New("larger than 1 GiB; download it and import the file")

// Read reads until the bound.
func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}
