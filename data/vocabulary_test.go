package data

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestFoldAndSlug(t *testing.T) {
	for _, c := range []struct{ in, fold, slug string }{
		{"", "", ""},
		{"Robotics club!", "robotics club!", "robotics-club"},
		{"Ąžuolynas, Šiauliai ėįųūč", "azuolynas, siauliai eiuuc", "azuolynas-siauliai-eiuuc"}, // Lithuanian
		{"Łódź – zażółć gęślą jaźń", "lodz – zazolc gesla jazn", "lodz-zazolc-gesla-jazn"},     // Polish
		{"ΣΊΣΥΦΟΣ Ωδείο Αθηνών", "σισυφοσ ωδειο αθηνων", "σισυφοσ-ωδειο-αθηνων"},               // Greek, final sigma
		{"İstanbul IŞIK ığüşöç", "istanbul isik igusoc", "istanbul-isik-igusoc"},               // Turkish
		{"Straße FUẞBALL Übung", "strasse fussball ubung", "strasse-fussball-ubung"},           // German
		{"Rødgrød på Ærø", "rodgrod pa aero", "rodgrod-pa-aero"},                               // Danish
		{"مَدْرَسَة أحمد", "مدرسة احمد", "مدرسة-احمد"},                                         // Arabic, vowel signs
		{"Київ, Їжак і Ґанок", "киів, іжак і ґанок", "киів-іжак-і-ґанок"},                      // Ukrainian
		{"L’été à l'Œuvre ÇA", "l’ete a l'oeuvre ca", "l-ete-a-l-oeuvre-ca"},                   // French
		{"ação ñandú perché", "acao nandu perche", "acao-nandu-perche"},                        // Portuguese, Spanish, Italian
		{"ﬁne ２０２６ ㎏", "fine 2026 kg", "fine-2026-kg"},                                         // compatibility forms
		{"東京 プログラミング", "東京 フロクラミンク", "東京-フロクラミンク"},                                             // no spaces, no case
		{"C++ and C#, F#", "c++ and c#, f#", "c-plus-plus-and-c-sharp-f-sharp"},                // not the same as C
		{"#hashtag + 1", "#hashtag + 1", "hashtag-1"},                                          // not a language
		{strings.ToLower("SOCIETÀ"), "societa", "societa"},
	} {
		if got := Fold(c.in); got != c.fold {
			t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.fold)
		}
		if got := Slug(c.in); got != c.slug {
			t.Errorf("Slug(%q) = %q, want %q", c.in, got, c.slug)
		}
	}
}

func TestFoldAndSlugAreIdempotent(t *testing.T) {
	// Letters with more than one form, more than one character, or no decomposition.
	odd := []rune("ßẞæÆœøđðþłŁıİŋħςσΣſŉǆĳﬀﬁﬆ㎏ªº²ᴬᵉΐϐϑϴһӏ´¨ʼ’ΆЙїёأإآىةﷺﬡאָİ̇ǰẖẗẘẙẚΰᾳᾼ Ⅷⓐ０Ａ漢가힣ゔヷ#+-")
	text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom(odd)))
	rapid.Check(t, func(t *rapid.T) {
		s := text.Draw(t, "s")
		if once := Fold(s); Fold(once) != once {
			t.Fatalf("Fold(%q) = %q, then %q", s, once, Fold(once))
		}
		once := Slug(s)
		if Slug(once) != once {
			t.Fatalf("Slug(%q) = %q, then %q", s, once, Slug(once))
		}
		if strings.ContainsAny(once, " /?#%&") || !utf8.ValidString(once) {
			t.Fatalf("Slug(%q) = %q is no part of an address", s, once)
		}
		if term := SkillTerm(s); SkillTerm(term) != term {
			t.Fatalf("SkillTerm(%q) = %q, then %q", s, term, SkillTerm(term))
		}
	})
}

// A word means the same in capitals, in small letters and in decomposed form.
func TestFoldIgnoresCaseAndForm(t *testing.T) {
	for _, pair := range [][2]string{
		{"ŠIAULIAI", "šiauliai"}, {"ŁÓDŹ", "łódź"}, {"ΑΘΉΝΑ", "αθήνα"}, {"ΟΔΟΣ", "οδος"}, {"ΟΔΟΣ", "οδός"},
		{"КИЇВ", "київ"}, {"STRASSE", "straße"}, {"é", "e\u0301"}, {"İZMİR", "izmir"}, {"ISPARTA", "ısparta"},
	} {
		if a, b := Fold(pair[0]), Fold(pair[1]); a != b {
			t.Errorf("%q and %q differ: %q, %q", pair[0], pair[1], a, b)
		}
	}
}

func TestSkillTerm(t *testing.T) {
	for in, want := range map[string]string{
		"http://data.europa.eu/esco/skill/A-b":    "http://data.europa.eu/esco/skill/A-b",
		"  http://data.europa.eu/esco/skill/A-b ": "http://data.europa.eu/esco/skill/A-b",
		"Public Speaking":                         "public-speaking",
		"C++":                                     "c-plus-plus",
		"C":                                       "c",
		"Programavimas (Python)":                  "programavimas-python",
	} {
		if got := SkillTerm(in); got != want {
			t.Errorf("SkillTerm(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	for _, c := range []struct {
		in, want string
		from     []string
	}{
		{"scence", "science", DefaultTopics},
		{"sceince", "science", DefaultTopics}, // neighbours exchanged
		{"Science", "science", DefaultTopics},
		{"enviroment", "environment", DefaultTopics},
		{"health-and-sports", "health-and-sport", DefaultTopics},
		{"inperson", "in-person", Modes},
		{"onlin", "online", Modes},
		{"canceled", "cancelled", Statuses},
		{"kursas", "", Types},
		{"", "", Types},
		{"x", "", Modes},
		{"zzzzzzzzzzzz", "", DefaultTopics},
		{"radius", "radius_km", []string{"lat", "lng", "radius_km", "place"}},
	} {
		if got := Nearest(c.in, c.from); got != c.want {
			t.Errorf("Nearest(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

// editDistance against its definition, by recursion.
func TestEditDistance(t *testing.T) {
	var plain func(a, b []rune) int
	plain = func(a, b []rune) int {
		if len(a) == 0 || len(b) == 0 {
			return len(a) + len(b)
		}
		cost := 1
		if a[0] == b[0] {
			cost = 0
		}
		best := min(plain(a[1:], b)+1, plain(a, b[1:])+1, plain(a[1:], b[1:])+cost)
		if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] {
			best = min(best, plain(a[2:], b[2:])+1)
		}
		return best
	}
	word := rapid.StringOfN(rapid.RuneFrom([]rune("abž")), 0, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b, limit := word.Draw(t, "a"), word.Draw(t, "b"), rapid.IntRange(0, 8).Draw(t, "limit")
		want := min(plain([]rune(a), []rune(b)), limit+1)
		if got := min(editDistance(a, b, limit), limit+1); got != want {
			t.Fatalf("%q to %q within %d: got %d, want %d", a, b, limit, got, want)
		}
	})
}

func TestValidSource(t *testing.T) {
	for s, want := range map[string]bool{
		"kaunas": true, "nyc-dycd-2": true, "-": true, strings.Repeat("a", 64): true,
		"": false, "Kaunas": false, "a_b": false, "a/b": false, "ą": false, "a b": false, strings.Repeat("a", 65): false,
	} {
		if got := ValidSource(s); got != want {
			t.Errorf("ValidSource(%q) = %v", s, got)
		}
	}
}

// The vocabularies are what they are shown, compared and stored as.
func TestVocabulariesAreSlugs(t *testing.T) {
	for _, list := range [][]string{Modes, Statuses, Types, Levels, Precisions, OrganiserKinds, Accessibility, DefaultTopics} {
		for i, value := range list {
			if Slug(value) != value {
				t.Errorf("%q is not a slug", value)
			}
			if slices.Index(list, value) != i {
				t.Errorf("%q occurs twice", value)
			}
		}
	}
}
