package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

var built string // folder of the binary, once there is one

// binary is the program built once for the tests that need a real process.
var binary = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "balcao-test-")
	if err != nil {
		return "", err
	}
	built = folder
	name := filepath.Join(folder, "balcao")
	out, err := exec.Command("go", "build", "-tags", "nomsgpack", "-o", name, ".").CombinedOutput()
	if err != nil {
		return "", &buildError{string(out)}
	}
	return name, nil
})

type buildError struct{ out string }

func (e *buildError) Error() string { return e.out }

func TestMain(m *testing.M) {
	code := m.Run()
	if built != "" {
		_ = os.RemoveAll(built)
	}
	os.Exit(code)
}

// server is one run of the real program over a data folder.
type server struct {
	t    *testing.T
	url  string
	cmd  *exec.Cmd
	errs *bytes.Buffer
	done chan struct{} // closed when the process has ended
}

// newFolder makes an installation with the administrator a@balcao.test.
func newFolder(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "data")
	cmd := exec.Command(program(t), "admin", "create", "--data", folder, "--email", "a@balcao.test", "--name", "Ada", "--password-stdin")
	cmd.Stdin = strings.NewReader(adminPassword + "\n")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("admin create: %v %s", err, out)
	}
	return folder
}

const adminPassword = "Marble-Harbour-9"

func program(t *testing.T) string {
	t.Helper()
	name, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// serveFolder starts the program and waits for its first line.
func serveFolder(t *testing.T, folder string, flags ...string) *server {
	t.Helper()
	s := &server{t: t, errs: &bytes.Buffer{}, done: make(chan struct{})}
	s.cmd = exec.Command(program(t), append([]string{"serve", "--data", folder, "--listen", "127.0.0.1:0"}, flags...)...)
	s.cmd.Stderr = s.errs
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 0, 80)
	for b := make([]byte, 1); len(b) == 1; {
		if _, err := out.Read(b); err != nil || b[0] == '\n' {
			break
		}
		line = append(line, b[0])
	}
	go func() { _, _ = io.Copy(io.Discard, out); _ = s.cmd.Wait(); close(s.done) }()
	url, ok := strings.CutPrefix(string(line), "listening on ")
	if !ok {
		t.Fatalf("first line %q, errors %s", line, s.errs)
	}
	s.url = url
	t.Cleanup(func() { s.kill() })
	return s
}

// kill ends the process as a power cut would, as far as a process can.
func (s *server) kill() {
	_ = s.cmd.Process.Kill()
	select {
	case <-s.done:
	case <-time.After(10 * time.Second):
	}
}

// caller is somebody with cookies or a token.
type caller struct {
	t      *testing.T
	url    string
	client *http.Client
	bearer string
}

func (s *server) caller() *caller {
	jar, _ := cookiejar.New(nil)
	return &caller{t: s.t, url: s.url, client: &http.Client{Jar: jar, Timeout: 20 * time.Second}}
}

type object map[string]any

// call makes a request and returns the status and the answer.
func (c *caller) call(method, path string, body any) (int, object) {
	c.t.Helper()
	status, out, err := c.try(method, path, body)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	return status, out
}

// try is call for those whose server may go at any moment.
func (c *caller) try(method, path string, body any) (int, object, error) {
	c.t.Helper()
	var sent []byte
	if body != nil {
		var err error
		if sent, err = json.Marshal(body); err != nil {
			c.t.Fatal(err)
		}
	}
	req, err := http.NewRequest(method, c.url+path, bytes.NewReader(sent))
	if err != nil {
		c.t.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return c.send(req, sent)
}

// send makes the request and holds it and its answer against the document of
// the HTTP surface.
func (c *caller) send(req *http.Request, sent []byte) (int, object, error) {
	c.t.Helper()
	if c.bearer != "" {
		req.Header.Set("Authorization", "Bearer "+c.bearer)
	}
	res, err := c.client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, nil, err
	}
	if err := document(c.t).check(req, sent, res, b); err != nil {
		c.t.Errorf("%s %s: %d: %v", req.Method, req.URL.Path, res.StatusCode, err)
	}
	out := object{}
	if len(b) > 0 {
		_ = json.Unmarshal(b, &out)
	}
	return res.StatusCode, out, nil
}

// want is call, failing the test on another status.
func (c *caller) want(status int, method, path string, body any) object {
	c.t.Helper()
	got, out := c.call(method, path, body)
	if got != status {
		c.t.Fatalf("%s %s: %d, want %d: %v", method, path, got, status, out)
	}
	return out
}

func (s *server) signIn(email, password string) *caller {
	s.t.Helper()
	c := s.caller()
	c.want(200, "POST", "/api/v1/session", object{"email": email, "password": password})
	return c
}

func (s *server) visitor() *caller {
	s.t.Helper()
	c := s.caller()
	c.bearer = c.want(201, "POST", "/api/v1/widget/visitor", object{"site": "default"})["token"].(string)
	return c
}

// all reads a conversation page by page.
func all(t *testing.T, c *caller, conv string) (items []any) {
	t.Helper()
	for after := 0; ; after = len(items) {
		page := c.want(200, "GET", fmt.Sprintf("/api/v1/conversations/%s/messages?limit=200&after=%d", conv, after), nil)["items"].([]any)
		if len(page) == 0 {
			return items
		}
		items = append(items, page...)
	}
}
