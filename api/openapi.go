package api

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// about opens the description.
const about = `What can I learn near me? Activities (workshops, courses, clubs, volunteering, events) by place, interest, skill and time.

Reads need no key and are open to every origin. GET endpoints answer HEAD too. Times are RFC 3339, distances metres, coordinates degrees.
Answers carry a strong ETag: send it as If-None-Match and an unchanged answer is 304.
A parameter that takes several values may be repeated or hold them separated by commas, unless its values may hold commas themselves.
Values of one parameter are alternatives; different parameters must all hold. Unknown parameters are refused.
Errors are application/problem+json; a bad request lists everything that is wrong with it, and how to mend it.`

// operation is an endpoint in the description. Its members stand in the order in
// which people read them.
type operation struct {
	ID          string            `json:"operationId"`
	Tags        []string          `json:"tags"`
	Summary     string            `json:"summary"`
	Description string            `json:"description,omitempty"`
	Parameters  []object          `json:"parameters"`
	Responses   map[string]object `json:"responses"`
}

// describe returns the OpenAPI 3.1 description of the routes.
func describe(routes []route) []byte {
	paths, groups := map[string]any{}, []object{}
	shared := sharedParameters()
	for i := range routes {
		r := &routes[i]
		paths[r.path] = object{"get": r.operation(shared)}
		group := object{"name": r.group}
		if !slices.ContainsFunc(groups, func(g object) bool { return g["name"] == r.group }) {
			groups = append(groups, group)
		}
	}
	parameters := object{}
	for name, p := range shared {
		parameters[name] = p.object()
	}
	document := struct {
		OpenAPI    string   `json:"openapi"`
		Info       object   `json:"info"`
		Servers    []object `json:"servers"`
		Tags       []object `json:"tags"`
		Paths      any      `json:"paths"`
		Components object   `json:"components"`
	}{
		OpenAPI: "3.1.0",
		Info:    object{"title": "learnmap", "version": Version, "description": about, "license": object{"name": "Apache-2.0", "identifier": "Apache-2.0"}},
		Servers: []object{{"url": "/"}},
		Tags:    groups,
		Paths:   paths,
		Components: object{
			"parameters": parameters,
			"schemas":    newSchemas(),
			"responses":  object{"Problem": problemResponse("What went wrong, and how to mend it.")},
		},
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(document); err != nil {
		panic("api: the description is made of what JSON can say: " + err.Error())
	}
	return out.Bytes()
}

// sharedParameters are those that several endpoints take in the same way.
func sharedParameters() map[string]*param {
	shared := map[string]*param{}
	for _, s := range []*spec{countSpec, listSpec} {
		for i := range s.params {
			shared[s.params[i].name] = &s.params[i]
		}
	}
	return shared
}

func (r *route) operation(shared map[string]*param) operation {
	op := operation{
		ID: r.name, Tags: []string{r.group}, Summary: r.summary, Description: r.doc,
		Parameters: []object{}, Responses: r.responses(),
	}
	for name := range pathNames(r.path) {
		op.Parameters = append(op.Parameters, object{
			"name": name, "in": "path", "required": true, "description": pathDocs[name], "schema": object{"type": "string"},
		})
	}
	for i := range r.spec.params {
		p := &r.spec.params[i]
		if same := shared[p.name]; same != nil && same.doc == p.doc {
			op.Parameters = append(op.Parameters, object{"$ref": "#/components/parameters/" + p.name})
			continue
		}
		op.Parameters = append(op.Parameters, p.object())
	}
	return op
}

// pathDocs describe the parts of paths that vary.
var pathDocs = map[string]string{
	"source": "Source of the record: 1 to 64 of a-z, 0-9 and -.",
	"id":     "Id within the source, percent-encoded: a slash in it is %2F.",
}

// pathNames yields the names of the parts of a path that vary.
func pathNames(path string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for segment := range strings.SplitSeq(path, "/") {
			if name, ok := strings.CutPrefix(segment, "{"); ok && !yield(strings.TrimSuffix(name, "}")) {
				return
			}
		}
	}
}

func (r *route) responses() map[string]object {
	content := object{}
	for _, a := range r.answers {
		schema := object{"type": "string"}
		if a.schema != "" {
			schema = refTo(a.schema)
		}
		media, _, _ := strings.Cut(a.media, ";")
		content[media] = object{"schema": schema}
	}
	responses := map[string]object{
		"200":     {"description": "The answer.", "content": content},
		"default": {"$ref": "#/components/responses/Problem"},
	}
	if r.cache != noStore {
		responses["304"] = object{"description": "The client has the answer already."}
	}
	for _, status := range r.also {
		responses[strconv.Itoa(status)] = problemResponse(ofStatusTitle(status))
	}
	if r.strict() {
		responses["400"] = problemResponse(badParameters.Title)
		responses["503"] = problemResponse("Not ready, or too busy; Retry-After says when to ask again.")
	}
	return responses
}

// ofStatusTitle describes the problems of an endpoint beside the common ones.
func ofStatusTitle(status int) string {
	switch status {
	case noActivity.Status:
		return noActivity.Title
	case goneActivity.Status:
		return goneActivity.Title
	}
	return notReady.Title
}

func problemResponse(doc string) object {
	return object{"description": doc, "content": object{"application/problem+json": object{"schema": refTo("Problem")}}}
}

// object describes a parameter.
func (p *param) object() object {
	doc := p.doc
	schema := p.schema()
	if _, fixed := schema["default"]; p.preset != "" && !fixed {
		doc += " Default: " + p.preset + "."
	}
	if p.form != single {
		schema = array(schema)
	}
	o := object{"name": p.name, "in": "query", "description": doc, "schema": schema}
	if p.needed {
		o["required"] = true
	}
	if p.example != "" {
		o["example"] = p.exampleValue()
	}
	return o
}

// schema is that of one value.
func (p *param) schema() object {
	schema := object{"type": p.typ}
	if p.values != nil {
		schema["enum"] = p.values
	}
	if p.format != "" {
		schema["format"] = p.format
	}
	if p.bounds != [2]float64{} {
		schema["minimum"], schema["maximum"] = p.bounds[0], p.bounds[1]
	}
	if p.typ == "boolean" {
		schema["enum"] = []bool{true}
	}
	if p.preset != "" && (p.typ != "string" || slices.Contains(p.values, p.preset)) {
		schema["default"] = typed(p.typ, p.preset)
	}
	return schema
}

// exampleValue is the example as a value of the parameter's schema.
func (p *param) exampleValue() any {
	if p.form == single {
		return typed(p.typ, p.example)
	}
	var values []any
	for value := range strings.SplitSeq(p.example, ",") {
		values = append(values, typed(p.typ, value))
	}
	return values
}

// typed is a value as JSON of its type.
func typed(typ, value string) any {
	if typ == "string" {
		return value
	}
	return json.RawMessage(value)
}

func (s *Server) serveOpenAPI(c *fiber.Ctx, _ *input) error {
	c.Set(fiber.HeaderContentType, mediaJSON)
	return c.Send(s.openAPI())
}
