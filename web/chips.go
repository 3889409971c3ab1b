package web

import (
	"context"
	"strings"

	"learnmap/data"
)

// chip is a filter in force, in words, with the address of the search without it.
type chip struct {
	Label   string
	Remove  string
	without state // the same
	only    state // this filter alone
}

// chips are the filters in force, in the order that a sentence would have them.
func (in *inquiry) chips() []chip {
	var chips []chip
	add := func(label string, without state) {
		only := in.state.less(without).withLang(in.query.Lang)
		chips = append(chips, chip{Label: label, Remove: without.href(), without: without, only: only})
	}
	if in.query.Text != "" {
		add(in.v.say("chip.q", "text", plain(in.query.Text, 80)), in.state.without("q"))
	}
	if label := in.nearLabel(); label != "" {
		add(label, in.state.without("lat", "lng", "radius_km"))
	}
	for _, name := range []string{"bbox", "cell"} {
		if in.state.values.Has(name) {
			add(in.v.say("chip."+name), in.state.without(name))
		}
	}
	for _, name := range listParams {
		for _, value := range in.state.values[name] {
			add(in.valueLabel(name, value), in.state.toggled(name, value))
		}
	}
	for _, name := range singleParams {
		if value := in.state.values.Get(name); value != "" {
			add(in.singleLabel(name, value), in.state.without(name))
		}
	}
	return chips
}

// listParams are the parameters of which each value is a chip, singleParams those that
// are one.
var (
	listParams   = []string{"country", "city", "topic", "skill", "type", "age", "mode", "language", "level", "weekday", "accessibility", "organiser", "playlist", "series", "source"}
	singleParams = []string{"free", "badge", "when", "from", "to", "after", "before", "ids"}
)

// nearLabel says round which point is searched, or "".
func (in *inquiry) nearLabel() string {
	near := in.query.Near
	if near == nil {
		return ""
	}
	name := degrees(near.Center.Lat) + ", " + degrees(near.Center.Lng)
	if t := in.places.at(near.Center); t != nil {
		name = t.name
	}
	return in.v.say("chip.near", "distance", in.v.distance(near.Radius), "place", name)
}

// valueLabel returns how one value of a parameter is called.
func (in *inquiry) valueLabel(name, value string) string {
	lang := in.v.lang
	switch name {
	case "country":
		return data.CountryLabel(value, lang)
	case "city":
		if t := in.places.bySlug(value); t != nil {
			return t.name
		}
		return readable(value)
	case "topic":
		return data.TopicLabel(value, lang)
	case "type":
		return data.TypeLabel(value, lang)
	case "mode":
		return data.ModeLabel(value, lang)
	case "level":
		return data.LevelLabel(value, lang)
	case "accessibility":
		return data.AccessibilityLabel(value, lang)
	case "language":
		return in.v.say("chip.language", "language", data.LanguageLabel(value, lang))
	case "age":
		return in.v.say("chip.age", "age", value)
	case "weekday":
		return in.v.say("weekday.long." + value)
	case "skill", "organiser", "playlist":
		return in.site.nameOf(in.ctx, in.v, vocabularyName(name), value)
	case "source":
		return in.v.say("chip.source", "source", value)
	}
	return in.v.say("chip." + name)
}

// singleLabel returns what a parameter with one value asks for.
func (in *inquiry) singleLabel(name, value string) string {
	switch name {
	case "when":
		return in.v.say("preset." + value)
	case "from", "to":
		bound := in.query.From
		if name == "to" {
			bound = in.query.To
		}
		return in.v.say("chip."+name, "date", in.v.bound(bound, in.site.opt.Clock()))
	case "ids":
		return in.v.count("chip.ids", len(in.query.IDs))
	}
	return in.v.say("chip."+name, "value", value)
}

// readable returns the last part of an id or of an address as a person would write it.
func readable(value string) string {
	if i := strings.LastIndexByte(strings.TrimRight(value, "/"), '/'); i >= 0 {
		value = value[i+1:]
	}
	return plain(strings.ReplaceAll(value, "-", " "), 60)
}

// nameOf returns how a value of a vocabulary is called, at the worst by its id.
func (s *Site) nameOf(ctx context.Context, v *voice, of vocabularyName, value string) string {
	if label := s.label(ctx, v, of, value); label != "" {
		return plain(label, 80)
	}
	return readable(value)
}
