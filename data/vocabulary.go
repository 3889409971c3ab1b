package data

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Values of Activity.Mode.
const (
	ModeInPerson = "in-person"
	ModeOnline   = "online"
	ModeHybrid   = "hybrid"
)

// Values of Activity.Status and Occurrence.Status.
const (
	StatusPublished = "published"
	StatusDraft     = "draft"
	StatusCancelled = "cancelled"
)

// The closed vocabularies of a record, in the order they are shown.
var (
	Modes          = []string{ModeInPerson, ModeOnline, ModeHybrid}
	Statuses       = []string{StatusPublished, StatusDraft, StatusCancelled}
	Types          = []string{"course", "workshop", "event", "club", "camp", "volunteering", "internship", "project", "open-space", "digital"}
	Levels         = []string{"beginner", "intermediate", "advanced"}
	Precisions     = []string{"exact", "street", "postcode", "city"}
	OrganiserKinds = []string{"public", "school", "library", "nonprofit", "employer"}

	// Accessibility is what an activity offers; a value that is absent is unknown, never no.
	Accessibility = []string{
		"wheelchair", "accessible-toilet", "lift", "parking", "public-transport",
		"hearing-loop", "sign-language", "captions", "tactile", "braille", "easy-language",
		"quiet-space", "assistance-dog", "support-person", "childcare", "expenses-paid",
	}
)

// DefaultTopics are the platform's. A deployment may configure more.
var DefaultTopics = []string{
	"career-and-job-readiness", "civic-engagement", "technology-and-computers",
	"personal-development", "international-and-intercultural", "science", "arts-and-culture",
	"digital-media", "reading-and-writing", "building-and-fixing", "health-and-sport", "environment",
}

// ValidSource tells whether s can name a source: 1 to 64 of a-z, 0-9 and "-".
func ValidSource(s string) bool {
	return len(s) >= 1 && len(s) <= 64 && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-'
	})
}

// letters that have no decomposition but a plain reading.
var plainLetters = strings.NewReplacer(
	"ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "þ", "th", "ł", "l", "ı", "i", "ŋ", "ng", "ħ", "h", "ς", "σ",
)

// Fold returns text as it is compared: lower case, without diacritics, in
// compatibility form. Letters of every script stay letters.
func Fold(s string) string {
	s = plainLetters.Replace(strings.ToLower(s))
	if isASCII(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return norm.NFKC.String(plainLetters.Replace(b.String()))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// Slug returns text as it stands in a URL or an id: folded, words joined by "-".
// It keeps letters and digits of every script and is idempotent. C, C++ and C# stay
// apart.
func Slug(s string) string {
	folded := Fold(s)
	if strings.ContainsAny(folded, "+#") {
		folded = signAfterLetter.ReplaceAllStringFunc(folded, signNames.Replace)
	}
	words := strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, "-")
}

var (
	signAfterLetter = regexp.MustCompile(`\b[a-z](\+\+|#)`)
	signNames       = strings.NewReplacer("++", " plus plus", "#", " sharp")
)

// SkillTerm returns what a skill tag is indexed and compared as: a URI as it is,
// a plain label as its slug.
func SkillTerm(tag string) string {
	if strings.Contains(tag, "://") {
		return strings.TrimSpace(tag)
	}
	return Slug(tag)
}

// Nearest returns the candidate with the fewest edits from s, or "" when none is
// close enough to be meant: one edit is allowed, and one more for every three bytes.
func Nearest(s string, candidates []string) string {
	best, bestCost := "", len(s)/3+1
	for _, c := range candidates {
		if cost := editDistance(strings.ToLower(s), strings.ToLower(c), bestCost); cost <= bestCost && (best == "" || cost < bestCost) {
			best, bestCost = c, cost
		}
	}
	return best
}

// editDistance counts insertions, deletions, changes and swaps of neighbours
// between two words, and gives up past limit.
func editDistance(a, b string, limit int) int {
	ra, rb := []rune(a), []rune(b)
	if len(ra)-len(rb) > limit || len(rb)-len(ra) > limit {
		return limit + 1
	}
	before, prev, row := make([]int, len(rb)+1), make([]int, len(rb)+1), make([]int, len(rb)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(ra); i++ {
		row[0] = i
		for j := 1; j <= len(rb); j++ {
			cost := 1
			if ra[i-1] == rb[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && ra[i-1] == rb[j-2] && ra[i-2] == rb[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		if slices.Min(row) > limit {
			return limit + 1
		}
		before, prev, row = prev, row, before
	}
	return prev[len(rb)]
}
