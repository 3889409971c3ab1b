package web

import (
	"sync"

	"learnmap/data"
)

// moment is what the answer to a question depends on beside the question: the newest
// change of the records and the minute.
type moment struct {
	seq    data.Seq
	minute data.Minutes
}

// maxPages bounds the pages that are kept, some 120 kB each.
const maxPages = 64

// pageCache keeps pages that were made at the present moment: a search over everything
// counts everything, and many ask for the first page of a city in one minute. A page of
// another moment is never answered.
type pageCache struct {
	mu    sync.Mutex
	at    moment
	pages map[string][]byte // by address
}

// get returns the page of an address at a moment, or nil.
func (c *pageCache) get(at moment, address string) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at != at {
		return nil
	}
	return c.pages[address]
}

// put keeps a page, which nobody may change from then on.
func (c *pageCache) put(at moment, address string, page []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at != at || len(c.pages) >= maxPages {
		c.at, c.pages = at, map[string][]byte{}
	}
	c.pages[address] = page
}
