package data

import (
	"fmt"
	"time"

	"pgregory.net/rapid"
)

// These generators make records with every field filled in or left out at will. A
// time is parsed from text, as it is when a record is read.

func genTime(t *rapid.T, name string) time.Time {
	at := time.Unix(rapid.Int64Range(0, 4_133_980_799).Draw(t, name), 0) // 1970 to 2100
	offset := rapid.IntRange(-12*60, 14*60).Draw(t, name+" offset")
	written := at.In(time.FixedZone("", offset*60)).Format(time.RFC3339)
	parsed, err := time.Parse(time.RFC3339, written)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func genOptionalTime(t *rapid.T, name string) time.Time {
	if rapid.Bool().Draw(t, name+" given") {
		return genTime(t, name)
	}
	return time.Time{}
}

func genOptional[T any](t *rapid.T, name string, g *rapid.Generator[T]) *T {
	if !rapid.Bool().Draw(t, name+" given") {
		return nil
	}
	v := g.Draw(t, name)
	return &v
}

// genText draws the empty text often, and characters that encoders stumble over.
var genText = rapid.OneOf(
	rapid.Just(""),
	rapid.StringOfN(rapid.RuneFrom([]rune("aZ9 <>&\"'\\/\u2028\u2029éßšжψع漢😀\t\n")), 1, 12, -1),
	rapid.StringN(1, 12, -1),
)

func genList(t *rapid.T, name string) []string {
	list := rapid.SliceOfN(genText, 0, 3).Draw(t, name)
	if len(list) == 0 {
		return nil
	}
	return list
}

func genActivity(t *rapid.T) *Activity {
	text := func(name string) string { return genText.Draw(t, name) }
	number := rapid.IntRange(-5, 200)
	a := &Activity{
		Kind: Kind(rapid.SampledFrom([]string{"", "activity"}).Draw(t, "kind")), ID: text("id"), Source: text("source"),
		Title: text("title"), Description: text("description"), URL: text("url"), Type: text("type"), Lang: text("lang"),
		Image: text("image"), ImageAlt: text("imageAlt"), ImageCredit: text("imageCredit"), Mode: text("mode"),
		Until:  genOptionalTime(t, "until"),
		AgeMin: genOptional(t, "ageMin", number), AgeMax: genOptional(t, "ageMax", number), Level: text("level"),
		Free:     genOptional(t, "free", rapid.Bool()),
		Capacity: genOptional(t, "capacity", number), PlacesLeft: genOptional(t, "placesLeft", number),
		Languages: genList(t, "languages"), Topics: genList(t, "topics"), Skills: genList(t, "skills"),
		Accessibility: genList(t, "accessibility"), Badge: text("badge"), Playlists: genList(t, "playlists"),
		Series: text("series"), Status: text("status"), Created: genOptionalTime(t, "created"),
		Modified: genOptionalTime(t, "modified"), Confirmed: genOptionalTime(t, "confirmed"),
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "translations") {
		if a.Translations == nil {
			a.Translations = map[string]Translation{}
		}
		a.Translations[text(fmt.Sprint("tag", i))] = Translation{Title: text("translated title"), Description: text("translated description")}
	}
	for range rapid.IntRange(0, 2).Draw(t, "occurrences") {
		a.Occurrences = append(a.Occurrences, Occurrence{genTime(t, "start"), genOptionalTime(t, "end"), text("occurrence status")})
	}
	genParts(t, a)
	return a
}

// genParts fills in the fields of an activity that are structs of their own.
func genParts(t *rapid.T, a *Activity) {
	text := func(name string) string { return genText.Draw(t, name) }
	given := func(name string) bool { return rapid.Bool().Draw(t, name) }
	times := func(name string) (list []time.Time) {
		for range rapid.IntRange(0, 2).Draw(t, name) {
			list = append(list, genTime(t, name))
		}
		return list
	}
	if given("organiser") {
		a.Organiser = &OrganiserRef{text("organiser id"), text("organiser name"), text("organiser url"), text("organiser kind")}
	}
	if given("location") {
		a.Location = &Location{
			Lat: genOptional(t, "lat", rapid.Float64Range(-91, 91)), Lng: genOptional(t, "lng", rapid.Float64Range(-181, 181)),
			Name: text("place"), Address: text("address"), City: text("city"), Country: text("country"), Precision: text("precision"),
		}
	}
	if given("schedule") {
		a.Schedule = &Schedule{text("rrule"), genTime(t, "first"), genOptionalTime(t, "first end"), text("timezone"), times("exdates"), times("rdates")}
	}
	if given("price") {
		a.Price = &Price{rapid.Float64Range(-1, 1e6).Draw(t, "amount"), text("currency")}
	}
	if given("registration") {
		a.Registration = &Registration{text("registration url"), genOptionalTime(t, "opens"), genOptionalTime(t, "deadline")}
	}
	if given("contact") {
		a.Contact = &Contact{text("email"), text("phone"), text("contact url")}
	}
}
