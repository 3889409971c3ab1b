package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"learnmap/data"
)

// command is a word that learnmap understands.
type command struct {
	name  string
	args  string // what follows the options in the usage line
	short string // its line in the overview
	long  string // what its own help adds
	run   func(p *program, ctx context.Context, args []string) error
}

// commands lists what learnmap can do, in the order it is shown.
func commands() []command {
	return []command{
		{"serve", "", "serve the map, the pages and the API", serveHelp, (*program).serve},
		{"import", "FILE|URL|- ...", "add and update records from files", importHelp, (*program).importAll},
		{"export", "", "write all records to standard output", exportHelp, (*program).export},
		{"remove", "[ID ...]", "delete records, or all of a source", removeHelp, (*program).remove},
		{"config", "", "show the options in effect", configHelp, (*program).config},
		{"version", "", "show the version", "", (*program).version},
	}
}

// findCommand returns the command that args begin with, and the arguments behind
// it. The command is nil when only help is asked for.
func findCommand(args []string) (*command, []string, error) {
	if len(args) == 0 {
		return nil, nil, usagef("a command is missing; `learnmap --help` lists them")
	}
	if args[0] == "help" {
		args = append(args[1:], "--help") // `help import` means `import --help`
	}
	if wantsHelp(args[:1]) {
		return nil, nil, nil
	}
	all, name := commands(), args[0]
	if i := slices.IndexFunc(all, func(c command) bool { return c.name == name }); i >= 0 {
		return &all[i], args[1:], nil
	}
	names := make([]string, 0, len(all))
	for _, c := range all {
		names = append(names, c.name)
	}
	return nil, nil, usagef("unknown command %q; %s`learnmap --help` lists them all", name, meant(name, names, ""))
}

// meant returns "did you mean NAME? " when a known name is near, else "".
func meant(name string, known []string, prefix string) string {
	if near := data.Nearest(name, known); near != "" {
		return fmt.Sprintf("did you mean %s%s? ", prefix, near)
	}
	return ""
}

// wantsHelp tells whether help is among the options, which end at "--".
func wantsHelp(args []string) bool {
	if end := slices.Index(args, "--"); end >= 0 {
		args = args[:end]
	}
	return slices.Contains(args, "--help") || slices.Contains(args, "-help") || slices.Contains(args, "-h")
}

// writeHelp explains a command, or all of them in brief when cmd is nil.
func writeHelp(w io.Writer, cmd *command) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if cmd == nil {
		fmt.Fprint(table, "learnmap: what can I learn near me?\n\nUsage: learnmap COMMAND [OPTIONS] [ARGUMENTS]\n\n")
		for _, c := range commands() {
			fmt.Fprintf(table, "  %s\t%s\n", c.name, c.short)
		}
		fmt.Fprint(table, "\n`learnmap COMMAND --help` explains a command.\n")
		return table.Flush()
	}
	fmt.Fprintf(table, "learnmap %s: %s\n\nUsage: %s\n", cmd.name, cmd.short, cmd.usage())
	if cmd.long != "" {
		fmt.Fprintf(table, "\n%s\n", strings.TrimSpace(cmd.long))
	}
	if taken := optionsOf(cmd.name); len(taken) > 0 {
		fmt.Fprint(table, "\nOptions, each also read from the environment as LEARNMAP_<OPTION>:\n")
		for _, o := range taken {
			fmt.Fprintf(table, "  %s\t%s%s\n", o.usage(), o.help, o.fallbackNote())
		}
	}
	return table.Flush()
}

func (c *command) usage() string {
	usage := "learnmap " + c.name
	if len(optionsOf(c.name)) > 0 {
		usage += " [OPTIONS]"
	}
	return strings.TrimSpace(usage + " " + c.args)
}
