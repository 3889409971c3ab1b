package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// testNow is the clock of the tests.
var testNow = time.Date(2026, 3, 14, 9, 26, 0, 0, time.UTC)

// outcome is what a call of the program left behind.
type outcome struct {
	stdout, stderr string
	code           int
}

// call runs the program as a shell would.
func call(t *testing.T, env []string, stdin string, args ...string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := &program{stdin: strings.NewReader(stdin), stdout: &stdout, stderr: &stderr, now: func() time.Time { return testNow }}
	err := p.run(t.Context(), args, env)
	if err != nil {
		stderr.WriteString("learnmap: " + err.Error() + "\n")
	}
	return outcome{stdout.String(), stderr.String(), exitCode(err)}
}

func TestUsage(t *testing.T) {
	cases := []struct {
		args []string
		env  string
		want string // part of standard error
	}{
		{[]string{}, "", "a command is missing"},
		{[]string{"imprt"}, "", "did you mean import?"},
		{[]string{"help", "sevre"}, "", "did you mean serve?"},
		{[]string{"frobnicate"}, "", `unknown command "frobnicate"`},
		{[]string{"import", "--sorce", "x", "f.csv"}, "", "did you mean --source?"},
		{[]string{"import", "--listen", ":1", "f.csv"}, "", "import has no option --listen"},
		{[]string{"import"}, "", "import needs a FILE"},
		{[]string{"import", "f.csv", "--source"}, "", "--source needs a value"},
		{[]string{"import", "--source", "Kaunas City", "f.csv"}, "", `"Kaunas City" cannot name a source`},
		{[]string{"import", "--map", "title", "f.csv"}, "", "write it like title=Name"},
		{[]string{"import", "--format", "exel", "f.csv"}, "", `unknown format to read "exel"`},
		{[]string{"import", "--complete=perhaps", "f.csv"}, "", "neither true nor false"},
		{[]string{"import", "ftp://example.org/f.csv"}, "", "ftp:// cannot be read"},
		{[]string{"import", "https:///f.csv"}, "", "is not a web address"},
		{[]string{"import", "f.csv"}, "LEARNMAP_DRY_RUN=perhaps", "LEARNMAP_DRY_RUN:"},
		{[]string{"serve", "--listen", "8080"}, "", "write it like 127.0.0.1:8080"},
		{[]string{"serve", "--public-url", "learn.example.org"}, "", "write it like https://"},
		{[]string{"serve", "now"}, "", `serve takes no arguments, but was given "now"`},
		{[]string{"export", "--format", "ics"}, "", "unknown format to write \"ics\"; use one of ndjson"},
		{[]string{"export", "--data", "d", "--database", "postgres://h/n"}, "", "give one of them"},
		{[]string{"remove"}, "", "remove needs --source"},
		{[]string{"remove", "--source", "s", "--kind", "organizer"}, "", `unknown kind "organizer"; use one of activity, organiser`},
		{[]string{"export"}, "LEARNMAP_DATABASE=mysql://root:hunter2@h/n", "LEARNMAP_DATABASE: not the address of a PostgreSQL"},
	}
	for _, c := range cases {
		got := call(t, []string{c.env}, "", c.args...)
		if got.code != 2 || got.stdout != "" || !strings.Contains(got.stderr, c.want) {
			t.Errorf("learnmap %q: code %d, said %q; want 2 and %q", c.args, got.code, got.stdout+got.stderr, c.want)
		}
		if strings.Contains(got.stderr, "hunter2") {
			t.Errorf("learnmap %q shows a password: %q", c.args, got.stderr)
		}
	}
}

func TestHelp(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"-h"}, {"help"}} {
		got := call(t, nil, "", args...)
		for _, c := range commands() {
			if got.code != 0 || !strings.Contains(got.stdout, "  "+c.name+" ") {
				t.Errorf("learnmap %q: code %d, %q does not list %s", args, got.code, got.stdout, c.name)
			}
		}
	}
	for _, c := range commands() {
		for _, args := range [][]string{{c.name, "--help"}, {"help", c.name}, {c.name, "x", "-h"}} {
			got := call(t, nil, "", args...)
			if got.code != 0 || !strings.Contains(got.stdout, "Usage: learnmap "+c.name) {
				t.Errorf("learnmap %q: code %d, said %q", args, got.code, got.stdout+got.stderr)
			}
			for _, o := range optionsOf(c.name) {
				if !strings.Contains(got.stdout, "  "+o.usage()) {
					t.Errorf("learnmap %q does not explain --%s", args, o.name)
				}
			}
		}
	}
}

func TestVersion(t *testing.T) {
	if got := call(t, nil, "", "version"); got.code != 0 || !strings.HasPrefix(got.stdout, "learnmap ") || strings.Count(got.stdout, "\n") != 1 {
		t.Errorf("learnmap version: code %d, said %q", got.code, got.stdout)
	}
}
