package basemap

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"learnmap/geo"
)

func TestProjectAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		box := geo.BBox{
			West: rapid.Float64Range(-180, 180).Draw(t, "west"), East: rapid.Float64Range(-180, 180).Draw(t, "east"),
			South: rapid.Float64Range(-85, 85).Draw(t, "south"),
		}
		box.North = rapid.Float64Range(box.South, 85).Draw(t, "north")
		v := Fit(box, rapid.Float64Range(50, 2000).Draw(t, "width"), rapid.Float64Range(50, 2000).Draw(t, "height"))
		width, height := v.Size()
		for _, p := range []geo.Point{{Lat: box.South, Lng: box.West}, {Lat: box.North, Lng: box.East}} {
			x, y := v.Project(p)
			if x < -1e-6 || y < -1e-6 || x > width+1e-6 || y > height+1e-6 {
				t.Fatalf("the corner %v of %v is at %v, %v of %v × %v", p, box, x, y, width, height)
			}
			if back := v.Position(x, y); geo.Distance(p, back) > 0.01 {
				t.Fatalf("%v comes back as %v", p, back)
			}
		}
		if scale := v.MetresPerPixel(0) * v.scale; math.Abs(scale-2*geo.HalfTurn) > 1 {
			t.Fatalf("the equator is %v m long", scale)
		}
	})
}

func TestFit(t *testing.T) {
	world := Fit(World, 1000, 0)
	if width, height := world.Size(); width != 1000 || height != 482 || world.ViewBox() != "0 0 1000 482" {
		t.Errorf("the world is %v × %v, %q", width, height, world.ViewBox())
	}
	if b := world.Bounds(); b.West != -180 || b.East != 180 || math.Abs(b.North-72) > 0.1 || math.Abs(b.South+56) > 0.1 {
		t.Errorf("the world shows %v", b)
	}
	fiji := Fit(geo.BBox{West: 176, South: -20, East: -178, North: -15}, 600, 0)
	west, _ := fiji.Project(geo.Point{Lat: -17, Lng: 179})
	east, _ := fiji.Project(geo.Point{Lat: -17, Lng: -179})
	if math.Abs(east-west-200) > 1e-6 {
		t.Errorf("179 is at %v, -179 at %v; they are two of six degrees apart on 600 pixels", west, east)
	}
	point := Fit(geo.BBox{West: 25, South: 54, East: 25, North: 54}, 400, 400)
	if wide := point.MetresPerPixel(54) * 400; wide < 500 || wide > 5000 {
		t.Errorf("a view of a point is %v m wide", wide)
	}
	if v := Fit(geo.World, 0, 0); len(Shapes(v)) > 10 {
		t.Errorf("a view of no pixels shows %d countries", len(Shapes(v)))
	}
}
