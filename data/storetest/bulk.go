package storetest

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"learnmap/data"
)

// testBulk fills a store as a large import does.
func testBulk(b *bench) {
	if testing.Short() {
		b.Skip("SKIPPED: 100,000 records (-short)")
	}
	n := 100_000
	if raceDetector {
		n /= 5
	}
	all := make([]data.Record, n)
	for i, p := range rand.New(rand.NewPCG(1, 2)).Perm(n) {
		all[i] = bulky(p, "first")
	}
	b.timed("put", n, func() { b.applyAll(all, data.Applied{New: data.MaxBatch}) })
	b.timed("put again", n, func() { b.applyAll(all, data.Applied{Unchanged: data.MaxBatch}) })
	for i := range n / 10 {
		all[i] = bulky(i, "second")
	}
	b.timed("update", n/10, func() {
		b.applyAll(all[:n/10], data.Applied{Updated: data.MaxBatch})
	})
	var gone []data.Key
	for i := range data.MaxBatch {
		gone = append(gone, bulky(i, "").Key)
	}
	b.expect(data.Batch{Delete: gone}, data.Applied{Head: data.Seq(n + n/10 + data.MaxBatch), Removed: data.MaxBatch})

	b.timed("list", n, func() {
		got := b.listed(data.KindActivity, "", 1000)
		if len(got) != n-data.MaxBatch || !slices.IsSorted(got) {
			b.Errorf("listed %d records, sorted: %t", len(got), slices.IsSorted(got))
		}
	})
	if got := b.listed(data.KindActivity, "source-3", 1000); len(got) != n/10-data.MaxBatch/10 {
		b.Errorf("listed %d records of an owner", len(got))
	}
	b.timed("changes", n, func() { b.followAll(n) })
	for _, i := range []int{data.MaxBatch, n/10 - 1, n / 10, n - 1} {
		text := "first"
		if i < n/10 {
			text = "second"
		}
		want := bulky(i, text)
		got := b.stored(want.ID)
		want.Seq = got.Seq
		if !reflect.DeepEqual(got, want) {
			b.Errorf("record %d came back as %+v", i, got)
		}
	}
}

// bulky returns a record of the size of a usual activity.
func bulky(i int, text string) data.Record {
	return record(fmt.Sprintf("source-%d/%06d", i%10, i), text+strings.Repeat(" words", 100))
}

// applyAll applies full batches, each of which must do the same.
func (b *bench) applyAll(all []data.Record, want data.Applied) {
	b.Helper()
	for part := range slices.Chunk(all, data.MaxBatch) {
		got := b.apply(data.Batch{Put: part})
		want.Head = got.Head
		if got != want {
			b.Fatalf("applied %+v, want %+v", got, want)
		}
	}
}

// followAll reads the whole list and counts.
func (b *bench) followAll(n int) {
	b.Helper()
	var at data.Seq
	seen := make(map[data.Key]bool, n)
	for {
		page := b.changes(at, 1000)
		for _, r := range page.Records {
			if r.Seq <= at || seen[r.Key] {
				b.Fatalf("%s of seq %d comes behind %d, seen before: %t", r.Key, r.Seq, at, seen[r.Key])
			}
			at = r.Seq
			seen[r.Key] = true
		}
		if len(page.Records) < 1000 {
			break
		}
	}
	if len(seen) != n {
		b.Errorf("the list has %d records, want %d", len(seen), n)
	}
}

// timed logs how many records a second something does. Nothing depends on it.
func (b *bench) timed(what string, n int, do func()) {
	b.Helper()
	start := time.Now()
	do()
	b.Logf("%s: %.0f records/s", what, float64(n)/time.Since(start).Seconds())
}
