package api

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"learnmap/data"
	"learnmap/search"
)

// row is an activity as a line of CSV is made from it.
type row struct {
	data.Activity
	hit *search.Hit
}

// column is a column of CSV: a field of the record by its path, or what the question
// adds.
type column struct {
	name string
	cell func(*row) string
}

// columns are written in this order. Parts of a record that are absent are empty.
var columns = []column{
	{"source", func(r *row) string { return r.Source }},
	{"id", func(r *row) string { return safe(r.ID) }},
	{"title", func(r *row) string { return safe(r.Title) }},
	{"description", func(r *row) string { return safe(r.Description) }},
	{"url", func(r *row) string { return safe(r.URL) }},
	{"type", func(r *row) string { return r.Type }},
	{"lang", func(r *row) string { return r.Lang }},
	{"organiser.id", organiser(func(o *data.OrganiserRef) string { return o.ID })},
	{"organiser.name", organiser(func(o *data.OrganiserRef) string { return o.Name })},
	{"organiser.url", organiser(func(o *data.OrganiserRef) string { return o.URL })},
	{"organiser.kind", organiser(func(o *data.OrganiserRef) string { return o.Kind })},
	{"mode", func(r *row) string { return r.Mode }},
	{"location.lat", location(func(l *data.Location) string { return number(l.Lat) })},
	{"location.lng", location(func(l *data.Location) string { return number(l.Lng) })},
	{"location.name", location(func(l *data.Location) string { return safe(l.Name) })},
	{"location.address", location(func(l *data.Location) string { return safe(l.Address) })},
	{"location.city", location(func(l *data.Location) string { return safe(l.City) })},
	{"location.country", location(func(l *data.Location) string { return l.Country })},
	{"location.precision", location(func(l *data.Location) string { return l.Precision })},
	{"occurrences.start", occurrences(func(o data.Occurrence) time.Time { return o.Start })},
	{"occurrences.end", occurrences(func(o data.Occurrence) time.Time { return o.End })},
	{"schedule.rrule", schedule(func(s *data.Schedule) string { return safe(s.RRule) })},
	{"schedule.start", schedule(func(s *data.Schedule) string { return moment(s.Start) })},
	{"schedule.end", schedule(func(s *data.Schedule) string { return moment(s.End) })},
	{"schedule.timezone", schedule(func(s *data.Schedule) string { return safe(s.Timezone) })},
	{"until", func(r *row) string { return moment(r.Until) }},
	{"ageMin", func(r *row) string { return integer(r.AgeMin) }},
	{"ageMax", func(r *row) string { return integer(r.AgeMax) }},
	{"level", func(r *row) string { return r.Level }},
	{"free", func(r *row) string { return yesNo(r.Free) }},
	{"price.amount", func(r *row) string {
		if r.Price == nil {
			return ""
		}
		return decimal(r.Price.Amount)
	}},
	{"price.currency", func(r *row) string {
		if r.Price == nil {
			return ""
		}
		return safe(r.Price.Currency)
	}},
	{"registration.url", registration(func(g *data.Registration) string { return safe(g.URL) })},
	{"registration.opens", registration(func(g *data.Registration) string { return moment(g.Opens) })},
	{"registration.deadline", registration(func(g *data.Registration) string { return moment(g.Deadline) })},
	{"capacity", func(r *row) string { return integer(r.Capacity) }},
	{"placesLeft", func(r *row) string { return integer(r.PlacesLeft) }},
	{"languages", func(r *row) string { return joined(r.Languages) }},
	{"topics", func(r *row) string { return joined(r.Topics) }},
	{"skills", func(r *row) string { return joined(r.Skills) }},
	{"accessibility", func(r *row) string { return joined(r.Accessibility) }},
	{"badge", func(r *row) string { return safe(r.Badge) }},
	{"playlists", func(r *row) string { return joined(r.Playlists) }},
	{"series", func(r *row) string { return safe(r.Series) }},
	{"status", func(r *row) string { return r.Status }},
	{"modified", func(r *row) string { return moment(r.Modified) }},
	{"distance", func(r *row) string {
		if r.hit.Distance == nil {
			return ""
		}
		return string(appendNumber(nil, *r.hit.Distance, 1))
	}},
	{"next.start", next(func(o *search.Occurrence) time.Time { return o.Start })},
	{"next.end", next(func(o *search.Occurrence) time.Time { return o.End })},
}

// csv answers with a line for each activity of the page. The page behind it is in the
// Link header.
func (p *page) csv(c *fiber.Ctx) error {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.UseCRLF = true // as RFC 4180 asks
	line := make([]string, len(columns))
	for i := range columns {
		line[i] = columns[i].name
	}
	for i := -1; i < len(p.result.Hits); i++ {
		if i >= 0 {
			if err := fill(line, &p.result.Hits[i]); err != nil {
				return err
			}
		}
		if err := w.Write(line); err != nil {
			return err
		}
	}
	w.Flush()
	if p.result.Next != "" {
		query := []byte("format=csv")
		if len(p.query) > 0 {
			query = append(append(query, '&'), p.query...)
		}
		next := appendSearch([]byte(p.path), query, p.result.Next)
		c.Set(fiber.HeaderLink, "<"+string(next)+`>; rel="next"`)
	}
	c.Set(fiber.HeaderContentType, mediaCSV)
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="activities.csv"`)
	return c.Send(out.Bytes())
}

func fill(line []string, hit *search.Hit) error {
	r := row{hit: hit}
	if err := json.Unmarshal(hit.Document, &r.Activity); err != nil {
		return fmt.Errorf("a stored record is unreadable: %w", err)
	}
	for i := range columns {
		line[i] = columns[i].cell(&r)
	}
	return nil
}

// safe keeps a spreadsheet from taking somebody's text for a formula.
func safe(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func joined(values []string) string { return safe(strings.Join(values, ";")) }

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

func integer(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func number(n *float64) string {
	if n == nil {
		return ""
	}
	return decimal(*n)
}

func yesNo(b *bool) string {
	if b == nil {
		return ""
	}
	return strconv.FormatBool(*b)
}

func organiser(text func(*data.OrganiserRef) string) func(*row) string {
	return func(r *row) string {
		if r.Organiser == nil {
			return ""
		}
		return safe(text(r.Organiser))
	}
}

func location(text func(*data.Location) string) func(*row) string {
	return func(r *row) string {
		if r.Location == nil {
			return ""
		}
		return text(r.Location)
	}
}

func schedule(text func(*data.Schedule) string) func(*row) string {
	return func(r *row) string {
		if r.Schedule == nil {
			return ""
		}
		return text(r.Schedule)
	}
}

func registration(text func(*data.Registration) string) func(*row) string {
	return func(r *row) string {
		if r.Registration == nil {
			return ""
		}
		return text(r.Registration)
	}
}

// occurrences lists one end of each; a place stays empty so that both lists match.
func occurrences(end func(data.Occurrence) time.Time) func(*row) string {
	return func(r *row) string {
		times := make([]string, len(r.Occurrences))
		for i, o := range r.Occurrences {
			times[i] = moment(end(o))
		}
		if strings.Join(times, "") == "" {
			return ""
		}
		return strings.Join(times, ";")
	}
}

func next(end func(*search.Occurrence) time.Time) func(*row) string {
	return func(r *row) string {
		if r.hit.Next == nil {
			return ""
		}
		return moment(end(r.hit.Next))
	}
}
