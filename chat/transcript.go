package chat

import (
	"context"
	"fmt"
	"strings"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/store"
)

// Transcript is a whole conversation to keep.
type Transcript struct {
	Conversation View          `json:"conversation"`
	Messages     []MessageView `json:"messages"`
	Notes        []MessageView `json:"notes,omitempty"` // staff only, when asked for
	zone         *time.Location
}

// transcriptLimit is how many messages of a stream a transcript holds.
const transcriptLimit = 10_000

// Transcript returns the conversation as the actor may see it.
func (d *Desk) Transcript(ctx context.Context, a actor.Actor, conv string, notes bool) (Transcript, error) {
	var t Transcript
	err := d.Store.View(ctx, func(r store.Reader) error {
		c, err := allowed(r, a, "conversation.transcript", conv)
		if err != nil {
			return err
		}
		f := newFaces(r, a.Staff())
		if t.Conversation, err = d.viewFor(f, a, c); err != nil {
			return err
		}
		settings, err := accounts.SettingsOf(r)
		if err != nil {
			return err
		}
		if t.zone, err = time.LoadLocation(settings.TimeZone); err != nil {
			t.zone = time.UTC
		}
		if t.Messages, err = f.stream(conv, Public); err != nil || !notes || !a.Staff() {
			return err
		}
		t.Notes, err = f.stream(conv, Internal)
		return err
	})
	withHTML(t.Messages)
	withHTML(t.Notes)
	return t, err
}

func (f *faces) stream(conv, stream string) ([]MessageView, error) {
	list := []MessageView{}
	for m, err := range MessagesOf(f.r, conv, stream, 0) {
		if err != nil {
			return nil, err
		}
		if len(list) == transcriptLimit {
			break
		}
		v, err := f.message(m)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

// Text is the transcript to read: one line of who and when, then what was
// said. Times are those of the house.
func (t Transcript) Text(word func(key string) string) string {
	var b strings.Builder
	title := t.Conversation.Subject
	if title == "" {
		title = t.Conversation.ID
	}
	fmt.Fprintf(&b, "%s\n%s %s\n", title, t.Conversation.OpenedAt.In(t.zone).Format("2006-01-02 15:04"), t.zone)
	for _, n := range t.Conversation.Tickets {
		fmt.Fprintf(&b, "#%d %s\n", n, t.Conversation.TicketTitles[fmt.Sprint(n)])
	}
	t.write(&b, t.Messages, word)
	if len(t.Notes) > 0 {
		fmt.Fprintf(&b, "\n== %s ==\n", word("faults.transcript_notes"))
		t.write(&b, t.Notes, word)
	}
	return b.String()
}

func (t Transcript) write(b *strings.Builder, list []MessageView, word func(key string) string) {
	for _, m := range list {
		name := m.Author.Name
		if name == "" {
			name = word("faults.transcript_visitor")
		}
		fmt.Fprintf(b, "\n[%s] %s:\n", m.At.In(t.zone).Format("2006-01-02 15:04"), name)
		if m.Deleted {
			fmt.Fprintf(b, "(%s)\n", word("faults.transcript_deleted"))
		}
		if m.Text != "" {
			fmt.Fprintln(b, m.Text)
		}
		for _, f := range m.Files {
			fmt.Fprintf(b, "📎 %s\n", f.Name)
		}
	}
}
