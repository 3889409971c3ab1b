package search

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"math"

	"learnmap/data"
	"learnmap/index"
)

// position is where an answer begins and the minute that it is about.
type position struct {
	now   data.Minutes
	after *index.Key // nil on the first page
}

// maxCursorAge is how long a cursor stays good, in minutes.
const maxCursorAge = 24 * 60

// clockSkew is how far, in minutes, the clocks of replicas may be apart.
const clockSkew = 2

const cursorVersion = 1

// cursorHead are the fixed bytes of a cursor; the id of the last hit follows.
type cursorHead struct {
	Version byte
	Query   [8]byte // of the query that it continues
	Now     data.Minutes
	Seq     data.Seq
	A, B    uint64 // the bits of the last hit's key
}

// open reads the query's cursor: the page that follows starts behind the key of
// the last hit, and "now" stays the first page's, so that every activity that does
// not change meanwhile comes exactly once. Scores depend on the whole corpus: an
// order by score cannot go on in another version of the index.
func (q *Query) open(seq data.Seq, now data.Minutes) (position, error) {
	if q.Cursor == "" {
		return position{now: now}, nil
	}
	head, id, err := readCursor(q.Cursor)
	if err != nil {
		return position{}, invalid("cursor", "leave it out to start again", "%v", err)
	}
	switch {
	case head.Query != q.fingerprint():
		return position{}, invalid("cursor", "keep all other parameters, or leave it out to start again", "it continues another query")
	case head.Now > now+clockSkew || head.Now < now-maxCursorAge:
		return position{}, invalid("cursor", "leave it out to start again", "it has expired")
	case q.order() == SortBest && head.Seq != seq:
		return position{}, invalid("cursor", "start again without it, or use another sort", "activities have changed since, and scores with them")
	}
	key := index.Key{A: math.Float64frombits(head.A), B: math.Float64frombits(head.B), ID: id}
	if math.IsNaN(key.A) || math.IsNaN(key.B) {
		return position{}, invalid("cursor", "leave it out to start again", "it is damaged")
	}
	return position{head.Now, &key}, nil
}

// cursor returns what continues an answer behind a key.
func (q *Query) cursor(seq data.Seq, now data.Minutes, last index.Key) string {
	head := cursorHead{cursorVersion, q.fingerprint(), now, seq, math.Float64bits(last.A), math.Float64bits(last.B)}
	raw, err := binary.Append(nil, binary.BigEndian, head)
	if err != nil {
		panic("search: a cursor head has a fixed size: " + err.Error())
	}
	return base64.RawURLEncoding.EncodeToString(append(raw, last.ID...))
}

func readCursor(s string) (head cursorHead, id string, err error) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(raw) > 2*data.MaxIDBytes {
		return head, "", errors.New("it is not a cursor")
	}
	n, err := binary.Decode(raw, binary.BigEndian, &head)
	if err != nil || head.Version != cursorVersion {
		return head, "", errors.New("it is not a cursor of this version")
	}
	return head, string(raw[n:]), nil
}

// fingerprint tells queries apart that cannot continue each other.
func (q *Query) fingerprint() [8]byte {
	same := *q
	same.Cursor, same.Limit, same.Facets, same.Explain, same.Lang = "", 0, nil, false, ""
	same.Sort = q.order()
	text, err := json.Marshal(same)
	if err != nil {
		panic("search: a query can be marshalled: " + err.Error())
	}
	sum := sha256.Sum256(text)
	return [8]byte(sum[:8])
}
