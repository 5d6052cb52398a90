package live

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"time"

	"balcao/actor"
)

// maxTickets is how many unused tickets one principal may hold; the oldest go.
const maxTickets = 20

// ticket lets one socket in.
type ticket struct {
	actor  actor.Actor
	origin string // empty when the caller had none, as programs do
	proof  credential
	until  time.Time
}

// tickets are kept by hash. Guarded by Hub.mu.
type tickets struct {
	life   time.Duration
	rows   map[[32]byte]*ticket
	owners map[string][][32]byte // by own topic, oldest first
}

func (t *tickets) issue(a actor.Actor, origin string, proof credential, now time.Time) (secret string, key [32]byte) {
	t.expire(now)
	var raw [32]byte
	_, _ = rand.Read(raw[:]) // never fails
	secret = base64.RawURLEncoding.EncodeToString(raw[:])
	key = sha256.Sum256([]byte(secret))
	t.rows[key] = &ticket{actor: a, origin: origin, proof: proof, until: now.Add(t.life)}
	owner := a.Topic()
	t.owners[owner] = append(t.owners[owner], key)
	if held := t.owners[owner]; len(held) > maxTickets {
		t.drop(held[0])
	}
	return secret, key
}

// take uses the ticket up, whoever presents it; nil = not a good one.
func (t *tickets) take(secret, origin string, now time.Time) *ticket {
	key := sha256.Sum256([]byte(secret))
	row := t.rows[key]
	if row == nil {
		return nil
	}
	t.drop(key)
	if now.After(row.until) || row.origin != "" && !sameServer(row.origin, origin) {
		return nil
	}
	return row
}

func (t *tickets) drop(key [32]byte) {
	if row := t.rows[key]; row != nil {
		delete(t.rows, key)
		remove(t.owners, row.actor.Topic(), key)
	}
}

// revoke drops the tickets of a principal or session.
func (t *tickets) revoke(topic string) {
	for key, row := range t.rows {
		if slices.Contains(ownTopics(row.actor), topic) {
			t.drop(key)
		}
	}
}

func (t *tickets) expire(now time.Time) {
	if len(t.rows) < 64 {
		return // too few to matter; take looks at the time itself
	}
	for key, row := range t.rows {
		if now.After(row.until) {
			t.drop(key)
		}
	}
}

// credential is what is kept of a request to ask again whether it holds.
type credential struct{ cookie, authorization, host, remote string }

func credentialOf(r *http.Request) credential {
	return credential{cookie: r.Header.Get("Cookie"), authorization: r.Header.Get("Authorization"), host: r.Host, remote: r.RemoteAddr}
}

func (p credential) request() *http.Request {
	r := &http.Request{Method: http.MethodGet, URL: &url.URL{Path: "/live"}, Header: http.Header{}, Host: p.host, RemoteAddr: p.remote}
	if p.cookie != "" {
		r.Header.Set("Cookie", p.cookie)
	}
	if p.authorization != "" {
		r.Header.Set("Authorization", p.authorization)
	}
	return r
}
