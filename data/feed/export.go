package feed

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"learnmap/data"
)

// ExportFormats are the formats that Export writes.
var ExportFormats = []string{"ndjson", "csv", "geojson"}

// Export writes what a store holds and returns how many records that were. "ndjson" is
// every record as it is kept, and read back gives the same store; "csv" and "geojson"
// are the activities.
func Export(ctx context.Context, store data.Store, w io.Writer, format string) (int, error) {
	out := bufio.NewWriterSize(w, 64<<10)
	var n int
	var err error
	switch format {
	case "ndjson":
		n, err = exportLines(ctx, store, out)
	case "csv":
		n, err = exportCSV(ctx, store, out)
	case "geojson":
		n, err = exportGeoJSON(ctx, store, out)
	default:
		return 0, fmt.Errorf("--format %s is unknown; use one of %s", quote(format), list(ExportFormats))
	}
	if err != nil {
		return n, err
	}
	return n, out.Flush()
}

// pageSize is how many records are asked of the store at a time.
const pageSize = 500

// each calls do with every record of a kind.
func each(ctx context.Context, store data.Store, kind data.Kind, do func(data.Record) error) error {
	for after := ""; ; {
		records, err := store.List(ctx, kind, "", after, pageSize)
		if err != nil {
			return err
		}
		for _, r := range records {
			if err := do(r); err != nil {
				return err
			}
			after = r.ID
		}
		if len(records) < pageSize {
			return nil
		}
	}
}

func exportLines(ctx context.Context, store data.Store, out *bufio.Writer) (n int, err error) {
	for _, kind := range data.Kinds {
		err = each(ctx, store, kind, func(r data.Record) error {
			n++
			_, err := out.Write(append(withKind(r), '\n'))
			return err
		})
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// withKind returns the data of a record on one line, which must say its kind unless it
// is an activity.
func withKind(r data.Record) []byte {
	raw := r.Data
	if bytes.IndexByte(raw, '\n') >= 0 {
		var line bytes.Buffer
		if json.Compact(&line, raw) == nil {
			raw = line.Bytes()
		}
	}
	var e envelope
	if r.Kind == data.KindActivity || json.Unmarshal(raw, &e) == nil && e.Kind == r.Kind {
		return raw[:len(raw):len(raw)]
	}
	return append([]byte(`{"kind":"`+string(r.Kind)+`",`), bytes.TrimPrefix(raw, []byte("{"))...)
}

func exportGeoJSON(ctx context.Context, store data.Store, out *bufio.Writer) (n int, err error) {
	_, _ = out.WriteString(`{"type":"FeatureCollection","features":[`) // errors stay until Flush
	err = each(ctx, store, data.KindActivity, func(r data.Record) error {
		a, err := data.DecodeActivity(r)
		if err != nil {
			return err
		}
		f := feature{Type: "Feature", ID: r.ID, Properties: r.Data}
		if p, ok := a.Point(); ok {
			f.Geometry = &point{"Point", p.Orb()}
		}
		raw, err := json.Marshal(f)
		if err != nil {
			return err
		}
		if n++; n > 1 {
			_ = out.WriteByte(',')
		}
		_ = out.WriteByte('\n')
		_, err = out.Write(raw)
		return err
	})
	_, _ = out.WriteString("\n]}\n")
	return n, err
}

// feature is a GeoJSON Feature.
type feature struct {
	Type       string          `json:"type"`
	ID         string          `json:"id"`
	Geometry   *point          `json:"geometry"`
	Properties json.RawMessage `json:"properties"`
}

type point struct {
	Type        string     `json:"type"`
	Coordinates [2]float64 `json:"coordinates"`
}

// csvFields are the columns of an exported table, in the names that Import knows.
var csvFields = []string{
	"source", "id", "title", "description", "url", "type", "lang", "image", "imageAlt", "imageCredit",
	"organiser.id", "organiser.name", "organiser.url", "organiser.kind",
	"location.lat", "location.lng", "location.name", "location.address", "location.city", "location.country",
	"location.precision", "mode", "occurrences", "schedule.rrule", "schedule.start", "schedule.end",
	"schedule.timezone", "schedule.exdates", "schedule.rdates", "until", "ageMin", "ageMax", "level", "free",
	"price.amount", "price.currency", "registration.url", "registration.opens", "registration.deadline",
	"capacity", "placesLeft", "contact.email", "contact.phone", "contact.url", "languages", "topics", "skills",
	"accessibility", "badge", "playlists", "series", "status", "created", "modified", "confirmed",
}

func exportCSV(ctx context.Context, store data.Store, out *bufio.Writer) (n int, err error) {
	w := csv.NewWriter(out)
	w.UseCRLF = true // RFC 4180
	if err := w.Write(csvFields); err != nil {
		return 0, err
	}
	cells := make([]string, len(csvFields))
	err = each(ctx, store, data.KindActivity, func(r data.Record) error {
		var tree map[string]any
		dec := json.NewDecoder(bytes.NewReader(r.Data))
		dec.UseNumber()
		if err := dec.Decode(&tree); err != nil {
			return fmt.Errorf("%s: stored record is unreadable: %w", r.Key, err)
		}
		for i, field := range csvFields {
			cells[i] = harmless(cellOf(get(tree, field)))
		}
		n++
		return w.Write(cells)
	})
	w.Flush()
	if err == nil {
		err = w.Error()
	}
	return n, err
}

// cellOf writes a value as the text of a cell.
func cellOf(v any) string {
	switch v := v.(type) {
	case map[string]any: // an occurrence, the only object that a list has
		start, _ := plainText(v["start"])
		if end, ok := plainText(v["end"]); ok {
			return start + "/" + end
		}
		return start
	case []any:
		var parts []string
		for _, entry := range v {
			if object, ok := entry.(map[string]any); ok && object["status"] == data.StatusCancelled {
				continue
			}
			parts = append(parts, strings.ReplaceAll(cellOf(entry), ";", ","))
		}
		text := strings.Join(parts, ";")
		if len(parts) == 1 && strings.Contains(text, ",") {
			text += ";" // so that the comma is not taken for what parts the entries
		}
		return text
	}
	text, _ := plainText(v)
	return text
}

// harmless quotes a cell that a spreadsheet would take for a formula (ASVS 1.2.10).
// Numbers are none.
func harmless(cell string) string {
	if cell == "" || strings.IndexByte("=+-@\t\r", cell[0]) < 0 {
		return cell
	}
	if _, err := strconv.ParseFloat(cell, 64); err == nil {
		return cell
	}
	return "'" + cell
}
