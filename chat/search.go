package chat

import (
	"context"
	"strings"
	"time"

	"balcao/actor"
	"balcao/store"
	"balcao/text"
)

// Hit is one conversation found.
type Hit struct {
	Kind    string    `json:"kind"`
	ID      string    `json:"id"`
	Title   string    `json:"title"`
	URL     string    `json:"url"`
	Snippet string    `json:"snippet"`
	At      time.Time `json:"at"`
}

// Limits of one search: it is a plain scan, newest first.
const (
	searchConversations = 5_000
	searchMessages      = 50_000
	searchTime          = 300 * time.Millisecond
)

// Search finds conversations the actor may see by the name of the customer,
// subject and what was written, newest first.
func (d *Desk) Search(ctx context.Context, a actor.Actor, query string, limit int) ([]Hit, error) {
	hits := []Hit{}
	query = fold(query)
	if query == "" {
		return hits, nil
	}
	err := d.Store.View(ctx, func(r store.Reader) error {
		hits = hits[:0]
		sees, err := sight(r, a)
		if err != nil {
			return err
		}
		source := conversations.Reverse(r)
		if !a.Staff() {
			source, sees = conversations.ByReverse(r, "customer", a.Topic()), func(Conversation) bool { return true }
		}
		f, looked, until := newFaces(r, a.Staff()), 0, time.Now().Add(searchTime)
		for c, err := range source {
			if err != nil {
				return err
			}
			if looked++; looked > searchConversations || len(hits) >= limit || time.Now().After(until) {
				return nil
			}
			if !sees(c) {
				continue
			}
			hit, ok, err := f.hit(c, query)
			if err != nil {
				return err
			}
			if ok {
				hits = append(hits, hit)
			}
		}
		return nil
	})
	return hits, err
}

func (f *faces) hit(c Conversation, query string) (Hit, bool, error) {
	who, err := f.of(c.Customer)
	if err != nil {
		return Hit{}, false, err
	}
	h, err := headOf(f.r, c.ID)
	if err != nil {
		return Hit{}, false, err
	}
	out := Hit{Kind: "conversation", ID: c.ID, Title: c.Subject, URL: "/chats/" + c.ID, Snippet: h.LastText, At: c.OpenedAt}
	if f.forStaff {
		out.URL = "/console/inbox/" + c.ID
	}
	if out.Title == "" {
		out.Title = text.Excerpt(who.Name, 80)
	}
	if out.Title == "" {
		out.Title = text.Excerpt(h.LastText, 60)
	}
	if strings.Contains(fold(c.Subject+" "+who.Name+" "+who.Email), query) {
		return out, true, nil
	}
	streams := []string{Public}
	if f.forStaff {
		streams = append(streams, Internal)
	}
	for _, stream := range streams {
		m, ok, err := mention(f.r, c.ID, stream, query)
		if err != nil {
			return out, false, err
		}
		if ok {
			out.Snippet, out.At = around(text.Read(text.Chat(m.Text)), query), m.At
			return out, true, nil
		}
	}
	return out, false, nil
}

// mention finds the newest message of the stream that has the words.
func mention(r store.Reader, conv, stream, query string) (Message, bool, error) {
	looked := 0
	for m, err := range messagesBefore(r, conv, stream, 0) {
		if err != nil {
			return m, false, err
		}
		if strings.Contains(fold(m.Text), query) {
			return m, true, nil
		}
		if looked++; looked > searchMessages {
			break
		}
	}
	return Message{}, false, nil
}

// around is the part of the text with the words in it.
func around(s, query string) string {
	s = text.Line(s)
	at := strings.Index(strings.ToLower(s), query)
	if at <= 60 || at > len(s) { // folding may change lengths
		return text.Excerpt(s, 160)
	}
	from := at - 50
	for from > 0 && s[from]&0xC0 == 0x80 {
		from--
	}
	return "…" + text.Excerpt(s[from:], 160)
}
