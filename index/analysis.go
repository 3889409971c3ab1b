package index

import (
	"bytes"
	"strings"
	"unicode"

	"github.com/blevesearch/bleve/v2/analysis"
	uax29 "github.com/blevesearch/segment"

	"learnmap/data"
)

// The two text fields of Bleve. A word in the title weighs more than one in the
// rest (see titleWeight).
const (
	titleField = "title"
	textField  = "text"
)

// analyzer cuts text into words by the Unicode rules, folds each one, and takes the
// scripts that the rules leave out letter by letter. It is
// the same for every document and every query: a query word finds exactly the
// documents that it would be found in by reading them with this analyzer.
var analyzer = &analysis.DefaultAnalyzer{
	Tokenizer:    tokenizer{},
	TokenFilters: []analysis.TokenFilter{foldFilter{}},
}

// tokenizer cuts text by the Unicode rules (UAX #29). Thai, Lao, Khmer and Burmese,
// which the rules leave to dictionaries, come letter by letter: a query finds what
// has all of its letters, which is too much rather than nothing.
type tokenizer struct{}

func (tokenizer) Tokenize(text []byte) analysis.TokenStream {
	var tokens analysis.TokenStream
	segmenter := uax29.NewWordSegmenterDirect(text)
	for segmenter.Segment() {
		term := segmenter.Bytes()
		if segmenter.Type() != uax29.None || bytes.ContainsFunc(term, unicode.IsLetter) {
			tokens = append(tokens, &analysis.Token{Term: term, Position: len(tokens) + 1})
		}
	}
	return tokens
}

// foldFilter folds words and parts them at apostrophes, so that "l'énergie" is
// found as "energie".
type foldFilter struct{}

// maxTermBytes bounds a word: longer ones are noise, and a segment's dictionary
// should not carry them.
const maxTermBytes = 64

func (foldFilter) Filter(in analysis.TokenStream) analysis.TokenStream {
	out := in[:0:0]
	for _, token := range in {
		for _, part := range bytes.FieldsFunc(token.Term, isApostrophe) {
			term := data.Fold(string(part))
			if term == "" || len(term) > maxTermBytes {
				continue
			}
			folded := *token
			folded.Term = []byte(term)
			out = append(out, &folded)
		}
	}
	return out
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' }

// Words returns the words of a text as they are indexed, each once, in order.
func Words(text string) []string {
	var words []string
	seen := map[string]bool{}
	for _, token := range analyzer.Analyze([]byte(text)) {
		if word := string(token.Term); !seen[word] {
			seen[word] = true
			words = append(words, word)
		}
	}
	return words
}

// texts returns what is searched of an activity: its title in every language, and
// everything else that a person could describe it by.
func texts(a *data.Activity) (title, rest string) {
	titles, others := []string{a.Title}, []string{a.Description}
	for _, t := range a.Translations {
		titles = append(titles, t.Title)
		others = append(others, t.Description)
	}
	if a.Organiser != nil {
		others = append(others, a.Organiser.Name)
	}
	if a.Location != nil {
		others = append(others, a.Location.Name, a.Location.Address, a.Location.City)
	}
	for _, tag := range a.Skills {
		if !strings.Contains(tag, "://") {
			others = append(others, tag)
		}
	}
	for _, topic := range a.Topics {
		others = append(others, strings.ReplaceAll(topic, "-", " "))
	}
	return strings.Join(titles, "\n"), strings.Join(others, "\n")
}
