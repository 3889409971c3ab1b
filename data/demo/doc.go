// Package demo invents a data set that looks like a real platform: some 6,000
// activities in 64 cities, written in the 13 languages, with their organisers,
// cities, playlists, badges and skills. Nobody offers them; the source says so.
//
// Everything that is read stands in the folder corpus, as plain text that a native
// speaker can correct: corpus/text has one file a language, and the same line of
// every file says the same, so that a translation is the same line of another file.
// Nothing is glued together from inflected words; whole sentences are.
//
// Who, what and where follow from the id of a record alone (see dice), so they stay
// the same for ever. Only dates move, and no more than they must: a club follows its
// rule, and an event keeps its date until it is well past and then jumps ahead by a
// whole number of weeks (see cycle). From one day to the next a few records in a
// hundred change, all the others are byte for byte what they were.
//
// Some things are promised, so that pages and tests can be shown them: Kaunas has
// 400 activities and two years of history, Birštonas 12, the region of Tozeur none;
// 15 share one point in Kaunas; every evening something is still to begin; some are
// cancelled, full, ended or drafts.
package demo
