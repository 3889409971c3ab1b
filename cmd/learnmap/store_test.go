package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Two activities, an organiser of the same id as one of them, and a source.
const kaunas = `{"id":"club","source":"kaunas","title":"Robotics club","location":{"lat":54.8985,"lng":23.9036},"languages":["lt"]}
{"id":"course","source":"kaunas","title":"Welding","mode":"online"}
{"kind":"organiser","id":"club","source":"kaunas","name":"Robot people"}
{"kind":"source","id":"kaunas","source":"kaunas","name":"City of Kaunas","licence":"CC0-1.0","republish":true}
{"id":"walk","source":"vilnius","title":"Tree walk","location":{"lat":54.68,"lng":25.28}}
`

// lastLine returns the last line of what was written.
func lastLine(s string) string {
	s = strings.TrimSuffix(s, "\n")
	return s[strings.LastIndexByte(s, '\n')+1:]
}

// imports runs an import of text into a folder and holds its last line.
func imports(t *testing.T, dir, text, want string, args ...string) outcome {
	t.Helper()
	got := call(t, nil, text, append([]string{"import", "--data", dir, "--format", "ndjson", "-"}, args...)...)
	if got.code != 0 || lastLine(got.stdout) != "imported "+want {
		t.Fatalf("import: code %d, last line %q, want %q\n%s%s", got.code, lastLine(got.stdout), want, got.stdout, got.stderr)
	}
	return got
}

func exported(t *testing.T, dir string, args ...string) string {
	t.Helper()
	got := call(t, nil, "", append([]string{"export", "--data", dir}, args...)...)
	if got.code != 0 {
		t.Fatalf("export: code %d: %s", got.code, got.stderr)
	}
	return got.stdout
}

func TestImportTwice(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "var")
	imports(t, dir, kaunas, "5 new, 0 updated, 0 unchanged, 0 removed, 0 rejected")
	imports(t, dir, kaunas, "0 new, 0 updated, 5 unchanged, 0 removed, 0 rejected")
	changed := strings.Replace(kaunas, "Welding", "Soldering", 1)
	imports(t, dir, changed, "0 new, 1 updated, 4 unchanged, 0 removed, 0 rejected")
}

func TestImportNamesWhatItRejects(t *testing.T) {
	got := imports(t, t.TempDir(), `{"id":"a","source":"s","title":"A","mode":"online"}
{"id":"b","source":"s","mode":"online"}
`, "1 new, 0 updated, 0 unchanged, 0 removed, 1 rejected")
	if !strings.Contains(got.stderr, "-:2: title: ") {
		t.Errorf("the second line's title is not named:\n%s", got.stderr)
	}
}

func TestImportSaysWhatIsHidden(t *testing.T) {
	got := imports(t, t.TempDir(), `{"id":"a","source":"s","title":"A","mode":"online","occurrences":[{"start":"2020-01-01T10:00:00Z"}]}
{"id":"b","source":"s","title":"B","mode":"online","status":"draft"}
{"id":"c","source":"s","title":"C","mode":"online","status":"cancelled"}
{"id":"d","source":"s","title":"D","mode":"online"}
`, "4 new, 0 updated, 0 unchanged, 0 removed, 0 rejected")
	for _, want := range []string{"1 ended (add when=all", "1 draft", "1 cancelled"} {
		if !strings.Contains(got.stdout, want) {
			t.Errorf("%q is not said:\n%s", want, got.stdout)
		}
	}
}

func TestDryRunChangesNothing(t *testing.T) {
	dir := t.TempDir()
	got := imports(t, dir, kaunas, "5 new, 0 updated, 0 unchanged, 0 removed, 0 rejected", "--dry-run")
	if !strings.Contains(got.stdout, "a dry run") {
		t.Errorf("it does not say that it was a dry run:\n%s", got.stdout)
	}
	if text := exported(t, dir); text != "" {
		t.Errorf("a dry run stored:\n%s", text)
	}
}

func TestComplete(t *testing.T) {
	dir := t.TempDir()
	imports(t, dir, kaunas, "5 new, 0 updated, 0 unchanged, 0 removed, 0 rejected")
	rest := strings.Join(strings.SplitAfter(kaunas, "\n")[1:4], "")
	imports(t, dir, rest, "0 new, 0 updated, 3 unchanged, 1 removed, 0 rejected", "--complete", "--source", "kaunas")
	if text := exported(t, dir); strings.Contains(text, "Robotics club") || !strings.Contains(text, "Tree walk") {
		t.Errorf("only the club had to go:\n%s", text)
	}
}

// What is exported and imported elsewhere is exported the same again.
func TestExportIsLossless(t *testing.T) {
	first, second := t.TempDir(), t.TempDir()
	imports(t, first, kaunas, "5 new, 0 updated, 0 unchanged, 0 removed, 0 rejected")
	text := exported(t, first)
	imports(t, second, text, "5 new, 0 updated, 0 unchanged, 0 removed, 0 rejected")
	if again := exported(t, second, "--format", "ndjson"); again != text || strings.Count(text, "\n") != 5 {
		t.Errorf("first:\n%s\nagain:\n%s", text, again)
	}
}

func TestRemove(t *testing.T) {
	dir := t.TempDir()
	imports(t, dir, kaunas, "5 new, 0 updated, 0 unchanged, 0 removed, 0 rejected")
	steps := []struct {
		args    []string
		removed string
		gone    string
		left    int
	}{
		{[]string{"--dry-run"}, "removed 4", "", 5},
		{[]string{"club", "club", "none"}, "removed 1", "Robotics club", 4},
		{[]string{"club"}, "removed 0", "", 4},
		{[]string{"--kind", "organiser", "club"}, "removed 1", "Robot people", 3},
		{[]string{"--kind", "source"}, "removed 1", "City of Kaunas", 2},
		{nil, "removed 1", "Welding", 1},
	}
	for _, step := range steps {
		got := call(t, nil, "", append([]string{"remove", "--data", dir, "--source", "kaunas"}, step.args...)...)
		if got.code != 0 || lastLine(got.stdout) != step.removed {
			t.Errorf("remove %q: code %d, said %q; want %q", step.args, got.code, got.stdout+got.stderr, step.removed)
		}
		text := exported(t, dir)
		if n := strings.Count(text, "\n"); n != step.left || step.gone != "" && strings.Contains(text, step.gone) {
			t.Errorf("remove %q: %d records are left, want %d:\n%s", step.args, n, step.left, text)
		}
	}
}

// What cannot be read is named, and is a failure only when nothing else was.
func TestImportUnreadable(t *testing.T) {
	dir := t.TempDir()
	missing := filepath.Join(dir, "missing.ndjson")
	good := filepath.Join(dir, "good.ndjson")
	if err := os.WriteFile(good, []byte(kaunas), 0o600); err != nil {
		t.Fatal(err)
	}
	got := call(t, nil, "", "import", "--data", dir, missing)
	if got.code != 1 || !strings.Contains(got.stderr, missing) {
		t.Errorf("a missing file: code %d\n%s%s", got.code, got.stdout, got.stderr)
	}
	got = call(t, nil, "", "import", "--data", dir, missing, good)
	if got.code != 0 || !strings.Contains(got.stderr, missing) || !strings.HasPrefix(lastLine(got.stdout), "imported 5 new") {
		t.Errorf("a missing and a good file: code %d\n%s%s", got.code, got.stdout, got.stderr)
	}
	got = call(t, nil, kaunas, "import", "--data", dir, "--mapping", missing, "-")
	if got.code != 1 || !strings.Contains(got.stderr, "--mapping") {
		t.Errorf("a missing mapping: code %d\n%s", got.code, got.stderr)
	}
}

func TestMistypedFolderIsNotMade(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "vra")
	for _, args := range [][]string{{"export"}, {"remove", "--source", "kaunas"}} {
		got := call(t, []string{"LEARNMAP_DATA=" + dir}, "", args...)
		if got.code != 1 || !strings.Contains(got.stderr, dir) || !strings.Contains(got.stderr, "--data") {
			t.Errorf("learnmap %q: code %d, said %q", args, got.code, got.stderr)
		}
		if _, err := os.Stat(dir); err == nil {
			t.Fatalf("learnmap %q made the folder", args)
		}
	}
}

func TestUnreachableDatabase(t *testing.T) {
	got := call(t, nil, kaunas, "import", "--database", "postgres://learn:hunter2@127.0.0.1:1/learnmap", "-")
	if got.code != 1 || strings.Contains(got.stderr, "hunter2") || !strings.Contains(got.stderr, "check that the server runs") {
		t.Errorf("code %d, said %q", got.code, got.stderr)
	}
}

// A typed folder beats a database of the environment, and not the other way round
// when serving, where the folder is the index's.
func TestWhichStore(t *testing.T) {
	const url = "postgres://127.0.0.1:1/learnmap"
	for _, c := range []struct {
		command   string
		env, args []string
		want      string
	}{
		{"export", nil, nil, ""},
		{"export", []string{"LEARNMAP_DATABASE=" + url}, nil, url},
		{"export", []string{"LEARNMAP_DATABASE=" + url, "LEARNMAP_DATA=/srv"}, nil, url},
		{"export", []string{"LEARNMAP_DATABASE=" + url}, []string{"--data", "d"}, ""},
		{"export", []string{"LEARNMAP_DATA=/srv"}, []string{"--database", url}, url},
		{"serve", []string{"LEARNMAP_DATABASE=" + url}, []string{"--data", "d"}, url},
		{"serve", nil, []string{"--data", "d", "--database", url}, url},
	} {
		cmd, _, err := findCommand([]string{c.command})
		if err != nil {
			t.Fatal(err)
		}
		p := &program{command: c.command}
		if _, err := p.settings.read(cmd, c.args, c.env); err != nil {
			t.Fatal(err)
		}
		if got, err := p.database(); got != c.want || err != nil {
			t.Errorf("%s %q with %q: database %q, %v; want %q", c.command, c.args, c.env, got, err, c.want)
		}
	}
}

func TestSecondServe(t *testing.T) {
	dir := t.TempDir()
	release, err := lockFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	got := call(t, nil, "", "serve", "--data", dir, "--listen", "127.0.0.1:0")
	if got.code != 1 || !strings.Contains(got.stderr, dir) || !strings.Contains(got.stderr, "in use by another") {
		t.Errorf("code %d, said %q", got.code, got.stderr)
	}
}
