package web

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"learnmap/data"
	"learnmap/search"
)

var (
	wordsInTemplates = regexp.MustCompile(`\b(say|count) "([^"]*)"`)
	wordsInCode      = regexp.MustCompile(`\.(say|count|part|tried)\((?:chips, )?"([^"]*)"(\s*\+)?`)
)

// wordKeys returns the keys that templates and code use, as far as they stand there
// whole, and the beginnings of those that are put together.
func wordKeys(t *testing.T) (whole map[string]bool, begun []string) {
	t.Helper()
	whole = map[string]bool{}
	note := func(fn, key string) {
		whole[key] = true
		if fn == "count" || fn == "part" || fn == "tried" {
			whole[key+".one"] = true
		}
	}
	for _, pattern := range []string{"templates/*.html", "*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case strings.HasSuffix(file, "_test.go"):
			case strings.HasSuffix(file, ".html"):
				for _, m := range wordsInTemplates.FindAllStringSubmatch(string(text), -1) {
					note(m[1], m[2])
				}
			default:
				for _, m := range wordsInCode.FindAllStringSubmatch(string(text), -1) {
					if m[3] != "" {
						begun = append(begun, m[2])
						continue
					}
					note(m[1], m[2])
				}
			}
		}
	}
	return whole, begun
}

// composed are the keys that are put together from values.
func composed() []string {
	keys := []string{"sort.best", "sort.distance", "sort.soonest", "sort.newest", "date", "date.year"}
	for _, f := range facetNames {
		keys = append(keys, "facet."+string(f))
	}
	for _, w := range search.Whens {
		keys = append(keys, "preset."+string(w))
	}
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		keys = append(keys, "weekday."+day, "weekday.long."+day)
	}
	for _, month := range strings.Fields("jan feb mar apr may jun jul aug sep oct nov dec") {
		keys = append(keys, "month."+month)
	}
	for _, unit := range []string{"day", "week.on", "month.on", "year"} {
		keys = append(keys, "rule."+unit, "rule."+unit+".many")
	}
	for _, nth := range []string{"1", "2", "3", "4", "5", "-1"} {
		keys = append(keys, "nth."+nth)
	}
	for _, status := range []string{"400", "404", "405", "410", "414", "431", "500", "503"} {
		keys = append(keys, "problem."+status, "problem."+status+".detail")
	}
	for _, name := range formFields {
		keys = append(keys, "form."+name)
	}
	for _, name := range []string{"bbox", "cell", "series", "free", "badge", "from", "to", "after", "before"} {
		keys = append(keys, "chip."+name)
	}
	for _, action := range []string{"register", "visit", "contact", "phone", "mail"} {
		keys = append(keys, "action."+action)
	}
	for _, fact := range []string{"price", "ages", "level", "languages", "places", "deadline", "mode", "accessibility"} {
		keys = append(keys, "fact."+fact)
	}
	return append(keys, "similar.topic_near", "similar.near")
}

// TestWords: every key that is used has words, and all words are used.
func TestWords(t *testing.T) {
	used, begun := wordKeys(t)
	for _, key := range composed() {
		used[key] = true
	}
	for key := range used {
		if english[key] == "" {
			t.Errorf("%q has no words", key)
		}
	}
	for key := range english {
		if !used[key] {
			t.Errorf("%q is not used", key)
		}
	}
	for _, beginning := range begun {
		if !slices.ContainsFunc(composed(), func(key string) bool { return strings.HasPrefix(key, beginning) }) {
			t.Errorf("keys that begin with %q are not looked at", beginning)
		}
	}
	if len(used) < 200 {
		t.Errorf("only %d keys were found", len(used))
	}
}

// TestNoKeyIsShown: no page shows a key in place of its words, nor a {name} that nobody
// filled in.
func TestNoKeyIsShown(t *testing.T) {
	w := newWorld(t, "world.ndjson")
	p := serve(t, w, w.clock.Now)
	unfilled := regexp.MustCompile(`\{[a-z_]+\}`)
	for name, target := range goldens {
		body := p.get(target).body
		body = regexp.MustCompile(`(?s)<script.*?</script>`).ReplaceAllString(body, "")
		if m := unfilled.FindString(body); m != "" {
			t.Errorf("%s shows %s", name, m)
		}
		for key := range english {
			if strings.Contains(key, ".") && strings.Contains(body, ">"+key+"<") {
				t.Errorf("%s shows the key %s", name, key)
			}
		}
	}
}

// TestVoices: each language of the platform has a voice, others are spoken to in
// English, and digits are Latin.
func TestVoices(t *testing.T) {
	for _, lang := range data.Languages {
		v := voiceOf(lang)
		if v.lang != lang || v.rtl != (lang == "ar") {
			t.Errorf("the voice of %s is of %s", lang, v.lang)
		}
		if n := v.number(1234567); strings.Trim(n, "0123456789.,\u00a0\u202f ’") != "" {
			t.Errorf("%s writes %s", lang, n)
		}
	}
	for _, lang := range []string{"", "sv", "zz", "en-GB", "EN"} {
		if voiceOf(lang).lang != "en" {
			t.Errorf("%q is spoken to in %s", lang, voiceOf(lang).lang)
		}
	}
	if voiceOf("pt-BR").lang != "pt" {
		t.Error("Brazil is not spoken to in Portuguese")
	}
}

// TestFilledIn: what is filled in is not filled in again, and cannot turn the sentence.
func TestFilledIn(t *testing.T) {
	v := voiceOf("en")
	if got := v.say("problem", "reason", "{fix}", "fix", "x"); got != "{fix}: x" {
		t.Errorf("got %q", got)
	}
	if got := v.say("title", "page", "سلام"); got != "\u2068سلام\u2069 – learnmap" {
		t.Errorf("got %q", got)
	}
	if got := v.count("found", 1); got != "1 activity" {
		t.Errorf("got %q", got)
	}
	if got := v.count("found", 12345); got != "12,345 activities" {
		t.Errorf("got %q", got)
	}
}
