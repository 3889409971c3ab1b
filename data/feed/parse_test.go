package feed

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		text    string
		grouped bool
		want    float64
	}{
		{"54.8985", false, 54.8985}, {"54,8985", false, 54.8985}, {"-73.93", false, -73.93}, {"−73,93", false, -73.93},
		{"54,898", false, 54.898}, {"54,898", true, 54898}, {"1.250", true, 1250}, {"1.250", false, 1.25}, {"0.125", true, 0.125},
		{"1.234,50", true, 1234.5}, {"1,234.50", true, 1234.5}, {"1 234,50", true, 1234.5}, {"1\u00a0234", true, 1234},
		{"1'234.50", true, 1234.5}, {"1.234.567", true, 1234567}, {"1,234,567.8", false, 1234567.8}, {"5 €", true, 5},
		{"€5,50", true, 5.5}, {"od 20 zł", true, 20}, {"20 people", true, 20}, {"12.", true, 12}, {"3-5", true, 3}, {"5 20", true, 5},
	} {
		if got, ok := findNumber(c.text, c.grouped); !ok || got.value != c.want {
			t.Errorf("findNumber(%q, %v) = %v %v, want %v", c.text, c.grouped, got.value, ok, c.want)
		}
	}
	for _, text := range []string{"", "gratis", "-", "€", strings.Repeat("9", 60)} {
		if got, ok := findNumber(text, true); ok {
			t.Errorf("findNumber(%q) = %v", text, got)
		}
	}
}

// What strconv writes is read back, with either decimal separator and with thousands.
func TestNumbersRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := math.Round(rapid.Float64Range(-180, 180).Draw(t, "v")*1e6) / 1e6
		text := strconv.FormatFloat(v, 'f', -1, 64)
		for _, written := range []string{text, strings.Replace(text, ".", ",", 1)} {
			if got, ok := parseDegrees(written); !ok || got != v {
				t.Fatalf("%q read as %v %v", written, got, ok)
			}
		}
		n := rapid.IntRange(0, 99_999_999).Draw(t, "n")
		for _, sep := range []string{".", ",", " ", "\u00a0", "'"} {
			if got, ok := findNumber(group(n, sep), true); !ok || got.value != float64(n) {
				t.Fatalf("%q read as %v %v", group(n, sep), got.value, ok)
			}
		}
	})
}

func group(n int, sep string) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + sep + s[i:]
	}
	return s
}

func TestDegrees(t *testing.T) {
	for text, want := range map[string]float64{
		"54.8985": 54.8985, " 54,8985 ": 54.8985, "54.8985°": 54.8985, "23.9 E": 23.9, "S 33.86": -33.86, "70,5W": -70.5,
		"54°30'00\"N": 54.5, "54° 30′ 36″ S": -54.51, "1e1": 10,
	} {
		if got, ok := parseDegrees(text); !ok || math.Abs(got-want) > 1e-9 {
			t.Errorf("parseDegrees(%q) = %v %v, want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "north", "54.8985, 23.9", "54 30", "NaN", "Inf", "12 km"} {
		if got, ok := parseDegrees(text); ok {
			t.Errorf("parseDegrees(%q) = %v", text, got)
		}
	}
}

func TestPoints(t *testing.T) {
	for _, c := range []struct {
		text     string
		lat, lng float64
		before   string
	}{
		{"54.8985, 23.9036", 54.8985, 23.9036, ""},
		{"54.8985,23.9036", 54.8985, 23.9036, ""},
		{"54,8985; 23,9036", 54.8985, 23.9036, ""},
		{"54,8985, 23,9036", 54.8985, 23.9036, ""},
		{"54.8985 23.9036", 54.8985, 23.9036, ""},
		{"(40.71, -73.93)", 40.71, -73.93, ""},
		{"[40.71;-73.93]", 40.71, -73.93, ""},
		{"850 Grand Street11211\n(40.712157465495, -73.939732162787)", 40.712157465495, -73.939732162787, "850 Grand Street, 11211"},
		{"92 10 Roosevelt Avenue13372\n(41.796904, -73.131788)", 41.796904, -73.131788, "92 10 Roosevelt Avenue, 13372"},
		{"Main St 1\nBoston, MA\n(42.36, -71.05)", 42.36, -71.05, "Main St 1, Boston, MA"},
		{"Laisvės al. 57, 54.8985, 23.9036", 54.8985, 23.9036, "Laisvės al. 57"},
		{"POINT (23.9036 54.8985)", 54.8985, 23.9036, ""},
		{"SRID=4326;POINT(-73.9 40.7)", 40.7, -73.9, ""},
		{"55, 24", 55, 24, ""},
	} {
		p, before, ok := parsePoint(c.text)
		if !ok || p.Lat != c.lat || p.Lng != c.lng || before != c.before {
			t.Errorf("parsePoint(%q) = %v %q %v, want %v %v %q", c.text, p, before, ok, c.lat, c.lng, c.before)
		}
	}
	for _, text := range []string{"", "Laisvės al. 57", "Main St 1, 10001", "54.8985", "2026-12-01, 15:00", "POINT EMPTY"} {
		if p, _, ok := parsePoint(text); ok {
			t.Errorf("parsePoint(%q) = %v", text, p)
		}
	}
}

func TestPrices(t *testing.T) {
	for _, c := range []struct {
		text string
		want money
	}{
		{"5 €", money{amount: 5, currency: "EUR"}}, {"5,50 EUR", money{amount: 5.5, currency: "EUR"}},
		{"€ 12,00", money{amount: 12, currency: "EUR"}}, {"$25", money{amount: 25, currency: "USD"}},
		{"od 20 zł", money{amount: 20, currency: "PLN"}}, {"150 TL", money{amount: 150, currency: "TRY"}},
		{"150 kr.", money{amount: 150, currency: "DKK", crowns: true}}, {"150 DKK", money{amount: 150, currency: "DKK"}},
		{"200 грн", money{amount: 200, currency: "UAH"}}, {"1.250,00 €", money{amount: 1250, currency: "EUR"}},
		{"12", money{amount: 12}}, {"0", money{free: true}}, {"0,00 €", money{free: true, currency: "EUR"}},
		{"gratis", money{free: true}}, {"nemokamai", money{free: true}}, {"Free", money{free: true}}, {"δωρεάν", money{free: true}},
		{"مجاني", money{free: true}}, {"Wstęp wolny!", money{free: true}}, {"ücretsiz", money{free: true}},
		{"5-10 €", money{amount: 5, currency: "EUR"}}, {"0 € members, 5 € others", money{amount: 5, currency: "EUR"}},
	} {
		if got, ok := parsePrice(c.text); !ok || got != c.want {
			t.Errorf("parsePrice(%q) = %+v %v, want %+v", c.text, got, ok, c.want)
		}
	}
	for _, text := range []string{"", "ask us", "on request"} {
		if got, ok := parsePrice(text); ok {
			t.Errorf("parsePrice(%q) = %+v", text, got)
		}
	}
}

func TestAges(t *testing.T) {
	for text, want := range map[string]string{
		"5-20": "5-20", "11–16": "11-16", "14 to 24": "14-24", "6 and up": "6-", "16+": "16-", "18 +": "18-",
		"A parent 16 Years Old or Older": "16-", "All Ages": "-", "visi": "-", "Adults": "18-", "ενήλικες": "18-",
		"nuo 7 m.": "7-", "iki 12 metų": "-12", "bis 12 Jahre": "-12", "ab 16 Jahren": "16-", "dès 15 ans": "15-",
		"od 7 do 12 lat": "7-12", "до 14 років": "-14", "16 yaş ve üzeri": "16-", "jusqu'à 10 ans": "-10", "mayores de 18": "18-",
		"da 16 anni": "16-", "11, 12, 13": "11-13", "7": "7-", "12-7": "7-12", "18-36 months": "1-3", "من 15 سنة": "15-", "8-12 yaş": "8-12",
		"fra 16 år": "16-", "από 16 ετών": "16-", "a partir de 6 anos": "6-", "maiores de 65 anos": "65-", "10–14 років": "10-14",
	} {
		if got, ok := parseAges(text); !ok || got.String() != want || got.mended {
			t.Errorf("parseAges(%q) = %s %v mended %v, want %s", text, got, ok, got.mended, want)
		}
	}
	for text, want := range map[string]string{
		"20-May": "5-20", "14-Nov": "11-14", "May-20": "5-20", "05. Nov": "5-11", "12. Sep": "9-12", "6-paź": "6-10",
		"2026-05-20": "5-20", "20.05.2026": "5-20", "2026-11-14T00:00:00": "11-14", "46162": "5-20", "14-lapkr": "11-14", "Jun-12": "6-12",
	} {
		if got, ok := parseAges(text); !ok || got.String() != want || !got.mended {
			t.Errorf("parseAges(%q) = %s %v mended %v, want %s mended", text, got, ok, got.mended, want)
		}
	}
	for _, text := range []string{"", "OST", "Elementary", "grades 6 to 8", "ESOL/Civics", "5-6 klasė", "1985"} {
		if got, ok := parseAges(text); ok {
			t.Errorf("parseAges(%q) = %s", text, got)
		}
	}
}

func TestBooleans(t *testing.T) {
	for text, want := range map[string]bool{
		"yes": true, "Taip": true, "TAK": true, "ja": true, "Sí": true, "sim": true, "Ναι": true, "evet": true, "نعم": true, "так": true,
		"sì": true, "oui": true, "x": true, "✓": true, "1": true, "TRUE": true, "WAHR": true, "no": false, "Ne": false, "nie": false,
		"nein": false, "não": false, "όχι": false, "hayır": false, "لا": false, "ні": false, "non": false, "0": false, "nej": false,
	} {
		if got, ok := parseBool(text); !ok || got != want {
			t.Errorf("parseBool(%q) = %v %v", text, got, ok)
		}
	}
	if got, ok := parseBool("maybe"); ok {
		t.Errorf("parseBool(maybe) = %v", got)
	}
}

// show writes what a cell says in one way.
func (m moment) show() string {
	s := ""
	if m.hasDate {
		s = fmt.Sprintf("%04d-%02d-%02d", m.year, m.month, m.day)
	}
	if m.hasTime {
		s += fmt.Sprintf(" %02d:%02d", m.hour, m.minute)
	}
	if m.zone != nil {
		_, offset := m.instant(utc, false).Zone()
		s += fmt.Sprintf(" %+d", offset/60)
	}
	return strings.TrimSpace(s)
}

func (w when) show() string {
	if w.to.isZero() {
		return w.from.show()
	}
	return w.from.show() + " / " + w.to.show()
}

func TestWhen(t *testing.T) {
	for text, want := range map[string]string{
		"2026-12-01": "2026-12-01", "01.12.2026": "2026-12-01", "1.12.26": "2026-12-01", "1/12/2026": "2026-12-01",
		"1-12-2026": "2026-12-01", "2026/12/1": "2026-12-01", "2026.12.01": "2026-12-01", "1. 12. 2026": "2026-12-01",
		"13/12/2026": "2026-12-13", "12/13/2026": "2026-12-13", "20261201": "2026-12-01", "46357": "2026-12-01", "46357,625": "2026-12-01 15:00",
		"2026-12-01T15:00:00+02:00": "2026-12-01 15:00 +120", "2026-12-01T15:00Z": "2026-12-01 15:00 +0", "2026-12-01 15:00": "2026-12-01 15:00",
		"2026-12-01T15:00:00.000": "2026-12-01 15:00", "20261201T150000Z": "2026-12-01 15:00 +0", "2026-12-01T15:00:00.123+0200": "2026-12-01 15:00 +120",
		"01.12.2026 15.00": "2026-12-01 15:00", "01.12.2026, 15:00 Uhr": "2026-12-01 15:00", "1/12/2026 18h30": "2026-12-01 18:30",
		"1 December 2026": "2026-12-01", "December 1st, 2026": "2026-12-01", "Dec 1 2026 4 pm": "2026-12-01 16:00", "1 grudnia 2026 r.": "2026-12-01",
		"2026 m. gruodžio 1 d.": "2026-12-01", "2026 m. gruodžio 1 d. 18 val.": "2026-12-01 18:00", "1 Δεκεμβρίου 2026": "2026-12-01",
		"1 грудня 2026": "2026-12-01", "1 Aralık 2026": "2026-12-01", "1º de dezembro de 2026": "2026-12-01", "12 ديسمبر 2026": "2026-12-12",
		"Dienstag, 1. Dezember 2026": "2026-12-01", "wtorek 1.12.2026": "2026-12-01", "1er décembre 2026": "2026-12-01",
		"2026-12-01 15:00–17:00": "2026-12-01 15:00 / 2026-12-01 17:00", "01.12.2026 22:00 - 02:00": "2026-12-01 22:00 / 2026-12-02 02:00",
		"2026-12-01T15:00:00+02:00/2026-12-01T17:00:00+02:00": "2026-12-01 15:00 +120 / 2026-12-01 17:00 +120",
		"2026-12-01/2026-12-03":                               "2026-12-01 / 2026-12-03", "28/12/2026 - 31/12/2026": "2026-12-28 / 2026-12-31",
		"28.-30.12.2026": "2026-12-28 / 2026-12-30", "28.11–3.12.2026": "2026-11-28 / 2026-12-03", "1–3 December 2026": "2026-12-01 / 2026-12-03",
		"28 November – 3 December 2026": "2026-11-28 / 2026-12-03", "2026-12-01 10:00 – 2026-12-03 18:00": "2026-12-01 10:00 / 2026-12-03 18:00",
		"15:00": "15:00", "15.30 Uhr": "15:30", "4 pm": "16:00", "12 am": "00:00", "24:00": "23:59", "18h": "18:00", "kl. 18": "18:00", "1500": "15:00",
		"15:00-17:00": "15:00 / 17:00",
	} {
		if got, ok := parseWhen(text, false); !ok || got.show() != want {
			t.Errorf("parseWhen(%q) = %s %v, want %s", text, got.show(), ok, want)
		}
	}
	for _, text := range []string{
		"", "soon", "31.11.2026", "2026-02-30", "32/12/2026", "25:00", "TBC", "1 December", "every Tuesday", "2026", "12:75",
		"1 Smarch 2026", "2026-12-01 15:00 16:00 17:00", "00.00.0000",
	} {
		if got, ok := parseWhen(text, false); ok {
			t.Errorf("parseWhen(%q) = %s", text, got.show())
		}
	}
	if got, _ := parseWhen("3/4/2026", true); got.show() != "2026-03-04" {
		t.Errorf("3/4/2026 with the month first is %s", got.show())
	}
}

func TestClocks(t *testing.T) {
	for text, want := range map[string]string{
		"15:00–17:00": "15:00 / 17:00", "15-17": "15:00 / 17:00", "od 15:00 do 17:00": "15:00 / 17:00", "15.00-17.00 val.": "15:00 / 17:00",
		"10:00, 14:00": "10:00, 14:00", "10:00-12:00; 14:00-16:00": "10:00 / 12:00, 14:00 / 16:00", "18h-20h30": "18:00 / 20:30",
		"0.625": "15:00", "15": "15:00", "9:00 AM": "09:00", "kl.18": "18:00", "17:00 a 19:00 h": "17:00 / 19:00", "18 - 20 Uhr": "18:00 / 20:00",
	} {
		var got []string
		for _, w := range parseClocks(text) {
			got = append(got, w.show())
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("parseClocks(%q) = %s, want %s", text, strings.Join(got, ", "), want)
		}
	}
}

// Every day, in every way that it is written, is that day.
func TestDatesRoundTrip(t *testing.T) {
	names := []string{"", "January", "vasario", "marca", "Απριλίου", "mayo", "juin", "Juli", "Ağustos", "settembre", "жовтня", "novembro", "ديسمبر"}
	rapid.Check(t, func(t *rapid.T) {
		day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 20_000).Draw(t, "day"))
		minute := rapid.IntRange(0, 24*60-1).Draw(t, "minute")
		at := day.Add(time.Duration(minute) * time.Minute)
		for _, written := range []string{
			at.Format("2006-01-02 15:04"), at.Format("02.01.2006 15:04"), at.Format("2/1/2006 15.04"), at.Format("2006-01-02T15:04:05"),
			at.Format("2 ") + names[at.Month()] + at.Format(" 2006, 15:04"), at.Format("2006 ") + names[at.Month()] + at.Format(" 2 15:04"),
		} {
			got, ok := parseMoment(written, false)
			if !ok || !got.instant(utc, false).Equal(at) {
				t.Fatalf("%q read as %s %v", written, got.show(), ok)
			}
		}
		serial := strconv.FormatFloat(at.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours()/24, 'f', 10, 64)
		if got, ok := parseMoment(serial, false); !ok || got.instant(utc, false).Sub(at).Abs() > time.Second {
			t.Fatalf("serial %s read as %s %v, want %s", serial, got.show(), ok, at)
		}
	})
}

// Nothing that is written makes a parser fail or make up what cannot be.
func FuzzCells(f *testing.F) {
	for _, s := range []string{
		"20-May", "5-20", "16+", "2026-12-01 15:00–17:00", "1–3 December 2026", "54°30'00\"N", "850 Grand Street11211\n(40.71, -73.93)",
		"POINT (23.9 54.9)", "1.234,50 €", "od 20 zł", "kl.18", "٣", "12/13/2026", "99999999999999999999", "2026-12-01T15:00:00+99:99", "−5", "１２",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if w, ok := parseWhen(s, false); ok {
			for _, m := range []moment{w.from, w.to} {
				if m.hasDate && (m.month < 1 || m.month > 12 || m.day < 1 || m.day > 31) || m.hour > 23 || m.minute > 59 || m.sec > 59 {
					t.Errorf("parseWhen(%q) = %s", s, w.show())
				}
			}
		}
		if a, ok := parseAges(s); ok {
			if a.min != nil && (*a.min < 0 || *a.min > 130) || a.min != nil && a.max != nil && *a.min > *a.max {
				t.Errorf("parseAges(%q) = %s", s, a)
			}
		}
		if m, ok := parsePrice(s); ok && (math.IsNaN(m.amount) || math.IsInf(m.amount, 0) || m.free && m.amount != 0) {
			t.Errorf("parsePrice(%q) = %+v", s, m)
		}
		if p, _, ok := parsePoint(s); ok && (math.IsNaN(p.Lat) || math.IsInf(p.Lng, 0)) {
			t.Errorf("parsePoint(%q) = %v", s, p)
		}
		if v, ok := parseDegrees(s); ok && (math.IsNaN(v) || math.IsInf(v, 0)) {
			t.Errorf("parseDegrees(%q) = %v", s, v)
		}
		parseClocks(s)
		meanings(s)
		translate("mode", s)
		contactOf(s)
	})
}
