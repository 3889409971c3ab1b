package main

import (
	"slices"
	"strings"
	"testing"
)

func TestSettings(t *testing.T) {
	cases := []struct {
		name, command string
		env, args     []string
		option        string
		want          []string
		from          string
		rest          []string
	}{
		{name: "default", command: "serve", option: "data", want: []string{"var"}, from: fromDefault},
		{name: "no default", command: "serve", option: "database", from: fromDefault},
		{name: "environment", command: "serve", env: []string{"LEARNMAP_DATA=/srv"}, option: "data", want: []string{"/srv"}, from: fromEnvironment},
		{name: "empty environment", command: "serve", env: []string{"LEARNMAP_DATA="}, option: "data", want: []string{"var"}, from: fromDefault},
		{name: "flag beats environment", command: "serve", env: []string{"LEARNMAP_DATA=/srv"}, args: []string{"--data", "here"}, option: "data", want: []string{"here"}, from: fromFlag},
		{name: "last flag wins", command: "serve", args: []string{"--data=a", "--data", "b"}, option: "data", want: []string{"b"}, from: fromFlag},
		{name: "value with equals sign", command: "import", args: []string{"--mapping=a=b"}, option: "mapping", want: []string{"a=b"}, from: fromFlag},
		{name: "dash in the name", command: "serve", env: []string{"LEARNMAP_PUBLIC_URL=https://a.example"}, option: "public-url", want: []string{"https://a.example"}, from: fromEnvironment},
		{name: "switch", command: "import", args: []string{"--dry-run", "f"}, option: "dry-run", want: []string{"true"}, from: fromFlag, rest: []string{"f"}},
		{name: "switch off", command: "serve", env: []string{"LEARNMAP_DEMO=1"}, args: []string{"--demo=0"}, option: "demo", want: []string{"false"}, from: fromFlag},
		{name: "repeated", command: "import", args: []string{"--map", "title=A", "f", "--map", "url=B"}, option: "map", want: []string{"title=A", "url=B"}, from: fromFlag, rest: []string{"f"}},
		{name: "repeated in the environment", command: "import", env: []string{"LEARNMAP_MAP=title=A;url=B"}, option: "map", want: []string{"title=A", "url=B"}, from: fromEnvironment},
		{name: "repeated flags replace the environment", command: "import", env: []string{"LEARNMAP_MAP=title=A;url=B"}, args: []string{"--map", "lat=C"}, option: "map", want: []string{"lat=C"}, from: fromFlag},
		{name: "arguments after --", command: "import", args: []string{"a", "--", "--data", "-"}, option: "data", want: []string{"var"}, from: fromDefault, rest: []string{"a", "--data", "-"}},
		{name: "a lone dash", command: "import", args: []string{"-", "--source", "s"}, option: "source", want: []string{"s"}, from: fromFlag, rest: []string{"-"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			cmd, _, err := findCommand([]string{c.command})
			if err != nil {
				t.Fatal(err)
			}
			var s settings
			rest, err := s.read(cmd, c.args, c.env)
			if err != nil {
				t.Fatal(err)
			}
			if got := s[c.option]; !slices.Equal(got.values, c.want) || got.from != c.from {
				t.Errorf("--%s is %q from the %s; want %q from the %s", c.option, got.values, got.from, c.want, c.from)
			}
			if !slices.Equal(rest, c.rest) {
				t.Errorf("arguments left: %q, want %q", rest, c.rest)
			}
		})
	}
}

// TestOptionTable holds what the table promises to the code that is made from it.
func TestOptionTable(t *testing.T) {
	var known []string
	for _, c := range commands() {
		known = append(known, c.name)
	}
	var names []string
	for _, o := range options {
		names = append(names, o.name)
		if o.help == "" || o.commands == "" {
			t.Errorf("--%s: every option has a help text and is taken by a command", o.name)
		}
		for command := range strings.FieldsSeq(o.commands) {
			if !slices.Contains(known, command) {
				t.Errorf("--%s is taken by %q, which is no command", o.name, command)
			}
		}
		if o.check != nil && o.fallback != "" && o.check(o.fallback) != nil {
			t.Errorf("--%s: its default %q is not valid: %v", o.name, o.fallback, o.check(o.fallback))
		}
	}
	slices.Sort(names)
	if len(slices.Compact(names)) != len(options) {
		t.Errorf("an option stands twice in %q", names)
	}
}

func TestConfig(t *testing.T) {
	env := []string{"LEARNMAP_DATABASE=postgres://learn:hunter2@db.example:5432/learnmap?sslpassword=hunter3&sslmode=require"}
	got := call(t, env, "", "config", "--listen", ":80")
	if got.code != 0 {
		t.Fatalf("code %d: %s", got.code, got.stderr)
	}
	rows := map[string][]string{}
	for line := range strings.Lines(got.stdout) {
		words := strings.Fields(line)
		rows[words[0]] = words
	}
	for _, o := range options {
		if rows[o.name] == nil {
			t.Errorf("--%s is not listed in\n%s", o.name, got.stdout)
		}
	}
	if row := rows["listen"]; row[1] != ":80" || row[2] != fromFlag {
		t.Errorf("listen: %q", row)
	}
	if row := rows["database"]; !strings.HasPrefix(row[1], "postgres://learn:xxxxx@db.example:5432/learnmap?") || row[2] != fromEnvironment {
		t.Errorf("database: %q", row)
	}
	if strings.Contains(got.stdout, "hunter") {
		t.Errorf("a password is shown:\n%s", got.stdout)
	}
}

func TestMisspelt(t *testing.T) {
	env := []string{"LEARNMAP_DATABSE=postgres://h/n", "LEARNMAP_DATA=var", "LEARNMAP_PORT=tcp://10.0.0.1:80", "LEARNMAP_TEST_REQUIRE=1", "HOME=/"}
	got := call(t, env, "", "version")
	if want := "learnmap: LEARNMAP_DATABSE is not read; did you mean LEARNMAP_DATABASE?\n"; got.code != 0 || got.stderr != want {
		t.Errorf("code %d, said %q; want %q", got.code, got.stderr, want)
	}
}

func TestRedact(t *testing.T) {
	for address, want := range map[string]string{
		"postgres://u:p@h/n":          "postgres://u:xxxxx@h/n",
		"postgres://u@h/n?PASSWORD=p": "postgres://u@h/n?PASSWORD=xxxxx",
		"host=h password=p":           "(set)",
		"postgres://u:p%zz@h/n":       "(set)",
		"postgres:u:p@h/n":            "(set)",
	} {
		if got := redact(address); got != want {
			t.Errorf("redact(%q) = %q, want %q", address, got, want)
		}
	}
}
