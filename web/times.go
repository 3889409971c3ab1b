package web

import (
	"strings"
	"time"

	"learnmap/search"
)

// when is a stretch of time as a page shows it.
type when struct {
	Start string // RFC 3339, for <time datetime>
	Text  string
}

// when writes a stretch of time on its own clock: the zone that start and end carry.
// now decides what is today. zone adds how far that clock is from UTC, for what people
// far away take part in.
func (v *voice) when(start, end, now time.Time, zone bool) when {
	w := when{Start: start.Format(time.RFC3339)}
	switch {
	case wholeDays(start, end):
		w.Text = v.days(start, end, now)
		zone = false
	case !end.After(start):
		w.Text = v.say("when.at", "day", v.day(start, now), "time", clock(start))
	case sameDay(start, end) || end.Sub(start) < 12*time.Hour:
		w.Text = v.say("when.span", "day", v.day(start, now), "start", clock(start), "end", clock(end))
	default:
		w.Text = v.say("when.from_to", "from", v.moment(start, now), "to", v.moment(end, now))
	}
	if zone {
		w.Text = v.say("when.zone", "when", w.Text, "zone", utcOffset(start))
	}
	return w
}

// wholeDays tells whether a stretch means days rather than times: it starts at midnight
// and ends at one, or a minute before.
func wholeDays(start, end time.Time) bool {
	midnight := func(t time.Time) bool { return t.Hour() == 0 && t.Minute() == 0 }
	return midnight(start) && (midnight(end) || end.Hour() == 23 && end.Minute() == 59)
}

func (v *voice) days(start, end, now time.Time) string {
	if end.After(start) {
		end = end.Add(-time.Minute) // a day ends with its last minute
	}
	if sameDay(start, end) {
		return v.day(start, now)
	}
	return v.say("when.from_to", "from", v.day(start, now), "to", v.day(end, now))
}

// moment writes a day with its time.
func (v *voice) moment(t, now time.Time) string {
	return v.say("when.at", "day", v.day(t, now), "time", clock(t))
}

// day writes a date the way people say it, seen from now.
func (v *voice) day(t, now time.Time) string {
	now = now.In(t.Location())
	switch {
	case sameDay(t, now):
		return v.say("day.today")
	case sameDay(t, now.AddDate(0, 0, 1)):
		return v.say("day.tomorrow")
	case sameDay(t, now.AddDate(0, 0, -1)):
		return v.say("day.yesterday")
	}
	return v.date(t, now)
}

// date writes a date with its day of the week, and its year where that is not this one.
func (v *voice) date(t, now time.Time) string {
	key := "date"
	if t.Year() != now.In(t.Location()).Year() {
		key = "date.year"
	}
	return v.say(key,
		"weekday", v.say("weekday."+strings.ToLower(t.Weekday().String()[:3])), "day", t.Day(),
		"month", v.say("month."+strings.ToLower(t.Month().String()[:3])), "year", t.Format("2006"))
}

func clock(t time.Time) string { return t.Format("15:04") }

func sameDay(a, b time.Time) bool {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	return ay == by && am == bm && ad == bd
}

// utcOffset writes how far a clock is from UTC, such as "UTC+2".
func utcOffset(t time.Time) string {
	_, seconds := t.Zone()
	if seconds == 0 {
		return "UTC"
	}
	text := strings.TrimSuffix(t.Format("UTC-07:00"), ":00")
	return strings.NewReplacer("+0", "+", "-0", "−", "-", "−").Replace(text)
}

// bound writes an end of a stretch of time that was asked for.
func (v *voice) bound(b search.Bound, now time.Time) string {
	t := b.At.Time()
	if b.Local && (b.At.OfDay() == 0 || b.At.OfDay() == 24*60-1) {
		return v.date(t, now)
	}
	text := v.moment(t, now)
	if !b.Local {
		text = v.say("when.zone", "when", text, "zone", utcOffset(t))
	}
	return text
}
