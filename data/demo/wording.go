package demo

import (
	"slices"
	"strings"

	"learnmap/data"
)

// remark is a sentence behind a description: a block of the language files and which
// of its lines.
type remark struct {
	block string
	line  int
}

// word writes the title and the description, and for many a translation.
func (m *maker) word(p plan, a *data.Activity, where venue) {
	d := roll(p.twin, "words")
	title := d.IntN(3)
	if p.scenario != nil && len(p.scenario["title"]) == 1 && p.scenario["title"] != "-" {
		title = number(p.scenario["title"])
	}
	sentences := [][]int{{0}, {0}, {1}, {1}, {0, 1}}[d.IntN(5)]
	remarks := m.remarks(roll(p.twin, "remarks"), p, a)
	ending := endings(d.Float64(), p, a, where)
	translated, third := d.Float64(), d.Float64()
	in := func(lang string) data.Translation {
		return data.Translation{
			Title:       m.title(lang, p.kind.id, title, ending),
			Description: m.describe(lang, p.kind.id, sentences, remarks),
		}
	}
	own := in(a.Lang)
	a.Title, a.Description = own.Title, own.Description
	var others []string
	switch local := p.city.langs[0]; {
	case p.scenario != nil && len(p.scenario["title"]) > 1:
		a.Title = p.scenario["title"]
	case a.Lang != "en" && translated < 0.45:
		others = append(others, "en")
	case a.Lang == "en" && local != "en" && translated < 0.5:
		others = append(others, local)
	}
	if a.Lang == p.city.langs[0] && len(p.city.langs) > 2 && third < 0.06 {
		others = append(others, p.city.langs[2])
	}
	for _, lang := range others {
		if a.Translations == nil {
			a.Translations = map[string]data.Translation{}
		}
		if lang != a.Lang {
			a.Translations[lang] = in(lang)
		}
	}
}

// ending is what stands behind some titles: a block of the language files that holds
// {a} and {b}, or a name.
type ending struct {
	block, name string
	years       []string // "{a}", its value, "{b}", its value
}

func endings(x float64, p plan, a *data.Activity, where venue) ending {
	several := len(p.kind.levels) > 1
	switch {
	case p.scenario != nil || p.branch > 0:
	case p.online && x < 0.35:
		return ending{block: "+held-online"}
	case x < 0.14 && a.AgeMin != nil && a.AgeMax != nil:
		return ending{block: "+age-range", years: []string{"{a}", itoa(*a.AgeMin), "{b}", itoa(*a.AgeMax)}}
	case x < 0.14 && a.AgeMin != nil && *a.AgeMin >= 14:
		return ending{block: "+age-from", years: []string{"{a}", itoa(*a.AgeMin)}}
	case x < 0.26 && where.name != "":
		return ending{name: "– " + where.name}
	case x < 0.5 && several && a.Level == "beginner":
		return ending{block: "+for-beginners"}
	case x < 0.7 && several && a.Level == "advanced":
		return ending{block: "+for-advanced"}
	}
	return ending{}
}

func (m *maker) title(lang, kind string, i int, e ending) string {
	title := m.texts[lang][kind].titles[i]
	switch {
	case e.block != "":
		return title + " " + strings.NewReplacer(e.years...).Replace(m.say(lang, e.block, 0))
	case e.name != "":
		return title + " " + e.name
	}
	return title
}

// describe joins sentences of a kind and remarks, as two paragraphs when it gets long.
func (m *maker) describe(lang, kind string, sentences []int, remarks []remark) string {
	var parts, more []string
	for _, i := range sentences {
		parts = append(parts, m.say(lang, kind, i))
	}
	for _, r := range remarks {
		more = append(more, m.say(lang, r.block, r.line))
	}
	if len(sentences) > 1 && len(more) > 0 {
		return strings.Join(parts, " ") + "\n\n" + strings.Join(more, " ")
	}
	return strings.Join(append(parts, more...), " ")
}

// remarks returns up to three sentences that are true of the activity, in the order
// of the language files: for whom, at what price, how to join, what to bring.
func (m *maker) remarks(d dice, p plan, a *data.Activity) []remark {
	var fit []remark
	for _, t := range truths {
		line := d.IntN(2)
		if d.chance(t.share) && t.holds(p, a) {
			fit = append(fit, remark{t.block, suitable(t.block, line, p, a)})
		}
	}
	for most := d.between(1, 3); len(fit) > most; {
		i := d.IntN(len(fit))
		fit = slices.Delete(fit, i, i+1)
	}
	return fit
}

// suitable returns a line that says nothing untrue: a free trial is for what costs
// something, and materials are for what needs them.
func suitable(block string, line int, p plan, a *data.Activity) int {
	paid := a.Price != nil && a.Price.Amount > 0
	materials := p.kind.traits["materials"] || p.kind.traits["laptops"] || p.kind.fee > 0 && a.Type == "workshop"
	switch {
	case block == "+club" && !paid, block == "+free" && !materials:
		return 0
	case block == "+club", block == "+paid" && !materials:
		return 1
	}
	return line
}

// truths are the sentences that a description can end with, how often each is said
// where it holds, and when that is.
var truths = []struct {
	block string
	share float64
	holds func(p plan, a *data.Activity) bool
}{
	{"+beginners", 0.6, func(_ plan, a *data.Activity) bool { return a.Level == "beginner" }},
	{"+intermediate", 0.8, func(_ plan, a *data.Activity) bool { return a.Level == "intermediate" }},
	{"+advanced", 0.9, func(_ plan, a *data.Activity) bool { return a.Level == "advanced" }},
	{"+free", 0.35, func(_ plan, a *data.Activity) bool { return a.IsFree() }},
	{"+paid", 0.4, func(_ plan, a *data.Activity) bool { return a.Free != nil && !*a.Free }},
	{"+booking", 0.5, func(_ plan, a *data.Activity) bool { return a.Registration != nil }},
	{"+drop-in", 0.6, func(p plan, a *data.Activity) bool { return p.kind.traits["drop-in"] && a.IsFree() }},
	{"+parents", 0.5, func(_ plan, a *data.Activity) bool { return a.AgeMax != nil && *a.AgeMax <= 10 && a.Type != "camp" }},
	{"+teens", 0.25, func(_ plan, a *data.Activity) bool {
		return a.AgeMin != nil && a.AgeMax != nil && *a.AgeMin >= 11 && *a.AgeMax <= 25
	}},
	{"+seniors", 0.7, func(_ plan, a *data.Activity) bool {
		return a.AgeMin != nil && *a.AgeMin >= 50 && a.Mode != data.ModeOnline
	}},
	{"+step-free", 0.3, func(_ plan, a *data.Activity) bool {
		return slices.Contains(a.Accessibility, "wheelchair") && slices.Contains(a.Accessibility, "accessible-toilet")
	}},
	{"+sign-language", 0.8, says("sign-language")},
	{"+quiet", 0.5, says("quiet-space")},
	{"+childcare", 0.9, says("childcare")},
	{"+online", 0.6, func(_ plan, a *data.Activity) bool { return a.Mode == data.ModeOnline && a.Dated() }},
	{"+self-paced", 0.9, func(_ plan, a *data.Activity) bool { return a.Type == "digital" }},
	{"+hybrid", 0.9, func(_ plan, a *data.Activity) bool { return a.Mode == data.ModeHybrid }},
	{"+badge", 0.7, func(_ plan, a *data.Activity) bool { return a.Badge != "" }},
	{"+english", 0.7, func(_ plan, a *data.Activity) bool {
		return a.Lang != "en" && slices.Contains(a.Languages, "en")
	}},
	{"+outdoors", 0.5, func(p plan, a *data.Activity) bool { return p.kind.traits["outdoors"] && a.Mode != data.ModeOnline }},
	{"+camp", 0.8, func(_ plan, a *data.Activity) bool { return a.Type == "camp" }},
	{"+volunteer", 0.6, func(_ plan, a *data.Activity) bool { return a.Type == "volunteering" }},
	{"+club", 0.4, func(_ plan, a *data.Activity) bool { return a.Type == "club" }},
	{"+small-group", 0.3, func(_ plan, a *data.Activity) bool { return a.Capacity != nil && *a.Capacity <= 12 }},
	{"+sports-kit", 0.4, func(p plan, a *data.Activity) bool { return p.kind.traits["sports-kit"] && p.kind.id != "swimming" }},
	{"+laptops", 0.4, func(p plan, a *data.Activity) bool { return p.kind.traits["laptops"] && a.Mode == data.ModeInPerson }},
}

func says(value string) func(plan, *data.Activity) bool {
	return func(_ plan, a *data.Activity) bool { return slices.Contains(a.Accessibility, value) }
}
