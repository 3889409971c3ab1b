package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// lockFolder takes a data folder for one serving process, or says who has it. The
// lock is the operating system's and ends with the process, however that ends, so
// the file may stay and its content, the process's number, is only for people.
// The file is never deleted: two processes could each lock one of that name.
func lockFolder(dir string) (release func() error, err error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("the folder %s cannot be made: %w", dir, err)
	}
	name := filepath.Join(dir, "serve.lock")
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o640)
	if err != nil {
		return nil, fmt.Errorf("the folder %s cannot be locked: %w", dir, err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		err = writeProcess(file)
	}
	if err == nil {
		return file.Close, nil
	}
	defer file.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, fmt.Errorf("the folder %s is in use by another `learnmap serve`%s; stop that one, or give this one a folder of its own with --data", dir, holder(file))
	}
	return nil, fmt.Errorf("the folder %s cannot be locked: %w", dir, err)
}

func writeProcess(file *os.File) error {
	if err := file.Truncate(0); err != nil {
		return err
	}
	_, err := file.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	return err
}

// holder returns " (process N)", or "" when the file does not say.
func holder(file *os.File) string {
	text, err := io.ReadAll(io.LimitReader(file, 32))
	if err != nil {
		return ""
	}
	if pid, err := strconv.Atoi(string(bytes.TrimSpace(text))); err == nil {
		return fmt.Sprintf(" (process %d)", pid)
	}
	return ""
}
