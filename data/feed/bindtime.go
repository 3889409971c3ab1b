package feed

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"learnmap/data"
)

const timeFix = "write it as 2026-12-01T15:00 or 01.12.2026 15:00"

// time puts a moment into dst. A day without a clock is its first minute, or its
// last in a field that ends something.
func (b *binder) time(path string, v any, dst reflect.Value) bool {
	m, ok := b.momentOf(v)
	if !ok {
		return b.drop(path, v, "a time", timeFix)
	}
	field := path[strings.LastIndexByte(path, '.')+1:]
	ends := field == "until" || field == "deadline" || field == "end"
	dst.Set(reflect.ValueOf(m.instant(b.zone(m), ends)))
	return true
}

// zone returns the local zone when the moment needs one.
func (b *binder) zone(m moment) *time.Location {
	if m.zone != nil || b.local == nil {
		return utc
	}
	return b.local()
}

// Numbers below are the serial days of a spreadsheet, above seconds and, further up,
// milliseconds since 1970.
const minSeconds, minMillis = 100_000_000, 100_000_000_000

// momentOf returns the moment, with its date, that a value means.
func (b *binder) momentOf(v any) (moment, bool) {
	switch v := v.(type) {
	case moment:
		return v, v.hasDate
	case string:
		m, ok := parseMoment(latinDigits(v), b.monthFirst)
		return m, ok && m.hasDate
	case json.Number:
		n, err := v.Int64()
		if err != nil || n < minSeconds {
			return parseSerial(v.String())
		}
		if n >= minMillis {
			n /= 1000
		}
		t := time.Unix(n, 0).UTC()
		m := moment{hasDate: true, year: t.Year(), month: int(t.Month()), day: t.Day(), zone: utc}
		return m.at(moment{hasTime: true, hour: t.Hour(), minute: t.Minute(), sec: t.Second()}), true
	}
	return moment{}, false
}

// occurrence puts an object with a start and an end, or a text that says both, into o.
func (b *binder) occurrence(path string, v any, o *data.Occurrence) bool {
	var w when
	var ok bool
	switch v := v.(type) {
	case when:
		w, ok = v, v.from.hasDate
	case string:
		w, ok = parseWhen(v, b.monthFirst)
		ok = ok && w.from.hasDate
	case map[string]any:
		if w.from, ok = b.momentOf(v["start"]); !ok {
			return b.drop(path+".start", v["start"], "a time", timeFix)
		}
		if end, given := v["end"]; given && end != nil {
			if w.to, ok = b.momentOf(end); !ok {
				b.drop(path+".end", end, "a time", timeFix)
			}
			ok = true
		}
		o.Status, _ = plainText(v["status"])
	}
	if !ok {
		return b.drop(path, v, "a time", timeFix)
	}
	o.Start = w.from.instant(b.zone(w.from), false)
	switch {
	case w.to.hasDate:
		o.End = w.to.instant(b.zone(w.to), true)
	case !w.from.hasTime:
		o.End = w.from.instant(b.zone(w.from), true)
	}
	return true
}
