package chat

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"balcao/accounts"
	"balcao/fault"
	"balcao/store"
	"balcao/text"
)

// Quote is what somebody wrote, as a mail repeats it.
type Quote struct {
	Author string // as customers see it; empty = a visitor without a name
	At     time.Time
	Text   string   // Markdown as it was typed
	Files  []string // names
}

// QuoteOf is QuotesOf for a mail that shows one text: a whole conversation is
// its transcript, in the house's time.
func QuoteOf(r store.Reader, ref string) (Quote, error) {
	quotes, err := QuotesOf(r, ref)
	if err != nil {
		return Quote{}, err
	}
	if _, seq, _ := readMessageRef(ref); seq > 0 {
		return quotes[0], nil
	}
	settings, err := accounts.SettingsOf(r)
	if err != nil {
		return Quote{}, err
	}
	zone, err := time.LoadLocation(settings.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	whole, lines := Quote{At: quotes[0].At}, []string(nil)
	for _, q := range quotes {
		lines = append(lines, fmt.Sprintf("[%s] %s:\n%s", q.At.In(zone).Format("2006-01-02 15:04"), cmp.Or(q.Author, "—"), q.text()))
	}
	whole.Text = strings.Join(lines, "\n\n")
	return whole, nil
}

// text is what was written, and the names of the files that came with it.
func (q Quote) text() string {
	parts := []string{}
	if q.Text != "" {
		parts = append(parts, q.Text)
	}
	for _, name := range q.Files {
		parts = append(parts, "📎 "+name)
	}
	return strings.Join(parts, "\n")
}

// QuotesOf returns what a notice quotes: conversation/ID/message/SEQ is one
// public message, conversation/ID all of them. What was deleted or erased
// meanwhile is left out; nothing left is fault.NotFound, as is a reference to
// something else.
func QuotesOf(r store.Reader, ref string) ([]Quote, error) {
	conv, seq, ok := readMessageRef(ref)
	if !ok {
		return nil, fault.Missing()
	}
	var list []Message
	if seq > 0 {
		m, err := messages.Get(r, conv, Public, seq)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		if err == nil {
			list = append(list, m)
		}
	} else {
		for m, err := range MessagesOf(r, conv, Public, 0) {
			if err != nil {
				return nil, err
			}
			if list = append(list, m); len(list) == transcriptLimit {
				break
			}
		}
	}
	f := newFaces(r, false)
	var quotes []Quote
	for _, m := range list {
		if !m.DeletedAt.IsZero() {
			continue
		}
		v, err := f.message(m)
		if err != nil {
			return nil, err
		}
		q := Quote{Author: v.Author.Name, At: m.At, Text: m.Text}
		for _, file := range v.Files {
			q.Files = append(q.Files, text.Line(file.Name))
		}
		quotes = append(quotes, q)
	}
	if len(quotes) == 0 {
		return nil, fault.Missing()
	}
	return quotes, nil
}
