package demo

import (
	"archive/zip"
	"encoding/csv"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"learnmap/data"
)

// TestLanguagesSayTheSame holds that every language file has the same blocks with
// the same number of lines, as the same line must say the same.
func TestLanguagesSayTheSame(t *testing.T) {
	english := blocks("text/en.txt")
	for _, lang := range data.Languages {
		other := blocks("text/" + lang + ".txt")
		if len(other) != len(english) {
			t.Fatalf("%s has %d blocks, not %d", lang, len(other), len(english))
		}
		for i, b := range english {
			if other[i].name != b.name || len(other[i].all("=")) != len(b.all("=")) || len(other[i].all("-")) != len(b.all("-")) {
				t.Errorf("%s: [%s] does not match [%s]", lang, other[i].name, b.name)
			}
			for j, l := range b.lines {
				same := other[i].lines[j].value
				for _, hole := range []string{"{a}", "{b}", "{city}"} {
					if strings.Contains(l.value, hole) && !strings.Contains(same, hole) && hole != "{b}" {
						t.Errorf("%s: [%s] lacks %s: %s", lang, b.name, hole, same)
					}
				}
				if same == l.value && lang != "en" && utf8.RuneCountInString(same) > 24 {
					t.Errorf("%s: [%s] is still English: %s", lang, b.name, same)
				}
			}
		}
	}
}

func TestTextsAreFilledIn(t *testing.T) {
	long := 0
	for _, a := range activities() {
		texts := []string{a.Title, a.Description}
		for lang, tr := range a.Translations {
			if lang == a.Lang {
				t.Errorf("%s is translated to its own language", a.ID)
			}
			texts = append(texts, tr.Title, tr.Description)
		}
		for _, s := range texts {
			if s == "" || strings.ContainsAny(s, "{}") || strings.Contains(s, "  ") {
				t.Errorf("%s: %q", a.ID, s)
			}
		}
		if n := utf8.RuneCountInString(a.Title); n > data.MaxTitle*9/10 {
			long++
		}
	}
	if long != 1 {
		t.Errorf("%d titles are near the limit, want one", long)
	}
}

func TestEveryKindOfActivityIsHeld(t *testing.T) {
	c := load()
	if len(c.kinds) < 60 {
		t.Fatalf("only %d kinds of activity", len(c.kinds))
	}
	count := map[string]int{}
	for _, p := range c.plans() {
		count[p.kind.id]++
	}
	for _, k := range c.kinds {
		if count[k.id] < 20 {
			t.Errorf("%s is held %d times only", k.id, count[k.id])
		}
		for _, venue := range k.venues {
			if c.venues[venue] == nil {
				t.Errorf("%s is held at an unknown %s", k.id, venue)
			}
		}
	}
}

func TestSize(t *testing.T) {
	var size int64
	err := fs.WalkDir(files, ".", func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			info, _ := e.Info()
			size += info.Size()
		}
		return err
	})
	if err != nil || size > 700_000 {
		t.Errorf("the corpus has %d bytes, want at most 700,000 (%v)", size, err)
	}
}

// TestSkillsAreESCO compares addresses and labels with the official classification.
func TestSkillsAreESCO(t *testing.T) {
	archive := filepath.Join("..", "..", "..", "shared", "realdata", "esco", "esco-v1.1.1-classification-en-csv.zip")
	if _, err := os.Stat(archive); err != nil {
		t.Skip("the ESCO archive is not there: ../shared/realdata/esco")
	}
	z, err := zip.OpenReader(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	official := map[string]string{}
	for _, name := range []string{"skills_en.csv", "skillGroups_en.csv"} {
		f, err := z.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		uri, label := slices.Index(rows[0], "conceptUri"), slices.Index(rows[0], "preferredLabel")
		for _, r := range rows[1:] {
			official[r[uri]] = strings.TrimSpace(r[label])
		}
	}
	for _, r := range load().skills {
		if got := official[esco+r["uri"]]; got != r["en"] {
			t.Errorf("%s is %q, not %q", r["uri"], got, r["en"])
		}
	}
}
