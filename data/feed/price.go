package feed

import (
	"strings"
	"unicode"

	"golang.org/x/text/currency"
)

// money is what a cell says that taking part costs.
type money struct {
	amount   float64
	currency string // ISO 4217, "" when not told
	free     bool   // it costs nothing
	crowns   bool   // the currency is "kr", which several countries have
}

// currencySigns are how people write currencies besides by their code. A sign that
// several countries use stands for the one that the platform knows it from.
var currencySigns = map[string]string{
	"€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "eurai": "EUR", "eurų": "EUR", "ευρώ": "EUR",
	"$": "USD", "us$": "USD", "£": "GBP", "zł": "PLN", "zl": "PLN", "₺": "TRY", "tl": "TRY", "kr": "DKK", "kr.": "DKK",
	"kč": "CZK", "₴": "UAH", "грн": "UAH", "грн.": "UAH", "ft": "HUF", "lei": "RON", "лв": "BGN", "fr.": "CHF",
}

// crowns are the countries whose "kr" is not Danish.
var crowns = map[string]string{"SE": "SEK", "NO": "NOK", "IS": "ISK"}

// parsePrice reads a cell such as "5,50 EUR", "od 20 zł", "nemokamai" or "0". Of
// several amounts the first that is not 0 counts.
func parsePrice(s string) (money, bool) {
	var m money
	m.currency = findCurrency(s)
	m.crowns = m.currency == "DKK" && !strings.Contains(strings.ToUpper(s), "DKK")
	found := false
	for rest := s; ; {
		n, ok := findNumber(rest, true)
		if !ok {
			break
		}
		if found = true; n.value != 0 {
			m.amount = n.value
			return m, true
		}
		rest = rest[n.end:]
	}
	m.free = found || mentions("free", s)
	return m, m.free
}

// findCurrency returns the code of the currency that a text names, or "".
func findCurrency(s string) string {
	for _, word := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsDigit(r) || strings.ContainsRune(",;/()[]-–+", r)
	}) {
		if code := currencySigns[word]; code != "" {
			return code
		}
		if code := currencySigns[strings.Trim(word, ".")]; code != "" {
			return code
		}
		if len(word) == 3 {
			if unit, err := currency.ParseISO(word); err == nil && unit.String() != "XXX" {
				return unit.String()
			}
		}
	}
	return ""
}

// parseBool reads yes and no in the languages of the platform.
func parseBool(s string) (value, ok bool) {
	switch {
	case says("yes", s):
		return true, true
	case says("no", s):
		return false, true
	}
	return false, false
}
