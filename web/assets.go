package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"path"

	"github.com/gofiber/fiber/v2"
)

//go:embed static
var staticFiles embed.FS

// asset is a file that pages load.
type asset struct {
	path  string // with a hash of its content
	media string
	body  []byte
}

// assets are the files by name.
type assets map[string]asset

var mediaTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".ico": "image/x-icon",
}

// loadAssets reads the files, which are part of the program.
func loadAssets() assets {
	entries, err := staticFiles.ReadDir("static")
	if err != nil {
		panic("web: " + err.Error())
	}
	all := assets{}
	for _, e := range entries {
		body, err := staticFiles.ReadFile("static/" + e.Name())
		if err != nil {
			panic("web: " + err.Error())
		}
		sum := sha256.Sum256(body)
		all[e.Name()] = asset{
			path:  "/static/" + hex.EncodeToString(sum[:8]) + "/" + e.Name(),
			media: mediaTypes[path.Ext(e.Name())], body: body,
		}
	}
	return all
}

// path returns where a file is to be loaded from: another version of it is elsewhere.
func (a assets) path(name string) string { return a[name].path }

// mount answers for the files: under the address of their content for ever, and the
// icon also where browsers look for one.
func (a assets) mount(app *fiber.App) {
	for _, file := range a {
		app.Get(file.path, file.serve("public, max-age=31536000, immutable"))
	}
	app.Get("/favicon.ico", a["favicon.ico"].serve("public, max-age=86400"))
	app.Get("/favicon.svg", a["favicon.svg"].serve("public, max-age=86400"))
}

func (f asset) serve(cache string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderContentType, f.media)
		c.Set(fiber.HeaderCacheControl, cache)
		return c.Send(f.body)
	}
}
