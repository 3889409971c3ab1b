// Package data is what learnmap knows: the records, their vocabulary, and the
// contract of the place they are kept in.
//
// A record is a JSON document with a kind (activity, organiser, city, playlist,
// badge, skill, source) and an id. Activity and its neighbours are the typed
// form of those documents; they marshal to exactly the JSON that is stored,
// exported and imported, so a record goes round without loss. Clean puts one into the
// form that it is kept in and returns everything that was wrong with it, each problem
// with its field, reason and fix.
//
// A Store keeps the newest version of each record in one ordered list of
// changes. Every change takes the next sequence number (Seq) of a single head
// row, last in its transaction, so whoever reads the list in order misses no
// change and sees none twice out of order, however many write at once. The index
// follows that list; it is also an OpenActive RPDE feed as it stands.
//
// Two stores live below: data/sqlite and data/postgres. data/storetest is the
// suite that both pass. Readers of files are in data/feed, the country of a point
// in data/place. None of them knows another store or reader.
//
// Time: an Activity carries wall-clock times with their offset. Instants are
// compared at whole minutes (see Minutes); a date filter looks at the local clock
// of the activity's own Zone.
package data
