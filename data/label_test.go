package data

import (
	"strings"
	"testing"
	"time"
	"unicode"
)

// vocabularies are what labels.tsv has to cover, in its order.
var vocabularies = []struct {
	name   string
	values []string
	label  func(value, lang string) string
}{
	{"topic", DefaultTopics, TopicLabel},
	{"mode", Modes, ModeLabel},
	{"type", Types, TypeLabel},
	{"level", Levels, LevelLabel},
	{"accessibility", Accessibility, AccessibilityLabel},
	{"status", Statuses, StatusLabel},
	{"organiser", OrganiserKinds, OrganiserKindLabel},
	{"precision", Precisions, PrecisionLabel},
	{"price", []string{"free"}, func(_, lang string) string { return FreeLabel(lang) }},
	{"weekday", []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}, func(value, lang string) string {
		for day := time.Sunday; day <= time.Saturday; day++ {
			if strings.EqualFold(day.String()[:3], value) {
				return WeekdayLabel(day, lang)
			}
		}
		return ""
	}},
}

func TestLabelTable(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(labelTable, "\n"), "\n")
	if want := "vocabulary\tvalue\t" + strings.Join(Languages, "\t"); lines[0] != want {
		t.Fatalf("the head is %q, want %q", lines[0], want)
	}
	rows := map[string]bool{}
	for i, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != len(Languages)+2 {
			t.Errorf("line %d has %d cells: %s", i+2, len(cells), line)
			continue
		}
		key := cells[0] + " " + cells[1]
		if rows[key] {
			t.Errorf("%s occurs twice", key)
		}
		rows[key] = true
		for j, cell := range cells {
			if cell == "" || cell != strings.TrimSpace(cell) || strings.Contains(cell, "  ") || !cleanText(cell) {
				t.Errorf("%s, column %d: %q", key, j+1, cell)
			}
		}
	}
	for _, v := range vocabularies {
		for _, value := range v.values {
			if key := v.name + " " + value; !rows[key] {
				t.Errorf("%s is missing", key)
			}
			delete(rows, v.name+" "+value)
		}
	}
	for key := range rows {
		if code, isCountry := strings.CutPrefix(key, "country "); !isCountry || !ValidCountry(code) {
			t.Errorf("%s is nothing that has a label", key)
		}
	}
}

// Within a language no two values of a vocabulary look the same, and a label is in
// the script of its language.
func TestLabels(t *testing.T) {
	scripts := map[string]*unicode.RangeTable{"el": unicode.Greek, "ar": unicode.Arabic, "uk": unicode.Cyrillic}
	for _, v := range vocabularies {
		for _, lang := range Languages {
			script := scripts[lang]
			if script == nil {
				script = unicode.Latin
			}
			seen := map[string]string{}
			for _, value := range v.values {
				label := v.label(value, lang)
				if other := seen[label]; other != "" {
					t.Errorf("%s: %s and %s are both %q in %s", v.name, value, other, label, lang)
				}
				seen[label] = value
				for _, r := range label {
					if unicode.IsLetter(r) && !unicode.Is(script, r) && !unicode.Is(unicode.Common, r) {
						t.Errorf("%s %s in %s: %q has %q", v.name, value, lang, label, r)
					}
				}
				if unicode.IsLower([]rune(label)[0]) {
					t.Errorf("%s %s in %s: %q does not start with a capital", v.name, value, lang, label)
				}
			}
		}
	}
}

func TestLabelFallbacks(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{TopicLabel("science", "lt"), "Mokslas"},
		{TopicLabel("science", "pt-BR"), "Ciência"},
		{TopicLabel("science", "PT"), "Ciência"},
		{TopicLabel("science", "sv"), "Science"},
		{TopicLabel("science", ""), "Science"},
		{TopicLabel("urban-gardening", "lt"), "Urban gardening"},
		{TopicLabel("ąžuolai", "lt"), "Ąžuolai"},
		{TopicLabel("", "lt"), ""},
		{TypeLabel("open-space", "de"), "Offener Raum"},
		{WeekdayLabel(time.Saturday, "uk"), "Субота"},
		{CountryLabel("LT", "pl"), "Litwa"},
		{CountryLabel("LT", "sv"), "Litauen"}, // not one of ours, but known to x/text
		{CountryLabel("LT", "tlh"), "Lithuania"},
		{CountryLabel("XK", "de"), "Kosovo"},
		{CountryLabel("MK", "el"), "Βόρεια Μακεδονία"},
		{CountryLabel("ZZZ", "en"), "ZZZ"},
		{CountryLabel("", "en"), ""},
		{LanguageLabel("uk", "lt"), "ukrainiečių"},
		{LanguageLabel("pt-BR", "en"), "Brazilian Portuguese"},
		{LanguageLabel("uk", "tlh"), "українська"},
		{LanguageLabel("not a tag", "en"), "not a tag"},
		{LanguageLabel("", "en"), ""},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

// Every country and every language of the platform has a name in every language of
// it; no code shows through.
func TestCountryAndLanguageLabelsAreWords(t *testing.T) {
	for _, lang := range Languages {
		for code := range mainZones {
			if label := CountryLabel(code, lang); len(label) < 3 || label == code {
				t.Errorf("%s in %s: %q", code, lang, label)
			}
		}
		for _, tag := range Languages {
			if label := LanguageLabel(tag, lang); len(label) < 3 || label == tag {
				t.Errorf("%s in %s: %q", tag, lang, label)
			}
		}
	}
}
