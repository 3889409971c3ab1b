package feed_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"learnmap/data/feed"
)

// workbook returns an xlsx file whose second sheet has the rows.
func workbook(t testing.TB, date1904 bool, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &date1904}))
	check(f.SetCellValue("Sheet1", "A1", "How to fill in this form"))
	_, err := f.NewSheet("Renginiai")
	check(err)
	for i, row := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		check(err)
		check(f.SetSheetRow("Renginiai", cell, &row))
	}
	var out bytes.Buffer
	check(f.Write(&out))
	return out.Bytes()
}

func day(year int, month time.Month, d, hour, minute int) time.Time {
	return time.Date(year, month, d, hour, minute, 0, 0, time.UTC)
}

func binary(name string, content []byte) feed.Input {
	return feed.Input{Name: name, Reader: bytes.NewReader(content), Size: int64(len(content))}
}

// Dates, times, numbers and truth values come as the spreadsheet keeps them, and so do
// ages that it took for a date.
func TestWorkbook(t *testing.T) {
	for _, date1904 := range []bool{false, true} {
		file := workbook(t, date1904,
			[]any{"Renginių planas 2026"},
			[]any{},
			[]any{"Pavadinimas", "Data", "Laikas", "Platuma", "Ilguma", "Amžius", "Kaina", "Nemokama", "Telefonas", "Temos"},
			[]any{"Robotikos būrelis", day(2026, 12, 1, 0, 0), 0.625, 54.8985, 23.9036, day(2026, 5, 20, 0, 0), 5.5, false, 37061234567, "Mokslas;Aplinka"},
			[]any{},
			[]any{"Šachmatai", day(2026, 12, 2, 18, 30), "", 54.9, 23.9, "11-14", "", true, "#N/A", ""},
			[]any{"Be vietos", day(2026, 12, 3, 0, 0)},
			[]any{"Trumpa eilutė", day(2026, 12, 4, 0, 0), 0.75, 54.9, 23.9},
		)
		r, report, err := run(t, openStore(t), feed.Options{Source: "a"}, binary("f.xlsx", file))
		if err != nil || r.New != 3 || r.Rejected != 1 || r.Warned != 2 {
			t.Errorf("%s, %v\n%s", counts(r), err, report)
		}
		for _, part := range []string{
			`f.xlsx:4: age: "46162" is a date that a spreadsheet made of ages: it was read as 5-20`,
			"f.xlsx:6: contact.phone: #N/A is an error of a formula", "f.xlsx:7: location: is missing",
		} {
			if !strings.Contains(report, part) && !date1904 {
				t.Errorf("%q is not in %s", part, report)
			}
		}
		if format := strings.Join(r.Formats, "\n"); !strings.Contains(format, `XLSX, sheet "Renginiai"`) || !strings.Contains(format, "header in line 3") {
			t.Error(format)
		}
		store := openStore(t)
		if _, _, err := run(t, store, feed.Options{Source: "a"}, binary("f.xlsx", file)); err != nil {
			t.Fatal(err)
		}
		got := export(t, store, "ndjson")
		for _, part := range []string{
			`"occurrences":[{"start":"2026-12-01T15:00:00+02:00"}],"ageMin":5,"ageMax":20,"free":false,"price":{"amount":5.5}`,
			`"occurrences":[{"start":"2026-12-02T18:30:00+02:00"}],"ageMin":11,"ageMax":14,"free":true`,
			`"location":{"lat":54.8985,"lng":23.9036,"country":"LT"}`, `"contact":{"phone":"37061234567"}`, `"topics":["science","environment"]`,
		} {
			if !strings.Contains(got, part) {
				t.Errorf("1904 %v: %s is not in %s", date1904, part, got)
			}
		}
	}
}

// A workbook that is cut off anywhere is an error and leaves no file behind.
func TestWorkbookCut(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	whole := workbook(t, false, []any{"title", "lat", "lng"}, []any{"A", 54.9, 23.9})
	store := openStore(t)
	for n := 4; n < len(whole); n += len(whole)/40 + 1 {
		if _, _, err := run(t, store, feed.Options{Source: "a"}, binary("f.xlsx", whole[:n])); err == nil {
			t.Errorf("%d of %d bytes were read", n, len(whole))
		}
	}
	if _, _, err := run(t, store, feed.Options{Source: "a"}, binary("f.xlsx", whole)); err != nil {
		t.Error(err)
	}
	left, err := os.ReadDir(temp)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range left {
		if strings.HasPrefix(entry.Name(), "learnmap-import") || strings.HasPrefix(entry.Name(), "excelize") {
			t.Errorf("%s is left behind", entry.Name())
		}
	}
}

// repack copies a workbook with another second sheet.
func repack(t *testing.T, whole []byte, header *zip.FileHeader, content []byte) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	out := zip.NewWriter(&packed)
	for _, f := range in.File {
		if f.Name != "xl/worksheets/sheet2.xml" {
			err = out.Copy(f)
		} else {
			var w io.Writer
			header.Name = f.Name
			if w, err = out.CreateRaw(header); err == nil {
				_, err = w.Write(content)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

// A workbook that unpacks to more than anybody's sheet, or lies about what it unpacks
// to, is refused.
func TestWorkbookBomb(t *testing.T) {
	whole := workbook(t, false, []any{"title", "lat", "lng"}, []any{"A", 54.9, 23.9})
	const sheet = "<worksheet><sheetData></sheetData></worksheet>"
	for reason, header := range map[string]*zip.FileHeader{
		"unpacks to more than 256 MiB": {UncompressedSize64: 1 << 40, CompressedSize64: uint64(len(sheet))},
		"damaged":                      {UncompressedSize64: 10, CompressedSize64: uint64(len(sheet))},
		"checksum":                     {UncompressedSize64: uint64(len(sheet)), CompressedSize64: uint64(len(sheet)), CRC32: 1},
	} {
		file := repack(t, whole, header, []byte(sheet))
		_, _, err := run(t, openStore(t), feed.Options{Source: "a", Complete: true}, binary("f.xlsx", file))
		if err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("%v, want %q", err, reason)
		}
	}
}

func TestWorkbookIsStreamed(t *testing.T) {
	rows := [][]any{{"title", "lat", "lng", "description"}}
	for i := range 1500 {
		rows = append(rows, []any{fmt.Sprint("Row ", i), 54.9, 23.9, strings.Repeat("words ", 20)})
	}
	r, report, err := run(t, openStore(t), feed.Options{Source: "a"}, binary("f.xlsx", workbook(t, false, rows...)))
	if err != nil || r.New != 1500 {
		t.Errorf("%s, %v\n%s", counts(r), err, report)
	}
}
