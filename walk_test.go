package main

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// walk remembers which operations of the document were answered as wanted.
type walk struct {
	t    *testing.T
	seen map[string]bool
}

var pathParameter = regexp.MustCompile(`{\w+}`)

// do calls an operation by its template, filled with args in order; a query
// may follow the template. call holds the answer against the document.
func (w *walk) do(c *caller, status int, operation string, body any, args ...any) object {
	w.t.Helper()
	name, query, _ := strings.Cut(operation, "?")
	method, path, _ := strings.Cut(name, " ")
	path = fmt.Sprintf(pathParameter.ReplaceAllString(path, "%v"), args...)
	if query != "" {
		path += "?" + query
	}
	out := c.want(status, method, path, body)
	w.seen[name] = w.seen[name] || status < 300
	return out
}

// upload sends a file and fetches it again.
func (w *walk) upload(c *caller, name, content string) object {
	w.t.Helper()
	var form bytes.Buffer
	m := multipart.NewWriter(&form)
	part, _ := m.CreateFormFile("file", name)
	_, _ = io.WriteString(part, content)
	_ = m.Close()
	file := w.raw(c, 201, "POST", "/api/v1/files", m.FormDataContentType(), form.Bytes())
	w.seen["POST /api/v1/files"] = true
	for _, method := range []string{"GET", "HEAD"} {
		w.raw(c, 200, method, file["url"].(string), "", nil)
		w.seen[method+" /files/{id}/{name}"] = true
	}
	return file
}

func (w *walk) raw(c *caller, status int, method, path, kind string, body []byte) object {
	w.t.Helper()
	req, err := http.NewRequest(method, c.url+path, bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	got, out, err := c.send(req, body)
	if err != nil || got != status {
		w.t.Fatalf("%s %s: %d, want %d: %v %v", method, path, got, status, out, err)
	}
	return out
}

// event holds the data of an event against the shape that http.md gives it.
func (w *walk) event(e map[string]any) {
	w.t.Helper()
	shape, data := "", e["data"].(map[string]any)
	switch kind, _, _ := strings.Cut(e["ev"].(string), "."); kind {
	case "message":
		shape = "Message"
	case "ticket":
		shape, data = "Ticket", data["ticket"].(map[string]any)
	case "conversation":
		shape = "Conversation"
		if data["unread"] != nil || data["queue_position"] != nil {
			w.t.Errorf("%v tells everybody what is one viewer's own: %v", e["ev"], data)
		}
		data["unread"] = 0.0
		for _, why := range []string{"by", "note", "reason", "from", "from_department"} {
			delete(data, why)
		}
	case "operator":
		shape = "Operator"
	case "notice":
		if e["ev"] == "notice.read" {
			return
		}
		shape = "Notice"
	default:
		return
	}
	w.seen[shape] = true
	schema := document(w.t).Components.Schemas[shape]
	err := schema.Value.VisitJSON(data, openapi3.EnableJSONSchema2020())
	if err == nil {
		err = unwritten(data, "data", schema)
	}
	if err != nil {
		w.t.Errorf("%v: %v", e["ev"], err)
	}
}
