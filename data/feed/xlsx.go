package feed

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// Bounds of a workbook. Beyond them a sheet is better saved as CSV, which has none.
const (
	maxWorkbook     = 64 << 20  // bytes of the file
	maxUnzipped     = 256 << 20 // bytes of everything in it
	maxSheetInMem   = 4 << 20   // bytes of a part that is kept in memory; larger ones go to temporary files
	maxSheetsLooked = 20
)

// workbook is an open xlsx file.
type workbook struct {
	file   *excelize.File
	folder string // holds its temporary files
	epoch  int    // days to add to serial dates, 1462 for workbooks of the old Mac
}

// openWorkbook copies a workbook to a temporary file, which its format needs, and
// opens it.
func openWorkbook(r io.Reader) (*workbook, error) {
	folder, err := os.MkdirTemp("", "learnmap-import-")
	if err != nil {
		return nil, fmt.Errorf("no temporary folder for the workbook: %w", err)
	}
	w := &workbook{folder: folder}
	if err := w.load(r); err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

func (w *workbook) load(r io.Reader) (err error) {
	defer recovered(&err)
	path := filepath.Join(w.folder, "workbook.xlsx")
	if err := spool(path, r); err != nil {
		return err
	}
	if err := verify(path); err != nil {
		return err
	}
	w.file, err = excelize.OpenFile(path, excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxSheetInMem, TmpDir: w.folder,
	})
	if err != nil {
		return damaged(err)
	}
	props, err := w.file.GetWorkbookProps()
	if err == nil && props.Date1904 != nil && *props.Date1904 {
		w.epoch = 1462
	}
	return nil
}

func damaged(err error) error {
	return fmt.Errorf("the workbook is damaged, cut off or protected (%w); "+
		"open it in a spreadsheet program and save it again as .xlsx or as CSV", err)
}

// verify reads all of a workbook's parts against their checksums, which the library
// does not: a part that breaks off would end the sheet without a word, and the rows
// behind would look like rows that the source no longer holds.
func verify(path string) error {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return damaged(err)
	}
	defer archive.Close()
	left := uint64(maxUnzipped)
	for _, part := range archive.File {
		if part.UncompressedSize64 > left {
			return fmt.Errorf("the workbook unpacks to more than %d MiB; save the sheet as CSV", maxUnzipped>>20)
		}
		left -= part.UncompressedSize64
		if err := readThrough(part); err != nil {
			return damaged(err)
		}
	}
	return nil
}

func readThrough(part *zip.File) error {
	r, err := part.Open()
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, r)
	return errors.Join(err, r.Close())
}

// recovered turns a panic of the library on a crafted file into an error.
func recovered(err *error) {
	if panicked := recover(); panicked != nil {
		*err = fmt.Errorf("the workbook cannot be read (%v); save it again as .xlsx or as CSV", panicked)
	}
}

func spool(path string, r io.Reader) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	n, err := io.Copy(file, io.LimitReader(r, maxWorkbook+1))
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("the workbook could not be copied: %w", err)
	}
	if n > maxWorkbook {
		return fmt.Errorf("the workbook has more than %d MiB; save the sheet as CSV", maxWorkbook>>20)
	}
	return nil
}

func (w *workbook) close() {
	if w.file != nil {
		_ = w.file.Close()
	}
	_ = os.RemoveAll(w.folder)
}

// sheet returns the rows of the first sheet that has a header which is understood,
// else of the first one.
func (w *workbook) sheet(wanted wishes) (name string, _ *sheetRows, err error) {
	defer recovered(&err)
	names := w.file.GetSheetList()
	if len(names) == 0 {
		return "", nil, errEmpty
	}
	name = names[0]
	for _, candidate := range names[:min(len(names), maxSheetsLooked)] {
		s, err := w.open(candidate)
		if err != nil {
			continue
		}
		t := &table{rows: s}
		t.look(maxHeaderRow)
		s.close()
		if at, _, err := t.findHeader(wanted); err == nil && wanted.known(t.ahead[at].cells) > 1 {
			name = candidate
			break
		}
	}
	s, err := w.open(name)
	return name, s, err
}

func (w *workbook) open(sheet string) (*sheetRows, error) {
	r, err := w.file.Rows(sheet)
	if err != nil {
		return nil, fmt.Errorf("sheet %s: %w", quote(sheet), err)
	}
	return &sheetRows{src: r, epoch: w.epoch}, nil
}

// sheetRows reads the rows of a sheet one by one. Cells are as the file keeps them:
// dates and times are serial numbers.
type sheetRows struct {
	src   *excelize.Rows
	n     int
	epoch int
}

func (s *sheetRows) setWidth(int) {}
func (s *sheetRows) trims() bool  { return true }
func (s *sheetRows) close()       { _ = s.src.Close() }

func (s *sheetRows) next() (r row, err error) {
	defer recovered(&err)
	for s.src.Next() {
		s.n++
		cells, err := s.src.Columns()
		if err != nil {
			return row{line: s.n}, fmt.Errorf("row %d: %w", s.n, err)
		}
		if allBlank(cells) {
			continue
		}
		for i, cell := range cells {
			cells[i] = s.shift(cell)
		}
		return row{line: s.n, cells: cells}, nil
	}
	if err := s.src.Error(); err != nil {
		return row{line: s.n + 1}, err
	}
	return row{line: s.n + 1}, io.EOF
}

// shift moves a serial date of a workbook that counts from 1904.
func (s *sheetRows) shift(cell string) string {
	if s.epoch == 0 {
		return cell
	}
	if _, ok := parseSerial(cell); !ok {
		return cell
	}
	serial, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		return cell
	}
	return strconv.FormatFloat(serial+float64(s.epoch), 'f', -1, 64)
}
