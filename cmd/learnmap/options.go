package main

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"

	"learnmap/data"
	"learnmap/data/feed"
)

// option is a setting of the program, given as --name or in the environment.
type option struct {
	name     string
	value    string // what its value is called in help; "" makes it a switch
	fallback string // what holds when nothing is given
	many     bool   // may be given several times
	secret   bool   // never shown whole
	commands string // which take it, separated by spaces; config takes all
	help     string
	check    func(string) error // nil takes anything
}

// options is every setting there is: flags, environment, help and `learnmap
// config` are all made from it.
var options = []option{
	{name: "listen", value: "ADDRESS", fallback: "127.0.0.1:8080", commands: "serve",
		help: "where to serve, host:port", check: checkAddress},
	{name: "public-url", value: "URL", commands: "serve",
		help: "the address that visitors use, for absolute links", check: checkHTTP},
	{name: "demo", commands: "serve",
		help: "fill an empty store with invented activities, marked as such"},
	{name: "data", value: "DIR", fallback: "var", commands: "serve import export remove",
		help: "the folder of the embedded store and the index"},
	{name: "database", value: "URL", secret: true, commands: "serve import export remove",
		help: "keep the records in PostgreSQL, postgres://user@host/name", check: checkDatabase},
	{name: "format", value: "FORMAT", fallback: "auto", commands: "import export",
		help: "import: " + strings.Join(feed.Formats, ", ") + "; export: " + strings.Join(feed.ExportFormats, ", ")},
	{name: "source", value: "NAME", commands: "import remove",
		help: "whose records these are", check: checkSource},
	{name: "map", value: "FIELD=COLUMN", many: true, commands: "import",
		help: "take a field from a column; repeatable, in the environment separated by \";\"", check: checkMap},
	{name: "mapping", value: "FILE", commands: "import",
		help: "read columns and values to translate from a file"},
	{name: "complete", commands: "import",
		help: "then remove what the source no longer holds"},
	{name: "kind", value: "KIND", commands: "remove",
		help: "only records of this kind, such as organiser", check: checkKind},
	{name: "dry-run", commands: "import remove",
		help: "say what would change and change nothing"},
}

// optionsOf returns the options that a command takes.
func optionsOf(command string) []option {
	if command == "config" {
		return options
	}
	var taken []option
	for _, o := range options {
		if slices.Contains(strings.Fields(o.commands), command) {
			taken = append(taken, o)
		}
	}
	return taken
}

// prefix begins the name of every option in the environment.
const prefix = "LEARNMAP_"

// variable returns the option's name in the environment.
func (o option) variable() string {
	return prefix + strings.ToUpper(strings.ReplaceAll(o.name, "-", "_"))
}

func (o option) usage() string { return strings.TrimSpace("--" + o.name + " " + o.value) }

func (o option) fallbackNote() string {
	if o.fallback == "" {
		return ""
	}
	return " (default " + o.fallback + ")"
}

// oneOf returns an error that names all known values, nil when s is one of them.
func oneOf(what, s string, known []string) error {
	if slices.Contains(known, s) {
		return nil
	}
	return fmt.Errorf("unknown %s %q; use one of %s", what, s, strings.Join(known, ", "))
}

func checkAddress(s string) error {
	if _, _, err := net.SplitHostPort(s); err != nil {
		return fmt.Errorf("%q is not host:port; write it like 127.0.0.1:8080 or :8080", s)
	}
	return nil
}

func checkHTTP(s string) error {
	if u, err := url.Parse(s); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return fmt.Errorf("%q is not a web address; write it like https://learn.example.org", s)
	}
	return nil
}

// checkDatabase never repeats the address: it may hold a password.
func checkDatabase(s string) error {
	if u, err := url.Parse(s); err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return fmt.Errorf("not the address of a PostgreSQL database; write it like postgres://user:password@host:5432/name")
	}
	return nil
}

func checkSource(s string) error {
	if !data.ValidSource(s) {
		return fmt.Errorf("%q cannot name a source; use 1 to 64 of a-z, 0-9 and -", s)
	}
	return nil
}

func checkKind(s string) error {
	names := make([]string, 0, len(data.Kinds))
	for _, kind := range data.Kinds {
		names = append(names, string(kind))
	}
	return oneOf("kind", s, names)
}

func checkMap(s string) error {
	if field, column, ok := strings.Cut(s, "="); !ok || field == "" || column == "" {
		return fmt.Errorf("%q is not FIELD=COLUMN; write it like title=Name", s)
	}
	return nil
}
