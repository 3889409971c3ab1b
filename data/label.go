package data

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Languages are the platform's, in the order of the columns of labels.tsv. Every
// value of a vocabulary has a label in each.
var Languages = []string{"en", "da", "pl", "de", "el", "tr", "pt", "es", "ar", "fr", "it", "uk", "lt"}

// labelTable has a line for each value: vocabulary, value, then its label in each
// of Languages. Its countries are those renamed since the tables of x/text.
//
//go:embed labels.tsv
var labelTable string

// labels maps "vocabulary value language" to a label.
var labels = sync.OnceValue(func() map[[3]string]string {
	table := map[[3]string]string{}
	lines := strings.Split(strings.TrimSpace(labelTable), "\n")
	head := strings.Split(lines[0], "\t")
	for _, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		for i := 2; i < len(head) && i < len(cells); i++ {
			table[[3]string{cells[0], cells[1], head[i]}] = cells[i]
		}
	}
	return table
})

// TopicLabel returns the name of a topic in a language (BCP 47). Like every label
// it falls back to English, then to the value made readable.
func TopicLabel(topic, lang string) string { return label("topic", topic, lang) }

// FreeLabel returns how something that costs nothing is called in a language.
func FreeLabel(lang string) string { return label("price", "free", lang) }

// ModeLabel returns the name of one of Modes in a language.
func ModeLabel(mode, lang string) string { return label("mode", mode, lang) }

// TypeLabel returns the name of one of Types in a language.
func TypeLabel(typ, lang string) string { return label("type", typ, lang) }

// LevelLabel returns the name of one of Levels in a language.
func LevelLabel(level, lang string) string { return label("level", level, lang) }

// AccessibilityLabel returns the name of one of Accessibility in a language.
func AccessibilityLabel(value, lang string) string { return label("accessibility", value, lang) }

// StatusLabel returns the name of one of Statuses in a language.
func StatusLabel(status, lang string) string { return label("status", status, lang) }

// OrganiserKindLabel returns the name of one of OrganiserKinds in a language.
func OrganiserKindLabel(kind, lang string) string { return label("organiser", kind, lang) }

// PrecisionLabel returns the name of one of Precisions in a language.
func PrecisionLabel(precision, lang string) string { return label("precision", precision, lang) }

// WeekdayLabel returns the name of a day of the week in a language.
func WeekdayLabel(day time.Weekday, lang string) string {
	return label("weekday", strings.ToLower(day.String()[:3]), lang)
}

func label(vocabulary, value, lang string) string {
	if text, ok := labels()[[3]string{vocabulary, value, labelLanguage(lang)}]; ok {
		return text
	}
	return readable(value)
}

// labelLanguage returns which of Languages labels are given in to a reader of lang.
func labelLanguage(lang string) string {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if slices.Contains(Languages, base) {
		return base
	}
	return Languages[0]
}

// readable turns a value such as "open-space" into "Open space".
func readable(value string) string {
	text := strings.TrimSpace(strings.ReplaceAll(value, "-", " "))
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 || first == utf8.RuneError {
		return value
	}
	return string(unicode.ToUpper(first)) + text[size:]
}

// printed are the languages that x/text prints names in. It answers in English for
// all others.
var printed = sync.OnceValue(func() map[language.Base]bool {
	bases := map[language.Base]bool{}
	for _, tag := range display.Supported.Tags() {
		base, _ := tag.Base()
		bases[base] = true
	}
	return bases
})

// printedIn tells whether x/text prints names in a language.
func printedIn(tag language.Tag) bool {
	base, confidence := tag.Base()
	return confidence == language.Exact && printed()[base]
}

// named remembers the names that x/text was asked for, as a page asks for a hundred.
// It is bounded by what remember lets in.
var named sync.Map // [3]string{"country" or "language", code, lang} to string

// remember returns the name of code in lang, made once where both are short, as those
// of the platform are.
func remember(what, code, lang string, name func() string) string {
	if len(code) > 3 || !slices.Contains(Languages, lang) {
		return name()
	}
	key := [3]string{what, code, lang}
	if text, ok := named.Load(key); ok {
		return text.(string)
	}
	text := name()
	named.Store(key, text)
	return text
}

// CountryLabel returns the name of a country (ISO 3166-1 alpha-2) in a language, in
// English when that language is unsupported, and the code itself when there is no
// such country.
func CountryLabel(code, lang string) string {
	if !ValidCountry(code) {
		return code
	}
	if text, ok := labels()[[3]string{"country", code, labelLanguage(lang)}]; ok {
		return text
	}
	return remember("country", code, lang, func() string { return countryName(code, language.Make(lang)) })
}

// countryName is what x/text calls a country, in English when it does not know the
// language.
func countryName(code string, in language.Tag) string {
	if !printedIn(in) {
		in = language.English
	}
	if name := display.Regions(in).Name(language.MustParseRegion(code)); name != "" {
		return name
	}
	return code
}

// LanguageLabel returns the name of a language (BCP 47) in a language, in itself
// when that language is unsupported, and the tag when nothing names it.
func LanguageLabel(tag, lang string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	return remember("language", t.String(), lang, func() string { return languageName(t, language.Make(lang)) })
}

// languageName is what x/text calls a language, in itself when it does not know the
// language in.
func languageName(t, in language.Tag) string {
	if printedIn(in) {
		if name := display.Languages(in).Name(t); name != "" {
			return name
		}
	}
	if name := display.Self.Name(t); name != "" {
		return name
	}
	return t.String()
}
