package web

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"learnmap/data"
	"learnmap/search"
)

// shelfLife is how old what pages know of a vocabulary may get while records change.
const shelfLife = 10 * time.Second

// shelf keeps what pages need of a vocabulary: one T for each language, made anew when
// records have changed, but not with every change of a busy import.
type shelf[T any] struct {
	site *Site
	of   search.Vocabulary
	make func([]search.Entry) T

	mu    sync.Mutex
	items map[string]shelved[T] // by language, of which a voice has few
}

type shelved[T any] struct {
	value T
	seq   data.Seq
	at    time.Time
}

func newShelf[T any](site *Site, of search.Vocabulary, make func([]search.Entry) T) *shelf[T] {
	return &shelf[T]{site: site, of: of, make: make, items: map[string]shelved[T]{}}
}

// get returns the T of a voice's language. When it cannot be made anew, an older one
// has to do.
func (s *shelf[T]) get(ctx context.Context, v *voice) (T, error) {
	s.mu.Lock()
	kept, ok := s.items[v.lang]
	s.mu.Unlock()
	seq, now := s.site.searcher.Status().Seq, s.site.opt.Clock()
	if ok && (kept.seq == seq || now.Sub(kept.at) < shelfLife) {
		return kept.value, nil
	}
	entries, err := s.site.searcher.Vocabulary(ctx, search.VocabularyQuery{Of: s.of, Lang: v.lang})
	if err != nil {
		if ok {
			return kept.value, nil
		}
		return kept.value, err
	}
	made := shelved[T]{s.make(entries.Entries), entries.Seq, now}
	s.mu.Lock()
	s.items[v.lang] = made
	s.mu.Unlock()
	return made.value, nil
}

// labelList maps the values of a vocabulary to their labels.
type labelList map[string]string

// vocabularyName says which vocabulary holds the values of a parameter.
type vocabularyName string

func (s *Site) fillShelves() {
	s.places = newShelf(s, search.VocabularyCities, newGazetteer)
	s.sources = newShelf(s, search.VocabularySources, newSourceList)
	s.organisers = newShelf(s, search.VocabularyOrganisers, organisersOf)
	s.names = map[vocabularyName]*shelf[labelList]{
		"skill":     newShelf(s, search.VocabularySkills, labelsOf),
		"organiser": newShelf(s, search.VocabularyOrganisers, labelsOf),
		"playlist":  newShelf(s, search.VocabularyPlaylists, labelsOf),
		"badge":     newShelf(s, search.VocabularyBadges, labelsOf),
	}
}

func labelsOf(entries []search.Entry) labelList {
	labels := labelList{}
	for _, e := range entries {
		labels[e.Value] = e.Label
	}
	return labels
}

// organiserList is the records of organisers by "source/id".
type organiserList map[string]data.Organiser

func organisersOf(entries []search.Entry) organiserList {
	list := organiserList{}
	for _, e := range entries {
		var o data.Organiser
		if json.Unmarshal(e.Document, &o) == nil {
			list[e.Value] = o
		}
	}
	return list
}

// label returns how a value of a parameter is called, or "" when nobody knows. A page
// does without a label rather than fail.
func (s *Site) label(ctx context.Context, v *voice, of vocabularyName, value string) string {
	labels, err := s.names[of].get(ctx, v)
	if err != nil {
		s.opt.Logger.Warn("labels could not be read", "of", string(of), "error", err)
	}
	return labels[value]
}

// sourceList is where records come from.
type sourceList struct {
	byName map[string]data.Source
	demo   []string // names of the sources of invented records
}

func newSourceList(entries []search.Entry) *sourceList {
	list := &sourceList{byName: map[string]data.Source{}}
	for _, e := range entries {
		var source data.Source
		if json.Unmarshal(e.Document, &source) != nil {
			continue
		}
		list.byName[e.Value] = source
		if source.Demo {
			list.demo = append(list.demo, e.Value)
		}
	}
	return list
}
