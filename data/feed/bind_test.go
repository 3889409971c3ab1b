package feed

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"learnmap/data"
)

// bound returns the activity that a JSON object is read as, and what was wrong.
func bound(t *testing.T, text string) (string, string) {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var tree map[string]any
	if err := dec.Decode(&tree); err != nil {
		t.Fatal(err)
	}
	var a data.Activity
	b := &binder{local: func() *time.Location { return time.FixedZone("", 7200) }}
	b.value("", tree, reflect.ValueOf(&a).Elem())
	raw, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var problems []string
	for _, p := range b.problems {
		problems = append(problems, p.Field+": "+p.Reason)
	}
	got := strings.TrimPrefix(string(raw), `{"id":"","source":"","title":""`)
	return strings.Trim(got, ",}"), strings.Join(problems, "; ")
}

// What is not written as a record wants it is converted where it can be understood,
// and left out alone where not.
func TestBind(t *testing.T) {
	for text, want := range map[string]string{
		`{"ageMin":"5 m."}`:               `"ageMin":5`,
		`{"ageMin":5.0}`:                  `"ageMin":5`,
		`{"ageMin":5.5}`:                  ` ageMin: "5.5" is not a whole number`,
		`{"AGEMIN":5,"capacity":"1 200"}`: `"ageMin":5,"capacity":1200`,
		`{"free":"taip"}`:                 `"free":true`,
		`{"free":"maybe"}`:                ` free: "maybe" is not yes or no`,
		`{"price":"5,50 €"}`:              `"price":{"amount":5.5,"currency":"EUR"`,
		`{"price":0}`:                     `"price":{"amount":0`,
		`{"price":{"amount":"1.250","currency":"EUR"}}`: `"price":{"amount":1.25,"currency":"EUR"`,
		`{"price":"ask"}`: ` price: "ask" is not an object`,
		`{"organiser":"Library","location":"Hall"}`:                                        `"organiser":{"name":"Library"},"location":{"name":"Hall"`,
		`{"location":{"lat":"54,8985","lng":"23.9° E"}}`:                                   `"location":{"lat":54.8985,"lng":23.9`,
		`{"location":{"lat":[1]}}`:                                                         ` location.lat: a list is not a single value`,
		`{"topics":"science;environment"}`:                                                 `"topics":["science","environment"]`,
		`{"topics":["science",{"a":1}]}`:                                                   `"topics":["science"] topics[1]: an object is not a single value`,
		`{"topics":7}`:                                                                     `"topics":["7"]`,
		`{"occurrences":"2026-12-01 15:00-17:00"}`:                                         `"occurrences":[{"start":"2026-12-01T15:00:00+02:00","end":"2026-12-01T17:00:00+02:00"}]`,
		`{"occurrences":{"start":"2026-12-01"}}`:                                           `"occurrences":[{"start":"2026-12-01T00:00:00+02:00","end":"2026-12-01T23:59:00+02:00"}]`,
		`{"occurrences":[{"start":"2026-12-01T15:00","end":"x","status":"cancelled"}]}`:    `"occurrences":[{"start":"2026-12-01T15:00:00+02:00","status":"cancelled"}] occurrences[0].end: "x" is not a time`,
		`{"occurrences":[{"end":"2026-12-01"},5,"15:00"]}`:                                 ` occurrences[0].start: nothing is not a time; occurrences[1]: "5" is not a time; occurrences[2]: "15:00" is not a time`,
		`{"until":"2026-12-01","modified":1764590400}`:                                     `"until":"2026-12-01T23:59:00+02:00","modified":"2025-12-01T12:00:00Z"`,
		`{"modified":1764590400000}`:                                                       `"modified":"2025-12-01T12:00:00Z"`,
		`{"created":46357}`:                                                                `"created":"2026-12-01T00:00:00+02:00"`,
		`{"created":true}`:                                                                 ` created: "true" is not a time`,
		`{"registration":"https://example.org","schedule":"FREQ=DAILY"}`:                   `"schedule":{"rrule":"FREQ=DAILY","start":"0001-01-01T00:00:00Z"},"registration":{"url":"https://example.org"`,
		`{"contact":"Jonas Jonaitis, +370 5 212 3456, jonas@example.org www.example.org"}`: `"contact":{"email":"jonas@example.org","phone":"+370 5 212 3456","url":"https://www.example.org"`,
		`{"translations":{"lt":"Titulas","en":{"title":"T"}}}`:                             `"translations":{"en":{"title":"T"},"lt":{"title":"Titulas"}`,
		`{"translations":"x"}`:                                                             ` translations: "x" is not an object by language`,
		`{"title":{"en":"x"}}`:                                                             ` title: an object is not a single value`,
		`{"description":null,"capacity":null,"topics":null}`:                               ``,
		`{"capacity":"١٢"}`:                                                                `"capacity":12`,
		`{"schedule":{"exdates":["2026-12-01T10:00:00Z","x"]}}`:                            `"schedule":{"rrule":"","start":"0001-01-01T00:00:00Z","exdates":["2026-12-01T10:00:00Z"] schedule.exdates[1]: "x" is not a time`,
	} {
		got, problems := bound(t, text)
		if problems != "" {
			got += " " + problems
		}
		if strings.TrimRight(got, "]}") != strings.TrimRight(want, "]}") {
			t.Errorf("%s is read as\n%s\nwant\n%s", text, got, want)
		}
	}
}

func TestContacts(t *testing.T) {
	for text, want := range map[string]string{
		"718.556.1565": "718.556.1565", "(718) 474-0861": "(718) 474-0861", "718-418-7690 X 205 ": "718-418-7690 x 205",
		"718.426.9369 or 646.670.8952": "718.426.9369", "tel. +370 5 212 3456, Jonas": "+370 5 212 3456", "0221/922 2222": "0221/922 2222",
	} {
		if got := onePhone(text); got != want {
			t.Errorf("onePhone(%q) = %q, want %q", text, got, want)
		}
	}
	if got := contactOf("Jonas Jonaitis"); len(got) > 0 {
		t.Errorf("a person is kept: %v", got)
	}
}

// settled returns the activity that a row of a sheet is read as.
func settled(t *testing.T, header, cells string) (string, string) {
	t.Helper()
	p, err := makePlan(strings.Split(header, "|"), wishes{})
	if err != nil {
		t.Fatal(err)
	}
	row := map[string]string{}
	for i, cell := range strings.Split(cells, "|") {
		row[strings.Split(header, "|")[i]] = cell
	}
	d := &draft{tree: map[string]any{}}
	p.fill(d, func(column string) string { return row[column] })
	d.settle(false, p.currency)
	var a data.Activity
	b := &binder{local: func() *time.Location { return utc }}
	b.value("", d.tree, reflect.ValueOf(&a).Elem())
	raw, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var problems []string
	for _, p := range append(d.problems, b.problems...) {
		problems = append(problems, p.Field)
	}
	got := strings.TrimPrefix(string(raw), `{"id":"","source":"","title":""`)
	return strings.Trim(got, ",}"), strings.Join(problems, " ")
}

func TestSheetTimes(t *testing.T) {
	for cells, want := range map[[2]string]string{
		{"date|start|end", "2026-12-01|15:00|17:00"}:                                           `15:00/17:00 of 12-01`,
		{"date|time", "2026-12-01; 2026-12-08|15:00-17:00"}:                                    `15:00/17:00 of 12-01, 15:00/17:00 of 12-08`,
		{"date|time", "2026-12-01|10:00, 14:00"}:                                               `10:00 of 12-01, 14:00 of 12-01`,
		{"start date|start time|end date|end time", "1.12.2026|22:00|2.12.2026|02:00"}:         `22:00/02:00 of 12-01`,
		{"start|end time", "1.12.2026 22:00|02:00"}:                                            `22:00/02:00 of 12-01`,
		{"start|end", "2026-12-01 10:00; 2026-12-02 10:00|2026-12-01 11:00; 2026-12-02 11:30"}: `10:00/11:00 of 12-01, 10:00/11:30 of 12-02`,
		{"date", "2026-12-01"}:                                                                 `00:00/23:59 of 12-01`,
		{"start|end", "2026-12-01|2026-12-01"}:                                                 `00:00/23:59 of 12-01`,
		{"start|end|time", "2026-12-01T00:00:00|2026-12-01T00:00:00|9-10"}:                     `09:00/10:00 of 12-01`,
		{"date", "nuolat"}:                      ``,
		{"date|time", "|15:00"}:                 ``,
		{"date", "soon"}:                        `! date`,
		{"start|end", "15:00|17:00"}:            `! start`,
		{"date", "15:00"}:                       `! date`,
		{"start|end", "2026-12-01 15:00|later"}: `15:00 of 12-01 ! end`,
		{"occurrences", "2026-12-01T15:00:00Z/2026-12-01T16:00:00Z;2026-12-02"}: `15:00/16:00 of 12-01, 00:00/23:59 of 12-02`,
	} {
		raw, problems := settled(t, cells[0], cells[1])
		var a data.Activity
		if err := json.Unmarshal([]byte(strings.Trim("{"+raw, ",")+"}"), &a); err != nil {
			t.Fatalf("%s: %v", raw, err)
		}
		var times []string
		for _, o := range a.Occurrences {
			text := o.Start.Format("15:04")
			if !o.End.IsZero() {
				text += "/" + o.End.Format("15:04")
			}
			times = append(times, text+" of "+o.Start.Format("01-02"))
		}
		got := strings.Join(times, ", ")
		if problems != "" {
			got = strings.TrimSpace(got + " ! " + problems)
		}
		if got != want {
			t.Errorf("%s: %s is %s, want %s", cells[0], cells[1], got, want)
		}
	}
}

func TestSheetFields(t *testing.T) {
	for cells, want := range map[[2]string]string{
		{"rrule|start|end", "FREQ=WEEKLY|2026-12-01 15:00|2026-12-01 17:00"}: `"schedule":{"rrule":"FREQ=WEEKLY","start":"2026-12-01T15:00:00Z","end":"2026-12-01T17:00:00Z"`,
		{"rrule|date", "FREQ=WEEKLY|2026-12-01"}:                             `"schedule":{"rrule":"FREQ=WEEKLY","start":"2026-12-01T00:00:00Z","end":"2026-12-01T23:59:00Z"`,
		{"free", "yes"}:                                                      `"free":true`,
		{"free", "5 €"}:                                                      `"price":{"amount":5,"currency":"EUR"`,
		{"free|price", "no|7"}:                                               `"free":false,"price":{"amount":7`,
		{"Kaina, €", "7,50"}:                                                 `"price":{"amount":7.5,"currency":"EUR"`,
		{"price|currency", "7|PLN"}:                                          `"price":{"amount":7,"currency":"PLN"`,
		{"price", "later"}:                                                   ` ! price`,
		{"ageMin|age", "6|5-20"}:                                             `"ageMin":6,"ageMax":20`,
		{"location", "54.9, 23.9"}:                                           `"location":{"lat":54.9,"lng":23.9`,
		{"address|postcode", "Gatvė 1|44244"}:                                `"location":{"address":"Gatvė 1, 44244"`,
		{"address|postcode", "Gatvė 1, 44244|44244"}:                         `"location":{"address":"Gatvė 1, 44244"`,
		{"coordinates|lat|lng", "1, 2|54.9|23.9"}:                            `"location":{"lat":54.9,"lng":23.9`,
		{"coordinates", "Gatvė 1"}:                                           `"location":{"address":"Gatvė 1" ! location.point`,
		{"website|image", "www.example.org|n/a"}:                             `"url":"https://www.example.org"`,
		{"mode|status", "grupinė|vyksta dabar"}:                              ` ! mode status`,
		{"contact|email", "Jonas 8 37 123456|a@b.lt"}:                        `"contact":{"email":"a@b.lt","phone":"8 37 123456"`,
		{"languages", "lietuvių, English, français"}:                         `"languages":["lt","en","fr"]`,
		{"topics|topic", "science|Menas ir kultūra"}:                         `"topics":["science","arts-and-culture"]`,
		{"العنوان|اسم النشاط", "شارع باريس|ورشة"}:                            `"title":"ورشة","location":{"address":"شارع باريس"`,
		{"capacity", "١٢"}:                                                   `"capacity":12`,
		{"translations.lt.title|title", "Būrelis|Club"}:                      `"title":"Club","translations":{"lt":{"title":"Būrelis"`,
	} {
		got, problems := settled(t, cells[0], cells[1])
		if problems != "" {
			got += " ! " + problems
		}
		got = strings.TrimPrefix(got, `{"id":"","source":"",`)
		if strings.ReplaceAll(got, "}", "") != strings.ReplaceAll(want, "}", "") {
			t.Errorf("%s: %s is\n%s\nwant\n%s", cells[0], cells[1], got, want)
		}
	}
}
