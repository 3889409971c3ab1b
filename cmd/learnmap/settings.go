package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"learnmap/data"
)

// Where a setting comes from; later ones win.
const (
	fromDefault     = "default"
	fromEnvironment = "environment"
	fromFlag        = "flag"
)

// settings holds what each option of a command is set to.
type settings map[string]setting

type setting struct {
	values []string
	from   string
}

// read sets the options of a command from their defaults, the environment (as
// NAME=VALUE) and the arguments, and returns the arguments that are no options.
func (s *settings) read(cmd *command, args, env []string) (rest []string, err error) {
	*s = settings{}
	taken := optionsOf(cmd.name)
	for _, o := range taken {
		s.useDefault(o)
		if value, ok := lookup(env, o.variable()); ok && value != "" {
			values := []string{value}
			if o.many {
				values = strings.Split(value, ";")
			}
			if err := s.set(o, fromEnvironment, values); err != nil {
				return nil, usagef("%s: %v", o.variable(), err)
			}
		}
	}
	return s.readFlags(cmd, taken, args)
}

// readFlags reads options wherever they stand; "--" ends them. A lone "-" is an
// argument: standard input.
func (s settings) readFlags(cmd *command, taken []option, args []string) (rest []string, err error) {
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		if arg == "--" {
			return append(rest, args...), nil
		}
		if arg == "-" || !strings.HasPrefix(arg, "-") {
			rest = append(rest, arg)
			continue
		}
		name, value, given := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		i := slices.IndexFunc(taken, func(o option) bool { return o.name == name })
		switch {
		case i < 0:
			return nil, unknownOption(cmd, taken, name)
		case given:
		case taken[i].value == "":
			value = "true"
		case len(args) == 0:
			return nil, usagef("--%s needs a value: %s", name, taken[i].usage())
		default:
			value, args = args[0], args[1:]
		}
		if err := s.set(taken[i], fromFlag, []string{value}); err != nil {
			return nil, usagef("--%s: %v", name, err)
		}
	}
	return rest, nil
}

func unknownOption(cmd *command, taken []option, name string) error {
	names := make([]string, 0, len(taken))
	for _, o := range taken {
		names = append(names, o.name)
	}
	return usagef("%s has no option --%s; %s`learnmap %s --help` lists them", cmd.name, name, meant(name, names, "--"), cmd.name)
}

// set checks and keeps values. A repeatable option given again by flag adds to
// the flags before it and replaces what the environment said.
func (s settings) set(o option, from string, values []string) error {
	for i, value := range values {
		if o.value == "" {
			on, err := strconv.ParseBool(value)
			if err != nil {
				return fmt.Errorf("%q is neither true nor false", value)
			}
			values[i] = strconv.FormatBool(on)
		}
		if o.check != nil {
			if err := o.check(value); err != nil {
				return err
			}
		}
	}
	if o.many && s[o.name].from == from {
		values = append(s[o.name].values, values...)
	}
	s[o.name] = setting{values, from}
	return nil
}

func (s settings) useDefault(o option) {
	value := setting{from: fromDefault}
	if o.value == "" {
		value.values = []string{"false"}
	} else if o.fallback != "" {
		value.values = []string{o.fallback}
	}
	s[o.name] = value
}

// text returns an option's value, "" when it has none.
func (s settings) text(name string) string {
	if values := s[name].values; len(values) > 0 {
		return values[len(values)-1]
	}
	return ""
}

// on tells whether a switch is set.
func (s settings) on(name string) bool { return s.text(name) == "true" }

// list returns all values of a repeatable option.
func (s settings) list(name string) []string { return s[name].values }

// misspelt returns a line about each variable that nearly names an option. Others
// of that prefix are none of our business: container platforms set some.
func misspelt(env []string) (lines []string) {
	known := make([]string, 0, len(options))
	for _, o := range options {
		known = append(known, strings.TrimPrefix(o.variable(), prefix))
	}
	for _, entry := range env {
		name, _, _ := strings.Cut(entry, "=")
		word, ours := strings.CutPrefix(name, prefix)
		if !ours || slices.Contains(known, word) {
			continue
		}
		if near := data.Nearest(word, known); near != "" {
			lines = append(lines, fmt.Sprintf("%s is not read; did you mean %s%s?", name, prefix, near))
		}
	}
	return lines
}

// lookup returns the last value of a variable in an environment.
func lookup(env []string, name string) (value string, ok bool) {
	for _, entry := range env {
		if v, found := strings.CutPrefix(entry, name+"="); found {
			value, ok = v, true
		}
	}
	return value, ok
}
