package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"sync"

	"learnmap/api"
	"learnmap/index"
	"learnmap/search"
	"learnmap/web"
)

const serveHelp = `
Serves the page, the map and the API from the records in the store, and follows
what is imported while it runs. One process serves a data folder at a time; any
number of them, each with a folder of its own, serve one database.

With --demo an empty store is filled with an invented data set, marked as such on
every page and dated anew each day. "learnmap remove --source demo" takes it away.`

// serve opens the store and serves it until ctx ends: store → index → search →
// api and pages → listener. It closes them in the opposite order, each once nobody
// uses it any more.
func (p *program) serve(ctx context.Context, _ []string) error {
	release, err := lockFolder(p.settings.text("data"))
	if err != nil {
		return err
	}
	defer release()
	ln, err := net.Listen("tcp", p.settings.text("listen"))
	if err != nil {
		return fmt.Errorf("cannot listen: %w; choose another address with --listen", err)
	}
	defer ln.Close()
	store, err := p.openStore(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	logger := slog.New(slog.NewJSONHandler(p.stderr, nil))
	keeper := &keeper{store: store, demo: p.settings.on("demo"), now: p.now, logger: logger}
	if err := keeper.begin(ctx); err != nil {
		return err
	}
	ix, err := index.Open(store, index.Options{Dir: filepath.Join(p.settings.text("data"), "index"), Clock: p.now, Logger: logger})
	if err != nil {
		return err
	}
	defer ix.Close()
	return p.serveIndex(ctx, ln, ix, keeper, logger)
}

// serveIndex answers from an index that follows its store, until ctx ends or one
// of them fails.
func (p *program) serveIndex(ctx context.Context, ln net.Listener, ix *index.Index, keeper *keeper, logger *slog.Logger) error {
	server := api.New(search.New(ix, p.now), api.Options{
		Version: version(), PublicURL: p.settings.text("public-url"), Logger: logger, Clock: p.now,
	})
	site := web.Mount(server.App(), server.Searcher(), web.Options{
		PublicURL: p.settings.text("public-url"), Version: version(), Clock: p.now, Logger: logger,
	})
	server.RenderProblems(site.Problem)
	// The index and the chores outlive the server: requests under way still need them.
	behind, stop := context.WithCancel(context.WithoutCancel(ctx))
	serving, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	var helpers sync.WaitGroup
	helpers.Go(func() {
		if err := ix.Run(behind); err != nil {
			fail(err)
		}
	})
	helpers.Go(func() { keeper.run(behind) })
	fmt.Fprintf(p.stdout, "learnmap serves on http://%s\n", ln.Addr())
	err := server.Serve(serving, ln)
	stop()
	helpers.Wait()
	if ctx.Err() == nil {
		err = errors.Join(context.Cause(serving), err)
	}
	return err
}
