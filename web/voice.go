package web

import (
	"fmt"
	"strings"
	"sync"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"learnmap/data"
)

// voice speaks to a reader in one of data.Languages: sentences, numbers and dates.
type voice struct {
	lang    string
	rtl     bool
	printer *message.Printer
}

// voices are made once for each language.
var voices = sync.OnceValue(func() map[string]*voice {
	all := map[string]*voice{}
	for _, lang := range data.Languages {
		// Latin digits for all: they are what Morocco and Tunisia use.
		tag := language.MustParse(lang + "-u-nu-latn")
		all[lang] = &voice{lang: lang, rtl: lang == "ar", printer: message.NewPrinter(tag)}
	}
	return all
})

// voiceOf returns the voice for a reader of a language (BCP 47), English for one that
// the platform does not speak.
func voiceOf(lang string) *voice {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if v := voices()[base]; v != nil {
		return v
	}
	return voices()[data.Languages[0]]
}

// dir is the direction of the reader's script, as HTML's dir attribute.
func (v *voice) dir() string {
	if v.rtl {
		return "rtl"
	}
	return "ltr"
}

// say returns a sentence of words.go with its {names} filled in, which are given as
// name, value. Numbers are written in the reader's way, texts are kept from turning the
// direction of the sentence.
func (v *voice) say(key string, pairs ...any) string {
	text, ok := english[key]
	if !ok {
		return key // a test looks for keys without words
	}
	// In one go: what is filled in may itself look like a {name}.
	fill := make([]string, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		fill[i], fill[i+1] = "{"+pairs[i].(string)+"}", v.shown(pairs[i+1])
	}
	text = strings.NewReplacer(fill...).Replace(text)
	if v.rtl {
		return leftToRightIsolate + text + popIsolate // the words are English
	}
	return text
}

// count is say for a number of things: {n} is the number.
func (v *voice) count(key string, n int, pairs ...any) string {
	if n == 1 {
		key += ".one"
	}
	return v.say(key, append([]any{"n", n}, pairs...)...)
}

func (v *voice) shown(value any) string {
	switch value := value.(type) {
	case int:
		return v.number(value)
	case string:
		return v.isolate(value)
	}
	return fmt.Sprint(value)
}

// number writes a whole number with the reader's separators.
func (v *voice) number(n int) string { return v.printer.Sprint(number.Decimal(n)) }

// distance writes metres as people say them.
func (v *voice) distance(metres float64) string {
	switch {
	case metres < 950:
		return v.say("distance.m", "n", max(50, int(metres/50+0.5)*50))
	case metres < 9_950:
		return v.say("distance.km", "n", v.printer.Sprint(number.Decimal(metres/1000, number.MaxFractionDigits(1))))
	}
	return v.say("distance.km", "n", v.number(int(metres/1000+0.5)))
}

// price writes an amount of money. Whole amounts have no decimals.
func (v *voice) price(p data.Price) string {
	digits := 2
	if p.Amount == float64(int64(p.Amount)) {
		digits = 0
	}
	amount := v.printer.Sprint(number.Decimal(p.Amount, number.MinFractionDigits(digits), number.MaxFractionDigits(digits)))
	unit, err := currency.ParseISO(p.Currency)
	if err != nil {
		return strings.TrimSpace(amount + " " + p.Currency)
	}
	return v.say("price", "amount", amount, "currency", v.printer.Sprint(currency.NarrowSymbol(unit)))
}

// Marks of Unicode that set a text apart from the direction of what is around it.
const (
	leftToRightIsolate = "\u2066"
	firstStrongIsolate = "\u2068"
	popIsolate         = "\u2069"
)

// isolate sets a text apart where its direction could differ from the sentence's, in
// places where no <bdi> can stand.
func (v *voice) isolate(s string) string {
	if !v.rtl && !strings.ContainsFunc(s, rightToLeft) {
		return s
	}
	return firstStrongIsolate + s + popIsolate
}

// rightToLeft tells whether a character belongs to a script that is written so, or
// turns the direction of others.
func rightToLeft(r rune) bool {
	return r >= 0x590 && r <= 0x8FF || r >= 0xFB1D && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFF ||
		r >= 0x10800 && r <= 0x10FFF || r >= 0x1E800 && r <= 0x1EFFF || directionMark(r)
}

// directionMark tells whether a character is one of those that turn or isolate.
func directionMark(r rune) bool {
	return r == 0x200E || r == 0x200F || r == 0x61C || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}
