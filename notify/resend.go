package notify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Resend has a mail go out now. One that a server had taken goes out anew under
// a Message-ID of its own; every other one keeps its own, so that nobody gets it
// twice.
func (p *Post) Resend(ctx context.Context, who actor.Actor, id string) (Mail, error) {
	var m Mail
	err := p.Store.Update(ctx, func(tx store.Tx) (err error) {
		if err := accounts.May(tx, who, "mail.resend", accounts.Object{}); err != nil {
			return err
		}
		if m, err = mails.Get(tx, id); err != nil {
			return known(err)
		}
		if ready, err := Ready(tx); err != nil || !ready {
			return errors.Join(err, notSetUp())
		}
		m.again(p.now(), p.domain())
		if err := mails.Put(tx, m); err != nil {
			return err
		}
		return accounts.Audit(tx, p.now(), who, "mail.resend", "mail/"+id, map[string]any{"kind": m.Kind})
	})
	if err == nil {
		p.over() // somebody wants it tried now
		p.kick()
	}
	return m, err
}

// known turns a row that is not there into the fault that is told.
func known(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fault.Missing()
	}
	return err
}

func notSetUp() error { return fault.New(fault.Conflict, "mail_not_set_up") }

func (m *Mail) again(now time.Time, domain string) {
	m.Times++
	if m.State == Sent {
		m.MessageID = fmt.Sprintf("%s.%d@%s", m.ID, m.Times, domain)
	}
	m.State, m.Next, m.Since, m.SentAt, m.Error, m.Reason = Waiting, now, time.Time{}, time.Time{}, "", ""
}

// ResendFailed has all failed mails go out now and returns how many they are.
func (p *Post) ResendFailed(ctx context.Context, who actor.Actor) (int, error) {
	err := p.Store.Update(ctx, func(tx store.Tx) error {
		if err := accounts.May(tx, who, "mail.resend", accounts.Object{}); err != nil {
			return err
		}
		if ready, err := Ready(tx); err != nil || !ready {
			return errors.Join(err, notSetUp())
		}
		return accounts.Audit(tx, p.now(), who, "mail.resend", "mail", nil)
	})
	if err != nil {
		return 0, err
	}
	n, err := p.release(ctx, Failed, time.Time{})
	p.over()
	p.kick()
	return n, err
}

const mostReleased = 200 // rows changed in one transaction

// release has the mails in that state go out, those since then, oldest first.
func (p *Post) release(ctx context.Context, state string, since time.Time) (int, error) {
	all := 0
	for {
		n := 0
		err := p.Store.Update(ctx, func(tx store.Tx) error {
			n = 0
			var rows []Mail
			for m, err := range mails.ByReverse(tx, indexState, state) {
				if err != nil {
					return err
				}
				if m.At.Before(since) || len(rows) == mostReleased {
					break
				}
				rows = append(rows, m)
			}
			for _, m := range rows {
				m.again(p.now(), p.domain())
				m.Next = m.At // in the order of their events
				if err := mails.Put(tx, m); err != nil {
					return err
				}
			}
			n = len(rows)
			return nil
		})
		if all += n; err != nil || n < mostReleased {
			return all, err
		}
	}
}
