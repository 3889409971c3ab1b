package data

import (
	"fmt"
	"maps"
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"
)

// jsonGrowth is how many bytes of JSON a byte of text can take: "<" becomes \u003c.
const jsonGrowth = 6

// text returns a text of several lines as it is kept: lines end in \n, there are no
// other control characters but \t, and white space is trimmed. What shows nothing
// is empty. It is not ok when it cannot be kept, and then unchanged.
func (c *check) text(field, s string, limit int) (kept string, ok bool) {
	if s == "" {
		return "", true
	}
	if !c.encoded(field, s) {
		return s, false
	}
	if strings.ContainsFunc(s, unicode.IsControl) {
		s = strings.Map(printable, lineEnds.Replace(s))
	}
	if s = strings.TrimSpace(s); blank(s) {
		return "", true
	}
	c.weight += jsonGrowth*len(s) + len(field) + 8
	if n := utf8.RuneCountInString(s); n > limit {
		c.reject(field, fmt.Sprintf("has %d characters", n), fmt.Sprintf("shorten it to %d", limit))
		return s, false
	}
	return s, true
}

// line returns a text of one line as it is kept: as text, with breaks as spaces.
func (c *check) line(field, s string, limit int) (kept string, ok bool) {
	s, ok = c.text(field, s, limit)
	if ok && strings.ContainsAny(s, "\n\t") {
		s = lineBreaks.Replace(s)
	}
	return s, ok
}

// name is a line of at most MaxName characters.
func (c *check) name(field, s string) string {
	s, _ = c.line(field, s, MaxName)
	return s
}

var (
	lineEnds   = strings.NewReplacer("\r\n", "\n", "\r", "\n")
	lineBreaks = strings.NewReplacer("\n", " ", "\t", " ")
)

func printable(r rune) rune {
	if unicode.IsControl(r) && r != '\n' && r != '\t' {
		return -1
	}
	return r
}

// blank tells whether s shows nothing, as a zero-width space does.
func blank(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) })
}

// encoded reports text that no store can keep.
func (c *check) encoded(field, s string) bool {
	switch {
	case !utf8.ValidString(s):
		c.reject(field, quote(s)+" is not UTF-8", "save the file as UTF-8")
	case strings.IndexByte(s, 0) >= 0:
		c.reject(field, quote(s)+" holds NUL", "take the NUL character out")
	default:
		return true
	}
	return false
}

// id returns an id, or a reference to one, within source. It may hold any character
// but NUL; only white space around it is trimmed.
func (c *check) id(field, s, source string) string {
	if !c.encoded(field, s) {
		return s
	}
	s = strings.TrimSpace(s)
	c.weight += jsonGrowth*len(s) + len(field) + 8
	switch {
	case s == "." || s == "..":
		c.reject(field, quote(s)+" cannot stand in an address", "use another id")
	case len(MakeID(source, s)) > MaxIDBytes:
		c.reject(field, fmt.Sprintf("%s has %d bytes", quote(s), len(s)), fmt.Sprintf("use an id of at most %d", MaxIDBytes-len(source)-1))
	}
	return s
}

// url returns an address of the web, or "" with a warning when it is none.
func (c *check) url(field, s string) string {
	s, ok := c.line(field, s, MaxRecordBytes)
	if !ok || s == "" {
		return s
	}
	if !WebURL(s) {
		c.warn(field, quote(s)+" is not an address of the web", "write it in full, with https:// or http://")
		return ""
	}
	if len(s) > MaxURL {
		c.reject(field, fmt.Sprintf("%s has %d bytes", quote(s), len(s)), fmt.Sprintf("use an address of at most %d", MaxURL))
	}
	return s
}

// WebURL tells whether s is an absolute http or https URL: what may become a link.
func WebURL(s string) bool {
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return false
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
}

// skill returns a skill tag: the URI of a concept, or a label.
func (c *check) skill(field, s string) string {
	s, ok := c.line(field, s, MaxURL)
	switch {
	case !ok || s == "":
		return s
	case strings.Contains(s, "://"):
		return c.url(field, s)
	case SkillTerm(s) == "":
		c.warn(field, quote(s)+" has neither letters nor digits", "name the skill")
		return ""
	}
	return s
}

// tag returns the canonical form of a language tag.
func (c *check) tag(field, s string) string {
	s, ok := c.line(field, s, MaxName)
	if !ok || s == "" {
		return s
	}
	canonical, ok := LanguageTag(s)
	if !ok {
		fix := "use a BCP 47 tag such as en, lt or pt-BR"
		if meant := countryTags[strings.ToLower(s)]; meant != "" {
			fix = "the language of that country is " + meant
		}
		c.warn(field, quote(s)+" is not a language", fix)
		return ""
	}
	return canonical
}

// countryTags are codes of countries that people write for their language where no
// language has that code.
var countryTags = map[string]string{
	"at": "de", "br": "pt-BR", "cn": "zh", "cz": "cs", "dk": "da", "gb": "en", "gr": "el", "jp": "ja", "ua": "uk", "us": "en",
}

// LanguageTag returns the canonical form of a BCP 47 language tag, such as "pt-BR"
// for "PT_br" and "lt" for "lit". It is not ok when there is no such language.
func LanguageTag(s string) (canonical string, ok bool) {
	if s = strings.TrimSpace(s); len(s) > 64 {
		return "", false
	}
	tag, err := language.Parse(s)
	if err != nil {
		return "", false
	}
	canonical = tag.String()
	base, _, _ := strings.Cut(canonical, "-")
	return canonical, len(base) >= 2 && base != "und"
}

// byLanguage cleans what is given in several languages: tags become canonical, and
// what is empty is dropped. Of two tags that become the same one, the one that is
// canonical as written wins, else the first in byte order.
func byLanguage[T any](c *check, field string, given map[string]T, clean func(field string, v T) (T, bool)) map[string]T {
	if len(given) > MaxLanguages {
		c.reject(field, fmt.Sprintf("has %d languages", len(given)), fmt.Sprintf("keep the %d that matter most", MaxLanguages))
		return given
	}
	var canonical, other []string
	tags := make(map[string]string, len(given))
	before := c.rejected
	for _, written := range slices.Sorted(maps.Keys(given)) {
		switch tags[written] = c.tag(under(field, written), written); tags[written] {
		case "":
		case written:
			canonical = append(canonical, written)
		default:
			other = append(other, written)
		}
	}
	if c.rejected > before {
		return given
	}
	var kept map[string]T
	for _, written := range append(canonical, other...) {
		if _, taken := kept[tags[written]]; taken {
			continue
		}
		if value, filled := clean(under(field, written), given[written]); filled {
			if kept == nil {
				kept = make(map[string]T, len(given))
			}
			kept[tags[written]] = value
		}
	}
	return kept
}

// names cleans a short text in several languages, texts a long one.
func (c *check) names(field string, given map[string]string) map[string]string {
	return byLanguage(c, field, given, func(field, s string) (string, bool) {
		s, _ = c.line(field, s, MaxName)
		return s, s != ""
	})
}

func (c *check) texts(field string, given map[string]string) map[string]string {
	return byLanguage(c, field, given, func(field, s string) (string, bool) {
		s, _ = c.text(field, s, MaxDescription)
		return s, s != ""
	})
}

// contact returns how to reach an organisation, or nil when nothing of it is usable.
func (c *check) contact(field string, given *Contact) *Contact {
	if given == nil {
		return nil
	}
	kept := Contact{
		Email: c.email(field+".email", given.Email),
		Phone: c.phone(field+".phone", given.Phone),
		URL:   c.url(field+".url", given.URL),
	}
	if kept == (Contact{}) {
		return nil
	}
	return &kept
}

func (c *check) email(field, s string) string {
	s, ok := c.line(field, s, MaxName)
	if !ok || s == "" {
		return s
	}
	address, err := mail.ParseAddress(s)
	if err != nil || address.Address != s {
		c.warn(field, quote(s)+" is not an e-mail address", "write it as name@example.org, alone")
		return ""
	}
	return s
}

// phone wants 3 to 20 digits (E.164 has at most 15, an extension follows) and what
// people put between them.
func (c *check) phone(field, s string) string {
	s, ok := c.line(field, s, MaxName)
	if !ok || s == "" {
		return s
	}
	digits := 0
	strange := strings.ContainsFunc(s, func(r rune) bool {
		if unicode.IsDigit(r) {
			digits++
			return false
		}
		return !strings.ContainsRune("+-–()./ \u00a0#xext", r)
	})
	if strange || digits < 3 || digits > 20 {
		c.warn(field, quote(s)+" is not a telephone number", "write it as +370 37 123456")
		return ""
	}
	return s
}

// price returns what taking part costs, or nil when that is no amount of money.
func (c *check) price(given *Price) *Price {
	if given == nil {
		return nil
	}
	if !(given.Amount >= 0 && given.Amount <= MaxPrice) { // NaN is neither
		c.warn("price.amount", fmt.Sprintf("%v is not what something costs", given.Amount), "use 0 for free, else the amount")
		return nil
	}
	kept := Price{Amount: given.Amount + 0} // -0 becomes 0
	code, ok := c.line("price.currency", given.Currency, MaxName)
	if !ok || code == "" {
		kept.Currency = code
		return &kept
	}
	if unit, err := currency.ParseISO(code); err != nil {
		c.warn("price.currency", quote(code)+" is not a currency", "use an ISO 4217 code such as EUR")
	} else {
		kept.Currency = unit.String()
	}
	return &kept
}
