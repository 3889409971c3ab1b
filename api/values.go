package api

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"learnmap/data"
	"learnmap/geo"
	"learnmap/search"
)

var textParam = param{
	name: "q", typ: "string", example: "robot",
	doc: fmt.Sprintf("Words that must all occur in the title or the text, at most %d.", search.MaxWords),
	read: func(in *input, v string) {
		in.query.Text = strings.Join(strings.Fields(v), " ")
	},
	write: func(q *search.Query, values []string) []string {
		if q.Text == "" {
			return values
		}
		return append(values, q.Text)
	},
}

// coordinate is one of the two numbers of the point to search around.
func coordinate(name, doc, example string, limit float64, field func(*input) **float64) param {
	return param{
		name: name, doc: doc, typ: "number", bounds: [2]float64{-limit, limit}, example: example,
		read: func(in *input, v string) {
			n, ok := in.number(name, v)
			if !ok {
				return
			}
			if n < -limit || n > limit {
				in.fail(name, fmt.Sprintf("%s is not between %g and %g", quoted(v), -limit, limit), "give degrees; lat is north, lng is east")
				return
			}
			*field(in) = &n
		},
		write: func(q *search.Query, values []string) []string {
			switch {
			case q.Near == nil:
				return values
			case name == "lat":
				return append(values, decimal(q.Near.Center.Lat))
			}
			return append(values, decimal(q.Near.Center.Lng))
		},
	}
}

var radiusParam = param{
	name: "radius_km", doc: "How far from the point, in kilometres.", typ: "number", example: "10",
	bounds: [2]float64{0, search.MaxRadius / 1000}, preset: decimal(search.DefaultRadius / 1000),
	read: func(in *input, v string) {
		km, ok := in.number("radius_km", v)
		if !ok {
			return
		}
		// Whole millimetres survive being written in kilometres and read again.
		if in.radius = float64(int64(km*1e6+0.5)) / 1e3; !(in.radius > 0 && in.radius <= search.MaxRadius) {
			in.radius = 0
			in.fail("radius_km", quoted(v)+" is no possible radius", fmt.Sprintf("use a number above 0, up to %g", search.MaxRadius/1000))
		}
	},
	write: func(q *search.Query, values []string) []string {
		if q.Near == nil {
			return values
		}
		return append(values, decimal(q.Near.Radius/1000))
	},
}

var placeParam = param{
	name: "place", typ: "string", example: "Kaunas",
	doc: "Name of a place; not understood yet, use lat and lng.",
	read: func(in *input, _ string) {
		in.fail("place", "names of places are not understood yet", "give lat and lng, or city or country")
	},
}

var boxParam = param{
	name: "bbox", typ: "string", example: "23.7,54.8,24.1,55.0",
	doc: "Box of west,south,east,north in degrees; it may cross the antimeridian.",
	read: func(in *input, v string) {
		box, err := geo.ParseBBox(v)
		if err != nil {
			in.fail("bbox", err.Error(), "write bbox=west,south,east,north in degrees")
			return
		}
		in.query.Box = &box
	},
	write: func(q *search.Query, values []string) []string {
		if q.Box == nil {
			return values
		}
		return append(values, q.Box.String())
	},
}

var cellParam = param{
	name: "cell", typ: "string", form: list, example: "861f05837ffffff",
	doc: fmt.Sprintf("H3 cell of resolution 0 to %d that the activity lies in.", geo.Resolution),
	read: func(in *input, v string) {
		cell, err := geo.ParseCell(v)
		if err != nil {
			in.fail("cell", quoted(v)+" is not an H3 cell", "write one such as 861f05837ffffff")
			return
		}
		add(&in.query.Cells, cell)
	},
	write: func(q *search.Query, values []string) []string {
		for _, cell := range q.Cells {
			values = append(values, cell.String())
		}
		return values
	},
}

var countryParam = param{
	name: "country", typ: "string", form: list, example: "LT",
	doc: "Country that the activity lies in, as ISO 3166-1 alpha-2.",
	read: func(in *input, v string) {
		if code := strings.ToUpper(v); data.ValidCountry(code) {
			add(&in.query.Countries, code)
			return
		}
		fix := "use a code of ISO 3166-1 alpha-2 such as LT"
		if code := in.nearestCountry(v); code != "" {
			fix = fmt.Sprintf("did you mean %s for %s?", code, data.CountryLabel(code, "en"))
		}
		in.fail("country", quoted(v)+" is not a country's code", fix)
	},
	write: func(q *search.Query, values []string) []string { return append(values, q.Countries...) },
}

// nearestCountry returns the code of the country that s is a name of, or nearly, or
// the code nearest to s.
func (in *input) nearestCountry(s string) string {
	if code, ok := data.CountryCode(s); ok {
		return code
	}
	countries := countries()
	if len(s) < 4 {
		return in.nearest(s, countries.codes)
	}
	return countries.byName[in.nearest(s, countries.names)]
}

// named are codes and the English names they go by.
type named struct {
	codes, names []string
	byName       map[string]string
}

// nameAll names every code of two letters, from AA or aa on, that label has a name for.
func nameAll(first rune, label func(code string) (name string, ok bool)) *named {
	n := &named{byName: map[string]string{}}
	for a := first; a < first+26; a++ {
		for b := first; b < first+26; b++ {
			code := string([]rune{a, b})
			if name, ok := label(code); ok {
				n.codes, n.names = append(n.codes, code), append(n.names, name)
				n.byName[name] = code
			}
		}
	}
	return n
}

var countries = sync.OnceValue(func() *named {
	return nameAll('A', func(code string) (string, bool) {
		return data.CountryLabel(code, "en"), data.ValidCountry(code)
	})
})

var languageParam = param{
	name: "language", typ: "string", form: list, example: "lt",
	doc: "Language that the activity is held in, as BCP 47.",
	read: func(in *input, v string) {
		if tag, ok := in.language("language", v); ok {
			add(&in.query.Languages, tag)
		}
	},
	write: func(q *search.Query, values []string) []string { return append(values, q.Languages...) },
}

var langParam = param{
	name: "lang", typ: "string", example: "en",
	doc: "Language of labels, as BCP 47; else the request's Accept-Language decides.",
	read: func(in *input, v string) {
		if tag, ok := in.language("lang", v); ok {
			in.query.Lang = tag
		}
	},
	write: func(q *search.Query, values []string) []string {
		if q.Lang == "" {
			return values
		}
		return append(values, q.Lang)
	},
}

// language returns the canonical form of a BCP 47 tag, or reports that it is none.
func (in *input) language(name, v string) (string, bool) {
	tag, ok := data.LanguageTag(v)
	if ok {
		return tag, true
	}
	fix := "use a BCP 47 tag such as en or pt-BR"
	if near := in.nearestLanguage(v); near != "" {
		fix = fmt.Sprintf("did you mean %s for %s?", near, data.LanguageLabel(near, "en"))
	}
	in.fail(name, quoted(v)+" is not a language", fix)
	return "", false
}

// nearestLanguage returns the tag of the language that s is the English name of, or
// nearly, or the tag nearest to s.
func (in *input) nearestLanguage(s string) string {
	languages := languages()
	if len(s) < 4 {
		return in.nearest(s, languages.codes)
	}
	return languages.byName[in.nearest(s, languages.names)]
}

var languages = sync.OnceValue(func() *named {
	return nameAll('a', func(code string) (string, bool) {
		tag, ok := data.LanguageTag(code)
		return data.LanguageLabel(code, "en"), ok && tag == code
	})
})

var ageParam = param{
	name: "age", typ: "integer", form: list, example: "12", bounds: [2]float64{0, search.MaxAge},
	doc: "Open to somebody of this age in years.",
	read: func(in *input, v string) {
		if age, ok := in.whole("age", v, 0, search.MaxAge); ok {
			add(&in.query.Ages, age)
		}
	},
	write: func(q *search.Query, values []string) []string {
		for _, age := range q.Ages {
			values = append(values, strconv.Itoa(age))
		}
		return values
	},
}

var sourceParam = param{
	name: "source", typ: "string", form: list, example: "kaunas",
	doc: "Source that the record comes from; /v1/sources lists them.",
	read: func(in *input, v string) {
		v = strings.ToLower(v)
		if !data.ValidSource(v) {
			in.fail("source", quoted(v)+" cannot name a source", "use 1 to 64 of a-z, 0-9 and -")
			return
		}
		add(&in.query.Sources, v)
	},
	write: func(q *search.Query, values []string) []string { return append(values, q.Sources...) },
}

var idsParam = param{
	name: "ids", typ: "string", form: list, joined: true, escape: escapeID, example: "kaunas/robotics-7,kaunas/chess",
	doc: "These activities only, as source/id; inside an id, a comma or percent sign is percent-encoded once more.",
	read: func(in *input, v string) {
		source, rest, _ := strings.Cut(v, "/")
		local, err := url.PathUnescape(rest)
		id := data.Key{Kind: data.KindActivity, ID: data.MakeID(source, local)}
		if err != nil || local == "" || !data.ValidSource(source) || id.Check() != nil {
			in.fail("ids", quoted(v)+" is not an activity's id", "write source/id as in the id of a feature")
			return
		}
		add(&in.query.IDs, id.ID)
	},
	write: func(q *search.Query, values []string) []string { return append(values, q.IDs...) },
}

// escapeID writes an id as it stands in a list of ids and in a path.
func escapeID(id string) string {
	source, local := data.SplitID(id)
	return source + "/" + url.PathEscape(local)
}

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

var weekdayParam = param{
	name: "weekday", typ: "string", form: list, values: weekdays, example: "sat",
	doc: "Day of the week that it starts on, on the activity's own clock.",
	read: func(in *input, v string) {
		for day := time.Sunday; day <= time.Saturday; day++ {
			if strings.EqualFold(v, day.String()) {
				add(&in.query.Weekdays, day)
				return
			}
		}
		if name, ok := in.choice("weekday", v, weekdays); ok {
			add(&in.query.Weekdays, time.Weekday(slices.Index(weekdays, name)))
		}
	},
	write: func(q *search.Query, values []string) []string {
		for _, day := range q.Weekdays {
			values = append(values, weekdays[day])
		}
		return values
	},
}
