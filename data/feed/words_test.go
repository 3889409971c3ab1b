package feed

import (
	"slices"
	"strings"
	"testing"

	"learnmap/data"
)

// Every field has words in every language, and every word finds its field.
func TestHeaders(t *testing.T) {
	// Words that mean several things, with what they are taken for first.
	ambiguous := map[string]string{"site": "url", "ort": "location.name", "termine": "date", "العنوان": "title"}
	for _, e := range readWords(headersFile) {
		if !slices.Contains(fieldNames(), e.name) {
			t.Errorf("%s is no field", e.name)
		}
		for _, lang := range data.Languages {
			if len(e.words[lang]) == 0 {
				t.Errorf("%s has no word in %s", e.name, lang)
			}
			for _, word := range e.words[lang] {
				want := e.name
				if first, ok := ambiguous[word]; ok {
					want = first
				}
				for _, written := range []string{word, strings.ToUpper(word), " " + word + " *", word + " (x)"} {
					if fields := meanings(written); len(fields) == 0 || fields[0] != want {
						t.Errorf("%q means %v, want %s", written, fields, want)
					}
				}
			}
		}
		for lang := range e.words {
			if !slices.Contains(data.Languages, lang) {
				t.Errorf("%s has words in %s, which is no language of the platform", e.name, lang)
			}
		}
	}
	for key, fields := range headerFields() {
		if len(fields) > 1 && !slices.ContainsFunc([]string{"site", "ort", "termine", "العنوان"}, func(w string) bool { return headerKey(w) == key }) {
			t.Errorf("%q means %v", key, fields)
		}
	}
}

func TestHeadersOfTheContract(t *testing.T) {
	for name, want := range map[string]string{
		"name": "title", "lat": "location.lat", "latitude": "location.lat", "lng": "location.lng",
		"lon": "location.lng", "longitude": "location.lng", "location.lat": "location.lat",
		"LOCATION.LAT": "location.lat", "ageMin": "ageMin", "organiser.name": "organiser.name",
		"schedule.rrule": "schedule.rrule", "registration.deadline": "registration.deadline",
		"translations.lt.title": "translations.lt.title", "Grade Level / Age Group ": "age",
		"Kaina, €": "price", "Adresas / Address": "location.address",
	} {
		if fields := meanings(name); len(fields) == 0 || fields[0] != want {
			t.Errorf("%q means %v, want %s", name, fields, want)
		}
	}
	if got, ok := fieldNamed("translations.lv.description"); !ok || got != "translations.lv.description" {
		t.Errorf("translations.lv.description: %q %v", got, ok)
	}
	if got, ok := fieldNamed("translations.zz-nothing.description"); ok {
		t.Errorf("a language that is none: %q", got)
	}
}

func TestValues(t *testing.T) {
	for _, e := range readWords(valuesFile) {
		for _, lang := range data.Languages {
			if len(e.words[lang]) == 0 {
				t.Errorf("%s has no word in %s", e.name, lang)
			}
		}
	}
	for word := range valueWords()["yes"] {
		if valueWords()["no"][word] {
			t.Errorf("%q is yes and no", word)
		}
	}
	months := map[string]int{}
	for name, words := range valueWords() {
		if strings.HasPrefix(name, "month.") {
			for word := range words {
				months[word]++
			}
		}
	}
	for word, n := range months {
		if n > 1 {
			t.Errorf("%q names %d months", word, n)
		}
	}
}

// Every label that the platform shows for a value can be written in a sheet.
func TestVocabularies(t *testing.T) {
	check := func(field string, values []string, label func(value, lang string) string) {
		for _, value := range values {
			for _, lang := range data.Languages {
				if got, ok := translate(field, strings.ToUpper(label(value, lang))); !ok || got != value {
					t.Errorf("%s %q (%s) is %q, want %s", field, label(value, lang), lang, got, value)
				}
			}
		}
	}
	check("mode", data.Modes, data.ModeLabel)
	check("status", data.Statuses, data.StatusLabel)
	check("type", data.Types, data.TypeLabel)
	check("level", data.Levels, data.LevelLabel)
	check("topics", data.DefaultTopics, data.TopicLabel)
	check("accessibility", data.Accessibility, data.AccessibilityLabel)
	check("organiser.kind", data.OrganiserKinds, data.OrganiserKindLabel)
	check("languages", data.Languages, data.LanguageLabel)
	check("location.country", []string{"LT", "PL", "DE", "GR", "TR", "PT", "ES", "FR", "IT", "UA", "DK", "GB"}, data.CountryLabel)
	for cell, want := range map[string]string{
		"nuotolinis seminaras": "online", "taip": "online", "ne": "in-person", "face_to_face": "in-person",
		"stacjonarnie i online": "hybrid", "présentiel": "in-person", "über Zoom": "online",
	} {
		if got, ok := translate("mode", cell); !ok || got != want {
			t.Errorf("mode %q is %q %v, want %s", cell, got, ok, want)
		}
	}
	if got, ok := translate("mode", "grupinė"); ok {
		t.Errorf("mode grupinė is %q", got)
	}
}
