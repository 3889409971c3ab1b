package index

import (
	"encoding/binary"
	"fmt"
	"path/filepath"

	"github.com/RoaringBitmap/roaring/v2"
	blevedoc "github.com/blevesearch/bleve/v2/document"
	bleveindex "github.com/blevesearch/bleve_index_api"
	segmentapi "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v17"
)

// segment is a Bleve segment whose document numbers are the ordinals: the
// postings of a term are therefore a bitmap of ordinals as they stand. Bleve's
// own index would lay documents out as they come; we hand it whole, ordered
// slices instead.
type segment struct {
	zap segmentapi.Segment
}

// plugin reads and writes Bleve's segment format.
var plugin zap.ZapPlugin

// terms is what a document is filed under: what a segment needs of it.
type terms struct {
	title, text string
	values      [numFields][]string
}

// The options say what a segment keeps of a field: words, no positions, no stored
// copy, no doc values. Everything else that is needed lies in our own columns.
const termOptions = bleveindex.IndexField | bleveindex.SkipFreqNorm

// bleveDocument makes the analysed document of one ordinal.
func bleveDocument(ordinal int, t *terms) bleveindex.Document {
	var id [4]byte
	binary.BigEndian.PutUint32(id[:], uint32(ordinal))
	doc := blevedoc.NewDocument(string(id[:]))
	doc.AddField(blevedoc.NewTextFieldCustom(titleField, nil, []byte(t.title), termOptions, analyzer))
	doc.AddField(blevedoc.NewTextFieldCustom(textField, nil, []byte(t.text), termOptions, analyzer))
	for f, values := range t.values {
		for i, value := range values {
			doc.AddField(blevedoc.NewTextFieldCustom(fieldNames[f], []uint64{uint64(i)}, []byte(value), termOptions, nil))
		}
	}
	doc.AddIDField()
	doc.VisitFields(func(field bleveindex.Field) { field.Analyze() })
	return doc
}

// newSegment makes a segment in memory of documents in ordinal order.
func newSegment(docs []bleveindex.Document) (*segment, error) {
	seg, _, err := plugin.New(docs)
	if err != nil {
		return nil, fmt.Errorf("index: make segment: %w", err)
	}
	return &segment{seg}, nil
}

// joinSegments writes segments one behind the other into a file and opens it.
// Their documents keep their order, so ordinals are counted on.
func joinSegments(parts []*segment, dir, name string) (*segment, error) {
	bases := make([]segmentapi.Segment, len(parts))
	drops := make([]*roaring.Bitmap, len(parts))
	for i, part := range parts {
		bases[i] = part.zap
	}
	path := filepath.Join(dir, name)
	if _, _, err := plugin.Merge(bases, drops, path, nil, nil); err != nil {
		return nil, fmt.Errorf("index: join segments into %s: %w", path, err)
	}
	seg, err := plugin.Open(path)
	if err != nil {
		return nil, fmt.Errorf("index: open segment %s: %w", path, err)
	}
	return &segment{seg}, nil
}

// persist moves a segment from memory to a file, so that a big build needs
// memory for one of its pieces only.
func (s *segment) persist(dir, name string) (*segment, error) {
	path := filepath.Join(dir, name)
	if err := s.zap.(segmentapi.UnpersistedSegment).Persist(path); err != nil {
		return nil, fmt.Errorf("index: write segment %s: %w", path, err)
	}
	seg, err := plugin.Open(path)
	if err != nil {
		return nil, fmt.Errorf("index: open segment %s: %w", path, err)
	}
	return &segment{seg}, nil
}

// postings adds the ordinals that have a term in a field to the set.
func (s *segment) postings(field, term string, into *roaring.Bitmap) error {
	dict, err := s.zap.Dictionary(field)
	if err != nil {
		return fmt.Errorf("index: dictionary of %s: %w", field, err)
	}
	list, err := dict.PostingsList([]byte(term), nil, nil)
	if err != nil {
		return fmt.Errorf("index: postings of %s in %s: %w", term, field, err)
	}
	if postings, ok := list.(*zap.PostingsList); ok {
		postings.OrInto(into)
	}
	return nil
}

func (s *segment) close() error { return s.zap.Close() }
