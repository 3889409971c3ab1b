package api

import (
	"strings"

	"learnmap/data"
	"learnmap/search"
)

// filters are the parameters that every endpoint over activities takes. Values of
// one parameter are alternatives, parameters must all hold.
var filters = []param{
	textParam,
	coordinate("lat", "Latitude of the point to search around, in degrees; goes with lng.", "54.8985", 90, func(in *input) **float64 { return &in.lat }),
	coordinate("lng", "Longitude of the point to search around, in degrees; goes with lat.", "23.9036", 180, func(in *input) **float64 { return &in.lng }),
	radiusParam,
	placeParam,
	boxParam,
	cellParam,
	countryParam,
	anyOf("city", "Slug of a city that the activity lies in; /v1/cities lists them.", "kaunas", list, strings.ToLower,
		func(q *search.Query) *[]string { return &q.Cities }),
	oneOf("topic", "Topic.", "science", data.DefaultTopics, func(q *search.Query) *[]string { return &q.Topics }),
	anyOf("skill", "Skill that is learnt: its URI, or the slug of its label. A broader ESCO skill includes the narrower ones.", "robotics", list, data.SkillTerm,
		func(q *search.Query) *[]string { return &q.Skills }),
	languageParam,
	oneOf("mode", "Where it is held; matched exactly.", "in-person", data.Modes, func(q *search.Query) *[]string { return &q.Modes }),
	ageParam,
	only("free", "Only what costs nothing.", func(q *search.Query) *bool { return &q.Free }),
	boundParam("from", "Takes place at this time or later: a date or a time without offset is read on the activity's own clock.", "2026-12-01", false,
		func(q *search.Query) *search.Bound { return &q.From }),
	boundParam("to", "Takes place at this time or earlier; a date includes its whole day.", "2026-12-31T18:00:00+02:00", true,
		func(q *search.Query) *search.Bound { return &q.To }),
	whenParam,
	weekdayParam,
	clockParam("after", "Starts at this time of day or later, on the activity's own clock.", "16:00", func(q *search.Query) **int { return &q.After }),
	clockParam("before", "Ends at this time of day or earlier, on the activity's own clock.", "20:00", func(q *search.Query) **int { return &q.Before }),
	anyOf("organiser", "Organiser, as source/id; /v1/organisers lists them.", "kaunas/library", repeated, nil,
		func(q *search.Query) *[]string { return &q.Organisers }),
	oneOf("accessibility", "What it offers to people with a disability or other need.", "wheelchair", data.Accessibility,
		func(q *search.Query) *[]string { return &q.Accessibility }),
	oneOf("type", "Kind of activity.", "workshop", data.Types, func(q *search.Query) *[]string { return &q.Types }),
	oneOf("level", "What one should know before.", "beginner", data.Levels, func(q *search.Query) *[]string { return &q.Levels }),
	only("badge", "Only what can be completed with a badge.", func(q *search.Query) *bool { return &q.Badge }),
	anyOf("series", "Series that the activity belongs to, as source/series.", "kaunas/robotics", repeated, nil,
		func(q *search.Query) *[]string { return &q.Series }),
	anyOf("playlist", "Playlist that the activity belongs to, as source/id; /v1/playlists lists them.", "kaunas/first-steps", repeated, nil,
		func(q *search.Query) *[]string { return &q.Playlists }),
	sourceParam,
	idsParam,
}

// paging are the parameters of a list of activities beside its filters.
var paging = []param{
	sortParam,
	limitParam,
	cursorParam,
	facetsParam,
	only("explain", "Says how the answer came about, and what each score is made of.", func(q *search.Query) *bool { return &q.Explain }),
	formatParam,
}

// labels is the parameter that every endpoint takes.
var labels = []param{langParam}

// counting are the parameters of counts beside the filters.
var counting = []param{byParam, resParam}

// looking are the parameters of a vocabulary.
var looking = []param{entryTextParam, entryLimitParam}

// oneOf is a filter with a closed list of values, of which several may be given.
func oneOf(name, doc, example string, values []string, field func(*search.Query) *[]string) param {
	return param{
		name: name, doc: doc, typ: "string", form: list, values: values, example: example,
		read: func(in *input, v string) {
			if value, ok := in.choice(name, v, values); ok {
				add(field(&in.query), value)
			}
		},
		write: func(q *search.Query, values []string) []string { return append(values, *field(q)...) },
	}
}

// anyOf is a filter that takes any text, brought into the form it is compared in.
func anyOf(name, doc, example string, form form, clean func(string) string, field func(*search.Query) *[]string) param {
	return param{
		name: name, doc: doc, typ: "string", form: form, example: example,
		read: func(in *input, v string) {
			value := v
			if clean != nil {
				value = clean(v)
			}
			if value == "" {
				in.fail(name, quoted(v)+" holds no letter or digit", "write a name")
				return
			}
			add(field(&in.query), value)
		},
		write: func(q *search.Query, values []string) []string { return append(values, *field(q)...) },
	}
}

// only is a filter that is either on or not given.
func only(name, doc string, field func(*search.Query) *bool) param {
	return param{
		name: name, doc: doc, typ: "boolean", example: "true",
		read: func(in *input, v string) {
			switch strings.ToLower(v) {
			case "true", "1", "yes":
				*field(&in.query) = true
			case "false", "0", "no":
				in.fail(name, "can only be true", "leave it out")
			default:
				in.fail(name, quoted(v)+" is not true", "write "+name+"=true or leave it out")
			}
		},
		write: func(q *search.Query, values []string) []string {
			if *field(q) {
				values = append(values, "true")
			}
			return values
		},
	}
}

// choice returns the value of a closed list that v is, whatever its case, or reports
// that there is none.
func (in *input) choice(name, v string, values []string) (string, bool) {
	for _, value := range values {
		if strings.EqualFold(v, value) {
			return value, true
		}
	}
	fix := "use one of " + strings.Join(values, ", ")
	if near := in.nearest(v, values); near != "" {
		fix = "did you mean " + near + "?"
	}
	in.fail(name, quoted(v)+" is not known", fix)
	return "", false
}
