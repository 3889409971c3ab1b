package feed_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"learnmap/data"
	"learnmap/data/feed"
)

// checked is a store that takes only what every store must be able to keep.
type checked struct {
	data.Store
	t   *testing.T
	put int
}

func (c *checked) Apply(_ context.Context, b data.Batch) (data.Applied, error) {
	if err := b.Check(); err != nil {
		c.t.Errorf("a batch that no store takes: %v", err)
	}
	for _, r := range b.Put {
		doc, err := data.NewDocument(r.Kind)
		if err == nil {
			err = json.Unmarshal(r.Data, doc)
		}
		if err != nil {
			c.t.Errorf("%s cannot be read back: %v", r.Key, err)
			continue
		}
		if problems := doc.Clean(); len(problems) > 0 {
			c.t.Errorf("%s is stored with problems: %v", r.Key, problems)
		}
		again, err := doc.Record(r.Modified)
		if err != nil || !bytes.Equal(again.Data, r.Data) {
			c.t.Errorf("%s is stored as\n%s\nand cleaned again is\n%s", r.Key, r.Data, again.Data)
		}
	}
	c.put += len(b.Put)
	return data.Applied{New: len(b.Put), Removed: len(b.Delete)}, nil
}

// importAnything imports bytes as they come. Whatever they are: no panic, every record
// is one that stores take, every problem says where, what and how to mend it, and what
// is counted is what was put.
func importAnything(t *testing.T, raw []byte, opt feed.Options) {
	store := &checked{t: t}
	rejected := map[int]bool{}
	opt.Source, opt.Now = "fuzz", now
	opt.Report = func(p feed.RowProblem) {
		if p.Field == "" || p.Reason == "" || p.Fix == "" || p.Line < 0 || p.File != "f" {
			t.Errorf("a problem that does not say enough: %+v", p)
		}
		if s := p.String(); strings.ContainsAny(s, "\n\r\x00") || !utf8.ValidString(s) {
			t.Errorf("a problem that is not one line of text: %q", s)
		}
		if !p.Warning {
			rejected[p.Line] = true
		}
	}
	r, err := feed.Import(context.Background(), store, []feed.Input{binary("f", raw)}, opt)
	if err != nil && !errors.Is(err, feed.ErrNothing) {
		t.Errorf("an error that is none of the input: %v", err)
	}
	if r.New != store.put {
		t.Errorf("%d counted, %d put", r.New, store.put)
	}
	if len(rejected) == 0 && r.Rejected > 0 {
		t.Errorf("%d rejected, and no reason", r.Rejected)
	}
}

// seed adds the files of testdata whose name has one of the endings.
func seed(f *testing.F, endings ...string) {
	files, err := filepath.Glob("testdata/*/*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		for _, ending := range endings {
			if !strings.HasSuffix(file, ending) {
				continue
			}
			raw, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(raw)
		}
	}
}

func FuzzCSV(f *testing.F) {
	seed(f, ".csv", ".txt")
	f.Add([]byte("title,location.point,age,date,startTime,free,contact,topics\na,\"x\n(1, 2)\",20-May,1/2/2026,15-17,no,a@b.c +1 234 567,x;y\n"))
	f.Add([]byte("\"a\"b,\"\n\"\"\",\"x\n,\n;\x00\xff"))
	f.Fuzz(func(t *testing.T, raw []byte) { importAnything(t, raw, feed.Options{Format: "csv"}) })
}

func FuzzNDJSON(f *testing.F) {
	seed(f, ".ndjson", ".json")
	f.Add([]byte(`{"title":{"a":1},"location":[1],"occurrences":{"start":5},"translations":{"en":"x"},"price":"5","schedule":"FREQ=DAILY","kind":1}`))
	f.Add([]byte(everything))
	f.Fuzz(func(t *testing.T, raw []byte) { importAnything(t, raw, feed.Options{Format: "ndjson"}) })
}

func FuzzGeoJSON(f *testing.F) {
	seed(f, ".geojson", ".geojsonl")
	f.Add([]byte(`{"features":[{"type":"Feature","properties":{"location":"x","lat":1},"geometry":{"type":"Point","coordinates":[1]}}],"type":"FeatureCollection"}`))
	f.Add([]byte(`{"type":"Feature","id":{},"properties":{"kind":"city"},"geometry":{"type":"GeometryCollection","geometries":[]}}`))
	f.Fuzz(func(t *testing.T, raw []byte) { importAnything(t, raw, feed.Options{Format: "geojson"}) })
}

func FuzzAuto(f *testing.F) {
	seed(f, ".csv", ".ndjson", ".geojson")
	f.Add([]byte("\xff\xfet\x00i\x00t\x00l\x00e\x00\n\x00a\x00\n\x00"))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, raw []byte) { importAnything(t, raw, feed.Options{}) })
}

func FuzzWorkbook(f *testing.F) {
	f.Add(workbook(f, false, []any{"title", "lat", "lng", "age"}, []any{"A", 54.9, 23.9, day(2026, 5, 20, 0, 0)}))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if bytes.HasPrefix(raw, []byte("PK")) {
			importAnything(t, raw, feed.Options{})
		}
	})
}

func FuzzMapping(f *testing.F) {
	f.Add(`{"fields":{"title":"{a} – {b}","location.point":"c"},"values":{"topics":{"*":["x",""]}},"lists":{"c":","},"constants":{"age":"5"}}`)
	f.Add(`{"fields":{"title":"{"},"constants":{"topics":";;","occurrences":"x"}}`)
	f.Fuzz(func(t *testing.T, file string) {
		m, err := feed.ReadMapping(strings.NewReader(file))
		if err != nil {
			return
		}
		for _, content := range []string{"a,b,c\n1,2,\"3,4\"\n", `{"a":1,"b":"2","c":[3]}`} {
			opt := feed.Options{Mapping: m}
			if _, err := feed.Import(context.Background(), sink{}, []feed.Input{text("f", content)}, opt); err != nil && !errors.Is(err, feed.ErrNothing) {
				t.Errorf("%v", err)
			}
		}
	})
}
