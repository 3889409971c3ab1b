package feed

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

// readRows returns the cells of every row, or what is wrong with it.
func readRows(t interface{ Fatal(...any) }, r rows) []string {
	var all []string
	for {
		row, err := r.next()
		switch {
		case err == io.EOF:
			return all
		case err != nil:
			t.Fatal(err)
		case row.wrong != nil:
			all = append(all, fmt.Sprintf("%d ✗ %s", row.line, row.wrong.Reason))
		default:
			all = append(all, fmt.Sprintf("%d %q", row.line, row.cells))
		}
	}
}

func TestCSVRows(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		width int
		want  []string
	}{
		"plain":             {"a,b\n1,2\n", 2, []string{`1 ["a" "b"]`, `2 ["1" "2"]`}},
		"no last newline":   {"a,b\n1,2", 2, []string{`1 ["a" "b"]`, `2 ["1" "2"]`}},
		"old Mac":           {"a,b\r1,2\r", 2, []string{`1 ["a" "b"]`, `2 ["1" "2"]`}},
		"empty lines":       {"\r\na,b\r\n\r\n,\r\n1,2\r\n", 2, []string{`2 ["a" "b"]`, `5 ["1" "2"]`}},
		"lines in a cell":   {"a,b\n\"1\n1\",2\n3,4\n", 2, []string{`1 ["a" "b"]`, `2 ["1\n1" "2"]`, `4 ["3" "4"]`}},
		"doubled quotes":    {"a,b\n\"\"\"1\"\"\",2\n", 2, []string{`1 ["a" "b"]`, `2 ["\"1\"" "2"]`}},
		"quote in a cell":   {"a,b\nthe \"x\" y,2\n3\",4\n5,6\n", 2, []string{`1 ["a" "b"]`, `2 ["the \"x\" y" "2"]`, `3 ["3\"" "4"]`, `4 ["5" "6"]`}},
		"never closed":      {"a,b\n\"1,2\n3,4\n", 2, []string{`1 ["a" "b"]`, `2 ✗ a quote is never closed`, `3 ["3" "4"]`}},
		"closed too early":  {"a,b\n\"1\"x\",2\n3,4\n", 2, []string{`1 ["a" "b"]`, `2 ["1\"x" "2"]`, `3 ["3" "4"]`}},
		"text behind quote": {"a,b\n\"1\"x,2\n3,4\n", 2, []string{`1 ["a" "b"]`, `2 ✗ a quote stands where none may be`, `3 ["3" "4"]`}},
	} {
		rows := newCSVRows(newLineReader(strings.NewReader(c.text)), ',')
		rows.setWidth(c.width)
		if got := readRows(t, rows); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// A line longer than a row may be is one bad row, and takes no more memory than a row.
func TestCSVLongLine(t *testing.T) {
	text := "a,b\n" + strings.Repeat("x", 3*MaxRow) + ",2\n\"" + strings.Repeat(strings.Repeat("y", 200)+"\n", MaxRow/200) + "3,4\n"
	rows := newCSVRows(newLineReader(iotest.HalfReader(strings.NewReader(text))), ',')
	got := readRows(t, rows)
	want := fmt.Sprintf("%d %q", MaxRow/200+3, []string{"3", "4"})
	if len(got) < 4 || got[1] != "2 ✗ has more than 1048576 bytes" || got[2] != "3 ✗ a quote is never closed" || got[len(got)-1] != want {
		t.Errorf("%d rows, first %.200q, last %q", len(got), got[:4], got[len(got)-1])
	}
}

// What the standard library writes is read back as it was, whatever the cells hold.
func TestCSVRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		comma := rapid.SampledFrom(delimiters).Draw(t, "comma")
		width := rapid.IntRange(2, 5).Draw(t, "width")
		cell := rapid.StringMatching(`[a-zž"',;|\t\n =]{0,8}`)
		records := rapid.SliceOfN(rapid.SliceOfN(cell, width, width), 1, 8).Draw(t, "records")
		var file bytes.Buffer
		w := csv.NewWriter(&file)
		w.Comma, w.UseCRLF = comma, rapid.Bool().Draw(t, "crlf")
		if err := w.WriteAll(records); err != nil {
			t.Fatal(err)
		}
		var got [][]string
		rows := newCSVRows(newLineReader(&file), comma)
		for {
			r, err := rows.next()
			if err == io.EOF {
				break
			}
			if err != nil || r.wrong != nil {
				t.Fatalf("%v %v in %q", err, r.wrong, file.String())
			}
			got = append(got, r.cells)
		}
		var want [][]string
		for _, record := range records {
			if !allBlank(record) {
				want = append(want, record)
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

func TestDialect(t *testing.T) {
	var w wishes
	for text, want := range map[string]rune{
		"title,lat,lng\na,1,2\n":                                 ',',
		"title;lat;lng\na;54,9;23,9\nb;54,8;23,8\n":              ';',
		"title\tlat\tlng\na\t1\t2\n":                             '\t',
		"title|lat|lng\na|1|2\n":                                 '|',
		"title,topics,lat\na,x;y;z,1\nb,x;y,2\nc,z;y;x;w,3\n":    ',',
		"title;topics;lat\na;\"x;y;z\";1\nb;\"x;y\";2\n":         ';',
		"title;description\na;one, two, three\nb;four, five\n":   ';',
		"sep=;\ntitle;a\n":                                       ';',
		"\"sep=|\"\ntitle|a\n":                                   '|',
		"Pavadinimas;Kaina, €;Adresas\na;5,50;Gatvė 1, Kaunas\n": ';',
		"A list of things\n\nname\n":                             ',',
		"Renginiai 2026;;\n;;\nPavadinimas;Data;Vieta\na;b;c\n":  ';',
		"foo;bar;baz\n1,5;2,5;3,5\n1,5;2,5;3,5\n1,5;2,5;3,5\n":   ';',
	} {
		if got := detectDialect([]byte(text), w.known); got.comma != want {
			t.Errorf("%q: %q, want %q", text, got.comma, want)
		}
	}
}

// The scanner finds the values that the standard library's decoder does.
func TestValueScanner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want []string
		var file strings.Builder
		list := rapid.Bool().Draw(t, "list")
		member := ""
		if list && rapid.Bool().Draw(t, "member") {
			member = "rows"
			file.WriteString(`{"other":{"rows":[1]},"text":"\"rows\":[2]","n":-1.5e3,"rows":`)
		}
		if list {
			file.WriteString(" [\n")
		}
		for i := range rapid.IntRange(1, 5).Draw(t, "n") {
			v := jsonValue(3).Draw(t, "v")
			raw, err := json.MarshalIndent(map[string]any{"v": v}, "", rapid.SampledFrom([]string{"", " "}).Draw(t, "indent"))
			if err != nil {
				t.Fatal(err)
			}
			if list && i > 0 {
				file.WriteString(",")
			}
			want = append(want, string(raw))
			file.WriteString("\n" + string(raw))
		}
		if list {
			file.WriteString("]")
		}
		if member != "" {
			file.WriteString(`,"more":[3]}`)
		}
		s := newValueScanner(strings.NewReader(file.String()), member)
		var got []string
		for {
			raw, line, wrong, err := s.next()
			if err == io.EOF {
				break
			}
			if err != nil || wrong != nil {
				t.Fatalf("%v %v in %s", err, wrong, file.String())
			}
			if at := strings.Index(file.String(), string(raw)); len(want) == 1 && line != 1+strings.Count(file.String()[:at], "\n") {
				t.Fatalf("line %d of %s", line, file.String())
			}
			got = append(got, string(raw))
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

func jsonValue(depth int) *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		switch kind := rapid.IntRange(0, 5).Draw(t, "kind"); {
		case kind == 0:
			return rapid.Float64Range(-1e9, 1e9).Draw(t, "number")
		case kind == 1:
			return rapid.StringMatching(`[a-z"\\{}\[\],:\n]{0,8}`).Draw(t, "text")
		case kind == 2:
			return rapid.Bool().Draw(t, "bool")
		case kind == 3 || depth == 0:
			return nil
		case kind == 4:
			return rapid.SliceOfN(jsonValue(depth-1), 0, 3).Draw(t, "list")
		}
		return rapid.MapOfN(rapid.StringMatching(`[a-z"{\]]{1,4}`), jsonValue(depth-1), 0, 3).Draw(t, "object")
	})
}

// A value that is too long or too deep is passed over, to its end.
func TestValueScannerBounds(t *testing.T) {
	deep := strings.Repeat(`{"a":`, MaxDepth+1) + "1" + strings.Repeat("}", MaxDepth+1)
	text := `[{"a":"` + strings.Repeat("x", MaxRow) + `"},` + deep + `,{"b":1}`
	s := newValueScanner(strings.NewReader(text), "")
	for i, want := range []string{"has more than 1048576 bytes", "is nested more than 32 deep", ""} {
		raw, _, wrong, err := s.next()
		if err != nil || wrong == nil && want != "" || wrong != nil && wrong.Reason != want {
			t.Errorf("value %d: %v %v, want %q", i, wrong, err, want)
		}
		if want == "" && string(raw) != `{"b":1}` {
			t.Errorf("the value behind is %q", raw)
		}
	}
	if _, _, _, err := s.next(); err != errCut {
		t.Errorf("the end is %v, want %v", err, errCut)
	}
	if got := depthOf([]byte(`{"a":["}}}}",{"b":[]}]}`)); got != 4 {
		t.Errorf("depth %d, want 4", got)
	}
}

func TestTemplate(t *testing.T) {
	cells := map[string]string{"A": "a", "B": "b", "Long name": "c"}
	for text, want := range map[string]string{
		"A": "a", "{A}": "a", "{A} – {B}": "a – b", "{A} – {X}": "a", "{X} – {B}": "b", "{X}": "", "{A}, {X}, {B}": "a, b",
		"About {Long name}!": "About c!", "About {X}!": "", "({A}) {B}": "(a) b", "{A": "", "{}": "",
	} {
		if got := parseTemplate(text).fill(func(column string) string { return cells[column] }); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestMappingFile(t *testing.T) {
	for text, want := range map[string]string{
		`{"fields":{"titel":"A"},"constants":{"lat":"1"},"values":{"topic":{"X":["a","b"],"Y":"c"}}}`: "",
		`{"fields":{"tittle":"A"}}`:                 "fields: no field is called \"tittle\"; did you mean title?",
		`{"fields":{"title":"A","name":"B"}}`:       "field title is given twice",
		`{"felds":{}}`:                              "unknown field",
		`{"source":"A b"}`:                          "use 1 to 64",
		`{}{}`:                                      "something stands behind",
		"{\n\"fields\": 1\n}":                       "cannot unmarshal number",
		`{"values":{"topics":{"X":5}}}`:             "cannot unmarshal",
		`# a comment`:                               "invalid character",
		strings.Repeat(" ", maxMappingBytes) + "{}": "larger than",
	} {
		m, err := ReadMapping(strings.NewReader(text))
		switch {
		case want == "" && err != nil:
			t.Errorf("%.60s: %v", text, err)
		case want == "":
			if m.Fields["title"] != "A" || m.Constants["location.lat"] != "1" || len(m.Values["topics"]["x"]) != 2 {
				t.Errorf("%.60s: %+v", text, m)
			}
		case err == nil || !strings.Contains(err.Error(), want):
			t.Errorf("%.60s: %v, want %q", text, err, want)
		}
	}
}
