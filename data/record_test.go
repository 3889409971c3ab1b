package data

import (
	"strings"
	"testing"
	"time"
)

func TestRecordCheck(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	for _, c := range []struct {
		name string
		r    Record
		want string // part of the error, "" for none
	}{
		{"good", Record{Key: Key{KindActivity, "a/b"}, Owner: "a", Modified: now, Data: []byte("{}")}, ""},
		{"no kind", Record{Key: Key{"", "a/b"}, Owner: "a", Modified: now, Data: []byte("{}")}, "kind"},
		{"no id", Record{Key: Key{KindActivity, ""}, Owner: "a", Modified: now, Data: []byte("{}")}, "id"},
		{"NUL", Record{Key: Key{KindActivity, "a/\x00"}, Owner: "a", Modified: now, Data: []byte("{}")}, "id"},
		{"not UTF-8", Record{Key: Key{KindActivity, "a/\xff"}, Owner: "a", Modified: now, Data: []byte("{}")}, "id"},
		{"long id", Record{Key: Key{KindActivity, strings.Repeat("a", MaxIDBytes+1)}, Owner: "a", Modified: now, Data: []byte("{}")}, "bytes"},
		{"no data", Record{Key: Key{KindActivity, "a/b"}, Owner: "a", Modified: now}, "data"},
		{"NUL in data", Record{Key: Key{KindActivity, "a/b"}, Owner: "a", Modified: now, Data: []byte("{\x00}")}, "NUL"},
		{"data not UTF-8", Record{Key: Key{KindActivity, "a/b"}, Owner: "a", Modified: now, Data: []byte("\"\xe9\"")}, "UTF-8"},
		{"large data", Record{Key: Key{KindActivity, "a/b"}, Owner: "a", Modified: now, Data: make([]byte, MaxRecordBytes+1)}, "bytes"},
		{"no owner", Record{Key: Key{KindActivity, "a/b"}, Modified: now, Data: []byte("{}")}, "owner"},
		{"never modified", Record{Key: Key{KindActivity, "a/b"}, Owner: "a", Data: []byte("{}")}, "modified"},
	} {
		err := c.r.Check()
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestMakeAndSplitID(t *testing.T) {
	for _, c := range []struct{ source, id string }{{"kaunas", "7"}, {"a", "b/c/d"}, {"a", "/"}, {"a", ""}} {
		if source, id := SplitID(MakeID(c.source, c.id)); source != c.source || id != c.id {
			t.Errorf("%q and %q became %q and %q", c.source, c.id, source, id)
		}
	}
}

func TestProblems(t *testing.T) {
	warning := Problem{Field: "type", Reason: `"x" is not a known value`, Fix: "use course", Warning: true}
	fatal := Problem{Field: "title", Reason: "is missing", Fix: "name the activity"}
	if (Problems{warning}).Fatal() || (Problems{}).Fatal() || !(Problems{warning, fatal}).Fatal() {
		t.Error("only what is not a warning is fatal")
	}
	if got := (Problems{warning, fatal, fatal}).Error(); got != "title: is missing: name the activity; title: is missing: name the activity" {
		t.Errorf("got %q", got)
	}
}
