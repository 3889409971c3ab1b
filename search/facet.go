package search

import (
	"cmp"
	"slices"
	"time"

	"learnmap/data"
	"learnmap/index"
)

var fieldOfFacet = map[Facet]index.Field{
	FacetTopic: index.Topic, FacetSkill: index.Skill, FacetCountry: index.Country, FacetLanguage: index.Language,
	FacetMode: index.Mode, FacetAge: index.Age, FacetOrganiser: index.Organiser, FacetType: index.Type,
	FacetAccessibility: index.Accessibility, FacetFree: index.Free, FacetWeekday: index.Weekday,
}

// facetFields returns the index's fields of facets, each once.
func facetFields(facets []Facet) []index.Field {
	var fields []index.Field
	for _, f := range facets {
		if field := fieldOfFacet[f]; !slices.Contains(fields, field) {
			fields = append(fields, field)
		}
	}
	return fields
}

// facetCounts sorts and labels what the index counted, in the order asked for.
func facetCounts(facets []Facet, counts []map[string]int, c *index.Catalog, lang string) []FacetCounts {
	fields := facetFields(facets)
	var out []FacetCounts
	for _, f := range facets {
		if slices.ContainsFunc(out, func(done FacetCounts) bool { return done.Facet == f }) {
			continue
		}
		values := []Count(nil)
		for value, n := range counts[slices.Index(fields, fieldOfFacet[f])] {
			values = append(values, Count{Value: value, Count: n})
		}
		slices.SortFunc(values, byCount)
		values = values[:min(len(values), MaxFacetValues)]
		for i := range values {
			values[i].Label = label(f, values[i].Value, c, lang)
		}
		out = append(out, FacetCounts{f, values})
	}
	return out
}

// weekday returns the day that the index calls by a name.
func weekday(name string) time.Weekday {
	d := time.Sunday
	for d < time.Saturday && index.WeekdayName(d) != name {
		d++
	}
	return d
}

// byCount sorts the biggest first, equals by value.
func byCount(a, b Count) int {
	return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
}

// label returns how a value is called in a language.
func label(f Facet, value string, c *index.Catalog, lang string) string {
	switch f {
	case FacetCountry:
		return data.CountryLabel(value, lang)
	case FacetLanguage:
		return data.LanguageLabel(value, lang)
	case FacetTopic:
		return data.TopicLabel(value, lang)
	case FacetSkill:
		return skillLabel(c.Skills[value], value, lang)
	case FacetOrganiser:
		if o, ok := c.Organisers[value]; ok {
			return inLanguage(o.Names, lang, o.Name)
		}
		_, id := data.SplitID(value)
		return readable(id)
	case FacetFree:
		return data.FreeLabel(lang)
	case FacetMode:
		return data.ModeLabel(value, lang)
	case FacetType:
		return data.TypeLabel(value, lang)
	case FacetAccessibility:
		return data.AccessibilityLabel(value, lang)
	case FacetWeekday:
		return data.WeekdayLabel(weekday(value), lang)
	}
	return value
}
