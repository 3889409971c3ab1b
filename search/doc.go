// Package search answers a Query: it plans, asks the index, labels and pages.
//
// The life of a query: Search checks it, opens its cursor, and plans it into an
// index.Request (plan.go), where names that people use become what the index
// files by: a city its area, a skill itself and all that is narrower, a playlist
// its items, "weekend" two local days. The index matches and ranks in one pass.
// Then facets get their labels in the reader's language, the page its next cursor
// (page.go), and a meagre answer the wider circles that would find more.
//
// Counts asks the same question and groups the answer; its total always equals
// the list's. Nothing here touches the store.
package search
