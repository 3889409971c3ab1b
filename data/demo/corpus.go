package demo

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"learnmap/data"
)

// corpus is what the files of the folder corpus say.
type corpus struct {
	kinds      []*kind
	texts      map[string]map[string]text // by language, then block
	venues     map[string]row             // by kind of venue
	countries  map[string]*country
	cities     []*city
	organisers []*organiser
	badges     []row
	playlists  []row
	scenarios  []row
	skills     []row
	skillURI   map[string]string // by English label
}

// text is what one block of a language file holds.
type text struct{ titles, sentences []string }

// kind is a kind of activity: a block in each language file, and what it is about.
type kind struct {
	id      string
	topics  []string
	types   []string // of data.Types; the more often, the more likely
	venues  []string
	ages    []ages
	times   []string // of the keys of hours
	minutes int
	fee     int // 0 never costs anything, 4 costs most
	levels  []string
	traits  map[string]bool
	skills  []string // English labels of ESCO
	tags    []string // plain words
}

// ages are the youngest and oldest that an activity is for, -1 where it is open.
type ages struct{ min, max int }

// load reads the corpus once.
var load = sync.OnceValue(func() *corpus {
	c := &corpus{
		texts:     map[string]map[string]text{},
		venues:    map[string]row{},
		countries: readCountries(),
		badges:    table("badges.tsv"),
		playlists: table("playlists.tsv"),
		scenarios: table("scenarios.tsv"),
		skills:    table("skills.tsv"),
		skillURI:  map[string]string{},
	}
	for _, lang := range data.Languages {
		c.texts[lang] = map[string]text{}
		for _, b := range blocks("text/" + lang + ".txt") {
			c.texts[lang][b.name] = text{b.all("="), b.all("-")}
		}
	}
	for _, r := range table("venues.tsv") {
		c.venues[r["kind"]] = r
	}
	for _, r := range c.skills {
		c.skillURI[r["en"]] = esco + r["uri"]
	}
	for _, r := range table("activities.tsv") {
		c.kinds = append(c.kinds, readKind(r))
	}
	c.cities = readCities(c.countries)
	c.organisers = readOrganisers(c.cities)
	return c
})

// esco is what the addresses of all ESCO concepts begin with.
const esco = "http://data.europa.eu/esco/"

func readKind(r row) *kind {
	k := &kind{
		id:      r["id"],
		topics:  r.words("topics"),
		types:   r.words("types"),
		venues:  r.words("venues"),
		times:   r.words("times"),
		minutes: number(r["minutes"]),
		fee:     number(r["fee"]),
		levels:  r.words("levels"),
		traits:  map[string]bool{},
		skills:  r.list("skills"),
		tags:    r.list("tags"),
	}
	for _, trait := range r.words("traits") {
		k.traits[trait] = true
	}
	for _, band := range strings.Fields(r["ages"]) {
		k.ages = append(k.ages, readAges(band))
	}
	return k
}

// readAges reads "7-10", "16-" or "-".
func readAges(band string) ages {
	low, high, _ := strings.Cut(band, "-")
	a := ages{-1, -1}
	if low != "" {
		a.min = number(low)
	}
	if high != "" {
		a.max = number(high)
	}
	return a
}

// kind returns the kind of activity with an id.
func (c *corpus) kind(id string) *kind {
	for _, k := range c.kinds {
		if k.id == id {
			return k
		}
	}
	panic("no such kind of activity: " + id)
}

// say returns the i-th sentence of a block in a language, counted round.
func (c *corpus) say(lang, block string, i int) string {
	sentences := c.texts[lang][block].sentences
	if len(sentences) == 0 {
		panic(fmt.Sprintf("corpus/text/%s.txt has no sentence in [%s]", lang, block))
	}
	return sentences[i%len(sentences)]
}

// number reads a number of the corpus.
func number(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil {
		panic(err)
	}
	return n
}

// decimal reads a number with a fraction.
func decimal(s string) float64 {
	x, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil {
		panic(err)
	}
	return x
}
