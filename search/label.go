package search

import (
	"strings"

	"learnmap/data"
)

// inLanguage returns the text of a language, else its base language's, else
// English, else the fallback.
func inLanguage(texts map[string]string, lang, fallback string) string {
	base, _, _ := strings.Cut(lang, "-")
	for _, tag := range []string{lang, base, "en"} {
		if text := texts[tag]; text != "" {
			return text
		}
	}
	if fallback == "" {
		for _, tag := range sortedKeys(texts) {
			return texts[tag]
		}
	}
	return fallback
}

// skillLabel returns a skill's preferred label, or a tag without a record made
// readable.
func skillLabel(s *data.Skill, tag, lang string) string {
	if s != nil {
		return inLanguage(s.Labels, lang, "")
	}
	if i := strings.LastIndexByte(tag, '/'); strings.Contains(tag, "://") && i >= 0 {
		return tag[i+1:]
	}
	return readable(tag)
}

// readable returns a slug as a person would write it.
func readable(slug string) string { return strings.ReplaceAll(slug, "-", " ") }
