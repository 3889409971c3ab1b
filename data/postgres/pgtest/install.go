package pgtest

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
)

// binaries returns the directory of the newest installed server's programs.
func binaries() (string, error) {
	dirs, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", err
	}
	version := func(dir string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(dir)))
		return n
	}
	slices.SortFunc(dirs, func(a, b string) int { return cmp.Compare(version(b), version(a)) })
	if program, err := exec.LookPath("postgres"); err == nil {
		if program, err = filepath.EvalSymlinks(program); err == nil {
			dirs = append(dirs, filepath.Dir(program))
		}
	}
	for _, dir := range dirs {
		if isProgram(filepath.Join(dir, "postgres")) && isProgram(filepath.Join(dir, "initdb")) {
			return dir, nil
		}
	}
	return "", errMissing
}

func isProgram(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

// asUser returns how to start a program that must not run as root, and gives the
// directory to the user that it runs as.
func asUser(dir string) (*syscall.SysProcAttr, error) {
	// In a group of its own it does not get the interrupt that ends the tests, which
	// it would take for its own end before the shell has tidied up.
	as := &syscall.SysProcAttr{Setpgid: true}
	if os.Geteuid() != 0 {
		return as, nil
	}
	other, err := user.Lookup("postgres")
	if err != nil {
		other, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, fmt.Errorf("root needs another user to run PostgreSQL as, such as postgres: %w", err)
	}
	uid, err := strconv.Atoi(other.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(other.Gid)
	if err != nil {
		return nil, err
	}
	as.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return as, os.Chown(dir, uid, gid)
}

// initCluster makes the files of a server. It tries to have text sorted by ICU as
// people sort it, so that a query that forgets to ask for the order of bytes shows.
func initCluster(initdb, cluster string, as *syscall.SysProcAttr) error {
	common := []string{"-D", cluster, "-U", superuser, "--auth=trust", "--encoding=UTF8", "--no-sync"}
	var failed error
	for _, locale := range [][]string{
		{"--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en"},
		{"--locale=C.UTF-8"},
		{"--locale=C"},
	} {
		cmd := exec.Command(initdb, append(common, locale...)...)
		cmd.Dir, cmd.SysProcAttr = filepath.Dir(cluster), as
		out, err := cmd.CombinedOutput()
		if err == nil {
			return nil
		}
		failed = fmt.Errorf("initdb: %w\n%s", err, out)
		if err := os.RemoveAll(cluster); err != nil {
			return err
		}
	}
	return failed
}
