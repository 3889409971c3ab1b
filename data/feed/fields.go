package feed

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"learnmap/data"
)

// Fields that a record does not have but a sheet does; they become others.
const (
	fieldPoint     = "location.point"    // "54.9, 23.9", perhaps behind an address
	fieldPostcode  = "location.postcode" // goes behind the address
	fieldAge       = "age"               // "11-16", "16+"
	fieldDate      = "date"              // day or days
	fieldStart     = "start"             // day, time or both
	fieldEnd       = "end"
	fieldStartTime = "startTime" // time, or from-to
	fieldEndTime   = "endTime"
)

// sheetFields lists those above. They are kept apart until the whole row is known.
var sheetFields = []string{
	fieldPoint, fieldPostcode, fieldAge, fieldDate, fieldStart, fieldEnd, fieldStartTime, fieldEndTime,
}

// Types that the walk over a record's fields stops at.
var (
	timeType    = reflect.TypeFor[time.Time]()
	rawType     = reflect.TypeFor[json.RawMessage]()
	stringsType = reflect.TypeFor[[]string]()
	timesType   = reflect.TypeFor[[]time.Time]()
)

// fieldTypes maps the dotted name of every field of an activity that one cell can
// hold to its type. It is made from data.Activity, so that it misses none.
var fieldTypes = sync.OnceValue(func() map[string]reflect.Type {
	types := map[string]reflect.Type{}
	addFields(types, "", reflect.TypeFor[data.Activity]())
	return types
})

func addFields(types map[string]reflect.Type, prefix string, t reflect.Type) {
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		name = prefix + name
		ft := t.Field(i).Type
		if ft.Kind() == reflect.Pointer {
			ft = ft.Elem()
		}
		switch {
		case ft.Kind() == reflect.Struct && ft != timeType:
			if name == "price" || name == "contact" {
				types[name] = ft // one cell can hold all of it
			}
			addFields(types, name+".", ft)
		case ft.Kind() == reflect.Map:
			for _, lang := range data.Languages {
				addFields(types, name+"."+lang+".", ft.Elem())
			}
		default:
			types[name] = ft
		}
	}
}

// isMember tells whether a name is that of a member of an activity's JSON.
func isMember(name string) bool { return members()[name] }

var members = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	t := reflect.TypeFor[data.Activity]()
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		names[name] = true
	}
	return names
})

// fieldNames lists every field that a column can be mapped to, sorted.
var fieldNames = sync.OnceValue(func() []string {
	names := slices.Clone(sheetFields)
	for name := range fieldTypes() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
})

// fieldNamed returns the field that a name in an option or mapping file means: the
// field itself or one of the words in headers.txt. Text in further languages
// ("translations.lv.title") is understood too.
func fieldNamed(name string) (field string, ok bool) {
	if slices.Contains(fieldNames(), name) {
		return name, true
	}
	if fields := headerFields()[headerKey(name)]; len(fields) > 0 {
		return fields[0], true
	}
	parts := strings.Split(name, ".")
	if len(parts) == 3 && parts[0] == "translations" && (parts[2] == "title" || parts[2] == "description") {
		_, ok = data.LanguageTag(parts[1])
		return name, ok
	}
	return "", false
}

// isList tells whether a field holds several values, so that a cell is split.
func isList(field string) bool {
	t := fieldTypes()[field]
	return t == stringsType || t == timesType
}

// set puts a value at a dotted path of nested objects.
func set(tree map[string]any, path string, value any) {
	for {
		head, rest, nested := strings.Cut(path, ".")
		if !nested {
			tree[head] = value
			return
		}
		child, ok := tree[head].(map[string]any)
		if !ok {
			child = map[string]any{}
			if name, isText := tree[head].(string); isText {
				child["name"] = name // a place or organiser that was only named so far
			}
			tree[head] = child
		}
		tree, path = child, rest
	}
}

// get returns the value at a dotted path, or nil.
func get(tree map[string]any, path string) any {
	for {
		head, rest, nested := strings.Cut(path, ".")
		if !nested {
			return tree[head]
		}
		child, ok := tree[head].(map[string]any)
		if !ok {
			return nil
		}
		tree, path = child, rest
	}
}
