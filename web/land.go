package web

import (
	"strconv"
	"sync"

	"learnmap/geo"
	"learnmap/web/basemap"
)

// landScale is how many units of the land's outlines go into one of the drawing: on a
// desk it is shown at about twice the size that it has on a phone.
const landScale = 2

// landView is the land under a map.
type landView struct {
	Scale  string // transform of the outlines
	Shapes []basemap.Shape
}

// view is a part of the world on a drawing of mapWidth × mapHeight units.
func view(box geo.BBox) basemap.Projection { return basemap.Fit(box, mapWidth, mapHeight) }

// frameKey is what the outlines of a view depend on.
type frameKey struct {
	box           geo.BBox
	width, height float64
}

const (
	// worthKeeping is the extent in degrees from which outlines are kept: those of a
	// smaller view take less than a millisecond, and there is no end of such views.
	worthKeeping = 8
	// maxLand bounds the outlines that are kept, some 40 kB each.
	maxLand = 64
)

// landCache keeps the outlines of the views that are asked for most: the world and its
// bigger countries. When it is full it starts again.
type landCache struct {
	mu    sync.Mutex
	views map[frameKey]landView
}

func newLandCache() *landCache { return &landCache{views: map[frameKey]landView{}} }

// of returns the land of the view that fits a box on so many units.
func (l *landCache) of(box geo.BBox, width, height float64) landView {
	key := frameKey{box, width, height}
	l.mu.Lock()
	kept, ok := l.views[key]
	l.mu.Unlock()
	if ok {
		return kept
	}
	drawn := landView{
		Scale:  "scale(" + strconv.FormatFloat(1.0/landScale, 'f', -1, 64) + ")",
		Shapes: basemap.Shapes(basemap.Fit(box, landScale*width, landScale*height)),
	}
	if north := box.North - box.South; north < worthKeeping {
		return drawn
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.views) >= maxLand {
		clear(l.views)
	}
	l.views[key] = drawn
	return drawn
}
