package web

import (
	"net/url"
	"slices"

	"learnmap/api"
	"learnmap/search"
)

// state is the parameters of a search, to make the links from that lead to other
// searches. It never holds a cursor: another search begins on its first page.
type state struct{ values url.Values }

// stateOf returns the parameters that say what q does.
func stateOf(q search.Query) state {
	q.Cursor, q.Facets, q.Explain = "", nil, false
	return state{api.Values(q)}
}

func (s state) clone() state {
	values := make(url.Values, len(s.values))
	for name, list := range s.values {
		values[name] = slices.Clone(list)
	}
	return state{values}
}

// with returns the state with other values of one parameter.
func (s state) with(name string, values ...string) state {
	other := s.clone()
	other.values[name] = values
	return other
}

// without returns the state without some parameters. An order by distance goes with the
// point that it is the distance from.
func (s state) without(names ...string) state {
	other := s.clone()
	for _, name := range names {
		delete(other.values, name)
	}
	if !other.values.Has("lat") && other.values.Get("sort") == string(search.SortDistance) {
		delete(other.values, "sort")
	}
	return other
}

// less returns what other leaves out of the state.
func (s state) less(other state) state {
	rest := state{url.Values{}}
	for name, list := range s.values {
		left := slices.DeleteFunc(slices.Clone(list), func(value string) bool { return other.has(name, value) })
		if len(left) > 0 && name != "sort" {
			rest.values[name] = left
		}
	}
	return rest
}

// placeParams are the parameters that say where.
var placeParams = []string{"lat", "lng", "radius_km", "bbox", "cell", "country", "city"}

// toggled returns the state with one value of a parameter more, or without it.
func (s state) toggled(name, value string) state {
	list := slices.Clone(s.values[name])
	if i := slices.Index(list, value); i >= 0 {
		list = slices.Delete(list, i, i+1)
	} else {
		list = append(list, value)
	}
	if len(list) == 0 {
		return s.without(name)
	}
	return s.with(name, list...)
}

// has tells whether a parameter has a value.
func (s state) has(name, value string) bool { return slices.Contains(s.values[name], value) }

// href returns the address of the search.
func (s state) href() string {
	if len(s.values) == 0 {
		return "/"
	}
	return "/?" + s.values.Encode()
}
