package web

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"learnmap/data"
	"learnmap/search"
)

// formView is the search form. Fields that a browser leaves empty are tidied away by
// a redirect, so that the address that is shown says only what was asked.
type formView struct {
	Text, Place           field
	Radius, When          field
	Age, From, To         field
	After, Before         field
	Language, Mode, Level field
	Free, Badge           bool
	Weekdays              field
	Hidden                []hidden // the rest of the state
	Suggestions           []string // places
	More                  bool     // something is wrong in the part that is folded away
	MoreCount             int      // filters in it
}

// field is a control of the form.
type field struct {
	Name, Value, Problem string
	Options              []choice
}

type hidden struct{ Name, Value string }

// fieldIDs maps parameters to the control that is about them, where that has another
// name.
var fieldIDs = map[string]string{"lat": "place", "lng": "place", "country": "place", "city": "place", "bbox": "place", "cell": "place"}

// formFields are the controls that have an id to lead to.
var formFields = []string{"q", "place", "radius_km", "when", "age", "from", "to", "after", "before", "language", "mode", "level", "weekday"}

// fieldOf returns the id of the control that a parameter belongs to, or "".
func fieldOf(param string) string {
	if id, ok := fieldIDs[param]; ok {
		return id
	}
	if slices.Contains(formFields, param) {
		return param
	}
	return ""
}

// radii are the distances that can be chosen, in kilometres.
var radii = []float64{2, 5, 10, 25, 50, 100, 250}

// maxSuggestions bounds the places that are suggested while one is typed.
const maxSuggestions = 200

func (in *inquiry) form() formView {
	f := formView{
		Text:  in.field("q", in.query.Text),
		Place: in.placeField(),
		Free:  in.query.Free, Badge: in.query.Badge,
		Radius: in.radiusField(), When: in.whenField(),
		Age: in.typed("age"), From: in.typed("from"), To: in.typed("to"), After: in.typed("after"), Before: in.typed("before"),
		Mode:     in.chosen("mode", data.Modes, data.ModeLabel),
		Level:    in.chosen("level", data.Levels, data.LevelLabel),
		Language: in.chosen("language", in.languages(), data.LanguageLabel),
		Weekdays: in.weekdays(),
	}
	for i := range in.places.towns {
		if i < maxSuggestions {
			f.Suggestions = append(f.Suggestions, in.places.towns[i].title(in.v))
		}
	}
	f.Hidden = in.hidden(&f)
	for _, name := range []string{"age", "from", "to", "after", "before", "mode", "level", "language", "weekday", "free", "badge"} {
		if len(in.state.values[name]) > 0 {
			f.MoreCount++
		}
		f.More = f.More || in.problem(name) != ""
	}
	return f
}

// field is a control with its value, or with what was typed when that was wrong.
func (in *inquiry) field(name, value string) field {
	f := field{Name: name, Value: value, Problem: in.problem(name)}
	if f.Problem != "" {
		f.Value = in.raw(name)
	}
	return f
}

// typed is a control for one value, empty when it has several or one that the control
// cannot show: those stay in the state.
func (in *inquiry) typed(name string) field {
	value := ""
	if list := in.state.values[name]; len(list) == 1 && len(list[0]) <= len("2006-01-02") {
		value = list[0]
	}
	return in.field(name, value)
}

// chosen is a select of one value. Several that were chosen elsewhere are one option.
func (in *inquiry) chosen(name string, values []string, label func(value, lang string) string) field {
	f := field{Name: name, Problem: in.problem(name)}
	active := in.state.values[name]
	for _, value := range values {
		f.Options = append(f.Options, choice{Label: label(value, in.v.lang), Value: value, Chosen: len(active) == 1 && active[0] == value})
	}
	if len(active) > 1 {
		var labels []string
		for _, value := range active {
			labels = append(labels, label(value, in.v.lang))
		}
		f.Options = append(f.Options, choice{Label: strings.Join(labels, ", "), Value: strings.Join(active, ","), Chosen: true})
	}
	return f
}

// languages are those that something is held in, and those that are asked for.
func (in *inquiry) languages() []string {
	values := in.facetValues(search.FacetLanguage)
	for _, tag := range in.query.Languages {
		if !slices.Contains(values, tag) {
			values = append(values, tag)
		}
	}
	slices.SortFunc(values, func(a, b string) int {
		return strings.Compare(data.Fold(data.LanguageLabel(a, in.v.lang)), data.Fold(data.LanguageLabel(b, in.v.lang)))
	})
	return values
}

// placeField shows the place that is searched, where that is one that can be named.
func (in *inquiry) placeField() field {
	f := field{Name: "place", Problem: in.problem("place", "lat", "lng", "country", "city", "bbox", "cell")}
	if f.Problem != "" && in.place != "" {
		f.Value = in.place
		return f
	}
	q := &in.query
	switch {
	case q.Near != nil:
		f.Value = degrees(q.Near.Center.Lat) + ", " + degrees(q.Near.Center.Lng)
		if t := in.places.at(q.Near.Center); t != nil && t.centre == q.Near.Center {
			f.Value = t.title(in.v)
		}
	case len(q.Countries) == 1:
		f.Value = data.CountryLabel(q.Countries[0], in.v.lang)
	}
	return f
}

func (in *inquiry) radiusField() field {
	f := field{Name: "radius_km", Problem: in.problem("radius_km")}
	now := search.DefaultRadius / 1000
	if in.query.Near != nil {
		now = in.query.Near.Radius / 1000
	}
	all := radii
	if !slices.Contains(all, now) {
		all = append(slices.Clone(all), now)
		slices.Sort(all)
	}
	for _, km := range all {
		f.Options = append(f.Options, choice{Label: in.v.distance(km * 1000), Value: strconv.FormatFloat(km, 'f', -1, 64), Chosen: km == now})
	}
	return f
}

func (in *inquiry) whenField() field {
	f := field{Name: "when", Problem: in.problem("when")}
	for _, w := range search.Whens {
		f.Options = append(f.Options, choice{Label: in.v.say("preset." + string(w)), Value: string(w), Chosen: in.query.When == w})
	}
	return f
}

func (in *inquiry) weekdays() field {
	f := field{Name: "weekday", Problem: in.problem("weekday")}
	for i := range 7 {
		day := time.Weekday((i + 1) % 7) // from Monday
		value := strings.ToLower(day.String()[:3])
		f.Options = append(f.Options, choice{Label: data.WeekdayLabel(day, in.v.lang), Value: value, Chosen: in.state.has("weekday", value)})
	}
	return f
}

// hidden is the part of the state that no visible control holds.
func (in *inquiry) hidden(f *formView) []hidden {
	visible := []string{"q", "lat", "lng", "radius_km", "when", "age", "free", "badge", "language", "mode", "level", "weekday", "from", "to", "after", "before"}
	for _, typed := range []field{f.Age, f.From, f.To, f.After, f.Before} {
		if typed.Value == "" && typed.Problem == "" {
			visible = slices.DeleteFunc(visible, func(name string) bool { return name == typed.Name })
		}
	}
	if in.query.Near == nil && len(in.query.Countries) == 1 {
		visible = append(visible, "country") // in the field for a place
	}
	if in.query.Sort == search.SortDistance {
		visible = append(visible, "sort") // goes with the place, which may be changed
	}
	var rest []hidden
	for _, p := range sortedParams(in.state.values) {
		if !slices.Contains(visible, p.Name) {
			rest = append(rest, p)
		}
	}
	return rest
}

func sortedParams(values map[string][]string) []hidden {
	var all []hidden
	for name, list := range values {
		for _, value := range list {
			all = append(all, hidden{name, value})
		}
	}
	slices.SortStableFunc(all, func(a, b hidden) int { return strings.Compare(a.Name, b.Name) })
	return all
}
