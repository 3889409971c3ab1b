package demo

import (
	"slices"
	"strings"
	"testing"
	"time"

	"learnmap/data"
)

// question is what somebody may look for: an activity must meet everything that is
// filled in.
type question struct {
	words   string // in the title, in any case
	city    string // as in location.city
	country string
	age     int // 0 is any
	free    bool
	mode    string
	typ     string
	lang    string
	topic   string
	access  string
	badge   bool
	weekday string // "Sat", of a time in the next seven days
	today   bool
	live    bool // not ended
}

// examples are the questions that people are shown the platform with. Each has an
// answer on any day.
var examples = map[string]question{
	"robotics for a 12-year-old in Kaunas":               {words: "robot", city: "Kaunas", age: 12, free: true, live: true},
	"nemokamos keramikos dirbtuvės Kaune šį savaitgalį":  {words: "keramik", city: "Kaunas", free: true, weekday: "Sat"},
	"the same on Sunday":                                 {city: "Kaunas", free: true, topic: "arts-and-culture", weekday: "Sun"},
	"tonight in Kaunas, with a wheelchair":               {city: "Kaunas", today: true, access: "wheelchair"},
	"a Saturday story for a child of 4":                  {city: "Kaunas", age: 4, weekday: "Sat", topic: "reading-and-writing"},
	"a holiday camp for a 9-year-old in Vilnius":         {city: "Vilnius", age: 9, typ: "camp", live: true},
	"robotcs for 12 year olds near Porto":                {words: "rob", city: "Porto", age: 12, live: true},
	"cours de code en ligne":                             {mode: data.ModeOnline, lang: "fr", topic: "technology-and-computers", live: true},
	"нетворкінг онлайн українською: резюме":              {mode: data.ModeOnline, lang: "uk", topic: "career-and-job-readiness", live: true},
	"darmowe warsztaty ceramiki w Krakowie w sobotę":     {words: "ceramik", city: "Kraków", free: true, weekday: "Sat"},
	"θέατρο στην Αθήνα":                                  {words: "Θεατρ", city: "Αθήνα", live: true},
	"نادي الروبوتات في الدار البيضاء":                    {words: "روبوت", city: "الدار البيضاء", live: true},
	"Repair-Café in Berlin am Wochenende":                {topic: "building-and-fixing", city: "Berlin", weekday: "Sat", free: true},
	"bénévolat à Paris samedi":                           {typ: "volunteering", city: "Paris", weekday: "Sat"},
	"talleres gratis en Madrid el domingo":               {city: "Madrid", free: true, weekday: "Sun", typ: "workshop"},
	"corso di ceramica a Roma":                           {city: "Roma", live: true, topic: "arts-and-culture"},
	"svømmekursus i København for en på 7":               {city: "København", age: 7, topic: "health-and-sport", free: true, live: true},
	"İstanbul'da bu akşam":                               {city: "İstanbul", today: true},
	"oficinas em Lisboa em inglês":                       {city: "Lisboa", lang: "en", live: true},
	"мовне кафе у Вроцлаві":                              {city: "Wrocław", lang: "uk", live: true},
	"public speaking with a badge, anywhere in Ireland":  {country: "IE", badge: true, live: true},
	"hybrid courses on technology in Germany":            {country: "DE", mode: data.ModeHybrid, topic: "technology-and-computers", live: true},
	"sign language in the United Kingdom":                {country: "GB", access: "sign-language", live: true},
	"what Birštonas has to offer":                        {city: "Birštonas", live: true},
	"internships for an 18-year-old in France":           {country: "FR", typ: "internship", age: 18, live: true},
	"volunteering in Luxembourg":                         {country: "LU", typ: "volunteering", live: true},
	"something digital in Polish, at one's own pace":     {typ: "digital", lang: "pl", live: true},
	"free science for a 10-year-old in Morocco, Arabic":  {country: "MA", lang: "ar", age: 10, topic: "technology-and-computers", free: true, live: true},
	"environment in Thessaloniki on Sunday":              {city: "Θεσσαλονίκη", topic: "environment", weekday: "Sun"},
	"first aid in Kyiv on Saturday":                      {city: "Київ", topic: "health-and-sport", weekday: "Sat", free: true},
	"youth exchanges of the next months, wherever it is": {typ: "project", topic: "international-and-intercultural", live: true},
}

func (q question) met(a *data.Activity, now time.Time) bool {
	where := a.Location
	if where == nil {
		where = &data.Location{}
	}
	for _, ok := range []bool{
		a.Listed(),
		q.city == "" || q.city == where.City,
		q.country == "" || q.country == where.Country,
		q.age == 0 || (a.AgeMin == nil || *a.AgeMin <= q.age) && (a.AgeMax == nil || *a.AgeMax >= q.age),
		!q.free || a.IsFree(),
		q.mode == "" || q.mode == a.Mode,
		q.typ == "" || q.typ == a.Type,
		q.lang == "" || q.lang == a.Lang,
		q.topic == "" || slices.Contains(a.Topics, q.topic),
		q.access == "" || slices.Contains(a.Accessibility, q.access),
		!q.badge || a.Badge != "",
	} {
		if !ok {
			return false
		}
	}
	if !strings.Contains(data.Fold(a.Title), data.Fold(q.words)) {
		return false
	}
	times := slots(a, now)
	soon := func(s data.Slot) bool {
		return s.End >= data.MinutesOf(now) && s.Start < data.MinutesOf(now)+7*1440 && s.LocalStart().Weekday().String()[:3] == q.weekday
	}
	return (q.weekday == "" || slices.ContainsFunc(times, soon)) &&
		(!q.today || tonight(a, times, now)) && (!q.live || !over(a, times, now))
}

// TestExamples asks all examples on a winter Friday, a spring Monday, a summer Sunday
// and New Year's Day.
func TestExamples(t *testing.T) {
	for _, now := range []time.Time{
		noon,
		time.Date(2027, 3, 1, 7, 0, 0, 0, time.UTC),
		time.Date(2027, 7, 18, 6, 0, 0, 0, time.UTC),
		time.Date(2028, 1, 1, 8, 0, 0, 0, time.UTC),
	} {
		list := only[*data.Activity](Generate(now))
		for words, q := range examples {
			if !slices.ContainsFunc(list, func(a *data.Activity) bool { return q.met(a, now) }) {
				t.Errorf("%s: no answer to %q", now.Format(time.DateOnly), words)
			}
		}
	}
}
