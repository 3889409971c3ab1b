package feed

import (
	"bufio"
	"bytes"
	_ "embed"
	"io"
	"math"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	textunicode "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// window is how much of an input is looked at to tell its encoding and dialect.
const window = 256 << 10

//go:embed letters.txt
var lettersFile string

// alphabet is how likely each letter is in one language, written in one code page.
type alphabet struct {
	lang, page string
	log        map[rune]float64
}

var codePages = map[string]*charmap.Charmap{
	"1250": charmap.Windows1250, "1251": charmap.Windows1251, "1252": charmap.Windows1252,
	"1253": charmap.Windows1253, "1254": charmap.Windows1254, "1256": charmap.Windows1256,
	"1257": charmap.Windows1257,
}

// alphabets reads letters.txt. The frequency of the letter of rank r among n is
// about ln((n+1)/r)/n (Gusein-Zade 1988), so their order is all there is to know.
var alphabets = sync.OnceValue(func() []alphabet {
	var all []alphabet
	for line := range strings.Lines(lettersFile) {
		fields := strings.Fields(line)
		if len(fields) != 3 || fields[0] == "#" {
			continue
		}
		letters := []rune(fields[2])
		a := alphabet{lang: fields[0], page: fields[1], log: make(map[rune]float64, len(letters))}
		n := float64(len(letters))
		for i, r := range letters {
			a.log[r] = math.Log(math.Log((n+1)/float64(i+1)) / n)
		}
		all = append(all, a)
	}
	return all
})

// Log-likelihoods of what a language's words do not hold: a foreign plain letter,
// a foreign letter of the upper half, a sign inside a word, an unused code.
const (
	foreignPlain = -9
	foreignUpper = -11
	strangeSign  = -14
	unusedCode   = -20
)

// signs are the same, or harmless, in every code page and tell nothing.
const signs = "‘’‚“”„–—…«»·•€°§©®™№ªº¿¡´`\u00a0\u00ad"

// likelihood returns how well words written in the code page fit the language.
func (a alphabet) likelihood(words [][]byte, page *charmap.Charmap) float64 {
	sum := 0.0
	for _, word := range words {
		for _, b := range word {
			if b == ' ' {
				continue
			}
			r := unicode.ToLower(page.DecodeByte(b))
			switch log, known := a.log[r]; {
			case known:
				sum += log
			case b < utf8.RuneSelf:
				sum += foreignPlain
			case r == utf8.RuneError || unicode.IsControl(r):
				sum += unusedCode
			case strings.ContainsRune(signs, r):
			case unicode.IsLetter(r):
				sum += foreignUpper
			default:
				sum += strangeSign
			}
		}
	}
	return sum
}

// maxWords bounds the words that a code page is judged by.
const maxWords = 2000

// upperWords returns the words that hold a byte of the upper half, each with the
// word before and behind it: those are in the language of the file, whatever
// addresses and figures stand around them. A lone "è" says little by itself.
func upperWords(sample []byte) [][]byte {
	var words [][]byte
	for done := 0; done < len(sample) && len(words) < maxWords; {
		at := bytes.IndexFunc(sample[done:], func(r rune) bool { return r >= utf8.RuneSelf })
		if at < 0 {
			break
		}
		start, end := done+at, done+at
		for start > done && isWordByte(sample[start-1]) {
			start--
		}
		if start-1 > done && sample[start-1] == ' ' && isWordByte(sample[start-2]) {
			for start--; start > done && isWordByte(sample[start-1]); start-- {
			}
		}
		for end < len(sample) && isWordByte(sample[end]) {
			end++
		}
		if end+1 < len(sample) && sample[end] == ' ' && isWordByte(sample[end+1]) {
			for end++; end < len(sample) && isWordByte(sample[end]); end++ {
			}
		}
		words = append(words, sample[start:end])
		done = end
	}
	return words
}

func isWordByte(b byte) bool {
	return b >= utf8.RuneSelf || 'A' <= b && b <= 'Z' || 'a' <= b && b <= 'z'
}

// detectPage returns the code page that a sample which is not UTF-8 is most
// likely written in, and the language that says so.
func detectPage(sample []byte) (page, lang string) {
	words, plain := upperWords(sample), plainLetters(sample)
	weight := plainWeight(words, plain)
	best := math.Inf(-1)
	for _, a := range alphabets() {
		l := a.likelihood(words, codePages[a.page]) + weight*a.likelihoodOfPlain(plain)
		if l > best {
			best, page, lang = l, a.page, a.lang
		}
	}
	return page, lang
}

// plainLetters counts the letters from a to z of a sample. They tell languages apart
// that share their few accents, as Italian and Slovene do "è".
func plainLetters(sample []byte) (count [26]int) {
	for _, b := range sample {
		if b |= 0x20; 'a' <= b && b <= 'z' {
			count[b-'a']++
		}
	}
	return count
}

// plainWeight is what a plain letter counts against one of the words that hold a byte
// of the upper half: a tenth, and all of them a quarter, as most may stand in addresses.
func plainWeight(words [][]byte, plain [26]int) float64 {
	upper, letters := 0, 1
	for _, word := range words {
		upper += len(word)
	}
	for _, n := range plain {
		letters += n
	}
	return min(0.1, 0.25*float64(upper)/float64(letters))
}

func (a alphabet) likelihoodOfPlain(count [26]int) float64 {
	sum := 0.0
	for i, n := range count {
		log, known := a.log[rune('a'+i)]
		if !known {
			log = foreignPlain
		}
		sum += log * float64(n)
	}
	return sum
}

// looksUTF8 tells whether a sample is meant as UTF-8: most of what is not ASCII
// in it is well formed. Text in a code page hardly ever is.
func looksUTF8(sample []byte) bool {
	good, bad := 0, 0
	for utf8.FullRune(sample) { // the window's end may cut a letter
		r, size := utf8.DecodeRune(sample)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
		sample = sample[size:]
	}
	return bad == 0 || good > bad
}

// decoder turns an input into UTF-8. Nothing needs deciding until the first byte
// that is not ASCII: it looks at the window that begins there.
type decoder struct {
	src     *bufio.Reader // of window bytes
	decided io.Reader     // the rest, once the encoding is known
	ahead   int           // bytes ahead that are known to be ASCII
	name    string        // of the encoding
}

// newDecoder reads a byte order mark if there is one. codePages allows the text to
// be in a code page; JSON never is.
func newDecoder(r io.Reader, codePages bool) *decoder {
	d := &decoder{src: bufio.NewReaderSize(r, window), name: "ASCII"}
	head, _ := d.src.Peek(512)
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, _ = d.src.Discard(3)
		d.decide("UTF-8 with BOM", nil)
	case bytes.HasPrefix(head, []byte("\xff\xfe")) || looksUTF16(head, 1):
		d.decide("UTF-16LE", textunicode.UTF16(textunicode.LittleEndian, textunicode.UseBOM))
	case bytes.HasPrefix(head, []byte("\xfe\xff")) || looksUTF16(head, 0):
		d.decide("UTF-16BE", textunicode.UTF16(textunicode.BigEndian, textunicode.UseBOM))
	case !codePages:
		d.decide("UTF-8", nil)
	}
	return d
}

// looksUTF16 tells whether many of every other byte are zero, and hardly any of those
// between: Latin letters, figures and signs in UTF-16 without a mark. high is where the
// zeros stand, 1 for little-endian.
func looksUTF16(head []byte, high int) bool {
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	return len(head) >= 16 && zeros[high] > len(head)/10 && zeros[1-high] <= zeros[high]/8
}

func (d *decoder) decide(name string, enc encoding.Encoding) {
	d.name, d.decided = name, d.src
	if enc != nil {
		d.decided = transform.NewReader(d.src, enc.NewDecoder())
	}
}

// Read implements io.Reader.
func (d *decoder) Read(p []byte) (int, error) {
	for d.decided == nil && d.ahead == 0 {
		sample, err := d.src.Peek(window)
		if len(sample) == 0 {
			return 0, err
		}
		upper := bytes.IndexFunc(sample, func(r rune) bool { return r >= utf8.RuneSelf })
		switch {
		case upper < 0:
			d.ahead = len(sample)
		case upper > window/2:
			d.ahead = upper // look again with the whole window before us
		default:
			d.judge(sample)
		}
	}
	if d.decided != nil {
		return d.decided.Read(p)
	}
	n, err := d.src.Read(p[:min(len(p), d.ahead)])
	d.ahead -= n
	return n, err
}

func (d *decoder) judge(sample []byte) {
	if looksUTF8(sample) {
		d.decide("UTF-8", nil)
		return
	}
	page, lang := detectPage(sample)
	d.decide("windows-"+page+" (reads as "+lang+")", codePages[page])
}
