package feed

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"learnmap/data"
)

// binder fills a record from a tree of values as they were written: objects, lists,
// texts, numbers, moments. What does not fit its field but can be understood is
// converted; what cannot is left out with a problem, and the rest stays.
type binder struct {
	problems   data.Problems
	monthFirst bool                  // how 3/4/2026 is meant
	local      func() *time.Location // the zone of times written without one
	unknown    func(path string, known []string)
}

// drop reports a value that is left out.
func (b *binder) drop(path string, v any, what, fix string) bool {
	b.problems = append(b.problems, data.Problem{
		Field: path, Reason: show(v) + " is not " + what, Fix: fix + leftOut, Warning: true,
	})
	return false
}

// show returns a value as it stands in a message.
func show(v any) string {
	switch v := v.(type) {
	case nil:
		return "nothing"
	case string:
		return quote(v)
	case map[string]any:
		return "an object"
	case []any:
		return "a list"
	}
	return quote(fmt.Sprint(v))
}

// quote returns a text quoted, and cut when it is long.
func quote(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most]) + "…"
	}
	return strconv.Quote(s)
}

// value puts v into dst and tells whether there is something there now.
func (b *binder) value(path string, v any, dst reflect.Value) bool {
	if v == nil {
		return false
	}
	switch {
	case dst.Type() == timeType:
		return b.time(path, v, dst)
	case dst.Type() == rawType:
		raw, err := json.Marshal(v)
		dst.SetBytes(raw)
		return err == nil
	}
	switch dst.Kind() {
	case reflect.Pointer:
		elem := reflect.New(dst.Type().Elem())
		if !b.value(path, v, elem.Elem()) {
			return false
		}
		dst.Set(elem)
		return true
	case reflect.Struct:
		return b.structure(path, v, dst)
	case reflect.Slice:
		return b.list(path, v, dst)
	case reflect.Map:
		return b.dictionary(path, v, dst)
	}
	return b.scalar(path, v, dst)
}

// scalar puts a text, number or truth value into dst.
func (b *binder) scalar(path string, v any, dst reflect.Value) bool {
	s, ok := plainText(v)
	if !ok {
		return b.drop(path, v, "a single value", "write one value")
	}
	if dst.Kind() == reflect.Float64 || dst.Kind() == reflect.Int {
		s = latinDigits(s)
	}
	switch dst.Kind() {
	case reflect.String:
		dst.SetString(s)
	case reflect.Float64:
		n, ok := parseDecimal(path, s)
		if !ok {
			return b.drop(path, s, "a number", "write it as 54.8985")
		}
		dst.SetFloat(n)
	case reflect.Int:
		n, ok := findNumber(s, true)
		if !ok || n.value != math.Trunc(n.value) || math.Abs(n.value) > math.MaxInt32 {
			return b.drop(path, s, "a whole number", "write it as 12")
		}
		dst.SetInt(int64(n.value))
	case reflect.Bool:
		is, ok := parseBool(s)
		if !ok {
			return b.drop(path, s, "yes or no", "write true or false")
		}
		dst.SetBool(is)
	default:
		return false
	}
	return true
}

func parseDecimal(path, s string) (float64, bool) {
	if strings.HasSuffix(path, "lat") || strings.HasSuffix(path, "lng") {
		return parseDegrees(s)
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil {
		return n, !math.IsInf(n, 0) && !math.IsNaN(n)
	}
	n, ok := findNumber(s, true)
	return n.value, ok
}

// plainText returns the text of a value that is a single one.
func plainText(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v), true
	case json.Number:
		return v.String(), true
	case bool:
		return strconv.FormatBool(v), true
	}
	return "", false
}

// list puts a list into dst, without the entries that do not fit. A single value is
// a list of one; the text of several is split.
func (b *binder) list(path string, v any, dst reflect.Value) bool {
	entries, ok := v.([]any)
	if s, isText := v.(string); isText && dst.Type().Elem().Kind() != reflect.Struct {
		ok = true
		for _, part := range splitList(path, s, "") {
			entries = append(entries, part)
		}
	}
	if !ok {
		entries = []any{v}
	}
	kept := reflect.MakeSlice(dst.Type(), 0, len(entries))
	for i, entry := range entries {
		elem := reflect.New(dst.Type().Elem()).Elem()
		if b.value(path+"["+strconv.Itoa(i)+"]", entry, elem) {
			kept = reflect.Append(kept, elem)
		}
	}
	dst.Set(kept)
	return kept.Len() > 0
}

// dictionary puts an object into a map by language.
func (b *binder) dictionary(path string, v any, dst reflect.Value) bool {
	object, ok := v.(map[string]any)
	if !ok {
		return b.drop(path, v, "an object by language", `write it as {"en": …}`)
	}
	kept := reflect.MakeMapWithSize(dst.Type(), len(object))
	for _, key := range slices.Sorted(maps.Keys(object)) {
		elem := reflect.New(dst.Type().Elem()).Elem()
		if b.value(path+"."+label(key), object[key], elem) {
			kept.SetMapIndex(reflect.ValueOf(key), elem)
		}
	}
	dst.Set(kept)
	return kept.Len() > 0
}

// structure puts an object into a struct, field by field in the struct's order. A
// text stands for the one field of it that people mean.
func (b *binder) structure(path string, v any, dst reflect.Value) bool {
	if o, ok := dst.Addr().Interface().(*data.Occurrence); ok {
		return b.occurrence(path, v, o)
	}
	object, ok := v.(map[string]any)
	if !ok {
		if object = objectOf(v, dst.Interface()); object == nil {
			return b.drop(path, v, "an object", "write it as in the format's description")
		}
	}
	t := dst.Type()
	names := make([]string, t.NumField())
	filled, found := false, 0
	for i := range names {
		names[i], _, _ = strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if entry, given := object[names[i]]; given {
			found++
			filled = b.value(join(path, names[i]), entry, dst.Field(i)) || filled
		}
	}
	if found == len(object) {
		return filled
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if slices.Contains(names, key) {
			continue
		}
		same := func(name string) bool { return strings.EqualFold(name, key) }
		if i := slices.IndexFunc(names, same); i >= 0 && dst.Field(i).IsZero() {
			filled = b.value(join(path, names[i]), object[key], dst.Field(i)) || filled
		} else if b.unknown != nil {
			b.unknown(join(path, label(key)), names)
		}
	}
	return filled
}

// label returns the name of a member as it stands in a message.
func label(key string) string {
	strange := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-'
	}
	if key == "" || len(key) > 60 || strings.ContainsFunc(key, strange) {
		return quote(key)
	}
	return key
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// objectOf returns the object that a single value means where one of the type of
// like is wanted, or nil.
func objectOf(v, like any) map[string]any {
	s, ok := plainText(v)
	if !ok || s == "" {
		return nil
	}
	switch like.(type) {
	case data.OrganiserRef, data.Location:
		return map[string]any{"name": s}
	case data.Registration:
		return map[string]any{"url": s}
	case data.Schedule:
		return map[string]any{"rrule": s}
	case data.Translation:
		return map[string]any{"title": s}
	case data.Contact:
		return contactOf(s)
	case data.Price:
		if m, ok := parsePrice(s); ok {
			return map[string]any{"amount": json.Number(strconv.FormatFloat(m.amount, 'f', -1, 64)), "currency": m.currency}
		}
	}
	return nil
}
