package notify

import (
	"context"
	"errors"
	"net"
	"net/textproto"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Try sends a test mail now and waits for the server's answer. A refusal is a
// fault that has the server's own words.
func (p *Post) Try(ctx context.Context, who actor.Actor, to string) error {
	to, err := accounts.CheckEmail("to", to)
	if err != nil {
		return err
	}
	var s Settings
	var l letter
	err = p.Store.View(ctx, func(r store.Reader) (err error) {
		if err := accounts.May(r, who, "mail.test", accounts.Object{}); err != nil {
			return err
		}
		if s, err = SettingsOf(r); err != nil {
			return err
		}
		if !s.Ready() {
			return notSetUp()
		}
		l, err = p.testLetter(r, s, who, to)
		return err
	})
	if err != nil {
		return err
	}
	line, err := p.dial(ctx, s)
	if err != nil {
		return p.refused(err)
	}
	defer line.close()
	if err := line.send(l.message()); err != nil {
		return p.refused(err)
	}
	p.over()
	p.kick() // what waits for this server need not wait any longer
	return nil
}

func (p *Post) testLetter(r store.Reader, s Settings, who actor.Actor, to string) (letter, error) {
	w, err := p.wordsFor(r, who.Locale)
	if err != nil {
		return letter{}, err
	}
	id := p.NewID() + "@" + p.domain()
	v, err := p.fill(r, w, Mail{Kind: "test", MessageID: id}, accounts.Recipient{Name: who.Name})
	if err != nil {
		return letter{}, err
	}
	return p.print(v, letter{id: id, at: p.now(), from: w.sender(s), to: addressee(who.Name, to)})
}

// refused says which of the settings the mail server minds.
func (p *Post) refused(err error) error {
	code, said := refusal(err)
	f := &fault.Error{Kind: fault.Invalid, Code: "mail_refused", Args: map[string]any{"said": said}, Err: err}
	var told *gomail.SendError
	var answer *textproto.Error
	var lost net.Error
	switch {
	case errors.As(err, &told) && told.Reason == gomail.ErrSMTPRcptTo:
		f.Field = "to"
	case errors.As(err, &told) && told.Reason == gomail.ErrSMTPMailFrom && !signIn(code):
		f.Field = "from"
	case signIn(code) || strings.HasPrefix(err.Error(), "SMTP AUTH"):
		f.Field = "user"
	case !errors.As(err, &answer) && errors.As(err, &lost):
		f.Field, f.Code = "host", "mail_unreachable"
	}
	return f
}
