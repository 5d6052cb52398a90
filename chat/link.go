package chat

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
	"time"

	"balcao/accounts"
	"balcao/fault"
	"balcao/store"
)

// linkLasts is how long the link in a mail opens its conversation.
const linkLasts = 14 * 24 * time.Hour

// answerLink is a single-use link that was sent to an address nobody has
// proved. Its code is derived when the mail is made; the row holds its hash.
type answerLink struct {
	ID      string    `json:"id"`
	Hash    string    `json:"hash"`
	Conv    string    `json:"conv"`
	Visitor string    `json:"visitor"` // topic
	Email   string    `json:"email"`   // that it proves
	At      time.Time `json:"at"`
	UsedAt  time.Time `json:"used_at,omitzero"`
}

// linkTo makes a link for the visitor and returns what a notice calls it.
func (d *Desk) linkTo(tx store.Tx, conv, visitor, email string) (string, error) {
	l := answerLink{ID: d.NewID(), Conv: conv, Visitor: visitor, Email: accounts.EmailKey(email), At: d.now()}
	l.Hash = hashOf(d.codeOf(l.ID))
	return "answer/" + l.ID, answerLinks.Insert(tx, l)
}

func (d *Desk) codeOf(id string) string {
	return base64.RawURLEncoding.EncodeToString(d.Key.Derive("answer", id)[:24])
}

func hashOf(code string) string {
	sum := sha256.Sum256([]byte(code))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// LinkOf is the path of the single-use link that a notice calls "answer/ID";
// one that is used or over by now is missing.
func (d *Desk) LinkOf(r store.Reader, ref string) (string, error) {
	id, ok := strings.CutPrefix(ref, "answer/")
	if !ok {
		return "", fault.Missing()
	}
	l, err := answerLinks.Get(r, id)
	if err != nil {
		return "", known(err)
	}
	if l.over(d.now()) != nil {
		return "", fault.Missing()
	}
	return "/chat/answer#" + d.codeOf(id), nil
}

// over tells why the link opens nothing any more; nil = it does.
func (l answerLink) over(now time.Time) error {
	switch {
	case !l.UsedAt.IsZero():
		return fault.New(fault.Gone, "link_used")
	case now.Sub(l.At) > linkLasts:
		return fault.New(fault.Gone, "link_expired")
	}
	return nil
}

// Returned is a visitor who came back by a link: the token is for this browser
// alone, those in others stay good.
type Returned struct {
	Visitor      string `json:"visitor"`
	Token        string `json:"token"`
	Name         string `json:"name"`
	Email        string `json:"email"`
	Site         string `json:"site"`
	Conversation string `json:"conversation"`
}

// Return uses up the code of a link: the address it was sent to is proved to be
// the visitor's. A code that is none is missing, one that was used, is too old
// or was sent to an address the visitor no longer names is fault.Gone.
func (d *Desk) Return(ctx context.Context, code string) (Returned, error) {
	code = strings.TrimSpace(code[strings.LastIndexByte(code, '#')+1:])
	if code == "" {
		return Returned{}, fault.Field("code", "required")
	}
	hash, secret := hashOf(code), accounts.NewVisitorSecret()
	var out Returned
	err := d.Store.Update(ctx, func(tx store.Tx) error {
		l, err := answerLinks.Unique(tx, "hash", hash)
		if err != nil {
			return known(err)
		}
		if err := l.over(d.now()); err != nil {
			return err
		}
		_, id := cutTopic(l.Visitor)
		v, err := accounts.ConfirmVisitor(tx, id, l.Email, secret)
		if errors.Is(err, store.ErrNotFound) {
			return fault.New(fault.Gone, "link_expired")
		}
		if err != nil {
			return err
		}
		l.UsedAt = d.now()
		out = Returned{Visitor: v.ID, Token: secret, Name: v.Name, Email: v.Email, Site: v.Site, Conversation: l.Conv}
		return answerLinks.Put(tx, l)
	})
	return out, err
}
