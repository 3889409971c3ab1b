// Package api answers HTTP: it turns a request into a question to a Searcher and
// the answer into GeoJSON or CSV.
//
// Everything about an endpoint is one row of the table in routes.go: its path, what
// it is for, its parameters, what it answers and how long that may be kept. Routing,
// the refusal of unknown parameters, the OpenAPI description and the page at /docs
// are all made from that table, so they cannot tell different stories. In the same
// way a parameter is one row of filters.go, with its reading and its writing side by
// side.
//
// The life of a request:
//
//   - envelope.go lets it in, gives it an id and a deadline, refuses what no endpoint
//     could answer, and puts the headers on that every answer has;
//   - spec.go decodes its parameters into a search.Query that owns its memory, and
//     reports everything that is wrong with them at once;
//   - the handler asks the guard (guard.go), which takes one of few slots for the
//     search or refuses before any work is done, and appends the answer to the
//     response: the hits are stored JSON and are copied, not encoded again;
//   - an error becomes a problem by the one table of problem.go;
//   - seal.go adds the ETag, answers 304 or compresses; account.go counts and logs,
//     never what was asked for.
//
// Pages are mounted on the same app by package web, which uses DecodeQuery,
// ReadQuery, Values, Context and Server.Searcher.
package api
