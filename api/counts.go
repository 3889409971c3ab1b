package api

import (
	"github.com/gofiber/fiber/v2"

	"learnmap/search"
)

// counts answers GET /v1/counts.
func (s *Server) counts(c *fiber.Ctx, in *input) error {
	q := in.query
	q.Lang = readerLanguage(c, q.Lang)
	counts, err := s.searcher.Counts(Context(c), q, in.by)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, mediaJSON)
	respond(c, func(dst []byte) []byte { return appendCounted(dst, counts) })
	return nil
}

func appendCounted(dst []byte, counts *search.Counts) []byte {
	dst = append(dst, `{"by":`...)
	dst = appendString(dst, counts.By.Field)
	if counts.By.Field == "cell" {
		dst = append(dst, `,"res":`...)
		dst = appendInt(dst, counts.By.Res)
	}
	dst = append(dst, `,"total":`...)
	dst = appendInt(dst, counts.Total)
	dst = append(dst, `,"online":`...)
	dst = appendInt(dst, counts.Online)
	dst = append(dst, `,"counts":`...)
	dst = appendCounts(dst, counts.Counts)
	return append(dst, '}')
}
