package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"sync"
	"time"

	"learnmap/data"
)

// testChanges reads the list in small pages and changes, between them, what was
// read and what was not yet.
func testChanges(b *bench) {
	if page := b.table(); len(page.Records) != 0 || page.Head != 0 || page.Epoch == "" {
		b.Errorf("an empty store has the page %+v", page)
	}
	var all []data.Record
	for i := range 30 {
		all = append(all, record(fmt.Sprintf("a/%02d", i), "1"))
	}
	b.apply(data.Batch{Put: all})

	replica := map[data.Key]data.Record{}
	between := map[int]data.Batch{
		1: {Put: []data.Record{record("a/00", "2"), record("a/20", "2")}}, // read, not yet read
		2: {Delete: keys("a/01", "a/21")},
		3: {Put: records("1", "a/01", "b/1")}, // back again, new
		5: {Put: records("2", "b/1"), Delete: keys("a/00")},
	}
	var at data.Seq
	for n := 0; ; n++ {
		page := b.changes(at, 4)
		for _, r := range page.Records {
			if r.Seq <= at {
				b.Fatalf("seq %d behind %d", r.Seq, at)
			}
			at = r.Seq
			replica[r.Key] = r
		}
		if len(page.Records) < 4 {
			if at != page.Head {
				b.Errorf("a page that is not full ends at %d, the head is %d", at, page.Head)
			}
			break
		}
		b.apply(between[n])
	}
	want := map[data.Key]data.Record{}
	for _, r := range b.table().Records {
		want[r.Key] = r
	}
	if !reflect.DeepEqual(replica, want) {
		b.Errorf("the follower has\n%v\nthe store\n%v", replica, want)
	}
	if page := b.changes(at, 4); len(page.Records) != 0 || page.Head != at || page.Epoch == "" {
		b.Errorf("behind the end: %+v", page)
	}
	if _, err := b.Changes(b.ctx, at+1, 4); !errors.Is(err, data.ErrPruned) {
		b.Errorf("changes after what has not been yet: %v, want ErrPruned", err)
	}
}

func testPrune(b *bench) {
	prune := func(before time.Time, want int) {
		b.Helper()
		if n, err := b.Prune(b.ctx, before); n != want || err != nil {
			b.Errorf("prune before %v: %d, %v, want %d", before, n, err, want)
		}
	}
	b.apply(data.Batch{Put: records("1", "a/1", "a/2", "a/3", "a/4", "a/5")})            // 1 to 5
	b.apply(data.Batch{Delete: keys("a/1"), At: noon})                                   // 6
	b.apply(data.Batch{Delete: keys("a/2"), At: noon.Add(2 * time.Hour)})                // 7
	b.apply(data.Batch{Put: records("2", "a/3"), Delete: keys("a/4"), At: noon.Add(-1)}) // 8, 9
	before := b.table()

	prune(noon.Add(-time.Hour), 0)
	b.same(before)
	prune(noon.Add(time.Hour), 2) // 6 and 9
	prune(noon.Add(time.Hour), 0)
	if page := b.changes(0, 100); !reflect.DeepEqual(ids(page.Records), []string{"a/5", "a/2", "a/3"}) || page.Head != 9 {
		b.Errorf("after pruning the list is %s", summary(page))
	}
	if page := b.changes(9, 100); len(page.Records) != 0 || page.Head != 9 || page.Epoch != before.Epoch {
		b.Errorf("at the floor: %+v", page)
	}
	for after := data.Seq(1); after < 9; after++ {
		if _, err := b.Changes(b.ctx, after, 100); !errors.Is(err, data.ErrPruned) {
			b.Errorf("after %d, behind the floor at 9: %v, want ErrPruned", after, err)
		}
	}
	for _, id := range []string{"a/1", "a/4"} {
		if _, err := b.Get(b.ctx, key(id)); !errors.Is(err, data.ErrNotFound) {
			b.Errorf("get %s, whose tombstone was pruned: %v, want ErrNotFound", id, err)
		}
	}

	// The numbers go on where they were, and the floor never sinks.
	b.expect(data.Batch{Put: records("1", "a/1")}, data.Applied{Head: 10, New: 1})
	prune(noon.Add(3*time.Hour), 1) // 7
	if _, err := b.Changes(b.ctx, 8, 100); !errors.Is(err, data.ErrPruned) {
		b.Errorf("the floor sank: %v, want ErrPruned", err)
	}
	if page := b.changes(9, 100); !reflect.DeepEqual(ids(page.Records), []string{"a/1"}) {
		b.Errorf("behind the floor is %s", summary(page))
	}
	other := b.reopen()
	if _, err := other.Changes(b.ctx, 8, 100); !errors.Is(err, data.ErrPruned) {
		b.Errorf("another handle forgot the floor: %v, want ErrPruned", err)
	}
	b.pruneMany()
}

// pruneMany drops more tombstones than a transaction of a store would.
func (b *bench) pruneMany() {
	const n = 2*data.MaxBatch + 1
	var gone []data.Key
	for i := range n {
		gone = append(gone, key(fmt.Sprintf("many/%d", i)))
	}
	for from := 0; from < n; from += data.MaxBatch {
		part := gone[from:min(n, from+data.MaxBatch)]
		var put []data.Record
		for _, k := range part {
			put = append(put, record(k.ID, "1"))
		}
		b.apply(data.Batch{Put: put})
		b.apply(data.Batch{Delete: part, At: noon})
	}
	if got, err := b.Prune(b.ctx, noon.Add(time.Hour)); got != n || err != nil {
		b.Errorf("pruned %d, %v, want %d", got, err, n)
	}
	if page := b.table(); len(page.Records) != 3 {
		b.Errorf("left is %s", summary(page))
	}
}

// testScan starts a follower on a list whose floor is far behind its first
// records, while the store goes on changing.
func testScan(b *bench) {
	for i := range 20 {
		b.apply(data.Batch{Put: records("1", fmt.Sprintf("a/%02d", i))})
	}
	city := record("a/city", "1")
	city.Kind = data.KindCity
	b.apply(data.Batch{Put: []data.Record{city}})
	b.apply(data.Batch{Delete: keys("a/03", "a/19"), At: noon})
	if n, err := b.Prune(b.ctx, noon.Add(time.Hour)); n != 2 || err != nil {
		b.Fatalf("pruned %d, %v", n, err)
	}
	replica, pages := map[data.Key]data.Record{}, 0
	at, epoch, err := data.Scan(b.ctx, b.Store, data.Kinds, 4, func(rs []data.Record) error {
		for _, r := range rs {
			replica[r.Key] = r
		}
		if pages++; pages == 2 {
			b.apply(data.Batch{Put: records("2", "a/00", "a/18", "a/00a"), Delete: keys("a/01", "a/17")})
		}
		return nil
	})
	if err != nil || at != 23 || epoch != b.table().Epoch {
		b.Fatalf("scan: %d, %q, %v", at, epoch, err)
	}
	for _, r := range b.changes(at, 100).Records {
		replica[r.Key] = r
	}
	want := map[data.Key]data.Record{}
	for _, r := range b.table().Records {
		want[r.Key] = r
	}
	if !reflect.DeepEqual(replica, want) {
		b.Errorf("the follower has\n%v\nthe store\n%v", replica, want)
	}
	stop := errors.New("stop")
	if _, _, err := data.Scan(b.ctx, b.Store, data.Kinds, 4, func([]data.Record) error { return stop }); err != stop {
		b.Errorf("a scan that is told to stop: %v", err)
	}
}

func testEpoch(b *bench) {
	epoch := b.table().Epoch
	b.apply(data.Batch{Put: records("1", "a/1"), Delete: keys("a/2")})
	if _, err := b.Prune(b.ctx, noon); err != nil {
		b.Fatal(err)
	}
	other := b.reopen()
	if err := b.Close(); err != nil {
		b.Fatal(err)
	}
	third := b.reopen()
	for _, s := range []data.Store{other, third} {
		page, err := s.Changes(b.ctx, 0, 10)
		if err != nil || page.Epoch != epoch || page.Head != 1 || len(page.Records) != 1 {
			b.Errorf("opened again: %+v, %v, want the epoch %q", page, err, epoch)
		}
	}
}

func testOpenAtOnce(b *bench) {
	open := b.empty()
	var opening sync.WaitGroup
	epochs := make([]string, 8)
	for i := range epochs {
		opening.Go(func() {
			s := open()
			page, err := s.Changes(b.ctx, 0, 1)
			if err != nil {
				b.Errorf("changes of a store that was just opened: %v", err)
			}
			epochs[i] = page.Epoch
			if _, err := s.Apply(b.ctx, data.Batch{Put: records("1", fmt.Sprint("a/", i))}); err != nil {
				b.Errorf("apply to a store that was just opened: %v", err)
			}
		})
	}
	opening.Wait()
	page, err := open().Changes(b.ctx, 0, 100)
	if err != nil || page.Head != 8 || len(page.Records) != 8 {
		b.Errorf("eight wrote %s, %v", summary(page), err)
	}
	for _, epoch := range epochs {
		if epoch != page.Epoch {
			b.Errorf("epochs %q, later %q", epochs, page.Epoch)
		}
	}
	if other := b.table().Epoch; other == page.Epoch {
		b.Errorf("two databases have the epoch %q", other)
	}
}
