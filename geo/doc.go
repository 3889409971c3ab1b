// Package geo is the ground the house stands on: points, boxes, circles,
// areas, H3 cells and the distance between two points on Earth.
//
// Three conventions hold everywhere above this package, and are converted here
// and nowhere else:
//
//   - A Point names its two numbers, Lat and Lng, in degrees (CRS84). The axis
//     order of the outside (GeoJSON and orb say lng, lat; H3 says lat, lng)
//     never leaves this package.
//   - A distance is in metres along the great circle of a sphere of radius
//     EarthRadius. "Within r" means distance ≤ r.
//   - The cell of an activity is the H3 cell of its point at Resolution 10. Its
//     cell at a coarser resolution is the Parent of that cell, which is not what
//     H3 answers for the point at the coarser resolution: hexagons do not nest
//     exactly, and the two differ for about one point in fifteen.
//
// Because a parent's bits are a prefix of its children's, a list sorted by cell
// keeps every parent's members side by side. The index is built on that fact;
// Cell.Children returns the two ends of such a run.
package geo
