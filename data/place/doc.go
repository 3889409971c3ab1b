// Package place knows the map: which country a point is in, how far it is from
// one, and which clock people live by there.
//
// Both questions are answered from polygons that are part of the program and are
// unpacked at first use: borders.bin (about 3 MB in memory) and clocks.bin (about
// 9 MB, for countries with more than one time zone). A look-up takes well under a
// microsecond and no look-up leaves the process.
//
// A country is a code of ISO 3166-1. Territories answer under their own: Hong Kong
// is HK, Puerto Rico PR, French Guiana GF, Réunion RE, Gibraltar GI, Åland AX,
// Svalbard and Jan Mayen SJ. Where ISO only reserves a code, it is the country's or
// territory's: the Canary Islands are ES, Ascension SH. Kosovo is XK.
//
// Disputed land follows the United Nations: Crimea is UA, Northern Cyprus CY,
// Western Sahara EH, East Jerusalem PS, the Golan Heights SY. Elsewhere it is the
// border in effect: the lines of control in Kashmir, Abkhazia in GE, Transnistria
// in MD, Somaliland in SO, Taiwan TW. Bir Tawil, which nobody claims, is no country.
// The clock is always the one people there live by, so Simferopol keeps its own.
// The tables are in gen/disputed.go, each line with its reason.
//
// Borders come from country-coder (ISC licence). It draws them generously over
// water, for which it was chosen: a ferry pier is in its country. Clocks come from
// timezone-boundary-builder (Open Database License) by way of tzf-rel-lite.
package place

//go:generate npm ci --prefix gen
//go:generate go run ./gen borders
//go:generate go run ./gen clocks
