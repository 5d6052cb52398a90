package notify

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// mailServer is a real SMTP server in the process that keeps what it takes.
type mailServer struct {
	t      *testing.T
	server *smtp.Server
	port   int

	mu     sync.Mutex
	took   []taken
	refuse func(from, to, data string) error // nil = takes everything
	user   string                            // who must sign in; empty = nobody
	hang   chan struct{}                     // DATA waits for it
	dials  int
}

// taken is one mail the server has taken.
type taken struct {
	from, to string
	raw      string
	head     mail.Header
	text     string
	html     string
	signedIn string
	secure   bool
}

func serveMail(t *testing.T, change ...func(*mailServer)) *mailServer {
	t.Helper()
	s := &mailServer{t: t}
	s.server = newSMTP(s)
	for _, c := range change {
		c(s)
	}
	s.listen("127.0.0.1:0", false)
	return s
}

func newSMTP(s *mailServer) *smtp.Server {
	server := smtp.NewServer(s)
	server.AllowInsecureAuth, server.Domain, server.ErrorLog = true, "mail.example", quiet{}
	server.ReadTimeout, server.WriteTimeout = 10*time.Second, 10*time.Second
	return server
}

func refusal554(text string) error {
	return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: text}
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

func (s *mailServer) listen(address string, implicit bool) {
	s.t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		s.t.Fatal(err)
	}
	s.port = l.Addr().(*net.TCPAddr).Port
	if implicit {
		l = tls.NewListener(l, s.server.TLSConfig)
	}
	go func() { _ = s.server.Serve(l) }()
	s.t.Cleanup(func() { _ = s.server.Close() })
}

// goes ends the server; its port is free then.
func (s *mailServer) goes() { _ = s.server.Close() }

// returns starts another server at the same port, with the same memory.
func (s *mailServer) returns() {
	s.server = newSMTP(s)
	s.listen(net.JoinHostPort("127.0.0.1", itoa(s.port)), false)
}

func (s *mailServer) refuses(fn func(from, to, data string) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = fn
}

func (s *mailServer) mails() []taken {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]taken(nil), s.took...)
}

// only is the one mail the server has taken.
func (s *mailServer) only() taken {
	s.t.Helper()
	all := s.mails()
	if len(all) != 1 {
		s.t.Fatalf("%d mails were taken, want 1", len(all))
	}
	return all[0]
}

func (s *mailServer) NewSession(c *smtp.Conn) (smtp.Session, error) {
	s.mu.Lock()
	s.dials++
	s.mu.Unlock()
	return &mailSession{s: s, c: c}, nil
}

type mailSession struct {
	s        *mailServer
	c        *smtp.Conn
	from, to string
	signedIn string
}

func (m *mailSession) AuthMechanisms() []string {
	if m.s.user == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (m *mailSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != m.s.user || password != "s3cret-pass" {
			return &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8}, Message: "wrong user or password"}
		}
		m.signedIn = user
		return nil
	}), nil
}

func (m *mailSession) verdict(data string) error {
	m.s.mu.Lock()
	fn := m.s.refuse
	m.s.mu.Unlock()
	if fn == nil {
		return nil
	}
	return fn(m.from, m.to, data)
}

func (m *mailSession) Mail(from string, _ *smtp.MailOptions) error {
	if m.s.user != "" && m.signedIn == "" {
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "Authentication required"}
	}
	m.from, m.to = from, ""
	return m.verdict("")
}

func (m *mailSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	m.to = to
	return m.verdict("")
}

func (m *mailSession) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m.s.mu.Lock()
	hang := m.s.hang
	m.s.mu.Unlock()
	if hang != nil {
		<-hang
	}
	if err := m.verdict(string(raw)); err != nil {
		return err
	}
	got := taken{from: m.from, to: m.to, raw: string(raw), signedIn: m.signedIn}
	_, got.secure = m.c.TLSConnectionState()
	if err := got.read(); err != nil {
		m.s.t.Errorf("a mail cannot be read: %v\n%s", err, raw)
	}
	m.s.mu.Lock()
	m.s.took = append(m.s.took, got)
	m.s.mu.Unlock()
	return nil
}

func (*mailSession) Reset()        {}
func (*mailSession) Logout() error { return nil }

// read takes the mail apart as mail programs do.
func (t *taken) read() error {
	m, err := mail.ReadMessage(strings.NewReader(t.raw))
	if err != nil {
		return err
	}
	t.head = m.Header
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		return errors.Join(err, errors.New(kind))
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		b, err := io.ReadAll(part)
		if part.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
			b, err = io.ReadAll(quotedprintable.NewReader(bytes.NewReader(b)))
		}
		if err != nil {
			return err
		}
		body := strings.ReplaceAll(string(b), "\r\n", "\n")
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/html") {
			t.html = body
		} else {
			t.text = body
		}
	}
}

// header is a header's text as people read it.
func (t taken) header(name string) string {
	text, err := new(mime.WordDecoder).DecodeHeader(t.head.Get(name))
	if err != nil {
		return err.Error()
	}
	return text
}
