package search

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"learnmap/data"
	"learnmap/index"
)

// Vocabulary lists the values of a kind that activities can be described by, with
// how many current activities have each, the most used first.
func (s *Searcher) Vocabulary(ctx context.Context, q VocabularyQuery) (*Entries, error) {
	if q.Limit < 0 || q.Limit > MaxEntries {
		return nil, invalid("limit", "use 1 to 1000", "limit of %d", q.Limit)
	}
	r, err := s.acquire()
	if err != nil {
		return nil, err
	}
	defer r.Release()
	v := lister{Searcher: s, reader: r, lang: q.Lang, plan: s.newPlan(&Query{Lang: q.Lang}, r.Catalog(), s.now())}
	v.text = data.Slug(q.Text)
	entries, err := v.list(ctx, q.Of)
	if err != nil {
		return nil, err
	}
	entries = slices.DeleteFunc(entries, func(e entry) bool { return !e.called(data.Slug(q.Text)) })
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	out := &Entries{Total: len(entries), Seq: r.Seq()}
	limit := q.Limit
	if limit == 0 {
		limit = MaxEntries
	}
	for _, e := range entries[:min(limit, len(entries))] {
		out.Entries = append(out.Entries, e.Entry)
	}
	return out, nil
}

// entry is an Entry with all the names that it can be looked up by.
type entry struct {
	Entry
	names []string
	known bool // by one of its names to be what was asked for
}

// called tells whether one of the entry's names has a slug as the beginning of a
// word.
func (e entry) called(slug string) bool {
	if slug == "" || e.known {
		return true
	}
	for _, name := range append(e.names, e.Label, e.Value) {
		if begins(data.Slug(name), slug) {
			return true
		}
	}
	return false
}

// begins tells whether a word of a slug begins with a prefix.
func begins(slug, prefix string) bool {
	return strings.HasPrefix(slug, prefix) || strings.Contains(slug, "-"+prefix)
}

type lister struct {
	*Searcher
	reader *index.Reader
	plan   *plan
	lang   string
	text   string // slug of what is looked for
}

func (v lister) list(ctx context.Context, of Vocabulary) ([]entry, error) {
	switch of {
	case VocabularyTopics:
		return v.topics(ctx)
	case VocabularySkills:
		return v.skills(ctx)
	case VocabularyCities:
		return v.cities(ctx)
	case VocabularyOrganisers:
		return v.organisers(ctx)
	case VocabularyPlaylists:
		return v.playlists(ctx)
	case VocabularyBadges:
		return v.badges(ctx)
	case VocabularySources:
		return v.sources(ctx)
	}
	return nil, invalid("vocabulary", "use the endpoints of the API description", "unknown vocabulary %q", of)
}

// counts returns the current activities per value of a field.
func (v lister) counts(ctx context.Context, f index.Field) (map[string]int, error) {
	req := v.plan.request()
	req.Facets = []index.Field{f}
	m, err := v.reader.Match(ctx, req)
	if err != nil {
		return nil, err
	}
	return m.Facets[0], nil
}

func (v lister) topics(ctx context.Context) ([]entry, error) {
	counts, err := v.counts(ctx, index.Topic)
	for _, topic := range data.DefaultTopics {
		if err == nil {
			counts[topic] += 0 // listed even where nothing is on offer
		}
	}
	var entries []entry
	for topic, n := range counts {
		e := entry{Entry: Entry{Value: topic, Label: data.TopicLabel(topic, v.lang), Count: n}}
		entries = append(entries, e)
	}
	return entries, err
}

func (v lister) skills(ctx context.Context) ([]entry, error) {
	counts, err := v.counts(ctx, index.Skill)
	if err != nil {
		return nil, err
	}
	catalog := v.reader.Catalog()
	called := v.plan.skills().labelled(v.text)
	for uri := range called {
		counts[uri] += 0
	}
	var entries []entry
	for term, n := range counts {
		skill := catalog.Skills[term]
		e := entry{Entry: Entry{Value: term, Label: skillLabel(skill, term, v.lang), Count: n}}
		if skill != nil {
			e.Document, e.known = catalog.Document(skill.Key()), called[term]
		}
		entries = append(entries, e)
	}
	return entries, nil
}

func (v lister) cities(ctx context.Context) ([]entry, error) {
	counts, err := v.plan.cities(ctx, v.reader)
	if err != nil {
		return nil, err
	}
	bySlug := map[string]int{}
	for _, c := range counts {
		bySlug[c.Value] = c.Count
	}
	var entries []entry
	for slug, city := range v.reader.Catalog().Cities {
		entries = append(entries, entry{
			Entry: Entry{
				Value: slug, Label: inLanguage(city.Names, v.lang, slug), Count: bySlug[slug],
				Document: v.reader.Catalog().Document(city.Key()),
			},
			names: slices.Collect(maps.Values(city.Names)),
		})
	}
	return entries, nil
}

func (v lister) organisers(ctx context.Context) ([]entry, error) {
	counts, err := v.counts(ctx, index.Organiser)
	if err != nil {
		return nil, err
	}
	catalog := v.reader.Catalog()
	for id := range catalog.Organisers {
		counts[id] += 0
	}
	var entries []entry
	for id, n := range counts {
		e := entry{Entry: Entry{Value: id, Label: label(FacetOrganiser, id, catalog, v.lang), Count: n}}
		if o, ok := catalog.Organisers[id]; ok {
			e.Document = catalog.Document(o.Key())
			e.names = append(slices.Collect(maps.Values(o.Names)), o.Name)
		}
		entries = append(entries, e)
	}
	return entries, nil
}

func (v lister) playlists(ctx context.Context) ([]entry, error) {
	var entries []entry
	for id, list := range v.reader.Catalog().Playlists {
		p := v.newPlan(&Query{Playlists: []string{id}}, v.reader.Catalog(), v.plan.now)
		g, err := v.reader.Count(ctx, p.request())
		if err != nil {
			return nil, err
		}
		entries = append(entries, entry{
			Entry: Entry{
				Value: id, Label: inLanguage(list.Titles, v.lang, list.Title), Count: g.Count,
				Document: v.reader.Catalog().Document(list.Key()),
			},
			names: append(slices.Collect(maps.Values(list.Titles)), list.Title),
		})
	}
	return entries, nil
}

func (v lister) badges(ctx context.Context) ([]entry, error) {
	var entries []entry
	for id, b := range v.reader.Catalog().Badges {
		req := v.plan.request()
		req.Filters = append(req.Filters, index.Filter{Field: index.Badge, Values: []string{id}})
		g, err := v.reader.Count(ctx, req)
		if err != nil {
			return nil, err
		}
		doc := v.reader.Catalog().Document(b.Key())
		entries = append(entries, entry{Entry: Entry{Value: id, Label: b.Name, Count: g.Count, Document: doc}})
	}
	return entries, nil
}

func (v lister) sources(ctx context.Context) ([]entry, error) {
	var entries []entry
	for name, source := range v.reader.Catalog().Sources {
		p := v.newPlan(&Query{Sources: []string{name}}, v.reader.Catalog(), v.plan.now)
		g, err := v.reader.Count(ctx, p.request())
		if err != nil {
			return nil, err
		}
		doc := v.reader.Catalog().Document(source.Key())
		entries = append(entries, entry{Entry: Entry{Value: name, Label: source.Name, Count: g.Count, Document: doc}})
	}
	return entries, nil
}

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
