package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"learnmap/data"
	"learnmap/search"
)

// facetNames are the facets as people are offered them, in this order, and which of
// them are folded up as lists. Topics and "free" have a place of their own.
var facetNames = []search.Facet{
	search.FacetType, search.FacetAge, search.FacetMode, search.FacetLanguage, search.FacetWeekday,
	search.FacetCountry, search.FacetSkill, search.FacetAccessibility, search.FacetOrganiser,
}

// facetView is a facet that can be unfolded.
type facetView struct {
	Name, Title string
	Active      int // values in force
	Values      []facetValue
}

// facetValue is a value that can be switched on and off.
type facetValue struct {
	Value, Label, URL string
	Count             int
	Active            bool
}

// facets returns the facets to unfold, the topics, and "free", which is nil when
// nothing is.
func (in *inquiry) facets() (folded []facetView, topics []facetValue, free *facetValue) {
	for _, name := range facetNames {
		f := facetView{Name: string(name), Title: in.v.say("facet." + string(name)), Values: in.values(name)}
		for _, value := range f.Values {
			if value.Active {
				f.Active++
			}
		}
		if len(f.Values) > 0 {
			folded = append(folded, f)
		}
	}
	for _, value := range in.values(search.FacetFree) {
		if value.Value == "true" {
			value.Label = in.v.say("free")
			free = &value
		}
	}
	return folded, in.topics(), free
}

// values returns the values of a facet with their counts, those in force always among
// them.
func (in *inquiry) values(f search.Facet) []facetValue {
	name := string(f)
	var values []facetValue
	seen := map[string]bool{}
	for _, count := range in.counted(f) {
		seen[count.Value] = true
		values = append(values, in.facetValue(name, count.Value, count.Label, count.Count))
	}
	for _, value := range in.state.values[name] {
		if !seen[value] && name != "free" {
			values = append(values, in.facetValue(name, value, in.valueLabel(name, value), 0))
		}
	}
	switch f {
	case search.FacetAge:
		sortBy(values, func(v facetValue) int { n, _ := strconv.Atoi(v.Value); return n })
	case search.FacetWeekday:
		sortBy(values, func(v facetValue) int { return strings.Index("mon tue wed thu fri sat sun", v.Value) })
	}
	return values
}

func (in *inquiry) facetValue(name, value, label string, count int) facetValue {
	if name == "age" {
		label = in.v.say("facet.age.value", "age", value)
	}
	return facetValue{
		Value: value, Label: plain(label, 80), Count: count,
		URL: in.state.toggled(name, value).href(), Active: in.state.has(name, value),
	}
}

// topics returns every topic, those without a match too, in the platform's order.
func (in *inquiry) topics() []facetValue {
	counts := map[string]int{}
	for _, count := range in.counted(search.FacetTopic) {
		counts[count.Value] = count.Count
	}
	var values []facetValue
	for _, topic := range data.DefaultTopics {
		values = append(values, in.facetValue("topic", topic, data.TopicLabel(topic, in.v.lang), counts[topic]))
	}
	return values
}

// counted returns the counts of a facet.
func (in *inquiry) counted(f search.Facet) []search.Count {
	for _, counts := range in.result.Facets {
		if counts.Facet == f {
			return counts.Values
		}
	}
	return nil
}

func (in *inquiry) facetValues(f search.Facet) []string {
	var values []string
	for _, count := range in.counted(f) {
		values = append(values, count.Value)
	}
	return values
}

func sortBy(values []facetValue, key func(facetValue) int) {
	slices.SortStableFunc(values, func(a, b facetValue) int { return cmp.Compare(key(a), key(b)) })
}
