package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// House numbers: a file that grows past them holds two meanings.
const (
	maxLines    = 600
	maxMedian   = 200 // of non-test files; the aim is 150
	minMeasured = 20  // fewer files than this and the walk has missed the house
)

// leftOpen finds what was put off. (The words are spelt so as not to find themselves.)
var leftOpen = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME)\b`)

// goFiles returns every Go file of the house by its path, generated ones left out.
func goFiles(t *testing.T) map[string][]byte {
	files := map[string][]byte{}
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && path != root && (name == "node_modules" || name == "testdata" || name == "var" || strings.HasPrefix(name, ".")) {
			return fs.SkipDir
		}
		if entry.IsDir() || filepath.Ext(name) != ".go" {
			return nil
		}
		text, err := os.ReadFile(path)
		if !bytes.HasPrefix(text, []byte("// Code generated ")) {
			files[path] = text
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < minMeasured {
		t.Fatalf("only %d Go files were found below %s", len(files), root)
	}
	return files
}

func TestFileLengths(t *testing.T) {
	var lengths []int
	for path, text := range goFiles(t) {
		lines := bytes.Count(text, []byte("\n"))
		if lines > maxLines {
			t.Errorf("%s has %d lines, at most %d are kept in one file: split it along a meaning", path, lines, maxLines)
		}
		if !strings.HasSuffix(path, "_test.go") {
			lengths = append(lengths, lines)
		}
	}
	slices.Sort(lengths)
	median := lengths[len(lengths)/2]
	t.Logf("%d files, median %d lines, longest %d", len(lengths), median, lengths[len(lengths)-1])
	if median > maxMedian {
		t.Errorf("the median file has %d lines, at most %d are held", median, maxMedian)
	}
}

func TestNothingLeftOpen(t *testing.T) {
	for path, text := range goFiles(t) {
		for i, line := range strings.Split(string(text), "\n") {
			if leftOpen.MatchString(line) {
				t.Errorf("%s:%d: finish it, or say it in the documentation: %s", path, i+1, strings.TrimSpace(line))
			}
		}
	}
}

func TestPackagesTellTheirStory(t *testing.T) {
	told := map[string]bool{} // by folder
	for path, text := range goFiles(t) {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, text, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		dir := filepath.Dir(path)
		told[dir] = told[dir] || len(docOf(file)) > 0
	}
	for dir, ok := range told {
		if !ok {
			t.Errorf("%s: the package has no doc comment; tell its story above a package clause", dir)
		}
	}
}

func docOf(file *ast.File) string { return strings.TrimSpace(file.Doc.Text()) }
