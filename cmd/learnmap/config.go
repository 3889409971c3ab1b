package main

import (
	"context"
	"fmt"
	"net/url"
	"runtime"
	"runtime/debug"
	"strings"
	"text/tabwriter"
)

const configHelp = `
Prints every option with its value and where the value comes from: the default,
the environment or a flag given to this call. Secrets are left out of it.`

// release is set when the program is linked.
var release string

// version prints what this program is.
func (p *program) version(context.Context, []string) error {
	_, err := fmt.Fprintf(p.stdout, "learnmap %s (%s %s/%s)\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

// version returns the release, else what the Go tool knows of the source.
func version() string {
	if release != "" {
		return release
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// config prints the options in effect.
func (p *program) config(context.Context, []string) error {
	table := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprint(table, "OPTION\tVALUE\tFROM\tTAKEN BY\n")
	for _, o := range options {
		values := p.settings.list(o.name)
		shown := strings.Join(values, "; ")
		if o.secret && shown != "" {
			shown = redact(shown)
		}
		if shown == "" {
			shown = "-"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", o.name, shown, p.settings[o.name].from, strings.ReplaceAll(o.commands, " ", ", "))
	}
	return table.Flush()
}

// redact returns a database's address without its passwords, which may stand
// before the host or among the parameters. Of what is no address, nothing is shown.
func redact(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "(set)"
	}
	query := u.Query()
	for name := range query {
		if strings.Contains(strings.ToLower(name), "password") {
			query.Set(name, "xxxxx")
		}
	}
	u.RawQuery = query.Encode()
	return u.Redacted()
}
