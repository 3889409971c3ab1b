package data

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Kind says what a record describes.
type Kind string

// The kinds of public record.
const (
	KindActivity  Kind = "activity"
	KindOrganiser Kind = "organiser"
	KindCity      Kind = "city"
	KindPlaylist  Kind = "playlist"
	KindBadge     Kind = "badge"
	KindSkill     Kind = "skill"
	KindSource    Kind = "source"
)

// Kinds lists every kind, in the order of this file.
var Kinds = []Kind{KindActivity, KindOrganiser, KindCity, KindPlaylist, KindBadge, KindSkill, KindSource}

// Key names a record. ID is "source/id", unique within its kind, and ordered by
// its bytes.
type Key struct {
	Kind Kind
	ID   string
}

// String returns "kind source/id", for messages.
func (k Key) String() string { return string(k.Kind) + " " + k.ID }

// MakeID joins a source and the id within it to the id of a record.
func MakeID(source, id string) string { return source + "/" + id }

// SplitID returns the two parts of a record's id. A source holds no slash, so
// the first one ends it.
func SplitID(recordID string) (source, id string) {
	source, id, _ = strings.Cut(recordID, "/")
	return source, id
}

// Seq numbers the changes of a store, from 1 without gaps. A record's Seq is that
// of its newest change.
type Seq int64

// Record is one version of a record as a Store keeps it.
type Record struct {
	Key
	Seq      Seq       // set by the store
	Owner    string    // the source; only it may change the record
	Modified time.Time // when this version was made, UTC, whole milliseconds
	Deleted  bool      // a tombstone: Owner and Data are empty
	Data     []byte    // one JSON object, valid UTF-8
}

// MaxRecordBytes bounds the JSON of one record.
const MaxRecordBytes = 1 << 20

// MaxIDBytes bounds the id of a record, its source included, and every other
// text that a store keeps in an index.
const MaxIDBytes = 512

// Check returns an error that says why a store must not keep the record, or nil.
// It holds what every store can keep: PostgreSQL takes neither NUL nor broken
// UTF-8 in text, so no store does.
func (r Record) Check() error {
	if err := r.Key.Check(); err != nil {
		return err
	}
	switch {
	case len(r.Data) == 0:
		return fmt.Errorf("%s: a record needs its data", r.Key)
	case len(r.Data) > MaxRecordBytes:
		return fmt.Errorf("%s: %d bytes of data, at most %d are kept", r.Key, len(r.Data), MaxRecordBytes)
	case !cleanText(string(r.Data)):
		return fmt.Errorf("%s: data holds NUL or is not UTF-8", r.Key)
	case r.Owner == "" || !cleanText(r.Owner):
		return fmt.Errorf("%s: owner %q is empty, holds NUL or is not UTF-8", r.Key, r.Owner)
	case len(r.Owner) > MaxIDBytes:
		return fmt.Errorf("%s: owner of %d bytes, at most %d are kept", r.Key, len(r.Owner), MaxIDBytes)
	case r.Modified.IsZero():
		return fmt.Errorf("%s: a record needs the time it was modified", r.Key)
	}
	return nil
}

// Check returns an error that says why a key cannot name a record, or nil.
func (k Key) Check() error {
	switch {
	case k.Kind == "" || !cleanText(string(k.Kind)):
		return fmt.Errorf("kind %q is empty, holds NUL or is not UTF-8", k.Kind)
	case len(k.Kind) > MaxIDBytes:
		return fmt.Errorf("kind of %d bytes, at most %d are kept", len(k.Kind), MaxIDBytes)
	case k.ID == "" || !cleanText(k.ID):
		return fmt.Errorf("id %q is empty, holds NUL or is not UTF-8", k.ID)
	case len(k.ID) > MaxIDBytes:
		return fmt.Errorf("id of %d bytes, at most %d are kept", len(k.ID), MaxIDBytes)
	}
	return nil
}

func cleanText(s string) bool {
	return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0
}
