package api

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"learnmap/search"
)

// vocabulary is an endpoint that lists what activities can be described by.
type vocabulary struct {
	of      search.Vocabulary
	name    string // of the operation
	summary string
	schema  string // of the record behind an entry, "" when there is none
}

var vocabularies = []vocabulary{
	{search.VocabularyTopics, "listTopics", "Topics", ""},
	{search.VocabularySkills, "listSkills", "Skills, of the taxonomy and as named by activities", "Skill"},
	{search.VocabularyCities, "listCities", "Cities", "City"},
	{search.VocabularyOrganisers, "listOrganisers", "Organisers", "Organiser"},
	{search.VocabularyPlaylists, "listPlaylists", "Playlists", "Playlist"},
	{search.VocabularyBadges, "listBadges", "Badges", "Badge"},
	{search.VocabularySources, "listSources", "Sources, with their licences", "Source"},
}

// schemaName names the schema of the vocabulary's answer.
func (v vocabulary) schemaName() string {
	return strings.ToUpper(string(v.of)[:1]) + string(v.of)[1:]
}

func (v vocabulary) route() route {
	return route{
		path: "/v1/" + string(v.of), name: v.name, group: "Vocabularies", summary: v.summary,
		doc:  "value is ready to be a filter; count is how many activities have it and have not ended.",
		spec: vocabularySpec, answers: []answer{{mediaJSON, v.schemaName()}}, cache: steady,
		handle: func(s *Server, c *fiber.Ctx, in *input) error { return s.vocabulary(c, in, v.of) },
	}
}

func (s *Server) vocabulary(c *fiber.Ctx, in *input, of search.Vocabulary) error {
	q := in.entries
	q.Of, q.Lang = of, readerLanguage(c, in.query.Lang)
	entries, err := s.searcher.Vocabulary(Context(c), q)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, mediaJSON)
	respond(c, func(dst []byte) []byte { return appendEntries(dst, of, entries) })
	return nil
}

func appendEntries(dst []byte, of search.Vocabulary, entries *search.Entries) []byte {
	dst = append(dst, `{"total":`...)
	dst = appendInt(dst, entries.Total)
	dst = append(dst, ',')
	dst = append(appendString(dst, string(of)), ':', '[')
	for i := range entries.Entries {
		e := &entries.Entries[i]
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, `{"value":`...)
		dst = appendString(dst, e.Value)
		dst = append(dst, `,"label":`...)
		dst = appendString(dst, e.Label)
		dst = append(dst, `,"count":`...)
		dst = appendInt(dst, e.Count)
		if len(e.Document) > 0 {
			dst = append(dst, `,"record":`...)
			dst = closeObject(openObject(dst, e.Document))
		}
		dst = append(dst, '}')
	}
	return append(dst, "]}"...)
}
