package data

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// club is every Tuesday at three in Vilnius, for two hours, from 2026-09-01 on.
func club(rule string) Schedule {
	start := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	return Schedule{RRule: rule, Start: start, End: start.Add(2 * time.Hour), Timezone: "Europe/Vilnius"}
}

func minute(year int, month time.Month, day int) Minutes {
	return MinutesOf(time.Date(year, month, day, 12, 34, 0, 0, time.UTC))
}

// starts returns the local days of slots, and fails when one is not at three.
func starts(t *testing.T, slots []Slot) (days []string) {
	t.Helper()
	for _, s := range slots {
		if s.LocalStart().OfDay() != 15*60 || s.LocalEnd().OfDay() != 17*60 || s.End-s.Start != 120 {
			t.Errorf("%v is not from three to five local time", s)
		}
		days = append(days, s.LocalStart().Time().Format(time.DateOnly))
	}
	return days
}

func TestScheduleKeepsLocalTimeAcrossClockChanges(t *testing.T) {
	s := club("FREQ=WEEKLY;BYDAY=TU")
	days := starts(t, s.Slots(minute(2026, 9, 1)))
	if len(days) != 58 { // Tuesdays from 2026-09-01 to 2027-10-06, which is day 400
		t.Errorf("got %d Tuesdays", len(days))
	}
	for _, day := range []string{"2026-10-20", "2026-10-27", "2027-03-23", "2027-03-30"} { // round both changes
		if !slices.Contains(days, day) {
			t.Errorf("%s is missing", day)
		}
	}
	slots := s.Slots(minute(2026, 9, 1))
	if slots[7].StartOff != 180 || slots[8].StartOff != 120 {
		t.Errorf("offsets before and after the change: %d, %d", slots[7].StartOff, slots[8].StartOff)
	}
}

func TestScheduleRules(t *testing.T) {
	at := func(days ...string) (list []time.Time) {
		for _, day := range days {
			list = append(list, at3339(t, day))
		}
		return list
	}
	for _, c := range []struct {
		name string
		s    Schedule
		want string
	}{
		{"count", club("FREQ=WEEKLY;COUNT=3"), "2026-09-01 2026-09-08 2026-09-15"},
		{"until an instant, included", club("FREQ=WEEKLY;UNTIL=20260915T120000Z"), "2026-09-01 2026-09-08 2026-09-15"},
		{"until an instant before the third", club("FREQ=WEEKLY;UNTIL=20260915T115959Z"), "2026-09-01 2026-09-08"},
		{"until a local time", club("FREQ=WEEKLY;UNTIL=20260915T150000"), "2026-09-01 2026-09-08 2026-09-15"},
		{"until a day, included", club("FREQ=WEEKLY;UNTIL=20260915"), "2026-09-01 2026-09-08 2026-09-15"},
		{"until a day, then more", club("FREQ=WEEKLY;UNTIL=20260915;INTERVAL=2"), "2026-09-01 2026-09-15"},
		{"small letters and a prefix", club(" rrule:freq=weekly;count=2; "), "2026-09-01 2026-09-08"},
		{"two days a week", club("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4"), "2026-09-01 2026-09-03 2026-09-08 2026-09-10"},
		{"first Tuesday of the month", club("FREQ=MONTHLY;BYDAY=1TU;COUNT=3"), "2026-09-01 2026-10-06 2026-11-03"},
		{"last Tuesday of the month", club("FREQ=MONTHLY;BYDAY=-1TU;COUNT=3"), "2026-09-29 2026-10-27 2026-11-24"},
		{"last working day", club("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2"), "2026-09-30 2026-10-30"},
		{"yearly", club("FREQ=YEARLY"), "2026-09-01 2027-09-01"},
		{"days taken out and put in", func() Schedule {
			s := club("FREQ=WEEKLY;COUNT=3")
			s.ExDates = at("2026-09-08T15:00:00+03:00")
			s.RDates = at("2026-09-10T12:00:00Z", "2026-09-01T12:00:00Z")
			return s
		}(), "2026-09-01 2026-09-10 2026-09-15"},
	} {
		if err := c.s.Check(); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if got := strings.Join(starts(t, c.s.Slots(minute(2026, 9, 1))), " "); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestEndlessScheduleIsFoundLater(t *testing.T) {
	s := club("FREQ=WEEKLY;BYDAY=TU")
	now := minute(2026, 9, 1)
	for _, later := range []Minutes{500, 5000, 25000} { // days
		day := now + later*1440
		slots := s.Slots(day)
		starts(t, slots)
		if len(slots) < 56 || slots[0].Start > day+7*1440 || slots[0].End < day-2*1440 {
			t.Errorf("on day %d there are %d slots, from %v", later, len(slots), slots[0])
		}
		for i, slot := range slots {
			if slot.LocalStart().Weekday() != time.Tuesday || i > 0 && slot.LocalStart()-slots[i-1].LocalStart() != 7*1440 {
				t.Fatalf("on day %d: %v is not the next Tuesday", later, slot)
			}
		}
	}
}

// Slots depend on the day alone, and what ended before yesterday is gone.
func TestScheduleWindow(t *testing.T) {
	s := club("FREQ=DAILY;COUNT=1000")
	morning := MinutesOf(time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC))
	slots := s.Slots(morning)
	if !slices.Equal(slots, s.Slots(morning+1439)) {
		t.Error("the slots change within a day")
	}
	days := starts(t, slots)
	if days[0] != "2026-09-30" || days[len(days)-1] != "2027-11-04" || len(days) != 401 {
		t.Errorf("from %s to %s, %d days", days[0], days[len(days)-1], len(days))
	}
	s = Schedule{RRule: "FREQ=DAILY;BYHOUR=9,12,15,18", Start: at3339(t, "2026-09-01T09:00:00Z")}
	if n := len(s.Slots(morning)); n != MaxExpanded {
		t.Errorf("got %d slots, want the first %d", n, MaxExpanded)
	}
	// An occurrence of a month reaches into the window from afar.
	s = Schedule{RRule: "FREQ=YEARLY", Start: at3339(t, "2020-09-02T00:00:00Z"), End: at3339(t, "2020-10-01T00:00:00Z")}
	if got := s.Slots(morning); len(got) != 2 || got[0].Start != MinutesOf(at3339(t, "2026-09-02T00:00:00Z")) {
		t.Errorf("got %v", got)
	}
}

func TestScheduleCheckRefuses(t *testing.T) {
	long := "FREQ=DAILY;BYMONTHDAY=" + strings.Repeat("1,", 300) + "1"
	for _, rule := range []string{
		"", "weekly", "FREQ=OFTEN", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;COLOUR=RED", "INTERVAL=2", "FREQ=WEEKLY;UNTIL=soon",
		"FREQ=HOURLY", "FREQ=MINUTELY", "FREQ=SECONDLY;COUNT=5",
		"FREQ=DAILY;INTERVAL=1000000000", "FREQ=YEARLY;INTERVAL=9223372036854775807", "FREQ=WEEKLY;INTERVAL=-1", "FREQ=WEEKLY;COUNT=-1",
		"FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=0,15,30", "FREQ=DAILY;BYHOUR=25",
		"FREQ=YEARLY;BYEASTER=0", "FREQ=YEARLY;BYEASTER=1000000",
		"FREQ=MONTHLY;BYDAY=-53MO", "FREQ=MONTHLY;BYDAY=53MO", "FREQ=YEARLY;BYMONTH=12;BYDAY=53MO", "FREQ=YEARLY;BYDAY=54MO",
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;UNTIL=20200101",
		"DTSTART:20260901T120000Z\nRRULE:FREQ=WEEKLY", long,
	} {
		s := club(rule)
		if err := s.Check(); err == nil {
			t.Errorf("%q is accepted", rule)
		} else if len(err.Error()) > 300 {
			t.Errorf("%q: a message of %d bytes", rule, len(err.Error()))
		}
	}
	if err := (&Schedule{RRule: "FREQ=WEEKLY"}).Check(); err == nil {
		t.Error("a schedule without a start is accepted")
	}
	zone := club("FREQ=WEEKLY")
	zone.Timezone = "Local"
	if err := zone.Check(); err == nil || !strings.Contains(err.Error(), "Europe/Vilnius") {
		t.Errorf("Local: %v", err)
	}
}

// Whatever a rule asks for, it is answered within the bounds. These took a library
// long, out of its tables, or to the year 9999.
func TestPathologicalRulesAreAnswered(t *testing.T) {
	old := time.Date(1970, 1, 1, 8, 0, 0, 0, time.UTC)
	for _, rule := range []string{
		"FREQ=DAILY;COUNT=1000000000", "FREQ=DAILY;BYHOUR=8,9,10,11,12,13,14,15,16,17,18,19;COUNT=1000000000",
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", "FREQ=DAILY;INTERVAL=1000", "FREQ=YEARLY;INTERVAL=1000", "FREQ=MONTHLY;INTERVAL=1000;BYDAY=5MO",
		"FREQ=YEARLY;BYYEARDAY=366;BYDAY=SU", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU", "FREQ=SECONDLY", "FREQ=MONTHLY;BYDAY=-53MO",
		"FREQ=YEARLY;BYEASTER=1000000", "FREQ=DAILY;BYSETPOS=366",
	} {
		s := Schedule{RRule: rule, Start: old, End: old.Add(time.Hour)}
		for _, year := range []int{1970, 2026, 2100} {
			if n := len(s.Slots(minute(year, 6, 1))); n > MaxExpanded {
				t.Errorf("%s: %d slots", rule, n)
			}
		}
	}
}

// plain is a rule as a calendar on the wall has it: go through the days, mark those
// that fit. It knows nothing of the library.
type plain struct {
	freq            string // DAILY, WEEKLY or MONTHLY
	interval, count int
	weekdays        []time.Weekday
	monthdays       []int
	until           time.Time
	exdates, rdates []time.Time
	start           time.Time // on the local clock
	length          time.Duration
}

func (p plain) String() string {
	rule := fmt.Sprintf("FREQ=%s;INTERVAL=%d", p.freq, p.interval)
	for i, day := range p.weekdays {
		rule += []string{";BYDAY=", ","}[min(i, 1)] + strings.ToUpper(day.String()[:2])
	}
	for i, day := range p.monthdays {
		rule += fmt.Sprint([]string{";BYMONTHDAY=", ","}[min(i, 1)], day)
	}
	if p.count > 0 {
		rule += fmt.Sprint(";COUNT=", p.count)
	}
	if !p.until.IsZero() {
		rule += ";UNTIL=" + p.until.UTC().Format("20060102T150405Z")
	}
	return rule
}

// fits tells whether the rule marks a day, given as midnight in UTC.
func (p plain) fits(day, first time.Time) bool {
	days := int(day.Sub(first) / (24 * time.Hour))
	switch p.freq {
	case "DAILY":
		return days%p.interval == 0 && (p.weekdays == nil || slices.Contains(p.weekdays, day.Weekday()))
	case "WEEKLY":
		monday := (int(first.Weekday()) + 6) % 7
		weekdays := p.weekdays
		if weekdays == nil {
			weekdays = []time.Weekday{first.Weekday()}
		}
		return (days+monday)/7%p.interval == 0 && slices.Contains(weekdays, day.Weekday())
	default:
		months := (day.Year()-first.Year())*12 + int(day.Month()-first.Month())
		monthdays := p.monthdays
		if monthdays == nil {
			monthdays = []int{first.Day()}
		}
		return months%p.interval == 0 && slices.Contains(monthdays, day.Day())
	}
}

func (p plain) slots(now Minutes) []Slot {
	today := now.Time().Truncate(24 * time.Hour)
	yesterday, last := today.AddDate(0, 0, -1), today.AddDate(0, 0, ScheduleDays)
	y, m, d := p.start.Date()
	first := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	all := slices.Clone(p.rdates)
	for day, n := first, 0; !day.After(last.AddDate(0, 0, 2)) && (p.count == 0 || n < p.count); day = day.AddDate(0, 0, 1) {
		if !p.fits(day, first) {
			continue
		}
		at := time.Date(day.Year(), day.Month(), day.Day(), p.start.Hour(), p.start.Minute(), 0, 0, p.start.Location())
		if at.Before(p.start) || !p.until.IsZero() && at.After(p.until) {
			continue
		}
		all = append(all, at)
		n++
	}
	slices.SortFunc(all, time.Time.Compare)
	var slots []Slot
	for _, at := range slices.CompactFunc(all, time.Time.Equal) {
		if end := at.Add(p.length); !end.Before(yesterday) && !at.After(last) && !slices.ContainsFunc(p.exdates, at.Equal) {
			slots = append(slots, slotOf(at, end, p.start.Location()))
		}
	}
	return slots[:min(len(slots), MaxExpanded)]
}

func genPlain(t *rapid.T, zone *time.Location) plain {
	at := rapid.Int64Range(1_700_000_000/60, 1_800_000_000/60).Draw(t, "start") * 60
	p := plain{
		freq:     rapid.SampledFrom([]string{"DAILY", "WEEKLY", "MONTHLY"}).Draw(t, "freq"),
		interval: rapid.IntRange(1, 5).Draw(t, "interval"),
		start:    time.Unix(at, 0).In(zone),
		length:   time.Duration(rapid.IntRange(0, 3000).Draw(t, "minutes")) * time.Minute,
	}
	weekday := rapid.Map(rapid.IntRange(0, 6), func(n int) time.Weekday { return time.Weekday(n) })
	switch {
	case p.freq == "MONTHLY" && rapid.Bool().Draw(t, "monthdays"):
		p.monthdays = rapid.SliceOfNDistinct(rapid.IntRange(1, 31), 1, 3, rapid.ID).Draw(t, "days")
	case p.freq != "MONTHLY" && rapid.Bool().Draw(t, "weekdays"):
		p.weekdays = rapid.SliceOfNDistinct(weekday, 1, 3, rapid.ID).Draw(t, "days")
	}
	switch rapid.IntRange(0, 2).Draw(t, "end") {
	case 1:
		p.count = rapid.IntRange(1, 300).Draw(t, "count")
	case 2:
		p.until = p.start.AddDate(0, 0, rapid.IntRange(0, 900).Draw(t, "until"))
	}
	for range rapid.IntRange(0, 2).Draw(t, "extra") {
		p.rdates = append(p.rdates, p.start.Add(time.Duration(rapid.IntRange(0, 500_000).Draw(t, "rdate"))*time.Minute))
		p.exdates = append(p.exdates, p.start.AddDate(0, 0, rapid.IntRange(0, 60).Draw(t, "exdate")))
	}
	return p
}

func TestScheduleEqualsPlainCalendar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"Europe/Vilnius", "America/St_Johns", "Australia/Lord_Howe", "UTC", "Africa/Casablanca"}).Draw(t, "zone")
		zone, err := LoadZone(name)
		if err != nil {
			t.Fatal(err)
		}
		p := genPlain(t, zone)
		s := Schedule{RRule: p.String(), Start: p.start.UTC(), Timezone: name, ExDates: p.exdates, RDates: p.rdates}
		if p.length > 0 {
			s.End = s.Start.Add(p.length)
		}
		now := MinutesOf(p.start.AddDate(0, 0, rapid.IntRange(-500, 1500).Draw(t, "day")))
		got, want := s.Slots(now), p.slots(now)
		if err := s.Check(); err != nil { // a rule that makes nothing; Clean turns it into its written dates
			p.rdates, p.exdates = nil, nil
			if n := len(p.slots(now)); n > 0 || !strings.Contains(err.Error(), "never happens") {
				t.Fatalf("%s happens %d times: %v", p, n, err)
			}
			want = nil
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%s from %v, seen %v:\n got %v\nwant %v", p, p.start, now.Time(), got, want)
		}
	})
}

func FuzzScheduleRule(f *testing.F) {
	for _, rule := range []string{
		"FREQ=WEEKLY;BYDAY=TU", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=5", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "RRULE:FREQ=DAILY;UNTIL=20270101",
		"FREQ=YEARLY;BYWEEKNO=-53,53,1;BYDAY=1MO", "FREQ=YEARLY;BYDAY=-53SU,53MO", "FREQ=MONTHLY;BYSETPOS=-366,366;BYDAY=MO,TU", "FREQ=WEEKLY;WKST=SU;INTERVAL=2;BYDAY=SU",
		"FREQ=YEARLY;BYYEARDAY=-366,366;BYHOUR=1,2;BYMINUTE=5", "FREQ=DAILY;INTERVAL=0;COUNT=0", "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6", "FREQ=YEARLY;BYMONTH=1;BYDAY=5MO;BYWEEKNO=1",
	} {
		f.Add(rule, int64(1_788_264_000), uint16(0), "Europe/Vilnius")
		f.Add(rule, int64(0), uint16(20_000), "")
	}
	f.Fuzz(func(t *testing.T, rule string, start int64, day uint16, zone string) {
		s := Schedule{RRule: rule, Start: time.Unix(start%4_000_000_000, 0), Timezone: zone}
		err := s.Check()
		slots := s.Slots(Minutes(day) * 1440)
		if err != nil && s.zone() == nil && s.Timezone == "" && strings.Contains(err.Error(), "unreadable") && len(slots) > 0 {
			t.Errorf("%q is unreadable and makes %v", rule, slots)
		}
		if len(slots) > MaxExpanded || !slices.IsSortedFunc(slots, compareSlots) {
			t.Errorf("%q makes %d slots, or not in order", rule, len(slots))
		}
		for _, slot := range slots {
			if slot.Start < (Minutes(day)-1)*1440 || slot.Start > (Minutes(day)+ScheduleDays)*1440 {
				t.Errorf("%q makes %v, outside of what is seen on day %d", rule, slot, day)
			}
		}
	})
}
