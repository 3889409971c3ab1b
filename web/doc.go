// Package web draws the pages: the search with its list and map, and one page for
// each activity. They are made whole on the server and need no JavaScript; the address
// of a page is its whole state, and the same parameters ask the API.
//
// The life of a page:
//
//   - mount.go puts the pages on the API's app and gives them their headers;
//   - home.go reads the parameters as leniently as a person expects, asks the Searcher
//     for hits, facets and counts, and fills a view: what the template shows and nothing
//     else. form.go, chips.go, facets.go, cards.go and offers.go each make a part of it;
//   - map.go decides what the map shows, and circles.go lays the counts out so that none
//     covers another. Every circle leads to a list of exactly as many activities;
//   - activity.go makes the page of one activity, jsonld.go its schema.org twin;
//   - templates/ turns views into HTML. html/template escapes by context, and no text of
//     a record ever gets around it.
//
// A voice (voice.go) says everything in the reader's language. The sentences of the
// pages themselves are in words.go; names of topics, countries and the like come from
// data and search. Text of a record keeps its own language and direction.
//
// Nothing on a page changes from request to request while the answer stays the same, so
// that its ETag does too. The first page of a search is kept for as long as that: until
// a record changes or the minute ends (pagecache.go).
package web
