package chat

import (
	"errors"
	"iter"
	"strings"
	"time"

	"balcao/accounts"
	"balcao/files"
	"balcao/store"
	"balcao/text"
)

// Message is one message as it is kept: names and HTML are worked out when it
// is shown.
type Message struct {
	MID       string    `json:"mid"`
	Conv      string    `json:"conv"`
	Stream    string    `json:"stream"`
	Seq       uint64    `json:"seq"`
	Author    string    `json:"author"` // topic
	CMID      string    `json:"cmid,omitempty"`
	Text      string    `json:"text,omitempty"`
	Files     []string  `json:"files,omitempty"`
	ReplyTo   uint64    `json:"reply_to,omitempty"`
	At        time.Time `json:"at"`
	EditedAt  time.Time `json:"edited_at,omitzero"`
	DeletedAt time.Time `json:"deleted_at,omitzero"`
	// Sum is over what was first sent: a repeat is compared with it even when
	// the text has been edited since.
	Sum    string `json:"sum,omitempty"`
	Opener bool   `json:"opener,omitempty"` // sent with new: it opened the conversation
	// Logged are the pos of the events that carry this message.
	Logged []uint64 `json:"logged,omitempty"`
}

// MessagesOf yields the messages of a stream with a seq above after, ascending.
func MessagesOf(r store.Reader, conv, stream string, after uint64) iter.Seq2[Message, error] {
	return func(yield func(Message, error) bool) {
		span := store.Prefix(store.Key(tableMessage, conv, stream))
		span.From = store.Key(tableMessage, conv, stream, after+1)
		for key := range r.Ascend(span) {
			seq := seqOf(key)
			m, err := messages.Get(r, conv, stream, seq)
			if !yield(m, err) || err != nil {
				return
			}
		}
		if err := r.Err(); err != nil {
			yield(Message{}, err)
		}
	}
}

// messagesBefore yields the messages of a stream with a seq below before,
// newest first; before 0 means from the end.
func messagesBefore(r store.Reader, conv, stream string, before uint64) iter.Seq2[Message, error] {
	return func(yield func(Message, error) bool) {
		span := store.Prefix(store.Key(tableMessage, conv, stream))
		if before > 0 {
			span.To = store.Key(tableMessage, conv, stream, before)
		}
		for key := range r.Descend(span) {
			m, err := messages.Get(r, conv, stream, seqOf(key))
			if !yield(m, err) || err != nil {
				return
			}
		}
		if err := r.Err(); err != nil {
			yield(Message{}, err)
		}
	}
}

func seqOf(key []byte) uint64 {
	var n uint64
	for _, b := range key[len(key)-8:] {
		n = n<<8 | uint64(b)
	}
	return n
}

// messageBy returns what that author sent under that cmid.
func messageBy(r store.Reader, author, cmid string) (Message, bool, error) {
	m, err := messages.Unique(r, "cmid", cmid, author)
	if errors.Is(err, store.ErrNotFound) {
		return Message{}, false, nil
	}
	return m, err == nil, err
}

// MessageView is the message shape of http.md. Seq comes first so that an
// event's body can be encoded before its seq is known.
type MessageView struct {
	Seq      uint64          `json:"seq"`
	MID      string          `json:"mid"`
	Conv     string          `json:"conv"`
	Stream   string          `json:"stream"`
	Author   accounts.Person `json:"author"`
	Text     string          `json:"text"`
	HTML     string          `json:"html"`
	Files    []files.File    `json:"files"`
	At       time.Time       `json:"at"`
	EditedAt time.Time       `json:"edited_at,omitzero"`
	Deleted  bool            `json:"deleted,omitempty"`
	ReplyTo  uint64          `json:"reply_to,omitempty"`
	CMID     string          `json:"cmid,omitempty"` // only to its author, who may have missed the receipt
}

// Render shows the message; persons' e-mail addresses are for staff.
func Render(r store.Reader, m Message, forStaff bool) (MessageView, error) {
	return newFaces(r, forStaff).message(m)
}

// message leaves HTML empty: rendering it takes long enough to be done outside
// a transaction, by withHTML.
func (f *faces) message(m Message) (MessageView, error) {
	author, err := f.of(m.Author)
	if err != nil {
		return MessageView{}, err
	}
	author.Email = ""
	v := MessageView{
		Seq: m.Seq, MID: m.MID, Conv: m.Conv, Stream: m.Stream, Author: author, Text: m.Text, Files: []files.File{},
		At: m.At, EditedAt: m.EditedAt, Deleted: !m.DeletedAt.IsZero(), ReplyTo: m.ReplyTo,
	}
	for _, id := range m.Files {
		file, err := files.Of(f.r, id)
		if errors.Is(err, store.ErrNotFound) {
			continue // swept or erased
		}
		if err != nil {
			return v, err
		}
		v.Files = append(v.Files, file)
	}
	return v, nil
}

// withHTML fills in the HTML of messages read before.
func withHTML(list []MessageView) []MessageView {
	for i := range list {
		list[i].HTML = text.Chat(list[i].Text)
	}
	return list
}

// preview is the text of a message as a list shows it: what a person reads in
// its HTML, without the marks of Markdown. Empty only of a message without
// anything in it, which is a deleted one.
func preview(s, html string, names []string) string {
	if read := text.Read(html); read != "" {
		s = read
	}
	if s == "" && len(names) > 0 {
		s = strings.Join(names, ", ")
	}
	return text.Excerpt(s, 140)
}
