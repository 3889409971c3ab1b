package web

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"learnmap/data"
)

// rule is the part of a recurrence rule (RFC 5545) that can be said in a sentence.
type rule struct {
	freq     string
	interval int
	days     []ruleDay
	monthDay int // of BYMONTHDAY, 0 for none
	until    time.Time
	count    int
	plain    bool // nothing else limits it
}

// ruleDay is a day of the week, with which of a month it is: 0 is each, -1 the last.
type ruleDay struct {
	day time.Weekday
	nth int
}

var ruleDays = []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

// parseRule reads a rule that data has found to be right.
func parseRule(s *data.Schedule) rule {
	r := rule{interval: 1, plain: true}
	text := strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(s.RRule)), "RRULE:")
	for part := range strings.SplitSeq(text, ";") {
		name, value, _ := strings.Cut(part, "=")
		switch name {
		case "FREQ":
			r.freq = value
		case "INTERVAL":
			r.interval = max(1, atoi(value))
		case "COUNT":
			r.count = atoi(value)
		case "UNTIL":
			r.until = parseUntil(value, s.Start.Location())
		case "BYDAY":
			r.plain = r.plain && r.takeDays(value)
		case "BYMONTHDAY":
			r.monthDay = atoi(value)
			r.plain = r.plain && r.monthDay != 0
		case "WKST", "":
		default:
			r.plain = false
		}
	}
	return r
}

// atoi reads a whole number; what is none is 0.
func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// parseUntil reads UNTIL, the zero time when it is none.
func parseUntil(value string, zone *time.Location) time.Time {
	layout := "20060102T150405"
	switch {
	case strings.HasSuffix(value, "Z"):
		layout += "Z"
	case len(value) == len("20060102"):
		layout = "20060102"
	}
	t, err := time.ParseInLocation(layout, value, zone)
	if err != nil {
		return time.Time{}
	}
	if strings.HasSuffix(value, "Z") {
		t = time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC).In(zone)
	}
	return t
}

// takeDays reads BYDAY, and tells whether it could.
func (r *rule) takeDays(value string) bool {
	for item := range strings.SplitSeq(value, ",") {
		if len(item) < 2 {
			return false
		}
		day := slices.Index(ruleDays, item[len(item)-2:])
		nth := 0
		if head := item[:len(item)-2]; head != "" {
			if nth = atoi(head); nth < -1 || nth == 0 || nth > 5 {
				return false
			}
		}
		if day < 0 {
			return false
		}
		r.days = append(r.days, ruleDay{time.Weekday(day), nth})
	}
	slices.SortFunc(r.days, func(a, b ruleDay) int { return int((a.day+6)%7) - int((b.day+6)%7) }) // from Monday
	return true
}

// rule says how often a schedule takes place, such as "Every Tuesday".
func (v *voice) rule(s *data.Schedule) string {
	r := parseRule(s)
	if !r.plain {
		return v.say("rule.other")
	}
	switch r.freq {
	case "DAILY":
		return v.every("day", r.interval, "")
	case "WEEKLY":
		days := r.days
		if len(days) == 0 {
			days = []ruleDay{{day: localStart(s).Weekday()}}
		}
		return v.every("week", r.interval, v.dayList(days))
	case "MONTHLY":
		switch {
		case len(r.days) == 1 && r.days[0].nth != 0:
			nth := v.say("nth."+strconv.Itoa(r.days[0].nth), "day", v.longDay(r.days[0].day))
			return v.every("month", r.interval, nth)
		case len(r.days) == 0:
			day := r.monthDay
			if day == 0 {
				day = localStart(s).Day()
			}
			if day > 0 {
				return v.every("month", r.interval, v.say("rule.month_day", "n", day))
			}
		}
	case "YEARLY":
		return v.every("year", r.interval, "")
	}
	return v.say("rule.other")
}

// localStart returns the first start of a schedule on its own clock.
func localStart(s *data.Schedule) time.Time {
	if zone, err := data.LoadZone(s.Timezone); err == nil && s.Timezone != "" {
		return s.Start.In(zone)
	}
	return s.Start
}

// every says how often: each unit or every few of them, and on what of it.
func (v *voice) every(unit string, interval int, on string) string {
	key := "rule." + unit
	if on != "" {
		key += ".on"
	}
	if interval > 1 {
		key += ".many"
	}
	return v.say(key, "n", interval, "on", on)
}

func (v *voice) dayList(days []ruleDay) string {
	if len(days) == 7 {
		return v.say("rule.all_days")
	}
	names := make([]string, len(days))
	for i, d := range days {
		names[i] = v.longDay(d.day)
	}
	return v.list(names)
}

func (v *voice) longDay(day time.Weekday) string {
	return v.say("weekday.long." + strings.ToLower(day.String()[:3]))
}

// list joins names to "a, b and c".
func (v *voice) list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return v.say("list", "head", strings.Join(names[:last], ", "), "last", names[last])
}

// ruleEnd says until when, or how often, a schedule takes place, or "".
func (v *voice) ruleEnd(s *data.Schedule, now time.Time) string {
	switch r := parseRule(s); {
	case !r.until.IsZero():
		return v.say("rule.until", "date", v.date(r.until, now))
	case r.count > 0:
		return v.count("rule.count", r.count)
	}
	return ""
}
