package notify

import (
	"time"

	"balcao/accounts"
	"balcao/store"
)

// MailView is a mail as administrators see it.
type MailView struct {
	ID       string     `json:"id"`
	Kind     string     `json:"kind"`
	To       string     `json:"to"` // address; empty = nobody has one there any more
	Subject  string     `json:"subject"`
	State    string     `json:"state"`
	Attempts int        `json:"attempts"`
	Error    string     `json:"error,omitempty"`
	At       time.Time  `json:"at"`
	NextAt   *time.Time `json:"next_at,omitempty"`
	SentAt   *time.Time `json:"sent_at,omitempty"`
}

// Outbox returns mails newest first, all or those in one state.
func (p *Post) Outbox(r store.Reader, state, lang, cursor string, limit int) (views []MailView, next string, err error) {
	index, parts := indexAt, []any(nil)
	if state != "" {
		index, parts = indexState, []any{state}
	}
	rows, next, err := mails.Page(r, index, parts, true, cursor, limit)
	if err != nil {
		return nil, "", err
	}
	for _, m := range rows {
		v, err := p.mailView(r, m, lang)
		if err != nil {
			return nil, "", err
		}
		views = append(views, v)
	}
	return views, next, nil
}

// mailView shows of a mail whose server cannot be reached when that is tried
// next and what it said.
func (p *Post) mailView(r store.Reader, m Mail, lang string) (MailView, error) {
	v := MailView{ID: m.ID, Kind: m.Kind, State: m.State, Attempts: m.Attempts, Error: m.Error, At: m.At}
	to, err := accounts.RecipientOf(r, m.To)
	if err != nil {
		return v, err
	}
	own, err := p.wordsTo(r, to)
	if err != nil {
		return v, err
	}
	v.To, v.Subject = to.Email, own.t("mail."+m.Kind+".subject", own.args(m.Kind, m.Args))
	if m.Reason != "" && v.Error == "" {
		v.Error = p.Texts.T(lang, "mail.reason."+m.Reason, nil)
	}
	if m.State == Waiting {
		at, o := m.Next, p.present()
		if o.tries > 0 {
			v.Attempts += o.tries
			if v.Error == "" {
				v.Error = o.said
			}
			if o.until.After(at) {
				at = o.until
			}
		}
		v.NextAt = &at
	}
	if !m.SentAt.IsZero() {
		v.SentAt = &m.SentAt
	}
	return v, nil
}

// State is how mail goes in general, for the settings page and the banner.
type State struct {
	Ready        bool       `json:"ready"`
	FailingSince *time.Time `json:"failing_since"` // the server cannot be reached, or will not have us
	Error        string     `json:"error,omitempty"`
	Waiting      int        `json:"waiting"`
	Failed       int        `json:"failed"`
	Kept         int        `json:"kept"`
}

const mostCounted = 1000

// StateOf counts, each state to at most 1,000.
func (p *Post) StateOf(r store.Reader) (s State, err error) {
	if s.Ready, err = Ready(r); err != nil {
		return s, err
	}
	for state, n := range map[string]*int{Waiting: &s.Waiting, Failed: &s.Failed, Kept: &s.Kept} {
		for _, err := range mails.By(r, indexState, state) {
			if err != nil {
				return s, err
			}
			if *n++; *n == mostCounted {
				break
			}
		}
	}
	if o := p.present(); o.tries > 0 {
		s.FailingSince, s.Error = &o.since, o.said
	}
	return s, nil
}
