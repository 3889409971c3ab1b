package feed

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	orbjson "github.com/paulmach/orb/geojson"

	"learnmap/data"
	"learnmap/geo"
)

// isFeature tells whether an object is a GeoJSON Feature. No record is: the word is
// none of data.Types.
func isFeature(tree map[string]any) bool {
	_, has := tree["properties"]
	return tree["type"] == "Feature" && has
}

// answered are members that learnmap's own answers add to a record.
var answered = []string{"distance", "next", "score", "explanation"}

// openFeature turns a Feature into the record that its properties are. Geometry gives
// the place, and id gives source and id, where the properties do not.
func (o *objects) openFeature(d *draft) {
	feature := d.tree
	properties, _ := feature["properties"].(map[string]any)
	if properties == nil {
		properties = map[string]any{}
	}
	d.tree = properties
	for _, name := range answered {
		delete(properties, name)
	}
	if kind, ok := properties["kind"].(string); ok {
		d.kind = data.Kind(kind)
		if _, err := data.NewDocument(d.kind); err != nil {
			d.reject("kind", quote(kind)+" is no kind of record", "use one of activity, organiser, city, playlist, badge, skill, source")
			return
		}
	}
	if id, ok := plainText(feature["id"]); ok {
		takeFeatureID(properties, id)
	}
	if geometry := feature["geometry"]; geometry != nil {
		d.takeGeometry(geometry)
	}
}

// takeFeatureID gives a record the id of its feature: "source/id", or an id alone.
func takeFeatureID(properties map[string]any, id string) {
	source, known := plainText(properties["source"])
	before, after, both := strings.Cut(id, "/")
	switch {
	case !both:
	case known && source == before:
		id = after
	case !known && data.ValidSource(before) && after != "":
		properties["source"], id = before, after
	}
	if text, _ := plainText(properties["id"]); text == "" {
		properties["id"] = id
	}
}

// takeGeometry gives an activity the place of a Point, and a city the area of a
// Polygon.
func (d *draft) takeGeometry(geometry any) {
	raw, err := json.Marshal(geometry)
	if err != nil {
		return
	}
	shape, err := orbjson.UnmarshalGeometry(raw)
	if err != nil {
		d.reject("geometry", "is not a geometry of GeoJSON", `write it as {"type":"Point","coordinates":[23.9036,54.8985]}, longitude first`)
		return
	}
	prefix := "location."
	if d.kind == data.KindCity {
		prefix = ""
	}
	switch shape := shape.Geometry().(type) {
	case orb.Point:
		p := geo.FromOrb(shape)
		if get(d.tree, prefix+"lat") == nil && get(d.tree, prefix+"lng") == nil {
			set(d.tree, prefix+"lat", json.Number(strconv.FormatFloat(p.Lat, 'f', -1, 64)))
			set(d.tree, prefix+"lng", json.Number(strconv.FormatFloat(p.Lng, 'f', -1, 64)))
		}
	case orb.Polygon, orb.MultiPolygon:
		if d.kind == data.KindCity {
			d.tree["area"] = geometry
			return
		}
		d.notPoint(shape.GeoJSONType())
	default:
		d.notPoint(shape.GeoJSONType())
	}
}

func (d *draft) notPoint(geometry string) {
	if get(d.tree, "location.lat") == nil {
		d.reject("geometry", "is a "+geometry, "give the Point where the activity takes place")
	}
}
