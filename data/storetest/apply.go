package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"learnmap/data"
)

func testCounts(b *bench) {
	b.expect(data.Batch{Put: records("1", "a/1", "a/2", "a/3")}, data.Applied{Head: 3, New: 3})
	b.expect(data.Batch{
		Put:    []data.Record{record("a/1", "1"), record("a/2", "2"), record("a/4", "1")},
		Delete: keys("a/3", "a/5"),
	}, data.Applied{Head: 6, New: 1, Updated: 1, Unchanged: 1, Removed: 1})
	b.expect(data.Batch{}, data.Applied{Head: 6})
}

func testEqualPut(b *bench) {
	b.apply(data.Batch{Put: records("1", "a/1", "a/2")})
	before := b.table()

	later := record("a/1", "1")
	later.Modified = noon.Add(time.Hour)
	later.Deleted, later.Seq = true, 99 // to be ignored
	b.expect(data.Batch{Put: []data.Record{later}}, data.Applied{Head: 2, Unchanged: 1})
	b.same(before)

	spaced := record("a/1", "1")
	spaced.Data = []byte(`{"text": "1"}`) // the same JSON, other bytes
	b.expect(data.Batch{Put: []data.Record{spaced}}, data.Applied{Head: 3, Updated: 1})

	given := record("a/2", "1")
	given.Owner = "b"
	b.expect(data.Batch{Put: []data.Record{given}}, data.Applied{Head: 4, Updated: 1})
	if got := b.stored("a/2"); got.Owner != "b" || got.Seq != 4 {
		b.Errorf("after a change of owner: %+v", got)
	}
}

func testDeleteAbsent(b *bench) {
	b.apply(data.Batch{Put: records("1", "a/1"), Delete: keys("a/2")})
	b.apply(data.Batch{Delete: keys("a/1")})
	before := b.table()
	b.expect(data.Batch{Delete: keys("a/1", "a/2", "a/3"), At: noon.Add(time.Hour)}, data.Applied{Head: 2})
	b.same(before)
}

func testTombstone(b *bench) {
	at := noon.Add(90 * time.Minute)
	b.apply(data.Batch{Put: records("secret", "a/1")})
	b.expect(data.Batch{Delete: keys("a/1"), At: at}, data.Applied{Head: 2, Removed: 1})
	want := data.Record{Key: key("a/1"), Seq: 2, Modified: at, Deleted: true}
	got := b.stored("a/1")
	if len(got.Data) != 0 {
		b.Errorf("a tombstone holds %q", got.Data)
	}
	got.Data = nil
	if !reflect.DeepEqual(got, want) {
		b.Errorf("tombstone %+v, want %+v", got, want)
	}

	b.expect(data.Batch{Put: records("secret", "a/1")}, data.Applied{Head: 3, New: 1})
	back := record("a/1", "secret")
	back.Seq = 3
	if got := b.stored("a/1"); !reflect.DeepEqual(got, back) {
		b.Errorf("back again %+v, want %+v", got, back)
	}
	if page := b.table(); len(page.Records) != 1 {
		b.Errorf("one record has %d rows: %s", len(page.Records), summary(page))
	}

	b.apply(data.Batch{Delete: keys("a/1")})
	if got := b.stored("a/1"); time.Since(got.Modified).Abs() > time.Hour {
		b.Errorf("a tombstone without a date of its own is dated %v", got.Modified)
	}
}

func testSeq(b *bench) {
	b.apply(data.Batch{Put: records("1", "z/1", "a/1", "m/1", "b/1", "y/1")})
	b.apply(data.Batch{
		Put:    []data.Record{record("y/1", "2"), record("m/1", "1"), record("c/1", "1"), record("a/1", "2")},
		Delete: keys("z/1", "absent/1", "b/1"),
	})
	want := []string{"m/1", "y/1", "c/1", "a/1", "z/1", "b/1"}
	page := b.table()
	if got := ids(page.Records); !reflect.DeepEqual(got, want) {
		b.Errorf("the list is %v, want %v", got, want)
	}
	for i, seq := range []data.Seq{3, 6, 7, 8, 9, 10} {
		if page.Records[i].Seq != seq {
			b.Errorf("%s has seq %d, want %d", page.Records[i].ID, page.Records[i].Seq, seq)
		}
	}
	if page.Head != 10 {
		b.Errorf("head %d, want 10", page.Head)
	}
}

func testDryRun(b *bench) {
	b.apply(data.Batch{Put: records("1", "a/1", "a/2", "a/3"), Cursors: map[string]string{"feed": "one"}})
	batch := data.Batch{
		Put:     []data.Record{record("a/1", "1"), record("a/2", "2"), record("a/4", "1")},
		Delete:  keys("a/3", "a/5"),
		Cursors: map[string]string{"feed": "two"},
		DryRun:  true,
	}
	before := b.table()
	dry := b.apply(batch)
	b.same(before)
	if cursor, err := b.Cursor(b.ctx, "feed"); cursor != "one" || err != nil {
		b.Errorf("after a dry run the cursor is %q, %v", cursor, err)
	}
	if dry.Head != before.Head {
		b.Errorf("a dry run reports the head %d, want %d", dry.Head, before.Head)
	}
	batch.DryRun = false
	wet := b.apply(batch)
	dry.Head = wet.Head
	if dry != wet {
		b.Errorf("a dry run counts %+v, the real one %+v", dry, wet)
	}
}

func testInvalidLast(b *bench) {
	b.apply(data.Batch{Put: records("1", "a/1", "a/2")})
	noData, noOwner, noTime, long := record("a/9", ""), record("a/9", ""), record("a/9", ""), record("a/9", "")
	noData.Data = nil
	noOwner.Owner = ""
	noTime.Modified = time.Time{}
	long.Data = make([]byte, data.MaxRecordBytes+1)
	for i := range long.Data {
		long.Data[i] = ' '
	}
	for _, bad := range []data.Record{noData, noOwner, noTime, long, {}} {
		b.refuse(data.Batch{
			Put:     append(records("2", "a/1", "a/3"), bad),
			Delete:  keys("a/2"),
			Cursors: map[string]string{"feed": "here"},
		}, data.ErrInvalid)
	}
	b.refuse(data.Batch{Put: records("2", "a/1"), Delete: []data.Key{{Kind: data.KindActivity}}}, data.ErrInvalid)
	if cursor, err := b.Cursor(b.ctx, "feed"); cursor != "" || err != nil {
		b.Errorf("refused batches left the cursor %q, %v", cursor, err)
	}
}

// testCancelledBatch cancels at moments that are spread over the time that a whole
// batch takes, so that some hit the reading, the writing and the commit.
func testCancelledBatch(b *bench) {
	const tries = 40
	var full []data.Record
	for i := range data.MaxBatch {
		full = append(full, record(fmt.Sprintf("a/%04d", i), "0"))
	}
	start := time.Now()
	b.apply(data.Batch{Put: full, Cursors: map[string]string{"feed": "0"}})
	whole := time.Since(start)

	text, cancelled := "0", 0
	for try := range tries {
		next := fmt.Sprint(try + 1)
		for i := range full {
			full[i] = record(full[i].ID, next)
		}
		before := b.table()
		ctx, cancel := context.WithTimeout(b.ctx, whole*time.Duration(try)/(tries-1))
		_, err := b.Apply(ctx, data.Batch{Put: full, Cursors: map[string]string{"feed": next}})
		cancel()
		switch {
		case err == nil:
			text = next
		case errors.Is(err, context.DeadlineExceeded):
			cancelled++
			b.same(before)
		default:
			b.Fatalf("apply with a deadline: %v", err)
		}
		if cursor, err := b.Cursor(b.ctx, "feed"); cursor != text || err != nil {
			b.Fatalf("cursor %q, %v, want %q as in the records", cursor, err, text)
		}
	}
	if cancelled == 0 {
		b.Error("no try was cancelled, not even the one without any time")
	}
}

func testDuplicate(b *bench) {
	b.refuse(data.Batch{Put: records("1", "a/1", "a/2", "a/1")}, data.ErrInvalid)
	b.refuse(data.Batch{Put: records("1", "a/1"), Delete: keys("a/1")}, data.ErrInvalid)
	b.refuse(data.Batch{Delete: keys("a/1", "a/1")}, data.ErrInvalid)
	city := record("a/1", "1")
	city.Kind = data.KindCity
	b.expect(data.Batch{Put: []data.Record{record("a/1", "1"), city}}, data.Applied{Head: 2, New: 2})
}

func testBound(b *bench) {
	var batch data.Batch
	for i := range data.MaxBatch {
		batch.Put = append(batch.Put, record(fmt.Sprintf("a/%d", i), "1"))
	}
	batch.Delete = keys("b/1")
	b.refuse(batch, data.ErrInvalid)
	batch.Delete = nil
	b.expect(batch, data.Applied{Head: data.MaxBatch, New: data.MaxBatch})

	many := data.Batch{Cursors: map[string]string{}}
	for i := range data.MaxBatch + 1 {
		many.Cursors[fmt.Sprint(i)] = "x"
	}
	b.refuse(many, data.ErrInvalid)
}

func testCursors(b *bench) {
	cursor := func(feed, want string) {
		b.Helper()
		if got, err := b.Cursor(b.ctx, feed); got != want || err != nil {
			b.Errorf("cursor of %q is %q, %v, want %q", feed, got, err, want)
		}
	}
	cursor("one", "")
	b.expect(data.Batch{Put: records("1", "a/1"), Cursors: map[string]string{"one": "α=1&b", "two": "2"}},
		data.Applied{Head: 1, New: 1})
	cursor("one", "α=1&b")
	cursor("two", "2")

	// A cursor alone moves, and is no change of the list.
	b.expect(data.Batch{Cursors: map[string]string{"one": "3"}}, data.Applied{Head: 1})
	cursor("one", "3")
	b.refuse(data.Batch{Put: []data.Record{{}}, Cursors: map[string]string{"one": "4"}}, data.ErrInvalid)
	cursor("one", "3")
	cursor("two", "2")
	b.apply(data.Batch{Cursors: map[string]string{"one": ""}})
	cursor("one", "")
}
