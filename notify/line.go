package notify

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"balcao/text"
)

// line is one connection to a mail server.
type line struct {
	client   *gomail.Client
	session  *smtp.Client
	conn     net.Conn
	stopping func() bool
}

// grace is how long a mail under way may still take when the program stops.
const grace = 3 * time.Second

// dial connects, encrypts and signs in. The address is the administrator's own
// choice and may be one of the house's network.
func (p *Post) dial(ctx context.Context, s Settings) (*line, error) {
	l := &line{}
	secured := &tls.Config{ServerName: s.Host, RootCAs: p.Roots, MinVersion: tls.VersionTLS12}
	options := []gomail.Option{
		gomail.WithPort(s.Port), gomail.WithTimeout(p.Patience), gomail.WithHELO(p.helo()), gomail.WithoutNoop(),
		gomail.WithTLSConfig(secured), gomail.WithTLSPolicy(gomail.TLSMandatory),
		gomail.WithDialContextFunc(func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
			if err == nil && s.Security == TLS {
				shielded := tls.Client(conn, secured)
				if err = shielded.HandshakeContext(ctx); err != nil {
					_ = conn.Close()
					return nil, err
				}
				conn = shielded
			}
			l.conn = conn
			return conn, err
		}),
	}
	switch s.Security {
	case TLS:
		options = append(options, gomail.WithSSL())
	case NoTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if s.User != "" {
		password, err := p.password(s)
		if err != nil {
			return nil, err
		}
		// The plain ones are refused by the library on an open line that leaves
		// this machine.
		options = append(options, gomail.WithUsername(s.User), gomail.WithPassword(password),
			gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthSCRAMSHA1, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin, gomail.SMTPAuthCramMD5))
	}
	var err error
	if l.client, err = gomail.NewClient(s.Host, options...); err != nil {
		return nil, err
	}
	if l.session, err = l.client.DialToSMTPClientWithContext(ctx); err != nil {
		if l.conn != nil {
			_ = l.conn.Close() // the library leaves it open
		}
		return nil, err
	}
	l.stopping = context.AfterFunc(ctx, func() { _ = l.conn.SetDeadline(time.Now().Add(grace)) })
	return l, nil
}

func (p *Post) password(s Settings) (string, error) {
	if s.Password == nil {
		return "", nil
	}
	open, err := p.Key.Open(sealPurpose, sealOwner, s.Password)
	return string(open), err
}

// helo is how this server names itself.
func (p *Post) helo() string {
	name := p.domain()
	if net.ParseIP(name) != nil {
		return "[" + name + "]"
	}
	return name
}

// send hands one mail over; nil means that the server has taken it.
func (l *line) send(m *gomail.Msg) error {
	err := l.client.SendWithSMTPClient(l.session, m)
	if m.IsDelivered() {
		return nil // what came after its acceptance is no matter of the mail
	}
	return err
}

// close says good-bye, but waits for no answer from a server that has stopped.
func (l *line) close() {
	l.stopping()
	_ = l.conn.SetDeadline(time.Now().Add(time.Second))
	_ = l.client.CloseWithSMTPClient(l.session)
	_ = l.conn.Close()
}

// refusal is what a mail server answered; code 0 when the line broke.
func refusal(err error) (code int, said string) {
	var told *gomail.SendError
	var answer *textproto.Error
	switch {
	case errors.As(err, &told):
		said = strings.TrimPrefix(told.Error(), told.Reason.String()+": ")
		said, _, _ = strings.Cut(said, ", affected ")
		code = told.ErrorCode()
	case errors.As(err, &answer):
		code, said = answer.Code, strconv.Itoa(answer.Code)+" "+answer.Msg
	default:
		said = err.Error()
	}
	return code, text.Excerpt(said, 300)
}

// signIn tells whether the server wants us to sign in first, or otherwise (RFC
// 4954): no fault of the mail.
func signIn(code int) bool { return code == 530 || code == 534 || code == 535 || code == 538 }
