package demo

import "time"

// day counts days from 1970-01-01, in UTC; that one was a Thursday.
type day int

// dayOf returns the day of an instant in UTC.
func dayOf(t time.Time) day {
	t = t.UTC()
	return day(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// at returns a time of day in a zone; past midnight it is the next day's.
func (d day) at(minutes int, zone *time.Location) time.Time {
	return time.Date(1970, 1, 1+int(d), 0, minutes, 0, 0, zone)
}

func (d day) weekday() time.Weekday { return time.Weekday(mod(int(d)+int(time.Thursday), 7)) }

// onOrAfter returns the first day from d on that is a weekday.
func (d day) onOrAfter(w time.Weekday) day { return d + day(mod(int(w-d.weekday()), 7)) }

// cycle is a date that stands still for a while and then jumps ahead by its period,
// which is how dates follow today without changing every day: of the days that are
// phase modulo period days, the one that is due.
type cycle struct{ period, phase int }

// from returns the cycle's first day from d on.
func (c cycle) from(d day) day { return d + day(mod(c.phase-int(d), c.period)) }

// until returns the cycle's last day up to d.
func (c cycle) until(d day) day { return d - day(mod(int(d)-c.phase, c.period)) }

// date is when something takes place and since when that has been known.
type date struct{ start, since day }

// turn returns a date on a weekday that is kept until it is gone days past and then
// moves weeks ahead. At any time it lies between gone days ago and weeks less gone
// days ahead, evenly over all ids.
func (d dice) turn(today day, weeks, gone int, w time.Weekday) date {
	period := 7 * weeks
	phase := 7*d.IntN(weeks) + mod(int(w-time.Thursday), 7)
	start := cycle{period, phase}.from(today - day(gone))
	return date{start, start - day(period-gone-1)}
}

// mod is the remainder that is never negative.
func mod(a, b int) int { return (a%b + b) % b }
