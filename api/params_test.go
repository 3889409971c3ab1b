package api

import (
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/valyala/fasthttp"
	"pgregory.net/rapid"

	"learnmap/data"
	"learnmap/geo"
	"learnmap/search"
)

// read decodes a query string as GET /v1/activities does.
func read(queryString string) (search.Query, error) {
	var args fasthttp.Args
	args.Parse(queryString)
	in, err := listSpec.strict(&args)
	return in.query, err
}

func TestSpecs(t *testing.T) {
	for _, s := range []*spec{listSpec, countSpec, vocabularySpec, plainSpec} {
		if len(s.params) != len(s.byName) || len(s.params) > 64 {
			t.Errorf("%d parameters, %d names; a name may occur once, and there is room for 64", len(s.params), len(s.byName))
		}
		for _, p := range s.params {
			if p.doc == "" || p.typ == "" || p.read == nil {
				t.Errorf("%s has no doc, type or reading", p.name)
			}
		}
	}
}

func TestDecode(t *testing.T) {
	noon, eve := 12*60, 20*60
	instant := func(s string) search.Bound {
		at, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return search.Bound{At: data.MinutesOf(at), Set: true}
	}
	local := func(s string) search.Bound {
		b := instant(s + ":00Z")
		b.Local = true
		return b
	}
	near := func(lat, lng, radius float64) *geo.Circle {
		return &geo.Circle{Center: geo.Point{Lat: lat, Lng: lng}, Radius: radius}
	}
	for query, want := range map[string]search.Query{
		"":                                {},
		"q=%20robot%0Aarms+":              {Text: "robot arms"},
		"q=a,b":                           {Text: "a,b"},
		"lat=54.9&lng=-23.9":              {Near: near(54.9, -23.9, 25_000)},
		"lat=+54.9&lng=2e1&radius_km=0.5": {Near: near(54.9, 20, 500)},
		"lat=90&lng=180&radius_km=20040":  {Near: near(90, 180, 20_040_000)},
		"bbox=170,-10,-170,10":            {Box: &geo.BBox{West: 170, South: -10, East: -170, North: 10}},
		"country=lt&country=LV,ee,LT":     {Countries: []string{"LT", "LV", "EE"}},
		"topic=SCIENCE,+environment":      {Topics: []string{"science", "environment"}},
		"skill=Robot%20Arms,http://x/Y":   {Skills: []string{"robot-arms", "http://x/Y"}},
		"language=PT-br,lit":              {Languages: []string{"pt-BR", "lt"}},
		"age=12&age=0,130":                {Ages: []int{12, 0, 130}},
		"free=true&badge=1&explain=yes":   {Free: true, Badge: true, Explain: true},
		"organiser=a/b,c&organiser=d/e":   {Organisers: []string{"a/b,c", "d/e"}},
		"ids=a/b%252Cc,a/d%2Fe,a/f%252Fg": {IDs: []string{"a/b,c", "a/d/e", "a/f/g"}},
		"when=weekend":                    {When: search.WhenWeekend},
		"from=2026-12-01&to=2026-12-02":   {From: local("2026-12-01T00:00"), To: local("2026-12-02T23:59")},
		"from=2026-12-01T15:00:00+02:00":  {From: instant("2026-12-01T13:00:00Z")}, // the plus is a space here
		"to=2026-12-01T15:00":             {To: local("2026-12-01T15:00")},
		"weekday=sat,Sunday":              {Weekdays: []time.Weekday{time.Saturday, time.Sunday}},
		"after=12:00&before=20:00":        {After: &noon, Before: &eve},
		"sort=distance&lat=1&lng=2":       {Sort: search.SortDistance, Near: near(1, 2, 25_000)},
		"limit=100&facets=topic,age":      {Limit: 100, Facets: []search.Facet{search.FacetTopic, search.FacetAge}},
		"lang=lt&cursor=a_b-c":            {Lang: "lt", Cursor: "a_b-c"},
	} {
		got, err := read(query)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v\ngot  %+v\nwant %+v", query, err, got, want)
		}
	}
}

// TestRefused names every parameter that cannot be used, and no other.
func TestRefused(t *testing.T) {
	many := func(name, value string, n int) string {
		return strings.TrimSuffix(strings.Repeat(name+"="+value+"&", n), "&")
	}
	var ages []string
	for age := range 40 {
		ages = append(ages, "age="+string(rune('0'+age/10))+string(rune('0'+age%10)))
	}
	for query, want := range map[string][]string{
		"lat=1":                                {"lng"},
		"lng=1&radius_km=2":                    {"lat"},
		"lat=x&lng=1":                          {"lat"},
		"lat=NaN&lng=0x10":                     {"lat", "lng"},
		"lat=1_0&lng=Inf":                      {"lat", "lng"},
		"lat=1&lng=2&radius_km=0":              {"radius_km"},
		"lat=1&lng=2&radius_km=1e300":          {"radius_km"},
		"lat=1&lng=2&radius_km=20041":          {"radius_km"},
		"bbox=1,2,3,91":                        {"bbox"},
		"bbox=NaN,0,1,1":                       {"bbox"},
		"cell=8b1f05835527fff":                 {"cell"}, // finer than ours, valid or not
		"topic=math":                           {"topic"},
		"free=maybe":                           {"free"},
		"q=" + strings.Repeat("x", 257):        {"q"},
		"q=" + strings.Repeat("x+", 17):        {"q"},
		"source=UPPER+case":                    {"source"},
		"after=24:00&before=7":                 {"after", "before"},
		"from=1969-12-31&to=2101-01-01":        {"from", "to"},
		"from=1970-01-01T00:00:00%2B02:00":     {"from"}, // a year that its own writing would not survive
		"from=2026-12-02&to=2026-12-01":        {"to"},
		"when=week&to=2026-12-01":              {"when"},
		"sort=distance":                        {"sort"},
		"limit=0":                              {"limit"},
		"limit=10&limit=20":                    {"limit"},
		"skill=...":                            {"skill"},
		"ids=a/d%2520e%25&lang=d":              {"ids", "lang"}, // a lone % is no escape
		"place=Kaunas&format=jsonld":           {"place", "format"},
		"res=3&by=country":                     {"res", "by"},
		strings.Join(ages, "&"):                {"age"},
		many("unknown", "1", 100):              {"unknown"},
		"%ff=1":                                {"\uFFFD"},
		strings.Repeat("n", 500) + "=1&topic=": {strings.Repeat("n", 60) + "…", "topic"},
	} {
		_, err := read(query)
		invalid, ok := err.(*search.InvalidError)
		if !ok {
			t.Errorf("%.80s: %v, want an *InvalidError", query, err)
			continue
		}
		var names []string
		for _, p := range invalid.Problems {
			if !slices.Contains(names, p.Field) {
				names = append(names, p.Field)
			}
			if p.Reason == "" || p.Fix == "" {
				t.Errorf("%.80s: %s has no reason or no fix", query, p.Field)
			}
		}
		if !slices.Equal(slices.Sorted(slices.Values(names)), slices.Sorted(slices.Values(want))) {
			t.Errorf("%.80s: refuses %q, want %q", query, names, want)
		}
		if len(invalid.Problems) > maxProblems {
			t.Errorf("%.80s: %d problems", query, len(invalid.Problems))
		}
	}
}

// TestLenient reads what a page can use and says what it left out.
func TestLenient(t *testing.T) {
	for query, want := range map[string]struct {
		canonical string
		problems  []string
	}{
		"utm_source=x&q=robot&topic=&lat=&lng=&radius_km=10":    {"q=robot", nil},
		"q=robot&topic=sience&free=0&free=1":                    {"q=robot", []string{"topic", "free"}},
		"lat=91&lng=24&radius_km=5&country=LT":                  {"country=LT", []string{"lat"}},
		"lng=24&country=LT":                                     {"country=LT", []string{"lat"}},
		"lat=1&lng=2&radius_km=x":                               {"lat=1&lng=2&radius_km=25", []string{"radius_km"}},
		"sort=distance&q=a":                                     {"q=a", []string{"sort"}},
		"when=today&from=2026-12-01":                            {"from=2026-12-01", []string{"when"}},
		"from=2026-12-05&to=2026-12-01&sort=distance&lat=1":     {"from=2026-12-05", []string{"lng", "to", "sort"}},
		"place=Kaunas&topic=science":                            {"topic=science", []string{"place"}},
		"topic=" + strings.Repeat("bad,", 50) + "&age=12":       {"age=12", []string{"topic"}},
		"q=%ff&mode=online":                                     {"mode=online", []string{"q"}},
		"q=" + strings.Repeat("word+", 20) + "&mode=online":     {"mode=online", []string{"q"}},
		"when=today&when=tomorrow&when=week&facets=topic&lang=": {"facets=topic", []string{"when"}},
	} {
		q, problems := ParseQuery(query)
		var names []string
		for _, p := range problems {
			if !slices.Contains(names, p.Field) {
				names = append(names, p.Field)
			}
		}
		slices.Sort(names)
		slices.Sort(want.problems)
		if got := Values(q).Encode(); got != want.canonical || !slices.Equal(names, want.problems) {
			t.Errorf("%.80s:\ngot  %s %q\nwant %s %q", query, got, names, want.canonical, want.problems)
		}
		if err := q.Check(); err != nil {
			t.Errorf("%.80s: %v", query, err)
		}
	}
}

// TestOwnMemory reads a query, overwrites what it was read from, and finds it as it was.
func TestOwnMemory(t *testing.T) {
	const query = "q=robot&city=kaunas&skill=http://x/y&organiser=a/b&series=a/s&playlist=a/p&source=a&ids=a/b&topic=science&cursor=abc&lang=lt&language=lt&country=LT&from=2026-12-01"
	buffer := []byte(query)
	var args fasthttp.Args
	args.ParseBytes(buffer)
	in, err := listSpec.strict(&args)
	if err != nil {
		t.Fatal(err)
	}
	before := Values(in.query).Encode()
	for key, value := range args.All() {
		for i := range key {
			key[i] = '!'
		}
		for i := range value {
			value[i] = '!'
		}
	}
	copy(buffer, strings.Repeat("?", len(buffer)))
	if after := Values(in.query).Encode(); after != before {
		t.Errorf("the query changed with the request:\n%s\n%s", before, after)
	}
	args.Parse("topic=sience&nothing=1")
	in, _ = listSpec.strict(&args)
	texts := in.problems.Error()
	args.Parse("????????????????????????????????")
	if in.problems.Error() != texts {
		t.Error("the problems changed with the request")
	}
}

// genQuery makes queries in the form in which they are compared.
func genQuery(t *rapid.T) search.Query {
	some := func(label string, from []string) []string {
		picked := rapid.SliceOfNDistinct(rapid.SampledFrom(from), 0, 3, rapid.ID).Draw(t, label)
		if len(picked) == 0 {
			return nil
		}
		return picked
	}
	word := rapid.StringMatching(`[a-z0-9]{1,8}`)
	anyText := rapid.StringMatching(`[a-z]{1,4}[ -~äßЖ中,%/&=+#?]{0,6}[a-z,%]`)
	ids := func(label string) []string {
		var list []string
		for _, s := range rapid.SliceOfNDistinct(anyText, 0, 3, rapid.ID).Draw(t, label) {
			list = append(list, data.MakeID(word.Draw(t, "source"), s))
		}
		return list
	}
	q := search.Query{
		Text:       strings.Join(strings.Fields(rapid.StringMatching(`[ -~äßЖ中]{0,30}`).Draw(t, "text")), " "),
		Topics:     some("topics", data.DefaultTopics),
		Modes:      some("modes", data.Modes),
		Types:      some("types", data.Types),
		Levels:     some("levels", data.Levels),
		Countries:  some("countries", []string{"LT", "PL", "GB", "XK"}),
		Languages:  some("languages", []string{"lt", "pt-BR", "en", "zh-Hant"}),
		Cities:     some("cities", []string{"kaunas", "ústí-nad-labem", "a b"}),
		Skills:     some("skills", []string{"robotics", "http://data.europa.eu/esco/skill/1?x=ä#y", "日本語"}),
		Sources:    some("sources", []string{"a", "b-1", "0"}),
		Organisers: ids("organisers"), Series: ids("series"), Playlists: ids("playlists"), IDs: ids("ids"),
		Free: rapid.Bool().Draw(t, "free"), Badge: rapid.Bool().Draw(t, "badge"), Explain: rapid.Bool().Draw(t, "explain"),
		Limit:  rapid.IntRange(0, search.MaxLimit).Draw(t, "limit"),
		Cursor: rapid.StringMatching(`[A-Za-z0-9_-]{0,20}`).Draw(t, "cursor"),
		Lang:   rapid.SampledFrom([]string{"", "lt", "pt-BR"}).Draw(t, "lang"),
	}
	q.Accessibility = some("accessibility", data.Accessibility)
	for _, f := range some("facets", words(search.Facets)) {
		q.Facets = append(q.Facets, search.Facet(f))
	}
	if ages := rapid.SliceOfNDistinct(rapid.IntRange(0, search.MaxAge), 0, 3, rapid.ID).Draw(t, "ages"); len(ages) > 0 {
		q.Ages = ages
	}
	for _, day := range rapid.SliceOfNDistinct(rapid.IntRange(0, 6), 0, 3, rapid.ID).Draw(t, "days") {
		q.Weekdays = append(q.Weekdays, time.Weekday(day))
	}
	genPlace(t, &q)
	genTimes(t, &q)
	return q
}

func genPlace(t *rapid.T, q *search.Query) {
	point := func(label string) geo.Point {
		return geo.Point{Lat: rapid.Float64Range(-90, 90).Draw(t, label), Lng: rapid.Float64Range(-180, 180).Draw(t, label)}
	}
	if rapid.Bool().Draw(t, "near") {
		millimetres := rapid.Int64Range(1, search.MaxRadius*1000).Draw(t, "radius")
		q.Near = &geo.Circle{Center: point("centre"), Radius: float64(millimetres) / 1e3}
		q.Sort = rapid.SampledFrom(append(search.Sorts, search.SortDefault)).Draw(t, "sort")
	}
	if rapid.Bool().Draw(t, "box") {
		a, b := point("corner"), point("corner")
		q.Box = &geo.BBox{West: a.Lng, South: min(a.Lat, b.Lat), East: b.Lng, North: max(a.Lat, b.Lat)}
	}
	if rapid.Bool().Draw(t, "cell") {
		cell, err := geo.CellOf(point("cell"))
		if err != nil {
			t.Fatal(err)
		}
		q.Cells = []geo.Cell{cell.Parent(rapid.IntRange(0, geo.Resolution).Draw(t, "res"))}
	}
}

func genTimes(t *rapid.T, q *search.Query) {
	bound := func(label string) search.Bound {
		at := rapid.Int32Range(0, 131*365*24*60).Draw(t, label)
		return search.Bound{At: data.Minutes(at), Local: rapid.Bool().Draw(t, label), Set: true}
	}
	clock := func(label string) *int {
		if !rapid.Bool().Draw(t, label) {
			return nil
		}
		m := rapid.IntRange(0, 24*60-1).Draw(t, label)
		return &m
	}
	q.After, q.Before = clock("after"), clock("before")
	switch rapid.IntRange(0, 3).Draw(t, "time") {
	case 1:
		q.When = rapid.SampledFrom(search.Whens).Draw(t, "when")
	case 2:
		q.From = bound("from")
	case 3:
		q.From, q.To = bound("from"), bound("to")
		if q.From.At > q.To.At {
			q.From.At, q.To.At = q.To.At, q.From.At
		}
	}
}

// TestLinksAreInverse: what a link says is read as the query that it was made of, and
// appendQuery writes what url.Values would.
func TestLinksAreInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := genQuery(t)
		if q.Check() != nil {
			t.Skip("out of bounds")
		}
		link := Values(q).Encode()
		if appended := string(appendQuery(nil, &q)); appended != link {
			t.Fatalf("appended %s\nencoded  %s", appended, link)
		}
		got, err := read(link)
		if err != nil || !reflect.DeepEqual(got, q) {
			t.Fatalf("%s: %v\ngot  %+v\nwant %+v", link, err, got, q)
		}
	})
}

// FuzzDecodeQuery feeds query strings: nothing panics, what is accepted passes Check
// and survives being written and read again, and a lenient reading of anything is
// acceptable.
func FuzzDecodeQuery(f *testing.F) {
	for _, seed := range []string{
		"", "q=robot&lat=54.9&lng=23.9&radius_km=2.5", "bbox=170,-10,-170,10&cell=861f05837ffffff",
		"topic=science,environment&country=lt&language=pt-br&mode=online", "ids=kaunas/a%252Cb,kaunas/c%2Fd",
		"from=2026-12-01&to=2026-12-31T18:00:00%2B02:00&after=16:00&weekday=sat", "when=all&sort=newest&limit=1&facets=topic,age",
		"organiser=a/b,c&series=%ff&playlist=a%00b", "free=0&free&badge=&explain=true&q", "radius_km=1e-9&lat=-0&lng=-0.0",
		"age=12,13,x&lat=1&lat=2&%=%&&&==", "skill=http://x/y%3Fz&city=%C4%B0&lang=i-klingon", "from=9999-12-31&to=0000-01-01T00:00:00Z",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		lenient, problems := ParseQuery(query)
		if err := lenient.Check(); err != nil {
			t.Fatalf("read leniently with %v: %v", problems, err)
		}
		q, err := read(query)
		if err != nil {
			if _, ok := err.(*search.InvalidError); !ok {
				t.Fatalf("%v is no *InvalidError", err)
			}
			return
		}
		if err := q.Check(); err != nil {
			t.Fatalf("accepted: %v", err)
		}
		link := Values(q).Encode()
		if again, err := read(link); err != nil || !reflect.DeepEqual(again, q) {
			t.Fatalf("%q: %v\nread  %+v\nagain %+v", link, err, q, again)
		}
		if _, err := url.ParseQuery(link); err != nil {
			t.Fatal(err)
		}
	})
}
