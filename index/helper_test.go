package index

import (
	"io"
	"log/slog"
)

var testLogger = slog.New(slog.NewTextHandler(io.Discard, nil))
