package api

import (
	"encoding/json"

	"github.com/gofiber/fiber/v2"
)

// statsAnswer is the figures as JSON.
type statsAnswer struct {
	Activities int   `json:"activities" doc:"Published and not ended."`
	Online     int   `json:"online" doc:"Of these, online only."`
	Ended      int   `json:"ended" doc:"Published and over."`
	Countries  int   `json:"countries" doc:"With an activity that has not ended, like the five below."`
	Topics     int   `json:"topics"`
	Skills     int   `json:"skills"`
	Languages  int   `json:"languages"`
	Organisers int   `json:"organisers"`
	Cities     int   `json:"cities" doc:"Records, like the three below."`
	Playlists  int   `json:"playlists"`
	Badges     int   `json:"badges"`
	Sources    int   `json:"sources"`
	Demo       bool  `json:"demo" doc:"Some records are invented ones."`
	Seq        int64 `json:"seq" doc:"Number of the newest change that the figures know."`
}

// stats answers GET /v1/stats.
func (s *Server) stats(c *fiber.Ctx, _ *input) error {
	st, err := s.searcher.Stats(Context(c))
	if err != nil {
		return err
	}
	return sendJSON(c, statsAnswer{
		Activities: st.Activities, Online: st.Online, Ended: st.Ended, Countries: st.Countries, Topics: st.Topics,
		Skills: st.Skills, Languages: st.Languages, Organisers: st.Organisers, Cities: st.Cities,
		Playlists: st.Playlists, Badges: st.Badges, Sources: st.Sources, Demo: st.Demo, Seq: int64(st.Seq),
	})
}

// healthAnswer is the state of the program as JSON.
type healthAnswer struct {
	Status       string  `json:"status" doc:"ok while the program lives."`
	Version      string  `json:"version"`
	Seq          int64   `json:"seq" doc:"Newest change that the index knows."`
	Head         int64   `json:"head" doc:"Newest change of the store, as last seen."`
	LagSeconds   float64 `json:"lagSeconds" doc:"How long the index has been behind."`
	CaughtUp     bool    `json:"caughtUp"`
	CaughtUpOnce bool    `json:"caughtUpOnce"`
	Following    bool    `json:"following" doc:"false while the store cannot be followed; the log says why."`
	Documents    int     `json:"documents"`
	Snapshots    int     `json:"snapshots"`
}

// health answers GET /healthz. It is 200 while the program lives: one that lags
// behind a store that cannot be reached would not be mended by a restart.
func (s *Server) health(c *fiber.Ctx, _ *input) error {
	st := s.searcher.Status()
	return sendJSON(c, healthAnswer{
		Status: "ok", Version: s.opt.Version, Seq: int64(st.Seq), Head: int64(st.Head), LagSeconds: st.Lag.Seconds(),
		CaughtUp: st.CaughtUp, CaughtUpOnce: st.CaughtUpOnce, Following: st.Err == nil,
		Documents: st.Documents, Snapshots: st.Snapshots,
	})
}

// readyAnswer says whether questions are answered.
type readyAnswer struct {
	Ready bool `json:"ready"`
}

// ready answers GET /readyz.
func (s *Server) ready(c *fiber.Ctx, _ *input) error {
	switch {
	case s.draining.Load():
		return shuttingDown
	case !s.searcher.Status().CaughtUpOnce:
		return notReady
	}
	return sendJSON(c, readyAnswer{Ready: true})
}

// indexAnswer is the way in.
type indexAnswer struct {
	Name    string      `json:"name"`
	Version string      `json:"version" doc:"Of the program."`
	API     string      `json:"api" doc:"Of the API."`
	Links   []indexLink `json:"links"`
}

type indexLink struct {
	Href  string `json:"href" doc:"With {name} for one segment of the path."`
	Name  string `json:"name" doc:"Of the operation in /openapi.json."`
	Title string `json:"title"`
}

// index answers GET /v1.
func (s *Server) index(c *fiber.Ctx, _ *input) error {
	answer := indexAnswer{Name: "learnmap", Version: s.opt.Version, API: Version}
	base := s.BaseURL(c)
	for i := range s.routes {
		r := &s.routes[i]
		answer.Links = append(answer.Links, indexLink{Href: base + r.path, Name: r.name, Title: r.summary})
	}
	return sendJSON(c, answer)
}

func sendJSON(c *fiber.Ctx, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, mediaJSON)
	return c.Send(body)
}
