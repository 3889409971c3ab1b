package search

import (
	"maps"
	"slices"
	"sync"

	"learnmap/data"
	"learnmap/index"
)

// taxonomy is the skills of a catalog by name. A skill may be a kind of several
// others, and a name may be several skills'.
type taxonomy struct {
	skills map[string]*data.Skill // the catalog's, by URI
	named  map[string][]string    // URI, or slug of a label in any language, to URIs
	above  sync.Map               // tag to what broader returns
}

func newTaxonomy(skills map[string]*data.Skill) *taxonomy {
	t := &taxonomy{skills: skills, named: map[string][]string{}}
	for uri, skill := range skills {
		t.named[uri] = append(t.named[uri], uri)
		for _, name := range names(skill) {
			t.named[name] = append(t.named[name], uri)
		}
	}
	return t
}

// taxonomies makes a taxonomy once for each state of the skills.
type taxonomies struct {
	mu      sync.Mutex
	version data.Seq
	newest  *taxonomy
}

func (ts *taxonomies) of(c *index.Catalog) *taxonomy {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if ts.newest == nil || ts.version != c.SkillsVersion {
		ts.version, ts.newest = c.SkillsVersion, newTaxonomy(c.Skills)
	}
	return ts.newest
}

// takes returns whether an activity with a tag has one of the skills asked for: by
// the tag itself, or by what the tag counts for.
func (t *taxonomy) takes(asked []string) func(tag string) bool {
	wanted := map[string]bool{}
	for _, value := range asked {
		term := data.SkillTerm(value)
		wanted[term] = true
		for _, uri := range t.named[term] {
			wanted[uri] = true
		}
	}
	return func(tag string) bool {
		return wanted[tag] || slices.ContainsFunc(t.broader(tag), func(skill string) bool { return wanted[skill] })
	}
}

// broader returns what an activity with a tag counts for: the concepts that the tag
// names and all that they are a kind of, or the tag itself when it names none. The
// filter by any of these takes the activity. Links that go round do no harm.
func (t *taxonomy) broader(tag string) []string {
	if known, ok := t.above.Load(tag); ok {
		return known.([]string)
	}
	found := map[string]bool{}
	for uris := slices.Clone(t.named[tag]); len(uris) > 0; {
		uri := uris[len(uris)-1]
		uris = uris[:len(uris)-1]
		if skill := t.skills[uri]; skill != nil && !found[uri] {
			found[uri] = true
			uris = append(uris, skill.Broader...)
		}
	}
	above := []string{tag}
	if len(found) > 0 {
		above = slices.Sorted(maps.Keys(found))
	}
	t.above.Store(tag, above)
	return above
}

// labelled returns the URIs of the skills that have a name in which a word begins
// with a slug.
func (t *taxonomy) labelled(prefix string) map[string]bool {
	found := map[string]bool{}
	for name, uris := range t.named {
		if begins(name, prefix) {
			for _, uri := range uris {
				found[uri] = true
			}
		}
	}
	return found
}

// names returns the slugs of a skill's labels.
func names(s *data.Skill) []string {
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
