package feed

import (
	"slices"
	"strconv"
	"strings"

	"learnmap/data"
	"learnmap/geo"
)

// settle turns the fields that only sheets have into those of a record, now that the
// whole row is known.
func (d *draft) settle(monthFirst bool, currency string) {
	d.settlePlace()
	d.settleAges()
	d.settlePrice(currency)
	d.settleTimes(monthFirst)
}

// text returns the text of a field of the record, "" when there is none.
func (d *draft) text(field string) string {
	s, _ := plainText(get(d.tree, field))
	return s
}

// settlePlace finds a point in the text of a cell where the columns for it are
// empty, and takes what stands before it as the address.
func (d *draft) settlePlace() {
	pointless := d.text("location.lat") == "" && d.text("location.lng") == ""
	if text := d.sheet[fieldPoint]; text != "" {
		p, before, ok := parsePoint(text)
		switch {
		case !ok:
			before = tidyAddress(text)
			if pointless {
				d.warn(fieldPoint, quote(text)+` holds no point such as "54.8985, 23.9036"`, "add the point, or columns lat and lng")
			}
		case pointless:
			d.setPoint(p)
			pointless = false
		}
		if before != "" && d.text("location.address") == "" {
			set(d.tree, "location.address", before)
		}
	}
	for _, field := range []string{"location.name", "location.address"} {
		if p, before, ok := parsePoint(d.text(field)); ok && pointless && before == "" {
			d.setPoint(p)
			set(d.tree, field, nil)
			pointless = false
		}
	}
	address, postcode := d.text("location.address"), d.sheet[fieldPostcode]
	switch {
	case postcode == "" || strings.Contains(address, postcode):
	case address == "":
		set(d.tree, "location.address", postcode)
	default:
		set(d.tree, "location.address", address+", "+postcode)
	}
}

func (d *draft) setPoint(p geo.Point) {
	set(d.tree, "location.lat", strconv.FormatFloat(p.Lat, 'f', -1, 64))
	set(d.tree, "location.lng", strconv.FormatFloat(p.Lng, 'f', -1, 64))
}

func (d *draft) settleAges() {
	text := d.sheet[fieldAge]
	if text == "" {
		return
	}
	a, ok := parseAges(text)
	if !ok {
		d.warn(fieldAge, quote(text)+" is not an age", `write it as "11-16" or "16+", or map it with a value map; it was left out`)
		return
	}
	if a.mended {
		d.warn(fieldAge, quote(text)+" is a date that a spreadsheet made of ages", "it was read as "+a.String()+"; format the column as text")
	}
	for field, bound := range map[string]*int{"ageMin": a.min, "ageMax": a.max} {
		if bound != nil && d.text(field) == "" {
			set(d.tree, field, strconv.Itoa(*bound))
		}
	}
}

// settlePrice reads the price and the answer to "is it free?", either of which may
// stand in the other's column.
func (d *draft) settlePrice(currency string) {
	price, free := d.sheet["price"], d.sheet["free"]
	if is, ok := parseBool(free); ok {
		set(d.tree, "free", is)
	} else if free != "" && price == "" {
		price = free
	}
	if price == "" {
		return
	}
	m, ok := parsePrice(price)
	switch {
	case !ok:
		d.warn("price", quote(price)+" is not a price", `write it as "5.50 EUR" or "free"; it was left out`)
	case m.free:
		set(d.tree, "free", true)
	default:
		if m.currency == "" {
			m.currency = currency
		}
		if named := d.text("price.currency"); named != "" {
			m.currency = named
		}
		d.crowns = m.crowns && m.currency == "DKK"
		set(d.tree, "price", map[string]any{"amount": strconv.FormatFloat(m.amount, 'f', -1, 64), "currency": m.currency})
	}
}

// settleTimes makes occurrences of the columns about when.
func (d *draft) settleTimes(monthFirst bool) {
	read := func(field string) []when {
		text := d.sheet[field]
		if text == "" || says("always", text) {
			return nil
		}
		var all []when
		unreadable := text
		if field == fieldStartTime || field == fieldEndTime {
			if all = parseClocks(text); all != nil {
				unreadable = ""
			}
		} else {
			all, unreadable = parseWhens(text, monthFirst)
		}
		if unreadable != "" {
			d.untimely(field, unreadable)
		}
		return all
	}
	t := timesheet{
		dates: read(fieldDate), starts: read(fieldStart), ends: read(fieldEnd),
		startClocks: read(fieldStartTime), endClocks: read(fieldEndTime),
	}
	if field := t.dayless(); field != "" && !d.problems.Fatal() {
		d.untimely(field, d.sheet[field])
	}
	spans := append(read("occurrences"), t.spans()...)
	if len(spans) == 1 && d.text("schedule.rrule") != "" && get(d.tree, "schedule.start") == nil {
		d.schedule(spans[0])
		return
	}
	var occurrences []any
	for _, w := range spans {
		occurrences = append(occurrences, w)
	}
	if len(occurrences) > 0 {
		set(d.tree, "occurrences", occurrences)
	}
}

// schedule makes the one time of a row with a rule the first that the rule makes.
func (d *draft) schedule(first when) {
	if first.to.isZero() && !first.from.hasTime {
		first.to = first.from
	}
	set(d.tree, "schedule.start", first.from)
	if !first.to.isZero() {
		set(d.tree, "schedule.end", first.to)
	}
}

// untimely reports a cell about when that cannot be read. Without its day an activity
// would count as always on offer; without its hour or end it is only less exact.
func (d *draft) untimely(field, text string) {
	d.problems = append(d.problems, data.Problem{
		Field: field, Reason: quote(text) + " is not a day or time",
		Fix:     "write it as 01.12.2026 15:00, or leave it empty when the activity is always on offer",
		Warning: field == fieldStartTime || field == fieldEndTime || field == fieldEnd,
	})
}

// timesheet is what the columns about when say.
type timesheet struct {
	dates, starts, ends, startClocks, endClocks []when
}

// dayless returns the field that says an hour but, with the others, no day.
func (t timesheet) dayless() string {
	isDayless := func(w when) bool { return !w.from.hasDate }
	switch {
	case slices.ContainsFunc(t.dates, isDayless):
		return fieldDate
	case slices.ContainsFunc(t.starts, isDayless) && len(t.dates) == 0:
		return fieldStart
	}
	return ""
}

// spans joins days with times. The day is that of the start, else of the date; the
// hour is that of the same cell, else of a start that is only an hour, else of the
// column of times. Several hours make several occurrences of each day.
func (t timesheet) spans() []when {
	days, clocks := t.dates, t.startClocks
	if len(t.starts) > 0 && t.starts[0].from.hasDate {
		days = t.starts
	} else if len(t.starts) > 0 {
		clocks = t.starts
	}
	if len(clocks) == 0 {
		clocks = []when{{}}
	}
	var spans []when
	for i, day := range days {
		if !day.from.hasDate {
			continue
		}
		for _, clock := range clocks {
			if len(spans) == maxCellTimes {
				return spans
			}
			from := day.from.orAt(clock.from)
			spans = append(spans, when{from, t.end(i, len(days), from, day.to, clock.to)})
		}
	}
	return spans
}

// end returns when the occurrence that begins at from ends: as its own cell or the
// cell of ends beside it says, with the hour of one of the columns.
func (t timesheet) end(i, days int, from, to, clockTo moment) moment {
	if to.isZero() && len(t.ends) == days {
		to = t.ends[i].from
	} else if to.isZero() && len(t.ends) == 1 {
		to = t.ends[0].from
	}
	if len(t.endClocks) > 0 {
		to = to.orAt(t.endClocks[0].from)
	}
	to = to.orAt(clockTo)
	if !to.hasDate && to.hasTime {
		clock := to
		to = from
		to.hasTime = false
		to = nextDayIfBefore(from, to.at(clock))
	}
	return to
}
