package api

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"time"

	"learnmap/data"
	"learnmap/search"
)

// object is a JSON object of the description. encoding/json sorts its names, so the
// description is the same each time it is made.
type object = map[string]any

// schemas are the components that the description refers to, by name. Those of
// records and of small answers are read off their Go types.
type schemas map[string]object

func newSchemas() schemas {
	s := schemas{
		"Description": {"type": "object", "description": "An OpenAPI document."},
	}
	for name, v := range map[string]any{
		"Index": indexAnswer{}, "Stats": statsAnswer{}, "Health": healthAnswer{}, "Readiness": readyAnswer{}, "Problem": Problem{},
	} {
		s[name] = s.members(reflect.TypeOf(v))
	}
	s.addActivities()
	for _, v := range vocabularies {
		s[v.schemaName()] = s.entries(v)
	}
	return s
}

// addActivities adds what is written by append functions: the lists and the counts.
func (s schemas) addActivities() {
	number, integer, text := object{"type": "number"}, object{"type": "integer"}, object{"type": "string"}
	moment := object{"type": "string", "format": "date-time"}
	link := object{"type": "string", "format": "uri-reference"}
	added := object{
		"distance":   object{"type": "number", "description": "Metres from the point asked about, to a tenth."},
		"next":       shape(object{"start": moment, "end": moment}, "The first occurrence that the question's time takes, on the activity's own clock.", "start", "end"),
		"ended":      object{"type": "boolean", "description": "Every occurrence is over."},
		"score":      object{"type": "number", "description": "With sort=best."},
		"scoreParts": array(shape(object{"name": text, "value": number}, "With explain=true.", "name", "value")),
	}
	position := shape(object{
		"type":        object{"const": "Point"},
		"coordinates": object{"type": "array", "items": number, "minItems": 2, "maxItems": 2, "description": "Longitude, latitude."},
	}, "", "type", "coordinates")
	s["Feature"] = shape(object{
		"type": object{"const": "Feature"},
		"id":   object{"type": "string", "description": "source/id"},
		"geometry": object{
			"oneOf": []any{position, object{"type": "null"}}, "description": "null when it is online only.",
		},
		"properties": object{"allOf": []any{s.ref(reflect.TypeFor[data.Activity]()), object{"type": "object", "properties": added}}},
		"links":      shape(object{"self": link}, "", "self"),
	}, "An activity.", "type", "id", "geometry", "properties")
	s["Count"] = shape(object{
		"value": text, "label": text, "count": integer,
		"lat": object{"type": "number", "description": "Mean of the members."}, "lng": number,
	}, "", "value", "label", "count")
	s["ActivityList"] = shape(object{
		"type":     object{"const": "FeatureCollection"},
		"total":    object{"type": "integer", "description": "Exact number of matches, all pages together."},
		"query":    object{"type": "object", "description": "The question as it was understood."},
		"features": array(refTo("Feature")),
		"facets":   object{"type": "object", "additionalProperties": array(refTo("Count"))},
		"links":    shape(object{"self": link, "next": link}, "", "self"),
		"wider": array(shape(object{"radius_km": number, "total": integer, "link": link},
			"What a bigger circle would find, when few were found.", "radius_km", "total", "link")),
		"explanation": shape(object{"plan": text, "snapshots": integer, "scanned": integer, "matched": integer, "ms": number},
			"With explain=true.", "plan", "snapshots", "scanned", "matched", "ms"),
	}, "", "type", "total", "query", "features", "links")
	s["Counts"] = shape(object{
		"by": object{"type": "string", "enum": search.CountFields}, "res": integer, "total": integer,
		"online": integer, "counts": array(refTo("Count")),
	}, "", "by", "total", "online", "counts")
}

// entries is the schema of a vocabulary.
func (s schemas) entries(v vocabulary) object {
	entry := object{"value": object{"type": "string"}, "label": object{"type": "string"}, "count": object{"type": "integer"}}
	if v.schema != "" {
		entry["record"] = s.ref(records[v.schema])
	}
	return shape(object{
		"total":      object{"type": "integer", "description": "Of all entries that match."},
		string(v.of): array(shape(entry, "", "value", "label", "count")),
	}, "", "total", string(v.of))
}

// records are the types behind the entries of vocabularies.
var records = map[string]reflect.Type{
	"Skill": reflect.TypeFor[data.Skill](), "City": reflect.TypeFor[data.City](), "Organiser": reflect.TypeFor[data.Organiser](),
	"Playlist": reflect.TypeFor[data.Playlist](), "Badge": reflect.TypeFor[data.Badge](), "Source": reflect.TypeFor[data.Source](),
}

// enums are the closed lists of values, by type and member.
var enums = map[string][]string{
	"Activity.type": data.Types, "Activity.mode": data.Modes, "Activity.level": data.Levels, "Activity.status": data.Statuses,
	"Activity.accessibility": data.Accessibility, "Occurrence.status": data.Statuses, "Location.precision": data.Precisions,
	"OrganiserRef.kind": data.OrganiserKinds, "Organiser.type": data.OrganiserKinds,
}

func shape(members object, doc string, required ...string) object {
	o := object{"type": "object", "properties": members}
	if doc != "" {
		o["description"] = doc
	}
	if len(required) > 0 {
		o["required"] = required
	}
	return o
}

func array(items object) object { return object{"type": "array", "items": items} }

func refTo(name string) object { return object{"$ref": "#/components/schemas/" + name} }

// ref adds the schema of a struct and returns a reference to it.
func (s schemas) ref(t reflect.Type) object {
	if _, known := s[t.Name()]; !known {
		s[t.Name()] = object{} // ends a type that holds itself
		s[t.Name()] = s.members(t)
	}
	return refTo(t.Name())
}

// members is the schema of a struct as encoding/json writes it.
func (s schemas) members(t reflect.Type) object {
	properties, required := object{}, []string{}
	for field := range fields(t) {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		member := s.of(field.Type)
		if values := enums[t.Name()+"."+name]; values != nil {
			restrict(member, values)
		}
		if doc := field.Tag.Get("doc"); doc != "" {
			member["description"] = doc
		}
		properties[name] = member
		if !strings.Contains(options, "omit") {
			required = append(required, name)
		}
	}
	slices.Sort(required)
	return shape(properties, "", required...)
}

// fields yields the fields of a struct that have a JSON name.
func fields(t reflect.Type) func(yield func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			if f := t.Field(i); f.Tag.Get("json") != "" && !yield(f) {
				return
			}
		}
	}
}

// restrict narrows a text, or the texts of a list, to values.
func restrict(member object, values []string) {
	if items, ok := member["items"].(object); ok {
		items["enum"] = values
		return
	}
	member["enum"] = values
}

// of is the schema of a type. A pointer is absent, never null.
func (s schemas) of(t reflect.Type) object {
	switch t {
	case reflect.TypeFor[time.Time]():
		return object{"type": "string", "format": "date-time"}
	case reflect.TypeFor[json.RawMessage]():
		return object{"type": "object", "description": "A GeoJSON geometry."}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem())
	case reflect.Slice:
		return array(s.of(t.Elem()))
	case reflect.Map:
		return object{"type": "object", "additionalProperties": s.of(t.Elem())}
	case reflect.Struct:
		return s.ref(t)
	case reflect.String:
		return object{"type": "string"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Float64:
		return object{"type": "number"}
	case reflect.Int, reflect.Int64:
		return object{"type": "integer"}
	}
	panic("api: no schema for " + t.String())
}
