package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/paulmach/orb"

	"learnmap/web/basemap/internal/atlas"
)

// piece is one polygon of a feature of the source: its outer ring and its holes.
type piece struct {
	feature string
	rings   []atlas.Ring
}

// topology is what we need of a TopoJSON file.
type topology struct {
	Transform struct {
		Scale, Translate orb.Point
	}
	Arcs    [][][2]int
	Objects struct {
		Countries struct {
			Geometries []struct {
				Type       string
				Properties struct{ Name string }
				Arcs       json.RawMessage
			}
		}
	}
}

// readTopology returns the arcs of a TopoJSON file in degrees, and its polygons.
func readTopology(path string) (*atlas.Atlas, []piece, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, fmt.Errorf("%w; run npm ci in web/basemap/gen first", err)
	}
	var source topology
	if err := json.Unmarshal(text, &source); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	world := &atlas.Atlas{}
	for _, steps := range source.Arcs {
		world.Arcs = append(world.Arcs, source.degrees(steps))
	}
	var pieces []piece
	for _, g := range source.Objects.Countries.Geometries {
		var polygons [][]atlas.Ring
		switch g.Type {
		case "Polygon":
			polygons = make([][]atlas.Ring, 1)
			err = json.Unmarshal(g.Arcs, &polygons[0])
		case "MultiPolygon":
			err = json.Unmarshal(g.Arcs, &polygons)
		default:
			err = fmt.Errorf("a %s", g.Type)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %s: %w", path, g.Properties.Name, err)
		}
		for _, rings := range polygons {
			pieces = append(pieces, piece{g.Properties.Name, rings})
		}
	}
	return world, pieces, nil
}

// degrees turns the steps of an arc into positions. The source joined what the
// antimeridian parts, so a step of nearly a whole turn is one across it.
func (t *topology) degrees(steps [][2]int) orb.LineString {
	var x, y int
	var turns float64
	arc := make(orb.LineString, len(steps))
	for i, step := range steps {
		x, y = x+step[0], y+step[1]
		lng := float64(x)*t.Transform.Scale[0] + t.Transform.Translate[0]
		lat := float64(y)*t.Transform.Scale[1] + t.Transform.Translate[1]
		if i > 0 {
			switch jump := lng + turns - arc[i-1][0]; {
			case jump > 180:
				turns -= 360
			case jump < -180:
				turns += 360
			}
		}
		arc[i] = orb.Point{lng + turns, lat}
	}
	return arc
}
