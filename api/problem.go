package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"learnmap/search"
)

// Problem is an answer that says what went wrong, as RFC 9457 writes it. It is an
// error, so that a handler can return one.
type Problem struct {
	Type   string       `json:"type"` // where /docs explains it
	Title  string       `json:"title"`
	Status int          `json:"status"`
	Detail string       `json:"detail,omitempty"`
	Errors []FieldError `json:"errors,omitempty"` // of bad input, all at once

	retry int  // seconds after which asking again makes sense; 0 says nothing
	keeps bool // the same request gets the same answer, which may be kept a while
}

// FieldError is what is wrong with one parameter.
type FieldError struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
	Fix    string `json:"fix"`
}

// Error implements error.
func (p *Problem) Error() string { return p.Title }

// with returns a copy of the problem with another detail.
func (p *Problem) with(detail string) *Problem {
	other := *p
	other.Detail = detail
	return &other
}

// Problems by what they are about. Details are written for whoever sent the request;
// those of a 5xx say nothing about what happened inside.
var (
	badParameters  = &Problem{Type: "/docs#invalid-parameters", Title: "Some parameters cannot be used", Status: 400, keeps: true}
	badRequest     = &Problem{Type: "/docs#bad-request", Title: "The request cannot be read", Status: 400, Detail: "It is not well-formed HTTP/1.1."}
	badHost        = &Problem{Type: "/docs#bad-request", Title: "The request cannot be read", Status: 400, Detail: "Its Host header is missing, malformed, or names another host than its target."}
	noPage         = &Problem{Type: "/docs#not-found", Title: "Nothing is here", Status: 404, Detail: "See /v1 for what there is.", keeps: true}
	noActivity     = &Problem{Type: "/docs#not-found", Title: "No such activity", Status: 404, Detail: "It never was, or is a draft. Ids are case-sensitive and one percent-encoded segment of the path.", keeps: true}
	wrongMethod    = &Problem{Type: "/docs#method-not-allowed", Title: "That cannot be done here", Status: 405, Detail: "The Allow header lists the methods that this path answers.", keeps: true}
	slowRequest    = &Problem{Type: "/docs#bad-request", Title: "The request took too long to arrive", Status: 408}
	goneActivity   = &Problem{Type: "/docs#gone", Title: "The activity was deleted", Status: 410, Detail: "Its source has taken it back.", keeps: true}
	bigBody        = &Problem{Type: "/docs#limits", Title: "The body is too large", Status: 413, Detail: "A body may have 1 MiB."}
	longURL        = &Problem{Type: "/docs#limits", Title: "The URL is too long", Status: 414, Detail: "URL and headers may have 16 KiB together. Use fewer values, or a city, country or bbox in place of ids.", keeps: true}
	encodedBody    = &Problem{Type: "/docs#limits", Title: "Encoded bodies are not read", Status: 415, Detail: "Send the body without Content-Encoding."}
	bigHeaders     = &Problem{Type: "/docs#limits", Title: "The headers are too large", Status: 431, Detail: "URL and headers may have 16 KiB together."}
	unexpected     = &Problem{Type: "/docs#failure", Title: "Something went wrong here", Status: 500, Detail: "It has been logged under the X-Request-ID of this answer."}
	unknownMethod  = &Problem{Type: "/docs#method-not-allowed", Title: "That method is not known", Status: 501, Detail: "Use GET, HEAD or OPTIONS."}
	notReady       = &Problem{Type: "/docs#busy", Title: "Not ready yet", Status: 503, Detail: "The index is being read; ask again in a moment.", retry: 5}
	overloaded     = &Problem{Type: "/docs#busy", Title: "Too many questions at once", Status: 503, Detail: "Ask again in a moment.", retry: 1}
	tooSlow        = &Problem{Type: "/docs#busy", Title: "The answer took too long", Status: 503, Detail: "Ask again, or narrow the question.", retry: 1}
	shuttingDown   = &Problem{Type: "/docs#busy", Title: "The server is going down", Status: 503, Detail: "Ask again in a moment.", retry: 5}
	unknownVersion = &Problem{Type: "/docs#bad-request", Title: "That version of HTTP is not spoken", Status: 505, Detail: "Use HTTP/1.1."}
)

// known maps the errors of other packages to problems.
var known = []struct {
	err     error
	problem *Problem
}{
	{search.ErrNotFound, noActivity},
	{search.ErrGone, goneActivity},
	{search.ErrNotReady, notReady},
	{context.DeadlineExceeded, tooSlow},
	{context.Canceled, shuttingDown},
}

// ofStatus maps the statuses of fiber's own errors to problems.
var ofStatus = map[int]*Problem{
	400: badRequest, 404: noPage, 405: wrongMethod, 408: slowRequest, 413: bigBody, 431: bigHeaders,
}

// problemOf returns the problem that an error is to the one who asked.
func problemOf(err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	if invalid, ok := errors.AsType[*search.InvalidError](err); ok {
		return parameterProblem(invalid)
	}
	for _, k := range known {
		if errors.Is(err, k.err) {
			return k.problem
		}
	}
	if routed, ok := errors.AsType[*fiber.Error](err); ok {
		if p := ofStatus[routed.Code]; p != nil {
			return p
		}
		if routed.Code < 500 {
			return &Problem{Type: "about:blank", Title: http.StatusText(routed.Code), Status: routed.Code}
		}
	}
	return unexpected
}

func parameterProblem(invalid *search.InvalidError) *Problem {
	p := badParameters.with("See errors for what is wrong with each and how to mend it.")
	for _, e := range invalid.Problems {
		if !e.Warning {
			p.Errors = append(p.Errors, FieldError{e.Field, e.Reason, e.Fix})
		}
	}
	return p
}

// send makes the problem the answer, whatever a handler had begun to write.
func (p *Problem) send(c *fiber.Ctx) error {
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	p.head(c)
	c.Set(fiber.HeaderContentType, "application/problem+json")
	return c.Send(body)
}

// head sets the status of the problem and the headers that go with it.
func (p *Problem) head(c *fiber.Ctx) {
	resp := c.Response()
	resp.ResetBody()
	for _, name := range []string{fiber.HeaderETag, fiber.HeaderContentEncoding, fiber.HeaderLink} {
		resp.Header.Del(name)
	}
	resp.SetStatusCode(p.Status)
	c.Set(fiber.HeaderCacheControl, noStore.header())
	if p.keeps {
		c.Set(fiber.HeaderCacheControl, brief.header())
	}
	if p.retry > 0 {
		c.Set(fiber.HeaderRetryAfter, strconv.Itoa(p.retry))
	}
}
