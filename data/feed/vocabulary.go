package feed

import (
	"strings"
	"sync"

	"learnmap/data"
)

// splitList parts the text of a list. sep is what a mapping file says; without it
// that is ";", a new line or "|", and where none of those stands, a comma, except in
// lists whose entries may hold one.
func splitList(field, s, sep string) []string {
	var parts []string
	switch {
	case sep != "":
		parts = strings.Split(s, sep)
	case strings.ContainsAny(s, ";\n|"):
		parts = strings.FieldsFunc(s, func(r rune) bool { return r == ';' || r == '\n' || r == '|' })
	case commaLists[field] && !strings.Contains(s, "://"):
		parts = strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == '،' || r == '、' })
	default:
		parts = []string{s}
	}
	kept := parts[:0]
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" {
			kept = append(kept, part)
		}
	}
	return kept
}

var commaLists = map[string]bool{"languages": true, "topics": true, "skills": true, "accessibility": true}

// vocabularies maps the keys of what people write to the values of a field.
var vocabularies = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	add := func(field string, values []string, label func(value, lang string) string) {
		words := map[string]string{}
		for _, value := range values {
			for key := range valueWords()[value] {
				words[key] = value
			}
			for _, lang := range data.Languages {
				words[valueKey(label(value, lang))] = value
			}
		}
		for _, value := range values { // a value means itself, whatever else says so
			words[valueKey(value)] = value
		}
		all[field] = words
	}
	add("mode", data.Modes, data.ModeLabel)
	add("status", data.Statuses, data.StatusLabel)
	add("type", data.Types, data.TypeLabel)
	add("level", data.Levels, data.LevelLabel)
	add("topics", data.DefaultTopics, data.TopicLabel)
	add("accessibility", data.Accessibility, data.AccessibilityLabel)
	add("organiser.kind", data.OrganiserKinds, data.OrganiserKindLabel)
	add("location.precision", data.Precisions, data.PrecisionLabel)
	add("languages", namedLanguages, data.LanguageLabel)
	for _, tag := range namedLanguages {
		all["languages"][valueKey(data.LanguageLabel(tag, tag))] = tag
	}
	all["lang"] = all["languages"]
	return all
})

// namedLanguages are understood by their name in any language of the platform; others
// by their BCP 47 tag.
var namedLanguages = strings.Fields(`en da pl de el tr pt es ar fr it uk lt lv et ru be nl sv nb no fi is cs sk hu ro bg
	sr hr sl bs mk sq ca eu gl ga cy mt lb ka hy az fa ku he ur hi bn pa ta so am ti sw zh ja ko vi th id fil`)

// translate returns the value of a vocabulary that a cell means, or the cell as it is,
// and whether it is known. Fields without a vocabulary know everything.
func translate(field, cell string) (value string, known bool) {
	if field == "location.country" {
		if code, ok := data.CountryCode(cell); ok {
			return code, true
		}
		return cell, false
	}
	words, closed := vocabularies()[field]
	if !closed {
		return cell, true
	}
	if value, known = words[valueKey(cell)]; known {
		return value, true
	}
	if field == "mode" {
		return modeOf(cell)
	}
	if field == "languages" || field == "lang" {
		if tag, ok := data.LanguageTag(cell); ok {
			return tag, true
		}
	}
	return cell, false
}

// modeOf reads a sentence about how one takes part, and the answers to "online?".
func modeOf(cell string) (mode string, known bool) {
	if yes, ok := parseBool(cell); ok {
		if yes {
			return data.ModeOnline, true
		}
		return data.ModeInPerson, true
	}
	online, inPerson := mentions(data.ModeOnline, cell), mentions(data.ModeInPerson, cell)
	switch {
	case mentions(data.ModeHybrid, cell) || online && inPerson:
		return data.ModeHybrid, true
	case online:
		return data.ModeOnline, true
	case inPerson:
		return data.ModeInPerson, true
	}
	return cell, false
}
