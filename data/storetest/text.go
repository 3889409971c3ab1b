package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"learnmap/data"
)

// badTexts are what PostgreSQL refuses and SQLite would take.
var badTexts = map[string]string{
	"NUL":            "a/\x00b",
	"broken UTF-8":   "a/\xff",
	"cut short":      "a/\xe2\x82",
	"surrogate half": "a/\xed\xa0\x80",
	"overlong":       "a/\xc0\x80",
}

func testBadText(b *bench) {
	b.apply(data.Batch{Put: records("1", "a/1")})
	for name, bad := range badTexts {
		fine := record("a/1", "2")
		inID, inKind, inOwner, inData := record("a/2", "1"), record("a/2", "1"), record("a/2", "1"), record("a/2", "1")
		inID.ID = bad
		inKind.Kind = data.Kind(bad)
		inOwner.Owner = bad
		inData.Data = []byte(`{"text":"` + bad + `"}`)
		for _, r := range []data.Record{inID, inKind, inOwner, inData} {
			b.refuse(data.Batch{Put: []data.Record{fine, r}}, data.ErrInvalid)
		}
		b.refuse(data.Batch{Put: []data.Record{fine}, Delete: []data.Key{inID.Key}}, data.ErrInvalid)
		b.refuse(data.Batch{Put: []data.Record{fine}, Delete: []data.Key{inKind.Key}}, data.ErrInvalid)
		b.refuse(data.Batch{Put: []data.Record{fine}, Cursors: map[string]string{bad: "1"}}, data.ErrInvalid)
		b.refuse(data.Batch{Put: []data.Record{fine}, Cursors: map[string]string{"feed": bad}}, data.ErrInvalid)
		b.refuseReads(name, bad)
	}
	b.refuseReads("too long", strings.Repeat("x", data.MaxIDBytes+1))

	if _, err := b.List(b.ctx, data.KindActivity, "", "", 0); !errors.Is(err, data.ErrInvalid) {
		b.Errorf("a list of 0 records: %v, want ErrInvalid", err)
	}
	if _, err := b.Changes(b.ctx, 0, -1); !errors.Is(err, data.ErrInvalid) {
		b.Errorf("a page of -1 changes: %v, want ErrInvalid", err)
	}
	if _, err := b.Changes(b.ctx, -1, 1); !errors.Is(err, data.ErrInvalid) {
		b.Errorf("changes after -1: %v, want ErrInvalid", err)
	}
}

// refuseReads asks for a text that cannot be in the store, in every way.
func (b *bench) refuseReads(name, bad string) {
	b.Helper()
	for method, ask := range map[string]func() error{
		"get by id":     func() error { _, err := b.Get(b.ctx, key(bad)); return err },
		"get by kind":   func() error { _, err := b.Get(b.ctx, data.Key{Kind: data.Kind(bad), ID: "a/1"}); return err },
		"list by kind":  func() error { _, err := b.List(b.ctx, data.Kind(bad), "", "", 1); return err },
		"list by owner": func() error { _, err := b.List(b.ctx, data.KindActivity, bad, "", 1); return err },
		"list after":    func() error { _, err := b.List(b.ctx, data.KindActivity, "", bad, 1); return err },
		"cursor":        func() error { _, err := b.Cursor(b.ctx, bad); return err },
	} {
		if err := ask(); !errors.Is(err, data.ErrInvalid) {
			b.Errorf("%s with %s: %v, want ErrInvalid", method, name, err)
		}
	}
}

// oddTexts are texts that are fine and that something between here and the disk
// might still take for something else.
var oddTexts = []string{
	"é", "e\u0301", "ß", "ss", "İ", "i", "ı", "\u03a9", "\u2126", "\ufb01", "fi", "日本", "עברית", "🎈", "👩🏽‍🔬", "\U0010ffff", "\ufeff",
	"\ufffd", "\u200b", "\u2028", " ", "  ", "a b", "\t", "\n", "\r\n", "\x01", "\x7f", "'", `"`, `\`, `\x00`, `\\x41`,
	`{}`, `{a,b}`, `NULL`, `null`, `--`, `;`, `%`, `_`, `$1`, `?`, `:x`, `@x`, `/`, `a/b/c`, `..`, `0`, `00`, `1e3`, `-1`,
}

func testOddText(b *bench) {
	var batch data.Batch
	batch.Cursors = map[string]string{}
	for _, text := range oddTexts {
		r := record("s/"+text, text)
		r.Owner = text
		r.Data = []byte(text) // the store looks no further than the bytes
		batch.Put = append(batch.Put, r)
		batch.Cursors["feed"+text] = text
	}
	n := len(batch.Put)
	batch.Put = append(batch.Put, record("s/"+strings.Repeat("ü", (data.MaxIDBytes-2)/2), "long"))
	big := record("s/big", "")
	big.Data = []byte(strings.Repeat("[]", data.MaxRecordBytes/2))
	batch.Put = append(batch.Put, big)
	b.apply(batch)
	b.expect(batch, data.Applied{Head: data.Seq(n + 2), Unchanged: n + 2})

	for i, want := range batch.Put {
		want.Seq = data.Seq(i + 1)
		if got := b.stored(want.ID); !reflect.DeepEqual(got, want) {
			b.Errorf("%q came back as %.200q", want.ID, fmt.Sprint(got))
		}
		owned, err := b.List(b.ctx, want.Kind, want.Owner, "", 10)
		if err != nil || !slices.Contains(ids(owned), want.ID) {
			b.Errorf("%q owned by %q is not listed: %q, %v", want.ID, want.Owner, ids(owned), err)
		}
	}
	for feed, want := range batch.Cursors {
		if got, err := b.Cursor(b.ctx, feed); got != want || err != nil {
			b.Errorf("cursor of %q is %q, %v, want %q", feed, got, err, want)
		}
	}
}

// testByteOrder holds ids that sort in another order under nearly every collation
// of a human language.
func testByteOrder(b *bench) {
	want := []string{
		"a", "a/", "a/ b", "a/!", "a/-", "a/-a", "a/0", "a/1", "a/10", "a/2", "a/A", "a/B", "a/Z", "a/Za", "a/_", "a/_a",
		"a/a", "a/a-b", "a/aB", "a/aa", "a/ab", "a/b", "a/e\u0301", "a/ez", "a/z", "a/ß", "a/é", "a/ö", "a/ą", "a/ł", "a/š",
		"a/Я", "a/я", "a/ا", "a/、", "a/日", "a/\ufb01", "a/\uff21", "a/🎈", "a/🎉", "a/\U0010ffff", "b/a", "é/a",
	}
	slices.Sort(want) // compares bytes
	shuffled := slices.Clone(want)
	for i := range shuffled {
		j := (i*29 + 7) % len(shuffled)
		shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
	}
	for _, id := range shuffled {
		r := record(id, "1")
		r.Owner = "o"
		b.apply(data.Batch{Put: []data.Record{r}})
	}
	for _, owner := range []string{"", "o"} {
		for _, size := range []int{1, 2, 7, len(want), 1000} {
			if got := b.listed(data.KindActivity, owner, size); !reflect.DeepEqual(got, want) {
				b.Errorf("owner %q, pages of %d:\n got %q\nwant %q", owner, size, got, want)
			}
		}
	}
	for i, after := range want {
		rest, err := b.List(b.ctx, data.KindActivity, "", after, 1000)
		if err != nil || !reflect.DeepEqual(ids(rest), want[i+1:]) {
			b.Errorf("after %q: %q, %v", after, ids(rest), err)
		}
	}
}

// listed lists all ids of a kind and an owner, page by page.
func (b *bench) listed(kind data.Kind, owner string, size int) []string {
	b.Helper()
	out := []string{}
	for after := ""; ; {
		page, err := b.List(b.ctx, kind, owner, after, size)
		if err != nil {
			b.Fatalf("list: %v", err)
		}
		out = append(out, ids(page)...)
		if len(page) < size {
			return out
		}
		after = page[len(page)-1].ID
	}
}

func testTimes(b *bench) {
	east := time.FixedZone("", 3*3600)
	for i, test := range []struct{ put, want time.Time }{
		{time.Date(2026, 3, 1, 12, 0, 0, 123_000_000, time.UTC), time.Date(2026, 3, 1, 12, 0, 0, 123_000_000, time.UTC)},
		{time.Date(2026, 3, 1, 12, 0, 0, 123_999_999, time.UTC), time.Date(2026, 3, 1, 12, 0, 0, 123_000_000, time.UTC)},
		{time.Date(2026, 3, 1, 12, 0, 0, 1_000_000, east), time.Date(2026, 3, 1, 9, 0, 0, 1_000_000, time.UTC)},
		{time.Date(1901, 5, 4, 3, 2, 1, 1_000_000, time.UTC), time.Date(1901, 5, 4, 3, 2, 1, 1_000_000, time.UTC)},
		{time.UnixMilli(0), time.UnixMilli(0).UTC()},
		{time.Date(9999, 12, 31, 23, 59, 59, 999_000_000, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999_000_000, time.UTC)},
	} {
		id := fmt.Sprintf("a/%d", i)
		r := record(id, "1")
		r.Modified = test.put
		b.apply(data.Batch{Put: []data.Record{r}})
		if got := b.stored(id).Modified; got != test.want {
			b.Errorf("modified %v came back as %v, want %v", test.put, got, test.want)
		}
		b.apply(data.Batch{Delete: keys(id), At: test.put})
		if got := b.stored(id).Modified; got != test.want {
			b.Errorf("deleted at %v came back as %v, want %v", test.put, got, test.want)
		}
	}
}
