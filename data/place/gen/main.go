// Gen writes the two files that data/place embeds: borders.bin, the land of every
// country, and clocks.bin, the land of every time zone. Run both from data/place
// with "go generate"; clocks.bin needs the borders.bin of the build before it.
//
//	gen borders   from the npm package country-coder, beside this file
//	gen clocks    from the Go module tzf-rel-lite and borders.bin
package main

import (
	"errors"
	"fmt"
	"os"

	"learnmap/data/place/internal/region"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return errors.New("usage: gen borders|clocks, in data/place")
	}
	switch args[0] {
	case "borders":
		regions, err := borders("gen/node_modules/@rapideditor/country-coder/src/data/borders.json")
		if err != nil {
			return err
		}
		return write("borders.bin", region.Borders, borderSteps, regions)
	case "clocks":
		regions, err := clocks("borders.bin")
		if err != nil {
			return err
		}
		return write("clocks.bin", region.Clocks, clockSteps, regions)
	}
	return fmt.Errorf("no file %q; there are borders and clocks", args[0])
}

// write packs regions into a file and reads them back, so that a file which
// data/place would refuse is never left behind.
func write(name, kind string, steps int, regions []region.Region) error {
	file, err := region.Encode(kind, steps, regions)
	if err != nil {
		return err
	}
	if _, err := region.Decode(kind, file); err != nil {
		return err
	}
	corners := 0
	for _, r := range regions {
		for _, polygon := range r.Area {
			for _, ring := range polygon {
				corners += len(ring) - 1
			}
		}
	}
	fmt.Printf("%s: %d regions, %d corners, %d bytes\n", name, len(regions), corners, len(file))
	return os.WriteFile(name, file, 0o644)
}
