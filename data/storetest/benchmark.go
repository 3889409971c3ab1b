package storetest

import (
	"fmt"
	"testing"

	"learnmap/data"
)

// Benchmark measures an empty store: full batches of new, unchanged and updated
// records, single changes, one writer at a time and several, and reading.
func Benchmark(b *testing.B, s data.Store) {
	apply := func(b *testing.B, batch data.Batch) {
		if _, err := s.Apply(b.Context(), batch); err != nil {
			b.Error(err)
		}
	}
	full := func(text string, n int) data.Batch {
		var batch data.Batch
		for i := range data.MaxBatch {
			batch.Put = append(batch.Put, bulky(n*data.MaxBatch+i, text))
		}
		return batch
	}
	batches := 0 // of new records, all of which are there when the rest is measured
	perSecond := func(b *testing.B, n int) {
		b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "records/s")
	}
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			apply(b, full("first", batches))
			batches++
		}
		perSecond(b, data.MaxBatch)
	})
	b.Run("unchanged", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			apply(b, full("first", n%batches))
		}
		perSecond(b, data.MaxBatch)
	})
	b.Run("updated", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			apply(b, full(fmt.Sprint(b.N, n), n%batches))
		}
		perSecond(b, data.MaxBatch)
	})
	b.Run("single", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			apply(b, data.Batch{Put: []data.Record{bulky(n%1000, fmt.Sprint(b.N, n))}})
		}
		perSecond(b, 1)
	})
	b.Run("single, 8 writers a processor", func(b *testing.B) {
		b.SetParallelism(8)
		b.RunParallel(func(pb *testing.PB) {
			for n := 0; pb.Next(); n++ {
				apply(b, data.Batch{Put: []data.Record{bulky(n%1000, fmt.Sprintf("%p %d", pb, n))}})
			}
		})
		perSecond(b, 1)
	})
	b.Run("changes", func(b *testing.B) {
		var at data.Seq
		read := 0
		for b.Loop() {
			page, err := s.Changes(b.Context(), at, data.MaxBatch)
			if err != nil {
				b.Fatal(err)
			}
			read += len(page.Records)
			if at = 0; len(page.Records) == data.MaxBatch {
				at = page.Records[data.MaxBatch-1].Seq
			}
		}
		b.ReportMetric(float64(read)/b.Elapsed().Seconds(), "records/s")
	})
	b.Run("list", func(b *testing.B) {
		after, read := "", 0
		for b.Loop() {
			page, err := s.List(b.Context(), data.KindActivity, "", after, data.MaxBatch)
			if err != nil {
				b.Fatal(err)
			}
			read += len(page)
			if after = ""; len(page) == data.MaxBatch {
				after = page[data.MaxBatch-1].ID
			}
		}
		b.ReportMetric(float64(read)/b.Elapsed().Seconds(), "records/s")
	})
	b.Run("get", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			if _, err := s.Get(b.Context(), bulky(n%data.MaxBatch, "").Key); err != nil {
				b.Fatal(err)
			}
		}
	})
}
