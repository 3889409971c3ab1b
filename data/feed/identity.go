package feed

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash/maphash"
	"sort"
	"strconv"
	"time"

	"learnmap/data"
)

// hashID makes an id of what identifies a record that has none: 80 bits of SHA-256,
// in hexadecimal.
func hashID(what []byte) string {
	sum := sha256.Sum256(what)
	return hex.EncodeToString(sum[:10])
}

// parts are the members of a record that every kind has.
type parts struct {
	kind       *data.Kind
	id, source *string
	url        string
	modified   *time.Time
}

func partsOf(doc data.Document) parts {
	switch d := doc.(type) {
	case *data.Activity:
		return parts{&d.Kind, &d.ID, &d.Source, d.URL, &d.Modified}
	case *data.Organiser:
		return parts{&d.Kind, &d.ID, &d.Source, d.URL, &d.Modified}
	case *data.City:
		return parts{&d.Kind, &d.ID, &d.Source, "", &d.Modified}
	case *data.Playlist:
		return parts{&d.Kind, &d.ID, &d.Source, "", &d.Modified}
	case *data.Badge:
		return parts{&d.Kind, &d.ID, &d.Source, "", &d.Modified}
	case *data.Skill:
		return parts{&d.Kind, &d.ID, &d.Source, d.URI, &d.Modified}
	case *data.Source:
		return parts{&d.Kind, &d.ID, &d.Source, d.URL, &d.Modified}
	}
	panic("feed: a kind of record without parts")
}

// idOfURL is the id of a record that has only an address.
func idOfURL(url string) string { return hashID([]byte("url\n" + url)) }

// idOfContent is the id of a record that has neither id nor address: that of its
// canonical JSON, without id and time of change.
func idOfContent(doc data.Document) (string, error) {
	p := partsOf(doc)
	id, modified := *p.id, *p.modified
	*p.id, *p.modified = "", time.Time{}
	raw, err := json.Marshal(doc)
	*p.id, *p.modified = id, modified
	return hashID(raw), err
}

// ledger remembers which records an import has met, where, and what they said, in
// about 25 bytes each: hashes of key and content, and the number of the line counted
// through all inputs. It is all that grows with an import.
type ledger struct {
	seed  maphash.Seed
	met   map[uint64]met
	files []ledgerFile
}

type met struct {
	content uint32 // a hash
	line    uint32
}

type ledgerFile struct {
	name string
	base uint32 // the lines of the inputs before
}

func newLedger() *ledger {
	return &ledger{seed: maphash.MakeSeed(), met: map[uint64]met{}}
}

// open begins an input.
func (l *ledger) open(name string, linesBefore int) {
	l.files = append(l.files, ledgerFile{name, uint32(linesBefore)})
}

func (l *ledger) key(k data.Key) uint64 { return maphash.String(l.seed, string(k.Kind)+"\x00"+k.ID) }

func (l *ledger) content(raw []byte) uint32 { return uint32(maphash.Bytes(l.seed, raw)) }

// add remembers a record, unless one of its key is known.
func (l *ledger) add(r data.Record, line int) {
	file := l.files[len(l.files)-1]
	l.met[l.key(r.Key)] = met{l.content(r.Data), file.base + uint32(line)}
}

// find tells whether a record's key is known, whether its content is the same, and
// where it was met, for people.
func (l *ledger) find(r data.Record) (known, same bool, where string) {
	m, known := l.met[l.key(r.Key)]
	if !known {
		return false, false, ""
	}
	i := sort.Search(len(l.files), func(i int) bool { return l.files[i].base >= m.line }) - 1
	where = "line " + strconv.Itoa(int(m.line-l.files[i].base))
	if i != len(l.files)-1 {
		where += " of " + l.files[i].name
	}
	return true, m.content == l.content(r.Data), where
}

func (l *ledger) has(k data.Key) bool { _, ok := l.met[l.key(k)]; return ok }

func (l *ledger) forget(k data.Key) { delete(l.met, l.key(k)) }
