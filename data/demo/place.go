package demo

import (
	"encoding/json"
	"math"
	"strings"
	"time"

	"learnmap/data"
	"learnmap/geo"
)

// country is where cities lie.
type country struct {
	code     string
	zone     *time.Location
	currency string
	level    float64             // the price of what costs a euro in the euro's middle
	step     float64             // prices are multiples of it
	address  map[string]string   // pattern by language, "" for all others
	streets  map[string][]string // by language, "" for all others
	phone    string              // of numbers that belong to nobody, "" when none are set aside
	holidays []holiday
}

// city is where activities are held.
type city struct {
	slug       string
	country    *country
	centre     geo.Point
	radius     float64 // metres
	activities int
	langs      []string // the city's own first
	shares     []float64
	names      map[string]string
	area       json.RawMessage // GeoJSON polygon, nil when the circle is the city
	territory  geo.Area
	districts  []district
}

// district is a part of a city: its name as it stands behind "library".
type district struct {
	name, arabic string
	at           geo.Point
}

func readCountries() map[string]*country {
	all := map[string]*country{}
	for _, b := range blocks("countries.txt") {
		money := strings.Fields(b.one("money"))
		c := &country{
			code: b.name, zone: data.MainZone(b.name),
			currency: money[0], level: decimal(money[1]), step: decimal(money[2]),
			address: map[string]string{"": b.one("address"), "ar": b.one("address-ar")},
			streets: map[string][]string{"": strings.Split(b.one("streets"), ", "), "ar": strings.Split(b.one("streets-ar"), ", ")},
			phone:   b.one("phone"),
		}
		for _, text := range b.all("holiday") {
			c.holidays = append(c.holidays, readHoliday(text))
		}
		all[b.name] = c
	}
	return all
}

func readCities(countries map[string]*country) (all []*city) {
	for _, b := range blocks("cities.txt") {
		c := &city{
			slug: b.name, country: countries[b.one("country")], centre: readPoint(b.one("centre")),
			radius: decimal(b.one("radius")), activities: number(b.one("activities")), names: map[string]string{},
		}
		for _, share := range strings.Split(b.one("speaks"), ", ") {
			lang, percent, _ := strings.Cut(share, " ")
			c.langs, c.shares = append(c.langs, lang), append(c.shares, decimal(percent))
		}
		for _, name := range strings.Split(b.one("names"), ", ") {
			lang, name, _ := strings.Cut(name, "=")
			c.names[lang] = name
		}
		for _, text := range b.all("district") {
			parts := strings.Split(text, ", ")
			d := district{name: parts[0], at: readPoint(parts[len(parts)-1])}
			if len(parts) == 3 {
				d.arabic = parts[1]
			}
			c.districts = append(c.districts, d)
		}
		c.area = readArea(b.one("area"))
		c.territory = territory(c)
		all = append(all, c)
	}
	return all
}

// readPoint reads "latitude longitude".
func readPoint(s string) geo.Point {
	lat, lng, _ := strings.Cut(s, " ")
	return geo.Point{Lat: decimal(lat), Lng: decimal(lng)}
}

// readArea makes a GeoJSON polygon of a ring of "longitude latitude, ...".
func readArea(ring string) json.RawMessage {
	if ring == "" {
		return nil
	}
	corners := strings.Split(ring, ", ")
	var points [][2]float64
	for _, corner := range append(corners, corners[0]) {
		lng, lat, _ := strings.Cut(corner, " ")
		points = append(points, [2]float64{decimal(lng), decimal(lat)})
	}
	polygon, err := json.Marshal(struct {
		Type        string         `json:"type"`
		Coordinates [][][2]float64 `json:"coordinates"`
	}{"Polygon", [][][2]float64{points}})
	if err != nil {
		panic(err)
	}
	return polygon
}

// territory returns where a city is, as data.City says it.
func territory(c *city) geo.Area {
	area, err := cityRecord(c).Territory()
	if err != nil {
		panic(err)
	}
	return area
}

// name returns the city's name in a language.
func (c *city) name(lang string) string {
	if name, ok := c.names[lang]; ok {
		return name
	}
	return c.names["en"]
}

// local returns the language that places are named in to a reader of lang: the
// city's own, or Arabic where the city writes that too.
func (c *city) local(lang string) string {
	if c.districts[0].arabic == "" {
		return c.langs[0]
	}
	if lang == "ar" {
		return "ar"
	}
	return "fr"
}

// venue is a place that activities are held at.
type venue struct {
	name, address string
	at            geo.Point
	kind          string
}

// houseOfLearning is the venue in Kaunas that 15 activities share.
var houseOfLearning = venue{
	name: "Mokymosi namai „Santaka“", address: "Muitinės g. 9, Kaunas",
	at: geo.Point{Lat: 54.898214, Lng: 23.888731}, kind: "library",
}

// venue returns the city's venue of a kind in a district. It is the same one
// whoever asks.
func (c *corpus) venue(city *city, d district, kind, lang string) venue {
	id := city.slug + "/" + d.name + "/" + kind
	local := city.local(lang)
	district := d.name
	if local == "ar" {
		district = d.arabic
	}
	return venue{
		name:    strings.ReplaceAll(c.venues[kind][local], "{d}", district),
		address: city.street(roll(id, "street"), local),
		at:      city.scatter(roll(id, "point"), d.at),
		kind:    kind,
	}
}

// street returns an address in the city.
func (c *city) street(d dice, local string) string {
	if len(c.country.streets[local]) < 2 {
		return c.address("", pick(d, c.country.streets[""]), d.between(1, 90), c.name(local))
	}
	return c.address(local, pick(d, c.country.streets[local]), d.between(1, 90), c.name(local))
}

func (c *city) address(lang, street string, n int, name string) string {
	return strings.NewReplacer("{street}", street, "{n}", itoa(n), "{city}", name).Replace(c.country.address[lang])
}

// scatter returns a point some hundred metres from the middle of a district, on the
// city's ground.
func (c *city) scatter(d dice, middle geo.Point) geo.Point {
	angle, reach := d.Float64()*2*math.Pi, 60+640*d.Float64()*d.Float64()
	for ; reach > 1; reach /= 2 {
		p := geo.Point{
			Lat: round6(middle.Lat + reach*math.Sin(angle)/metresPerDegree),
			Lng: round6(middle.Lng + reach*math.Cos(angle)/metresPerDegree/math.Cos(middle.Lat*math.Pi/180)),
		}
		if c.territory.Contains(p) {
			return p
		}
	}
	return middle
}

// metresPerDegree of latitude, of an Earth of radius 6,371,008.8 m.
const metresPerDegree = 6371008.8 * math.Pi / 180

// round6 keeps six decimals, some ten centimetres.
func round6(x float64) float64 { return math.Round(x*1e6) / 1e6 }
