package search

import (
	"maps"
	"slices"

	"learnmap/data"
	"learnmap/index"
)

// taxonomy is the skills of a catalog by name and by what they are a kind of. A
// skill may be a kind of several others.
type taxonomy struct {
	catalog  *index.Catalog
	named    map[string][]string // URI or slug of a label to URIs
	children map[string][]string
}

func newTaxonomy(c *index.Catalog) *taxonomy {
	t := &taxonomy{catalog: c, named: map[string][]string{}, children: map[string][]string{}}
	for uri, skill := range c.Skills {
		t.named[uri] = append(t.named[uri], uri)
		for _, name := range names(skill) {
			t.named[name] = append(t.named[name], uri)
		}
		for _, parent := range skill.Broader {
			t.children[parent] = append(t.children[parent], uri)
		}
	}
	return t
}

// taxonomyOf returns the taxonomy of a catalog, made once per catalog.
func (s *Searcher) taxonomyOf(c *index.Catalog) *taxonomy {
	if t := s.taxonomy.Load(); t != nil && t.catalog == c {
		return t
	}
	t := newTaxonomy(c)
	s.taxonomy.Store(t)
	return t
}

// terms returns all that activities may be tagged with to have one of the skills
// asked for: the tag itself, the concepts that are called so in any language,
// everything narrower, and the names of all of these.
func (t *taxonomy) terms(asked []string) []string {
	terms := map[string]bool{}
	for _, value := range asked {
		term := data.SkillTerm(value)
		terms[term] = true
		for uri := range t.narrower(t.named[term]) {
			terms[uri] = true
			for _, name := range names(t.catalog.Skills[uri]) {
				terms[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(terms))
}

// broader returns what an activity with a tag counts for: the concepts that the tag
// names and all that they are a kind of, or the tag itself when it names none. The
// filter by any of these takes the activity, and by nothing else: see terms.
func (t *taxonomy) broader(tag string) []string {
	found := map[string]bool{}
	for uris := t.named[tag]; len(uris) > 0; {
		uri := uris[len(uris)-1]
		uris = uris[: len(uris)-1 : len(uris)-1]
		if skill := t.catalog.Skills[uri]; skill != nil && !found[uri] {
			found[uri] = true
			uris = append(uris, skill.Broader...)
		}
	}
	if len(found) == 0 {
		return []string{tag}
	}
	return slices.Sorted(maps.Keys(found))
}

// narrower returns the concepts given and everything below them. Links that go
// round in a circle do no harm.
func (t *taxonomy) narrower(uris []string) map[string]bool {
	found := map[string]bool{}
	for len(uris) > 0 {
		uri := uris[len(uris)-1]
		uris = uris[:len(uris)-1]
		if !found[uri] {
			found[uri] = true
			uris = append(uris, t.children[uri]...)
		}
	}
	return found
}

// names returns the slugs of a skill's labels.
func names(s *data.Skill) []string {
	if s == nil {
		return nil
	}
	var slugs []string
	for _, label := range s.Labels {
		slugs = append(slugs, data.Slug(label))
	}
	for _, labels := range s.AltLabels {
		for _, label := range labels {
			slugs = append(slugs, data.Slug(label))
		}
	}
	return slugs
}
