package api

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
)

// TestNothingIsRemembered sends requests full of what nobody may keep, and finds none
// of it in the log or the metrics, whatever becomes of the request.
func TestNothingIsRemembered(t *testing.T) {
	var log bytes.Buffer
	h := start(t, &fake{}, func(o *Options) {
		o.Logger = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	canaries := []string{"canaryword", "12.3456789", "98.7654321", "861f05837ffffff", "canary-path", "canary-agent", "canary-cookie", "canary-origin", "203.0.113.77", "CANARY"}
	const head = "Host: canary-origin\r\nUser-Agent: canary-agent\r\nCookie: a=canary-cookie\r\nReferer: http://canary-origin/\r\nX-Forwarded-For: 203.0.113.77\r\nX-Request-ID: canary path!\r\n"
	const query = "?q=canaryword&lat=12.3456789&lng=98.7654321&cell=861f05837ffffff"
	for _, line := range []string{
		"GET /v1/activities" + query, "GET /v1/activities" + query + "&format=csv", "GET /v1/activities" + query + "&canaryword=1",
		"GET /v1/activities/canary-path/canaryword", "GET /v1/counts" + query + "&by=country", "GET /v1/canary-path" + query,
		"POST /v1/activities" + query, "OPTIONS /v1/activities" + query, "CANARY /v1/activities" + query, "GET /canary-path\x00" + query,
		"GET /v1/activities" + query + strings.Repeat("&canaryword", 5000), "GET http://canaryword/v1" + query,
	} {
		h.raw(line + " HTTP/1.1\r\n" + head + "\r\n")
	}
	h.raw("canaryword\r\n\r\n")
	kept := log.String() + h.get("/metrics").body
	for _, canary := range canaries {
		if i := strings.Index(kept, canary); i >= 0 {
			t.Errorf("%s is kept: …%s…", canary, kept[max(0, i-80):min(len(kept), i+40)])
		}
	}
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) < 13 {
		t.Fatalf("%d lines of log for 13 requests", len(lines))
	}
	for _, line := range lines {
		var entry map[string]any
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		for name := range entry {
			switch name {
			case "time", "level", "msg", "id", "method", "route", "status", "ms", "bytes":
			default:
				t.Errorf("the log tells %s: %s", name, line)
			}
		}
	}
	if !strings.Contains(log.String(), `"route":"/v1/activities/:source/:id","status":404`) {
		t.Error("the log does not tell the route")
	}
}
