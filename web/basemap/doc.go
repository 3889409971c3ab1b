// Package basemap draws the land under a map that is rendered on the server: for a
// view it answers the outline of each country in it as an SVG path, clipped to the
// view and no finer than its pixels.
//
// A view is a Projection: Fit makes one that shows a box on an area of so many
// pixels. It projects positions to pixels, so what is drawn on the map lies where
// the land does. All of it is Web Mercator, as in every map on the web; a view of
// the world is best cut as in World, for beyond it there is much map and nobody.
//
// A view may cross the antimeridian: Fiji is drawn in one piece. Outlines are kept
// as arcs that neighbours share and are simplified arc by arc, so two countries
// never come apart, however small the picture.
//
// The land is Natural Earth's at 1:10 million (public domain), in two files: one
// for the world and its continents, one for a country and less. Which country a
// piece of land is drawn in is what data/place answers, so the map agrees with the
// counts on it.
package basemap

//go:generate npm ci --prefix gen
//go:generate go run ./gen
