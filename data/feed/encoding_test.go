package feed

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	textunicode "golang.org/x/text/encoding/unicode"
)

// samples are what a sheet in each language says, and the code page that Windows
// saves it in.
var samples = []struct{ lang, page, text string }{
	{"de", "1252", "Töpfern für Anfänger; Straße der Künste; große Gefäße und schöne Krüge"},
	{"fr", "1252", "Atelier d'écriture à la médiathèque; où l'on répare son vélo soi-même, dès l'été"},
	{"es", "1252", "Taller de cerámica; ¿quieres aprender? Dirección: calle José Ibáñez, número 4, mañana"},
	{"it", "1252", "Caffè letterario; perché la città è più bella; attività per l'età evolutiva"},
	{"pt", "1252", "Oficina de programação; não é preciso inscrição; crianças até às férias, coração"},
	{"da", "1252", "Kodeklub for børn; vi mødes på biblioteket i København; det er for små og større piger, også på Ærø"},
	{"en", "1252", "Résumé workshop at the café; naïve painting, £5"},
	{"pl", "1250", "Warsztaty ceramiczne dla początkujących; Łódź, ulica Źródłowa; żółwie i jaszczurki, także później"},
	{"lt", "1257", "Kalėdinių žaislų dirbtuvės; Šančių biblioteka; ąžuolų giraitė, būrelis vaikams ir jų tėveliams"},
	{"tr", "1254", "Çocuklar için kodlama atölyesi; yazarlık söyleşisi; Şair Eşref Bulvarı, İzmir Büyükşehir Belediyesi"},
	{"el", "1253", "Εργαστήριο ρομποτικής; Δημοτική Βιβλιοθήκη Θεσσαλονίκης; μαθήματα φωτογραφίας"},
	{"uk", "1251", "Гурток робототехніки; Центральна бібліотека; курси англійської для ґрунтовного початку"},
	{"ar", "1256", "ورشة البرمجة للمبتدئين; مكتبة المدينة; دورة الخط العربي خطوة بخطوة"},
}

func encode(t testing.TB, page, text string) []byte {
	t.Helper()
	raw, err := codePages[page].NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestCodePages(t *testing.T) {
	for _, s := range samples {
		d := newDecoder(iotest.OneByteReader(bytes.NewReader(encode(t, s.page, s.text))), true)
		got, err := io.ReadAll(d)
		if err != nil || string(got) != s.text {
			t.Errorf("%s: read as %s: %q, %v", s.lang, d.name, got, err)
		}
	}
}

// A sheet is mostly addresses and figures, and says little in its own language.
func TestCodePageAmongASCII(t *testing.T) {
	filler := strings.Repeat("https://example.org/events?id=17;54.8985;23.9036;2026-12-01 15:00;info@example.org\r\n", 400)
	for _, s := range samples {
		text := filler + s.text + filler
		d := newDecoder(bytes.NewReader(encode(t, s.page, text)), true)
		if got, err := io.ReadAll(d); err != nil || string(got) != text {
			t.Errorf("%s: read as %s, %v", s.lang, d.name, err)
		}
	}
}

// The first letter that tells may come after any number of windows.
func TestCodePageFarIntoTheFile(t *testing.T) {
	for _, size := range []int{window/2 - 1, window - 3, window, 3*window + 5} {
		text := strings.Repeat("a,b\n", size/4) + samples[8].text
		d := newDecoder(bytes.NewReader(encode(t, samples[8].page, text)), true)
		if got, err := io.ReadAll(d); err != nil || string(got) != text {
			t.Errorf("%d bytes before: read as %s, %v", size, d.name, err)
		}
	}
}

func TestUnicode(t *testing.T) {
	const text = "Pavadinimas;Žalia\r\nΤίτλος;ورشة\r\n"
	utf16 := func(e textunicode.Endianness, b textunicode.BOMPolicy) string {
		raw, err := textunicode.UTF16(e, b).NewEncoder().String("Title\tPlace\r\n" + text)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	for name, raw := range map[string]string{
		"UTF-8":          "Title\tPlace\r\n" + text,
		"UTF-8 with BOM": "\xef\xbb\xbfTitle\tPlace\r\n" + text,
		"UTF-16LE":       utf16(textunicode.LittleEndian, textunicode.UseBOM),
		"UTF-16BE":       utf16(textunicode.BigEndian, textunicode.UseBOM),
	} {
		d := newDecoder(strings.NewReader(raw), true)
		got, err := io.ReadAll(d)
		if err != nil || string(got) != "Title\tPlace\r\n"+text || d.name != name {
			t.Errorf("%s read as %s: %q, %v", name, d.name, got, err)
		}
	}
	bare := utf16(textunicode.LittleEndian, textunicode.IgnoreBOM)
	d := newDecoder(strings.NewReader(bare), true)
	if got, _ := io.ReadAll(d); string(got) != "Title\tPlace\r\n"+text {
		t.Errorf("UTF-16 without a mark read as %s: %q", d.name, got)
	}
}

// One broken letter among good ones is for its row to report: the file is UTF-8.
func TestBrokenUTF8(t *testing.T) {
	raw := "Žalia;Žolė;Šviesa;Ėjimas\n\xe8\n"
	d := newDecoder(strings.NewReader(raw), true)
	if got, _ := io.ReadAll(d); string(got) != raw || d.name != "UTF-8" {
		t.Errorf("read as %s: %q", d.name, got)
	}
}

// A letter of UTF-8 that the window's end cuts in two is no sign of a code page.
func TestLetterAcrossWindow(t *testing.T) {
	text := strings.Repeat("ž", 100) + strings.Repeat("a", window-201) + "ž" + strings.Repeat("b", 100)
	d := newDecoder(strings.NewReader(text), true)
	if got, _ := io.ReadAll(d); string(got) != text || d.name != "UTF-8" {
		t.Errorf("read as %s", d.name)
	}
}
