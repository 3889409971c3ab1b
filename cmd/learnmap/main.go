// Command learnmap keeps learning activities and answers what can be learned
// near a place.
//
// It is the one room that knows all others. main makes a program of what the
// system gives it and run carries out one command: an entry in the table of
// commands.go, with options from the table of options.go. Every command opens the
// record store the same way (store.go), does its one thing and returns an error:
// nil is exit code 0, a usageError 2, anything else 1. Answers go to standard
// output, everything said about them to standard error.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// program is one call of learnmap: what it was told and where it reads and writes.
type program struct {
	stdin    io.Reader
	stdout   io.Writer
	stderr   io.Writer
	now      func() time.Time
	command  string
	settings settings
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	p := &program{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now}
	err := p.run(ctx, os.Args[1:], os.Environ())
	if err != nil {
		fmt.Fprintln(os.Stderr, "learnmap:", err)
	}
	os.Exit(exitCode(err))
}

// run carries out the command that args name.
func (p *program) run(ctx context.Context, args, env []string) error {
	cmd, args, err := findCommand(args)
	if err != nil {
		return err
	}
	if cmd == nil || wantsHelp(args) {
		return writeHelp(p.stdout, cmd)
	}
	p.command = cmd.name
	rest, err := p.settings.read(cmd, args, env)
	if err != nil {
		return err
	}
	for _, line := range misspelt(env) {
		fmt.Fprintln(p.stderr, "learnmap:", line)
	}
	if len(rest) > 0 && cmd.args == "" {
		return usagef("%s takes no arguments, but was given %q", cmd.name, rest[0])
	}
	return withFix(cmd.run(p, ctx, rest))
}

// usageError is a mistake in how the program was called, in words that name the fix.
type usageError string

func (e usageError) Error() string { return string(e) }

func usagef(format string, args ...any) error { return usageError(fmt.Sprintf(format, args...)) }

// exitCode returns what the program ends with: 0 done, 1 failed, 2 wrong usage.
func exitCode(err error) int {
	var usage usageError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &usage):
		return 2
	}
	return 1
}
