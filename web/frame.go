package web

import (
	"context"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"learnmap/data"
)

// frame is what every page has around its content.
type frame struct {
	Lang, Dir   string
	Title       string
	Description string
	Canonical   string
	Style, Icon string // paths
	Home        string // the search page in the reader's language
	Languages   []choice
	Demo        *demoView // nil where all records are real
	NoIndex     bool      // not for search engines
}

// choice is one of several links.
type choice struct {
	Label, Value, Lang string
	Chosen             bool
}

// demoView tells about invented records.
type demoView struct{ Command string }

// frame makes the frame of the page at a path whose parameters are st.
func (s *Site) frame(ctx context.Context, c *fiber.Ctx, v *voice, title, path string, st state) (frame, error) {
	address := func(st state) string {
		if len(st.values) == 0 {
			return path
		}
		return path + "?" + st.values.Encode()
	}
	f := frame{
		Lang: v.lang, Dir: v.dir(), Title: title,
		Canonical: s.baseURL(c) + address(st),
		Style:     s.assets.path("app.css"), Icon: s.assets.path("favicon.svg"),
		Home: state{}.withLang(st.values.Get("lang")).href(),
	}
	for _, lang := range data.Languages {
		f.Languages = append(f.Languages, choice{
			Label: ownName(lang), Value: address(st.with("lang", lang)), Lang: lang, Chosen: lang == v.lang,
		})
	}
	slices.SortFunc(f.Languages, func(a, b choice) int { return strings.Compare(data.Fold(a.Label), data.Fold(b.Label)) })
	sources, err := s.sources.get(ctx, v)
	if err != nil {
		return f, err
	}
	if len(sources.demo) > 0 {
		f.Demo = &demoView{"learnmap remove --source " + strings.Join(sources.demo, " --source ")}
	}
	return f, nil
}

// ownName returns what a language calls itself, as the beginning of a list.
func ownName(lang string) string {
	name := []rune(data.LanguageLabel(lang, lang))
	return strings.ToUpper(string(name[:1])) + string(name[1:])
}

// withLang returns the state with the reader's language, where one was asked for.
func (s state) withLang(lang string) state {
	if lang == "" {
		return s
	}
	return s.with("lang", lang)
}
