package main

import (
	"io"
	"log"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// postOffice is a real mail server that keeps what it takes.
type postOffice struct {
	port int
	mu   sync.Mutex
	took []string
}

func openPostOffice(t *testing.T) *postOffice {
	t.Helper()
	o := &postOffice{}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return counter{o}, nil }))
	server.ErrorLog = log.New(io.Discard, "", 0)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o.port = l.Addr().(*net.TCPAddr).Port
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
	return o
}

// setting is the office as mail settings.
func (o *postOffice) setting() object {
	return object{"host": "127.0.0.1", "port": o.port, "security": "none", "from": "support@balcao.example"}
}

// waits for a mail that holds all of these parts, and returns it.
func (o *postOffice) waits(t *testing.T, parts ...string) string {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		o.mu.Lock()
		took := o.took
		o.mu.Unlock()
	mails:
		for _, m := range took {
			for _, part := range parts {
				if !strings.Contains(m, part) {
					continue mails
				}
			}
			return m
		}
	}
	t.Fatalf("no mail with %q came; there are %q", parts, o.took)
	return ""
}

type counter struct{ o *postOffice }

func (counter) Mail(string, *smtp.MailOptions) error { return nil }
func (counter) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (counter) Reset()                               {}
func (counter) Logout() error                        { return nil }
func (c counter) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	c.o.mu.Lock()
	c.o.took = append(c.o.took, string(b))
	c.o.mu.Unlock()
	return err
}

func (w *walk) notices(s *server, admin, nobody *caller) {
	cleo := s.signIn("cleo@example.com", "Velvet-Anchor-3")
	feed := w.do(cleo, 200, "GET /api/v1/notices?limit=1", nil)["items"].([]any)
	if len(feed) != 1 {
		w.t.Fatalf("Cleo has %d notices of a ticket that was opened", len(feed))
	}
	w.do(cleo, 204, "POST /api/v1/notices/read", object{"ids": []any{feed[0].(map[string]any)["id"]}})
	w.do(cleo, 204, "POST /api/v1/notices/read", object{"all": true})
	w.do(cleo, 422, "POST /api/v1/notices/read", object{})
	w.do(nobody, 401, "GET /api/v1/notices", nil)
	w.do(cleo, 200, "GET /api/v1/me/notice-settings", nil)
	w.do(cleo, 200, "PATCH /api/v1/me/notice-settings", object{"items": []object{{"kind": "ticket.status", "mail": false}}})
	w.do(cleo, 422, "PATCH /api/v1/me/notice-settings", object{"items": []object{{"kind": "password.changed", "mail": false}}})

	w.do(cleo, 403, "GET /api/v1/settings/mail", nil)
	if kept := w.do(admin, 200, "GET /api/v1/mails?state=kept", nil)["items"].([]any); len(kept) == 0 {
		w.t.Error("without a mail server no mail was kept")
	}
	w.do(admin, 409, "POST /api/v1/mails/resend", nil)
	w.do(admin, 409, "POST /api/v1/settings/test-mail", object{"to": "ada@balcao.example"})
	office := openPostOffice(w.t)
	w.do(admin, 200, "GET /api/v1/settings/mail", nil)
	w.do(admin, 422, "PATCH /api/v1/settings/mail", object{"port": 0})
	w.do(admin, 200, "PATCH /api/v1/settings/mail", office.setting())
	w.do(admin, 200, "POST /api/v1/settings/test-mail", object{"to": "ada@balcao.example"})
	w.do(admin, 422, "POST /api/v1/settings/test-mail", object{"to": "nobody"})
	office.waits(w.t, "cleo@example.com")
	mails := w.do(admin, 200, "GET /api/v1/mails?limit=5", nil)["items"].([]any)
	w.do(admin, 200, "POST /api/v1/mails/{id}/resend", nil, mails[0].(map[string]any)["id"])
	w.do(admin, 404, "POST /api/v1/mails/{id}/resend", nil, "01980000-0000-7000-8000-000000000000")
	w.do(admin, 200, "POST /api/v1/mails/resend", nil)
}
