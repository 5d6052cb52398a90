package accounts

import (
	"iter"
	"time"

	"balcao/store"
)

const (
	sessionIdle    = 24 * time.Hour // a session nobody used for so long is over
	rememberFor    = 30 * 24 * time.Hour
	rememberSlack  = 5 * time.Second // parallel requests may still bring the token just replaced
	seenEvery      = time.Minute
	sessionsAtMost = 100 // an account's oldest ends when one more is opened
)

// Session is one browser in which an account is signed in. Secrets are kept
// as their SHA-256.
type Session struct {
	ID        string    `json:"id"`
	Account   string    `json:"account"`
	Hash      string    `json:"hash"`
	CreatedAt time.Time `json:"created_at"`
	SeenAt    time.Time `json:"seen_at"`
	// Seen tells that the present secret has come back from the browser once.
	Seen      bool   `json:"seen"`
	Address   string `json:"address"`
	UserAgent string `json:"user_agent"`
	Near      string `json:"near,omitempty"`   // what counts as one address
	Device    string `json:"device,omitempty"` // hash of the browser's own secret

	// Of a remembered session: the family of its remember tokens, the present
	// one, the one it replaced, when, and until when it opens the session again.
	Family    string    `json:"family,omitempty"`
	Remember  string    `json:"remember,omitempty"`
	Replaced  string    `json:"replaced,omitempty"`
	RotatedAt time.Time `json:"rotated_at,omitzero"`
	Until     time.Time `json:"until,omitzero"`

	// Of a session that a product's signed identity opened.
	Product string `json:"product,omitempty"`
	Key     string `json:"key,omitempty"` // what proved it; revoked, the session is over
}

// Grant is what the browser is handed: the secrets exist nowhere else.
type Grant struct {
	Session  string
	Remember string    // empty when the session ends with the browser
	Until    time.Time // of Remember
	Device   string    // by which the browser is known next time; empty = nothing to hand out
}

func (s Session) awake(now time.Time) bool { return now.Before(s.SeenAt.Add(sessionIdle)) }

func (s Session) over(now time.Time) bool {
	return !s.awake(now) && (s.Family == "" || !now.Before(s.Until))
}

// renew gives the session new secrets; the old ones end.
func (s *Session) renew(now time.Time, family string) Grant {
	grant := Grant{Session: newSecret()}
	s.Hash, s.SeenAt, s.Seen = atRest(grant.Session), now, false
	if family != "" {
		secret := newSecret()
		grant.Remember, grant.Until = family+"."+secret, now.Add(rememberFor)
		s.Family, s.Remember = atRest(family), atRest(secret)
		s.RotatedAt, s.Until = now, grant.Until
	}
	return grant
}

// SessionsOf yields the account's sessions, oldest first, over ones included.
func SessionsOf(r store.Reader, account string) iter.Seq2[Session, error] {
	return sessions.By(r, "account", account)
}

// open keeps a new session of the account, dropping what is over and the
// oldest above the limit.
func openSession(tx store.Tx, now time.Time, s Session) error {
	var old []Session
	for o, err := range SessionsOf(tx, s.Account) {
		if err != nil {
			return err
		}
		old = append(old, o)
	}
	left := len(old)
	for _, o := range old {
		if o.over(now) || left >= sessionsAtMost {
			if err := sessions.Delete(tx, o.ID); err != nil {
				return err
			}
			revoked(tx, now, "session/"+o.ID)
			left--
		}
	}
	return sessions.Insert(tx, s)
}

// EndSessions ends every session of the account but the one to keep ("" =
// none), and all its widgets on the pages of products; open sockets close within a second.
func EndSessions(tx store.Tx, now time.Time, account, keep string) error {
	var topics []string
	for s, err := range SessionsOf(tx, account) {
		if err != nil {
			return err
		}
		if s.ID != keep {
			topics = append(topics, "session/"+s.ID)
		}
	}
	for _, topic := range topics {
		if err := sessions.Delete(tx, topic[len("session/"):]); err != nil {
			return err
		}
	}
	if err := endPasses(tx, now, account); err != nil {
		return err
	}
	if keep == "" {
		topics = append(topics, "account/"+account)
	}
	revoked(tx, now, topics...)
	return nil
}

// endSession ends one session.
func endSession(tx store.Tx, now time.Time, id string) error {
	revoked(tx, now, "session/"+id)
	return sessions.Delete(tx, id)
}

func revoked(tx store.Tx, now time.Time, topics ...string) {
	if len(topics) > 0 {
		tx.Append(store.Event{Kind: store.KindRevoked, At: now, Topics: topics})
	}
}
