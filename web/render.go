package web

import (
	"bytes"
	"embed"
	"html/template"
	"sync"

	"learnmap/data"
)

//go:embed templates
var templateFiles embed.FS

// templates are the pages for each language: the same files with another voice.
type templates struct {
	base *template.Template
	mu   sync.Mutex
	made map[string]*template.Template // by language
}

func newTemplates() *templates {
	base := template.New("").Funcs(functions(voiceOf("")))
	return &templates{base: template.Must(base.ParseFS(templateFiles, "templates/*.html")), made: map[string]*template.Template{}}
}

// functions are what templates can call. They return text, never markup.
func functions(v *voice) template.FuncMap {
	return template.FuncMap{
		"say":   v.say,
		"count": v.count,
		"n":     v.number,
		"icon":  iconOf,
	}
}

// iconOf returns the name of a topic's picture; what has none gets a star.
func iconOf(topic string) string {
	for _, known := range data.DefaultTopics {
		if topic == known {
			return topic
		}
	}
	return "any"
}

// of returns the templates that speak with a voice.
func (t *templates) of(v *voice) (*template.Template, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if made := t.made[v.lang]; made != nil {
		return made, nil
	}
	made, err := t.base.Clone()
	if err != nil {
		return nil, err
	}
	made.Funcs(functions(v))
	t.made[v.lang] = made
	return made, nil
}

// render makes a page.
func (t *templates) render(v *voice, name string, view any) ([]byte, error) {
	made, err := t.of(v)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := made.ExecuteTemplate(&out, name, view); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
