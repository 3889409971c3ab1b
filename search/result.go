package search

import (
	"errors"
	"time"

	"learnmap/data"
	"learnmap/geo"
)

// Errors of a Searcher, beside *InvalidError and the context's.
var (
	ErrNotFound = errors.New("no such activity")
	ErrGone     = errors.New("the activity was deleted")
	ErrNotReady = errors.New("the index is still catching up with the store")
)

// Result is the answer to a Query.
type Result struct {
	Total  int // exact number of matches, all pages together
	Hits   []Hit
	Facets []FacetCounts
	Next   string // cursor of the next page, "" on the last
	Wider  []Wider
	Sort   Sort      // the order that was used
	Now    time.Time // the minute that "not ended" and When refer to
	Seq    data.Seq  // the newest change that the answer knows

	Explanation *Explanation // when asked for
}

// Hit is one activity of an answer.
type Hit struct {
	ID       string      // "source/id"
	Document []byte      // the record's JSON object
	Point    *geo.Point  // nil when it has no place
	Distance *float64    // metres from the centre of the query's circle
	Next     *Occurrence // the first one that the query's time filter takes
	Ended    bool        // every occurrence is over (only by id, or when the past is asked for)
	Score    float64     // of SortBest
	Parts    []Part      // of Score, when an explanation is asked for
}

// Occurrence is a time at which an activity takes place, on its own clock.
type Occurrence struct {
	Start, End time.Time
}

// Part is an addend of a score.
type Part struct {
	Name  string
	Value float64
}

// FacetCounts is a facet's values, by count then value, MaxFacetValues at most.
type FacetCounts struct {
	Facet  Facet
	Values []Count
}

// MaxFacetValues bounds the values of a facet.
const MaxFacetValues = 50

// Count is how many matches have a value.
type Count struct {
	Value string
	Label string // in the query's language
	Count int
	Point *geo.Point // the mean position of the matches that have a place; only of Counts
}

// Wider is what a bigger circle would find.
type Wider struct {
	Radius float64 // metres
	Total  int
}

// Counts is how the matches of a query spread over a field.
type Counts struct {
	By     CountBy
	Total  int // all matches, as Result.Total
	Online int // online-only matches, had the query no place filter
	Counts []Count
	Now    time.Time
	Seq    data.Seq
}

// Explanation says how an answer came about.
type Explanation struct {
	Plan      string // in words
	Snapshots int    // parts of the index that were asked
	Scanned   int    // activities looked at one by one
	Matched   int
	Took      time.Duration
}

// Vocabulary is a kind of value that activities are described by.
type Vocabulary string

// The vocabularies.
const (
	VocabularyTopics     Vocabulary = "topics"
	VocabularySkills     Vocabulary = "skills"
	VocabularyCities     Vocabulary = "cities"
	VocabularyOrganisers Vocabulary = "organisers"
	VocabularyPlaylists  Vocabulary = "playlists"
	VocabularyBadges     Vocabulary = "badges"
	VocabularySources    Vocabulary = "sources"
)

// VocabularyQuery asks for the entries of a vocabulary, most used first.
type VocabularyQuery struct {
	Of    Vocabulary
	Text  string // beginning of a word of the label, in any language; "" for all
	Lang  string
	Limit int // 0 means MaxEntries
}

// MaxEntries bounds the entries of one answer.
const MaxEntries = 1000

// Entry is a value of a vocabulary.
type Entry struct {
	Value    string // ready to be a filter
	Label    string // in the language asked for
	Count    int    // activities that have it and have not ended
	Document []byte // its record's JSON object, nil when only activities name it
}

// Entries is the answer to a VocabularyQuery, by count then value.
type Entries struct {
	Total   int
	Entries []Entry
	Seq     data.Seq
}

// Stats are the figures of the whole index.
type Stats struct {
	Activities int // published and not ended
	Online     int // of them, online-only
	Ended      int // published, over
	Countries  int // with an activity that has not ended
	Topics     int
	Skills     int
	Languages  int
	Organisers int
	Cities     int // records
	Playlists  int
	Badges     int
	Sources    int
	Demo       bool // some records are invented ones
	Seq        data.Seq
}

// Status is how far the index follows its store.
type Status struct {
	Seq          data.Seq // the newest change it knows
	Head         data.Seq // the newest change there is, as last seen
	CaughtUp     bool     // Seq was Head when last looked at
	CaughtUpOnce bool     // it has been since the start; before, nothing is answered
	Lag          time.Duration
	Err          error // why the store cannot be followed at the moment
	Documents    int
	Snapshots    int
}
