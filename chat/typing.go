package chat

import (
	"context"
	"sync"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/text"
)

// typingLapse is how long somebody who said that he types is believed.
const typingLapse = 6 * time.Second

// Typing is the data of the volatile frame typing.
type Typing struct {
	Person accounts.Person `json:"person"`
	On     bool            `json:"on"`
	Text   string          `json:"text,omitempty"` // preview, staff side only
	Stream string          `json:"stream,omitempty"`
}

// Type tells those in the conversation that the actor types; it lapses by
// itself. A customer's text goes to staff if the site has the preview
// switched on. A note being typed stays among staff.
func (d *Desk) Type(ctx context.Context, a actor.Actor, conn, conv, stream string, on bool, preview string) error {
	var h head
	var site Site
	err := d.Store.View(ctx, func(r store.Reader) error {
		c, err := allowed(r, a, "conversation.typing", conv)
		if err != nil {
			return err
		}
		if h, err = headOf(r, conv); err != nil {
			return err
		}
		if site, err = siteOf(r, c.Site); fault.Is(err, fault.NotFound) {
			return nil // the site has gone, the conversation goes on
		}
		return err
	})
	if err != nil || h.State == Closed {
		return err
	}
	data := Typing{Person: accounts.Person{Kind: a.Kind(), ID: a.ID, Name: a.Name}, On: on}
	to := h.staff(conv)
	if a.Staff() {
		if stream == Internal {
			data.Stream = Internal
		} else {
			to = append(to, h.Customers...)
		}
	} else if on && site.TypingPreview {
		data.Text = text.Excerpt(preview, 500)
	}
	d.typists.say(typist{conv: conv, topic: a.Topic(), conn: conn, to: to, data: data})
	return nil
}

// typist is somebody typing into a conversation.
type typist struct {
	conv, topic, conn string
	to                []string
	data              Typing
	lapse             *time.Timer
}

// typists knows who types, so that it can end by itself.
type typists struct {
	out Volatile
	mu  sync.Mutex
	by  map[string]*typist // conversation and topic
}

func newTypists(out Volatile) *typists { return &typists{out: out, by: map[string]*typist{}} }

func (ts *typists) say(t typist) {
	key := t.conv + " " + t.topic
	ts.mu.Lock()
	before := ts.by[key]
	if before != nil {
		before.lapse.Stop()
		delete(ts.by, key)
	}
	if t.data.On {
		now := &t
		now.lapse = time.AfterFunc(typingLapse, func() { ts.lapsed(key, now) })
		ts.by[key] = now
	}
	ts.mu.Unlock()
	if t.data.On || before != nil {
		ts.out.Volatile("typing", t.conv, t.data, t.to, t.conn)
	}
}

func (ts *typists) lapsed(key string, t *typist) {
	ts.mu.Lock()
	current := ts.by[key] == t
	if current {
		delete(ts.by, key)
	}
	ts.mu.Unlock()
	if current {
		off := t.data
		off.On, off.Text = false, ""
		ts.out.Volatile("typing", t.conv, off, t.to, t.conn)
	}
}

// end forgets the author of a message without a word: the message says it.
func (ts *typists) end(conv, topic string) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if t := ts.by[conv+" "+topic]; t != nil {
		t.lapse.Stop()
		delete(ts.by, conv+" "+topic)
	}
}

// types tells whether that person types into the conversation now.
func (ts *typists) types(conv, topic string) bool {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	return ts.by[conv+" "+topic] != nil
}

func (ts *typists) stop() {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	for key, t := range ts.by {
		t.lapse.Stop()
		delete(ts.by, key)
	}
}
