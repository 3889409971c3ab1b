// Gen writes the two maps that web/basemap embeds: coarse.bin for a view of the
// world or a continent and fine.bin for a country or less. Both come from Natural
// Earth's countries at 1:10 million, in the npm package world-atlas beside this
// file. Run it from web/basemap with "go generate".
package main

import (
	"fmt"
	"os"
)

const source = "gen/node_modules/world-atlas/countries-10m.json"

// levels are the maps to write.
var levels = []level{
	{file: "coarse.bin", steps: 25, tolerance: 0.12, island: 0.05},
	{file: "fine.bin", steps: 360, tolerance: 0.0112, island: 0.0006},
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run() error {
	world, err := build(source)
	if err != nil {
		return err
	}
	for _, l := range levels {
		thin, err := l.thin(world)
		if err != nil {
			return fmt.Errorf("%s: %w", l.file, err)
		}
		file, err := thin.Encode(l.steps)
		if err != nil {
			return err
		}
		points, rings := 0, 0
		for _, arc := range thin.Arcs {
			points += len(arc)
		}
		for _, c := range thin.Countries {
			rings += len(c.Rings)
		}
		fmt.Printf("%s: %d countries, %d rings, %d arcs, %d points, %d bytes\n",
			l.file, len(thin.Countries), rings, len(thin.Arcs), points, len(file))
		if err := os.WriteFile(l.file, file, 0o644); err != nil {
			return err
		}
	}
	return nil
}
