package chat

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strconv"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/files"
	"balcao/store"
	"balcao/text"
)

// Opening is what a client says of a conversation it opens.
type Opening struct {
	Department string `json:"department,omitempty"`
	Subject    string `json:"subject,omitempty"`
	Site       string `json:"site,omitempty"`
	Page       string `json:"page,omitempty"`
}

// Post is a message as a client sends it: into Conv, or into a conversation
// that New opens.
type Post struct {
	CMID    string   `json:"cmid"`
	Conv    string   `json:"conv"`
	New     *Opening `json:"new"`
	Stream  string   `json:"stream"`
	Text    string   `json:"text"`
	Files   []string `json:"files"`
	ReplyTo uint64   `json:"reply_to"`
}

// MaxFiles is how many files one message carries.
const MaxFiles = 10

// composed is a message ready to be written: all that takes time is done.
type composed struct {
	Message
	new     *Opening
	preview string // as a list shows it
	tail    []byte // the event body without its first field, seq
	newConv string // id to use if a conversation is opened
}

// compose checks and encodes a post outside the transaction.
func (d *Desk) compose(ctx context.Context, a actor.Actor, p Post) (composed, error) {
	if p.CMID == "" || len(p.CMID) > 64 || !printable(p.CMID) {
		return composed{}, fault.Field("cmid", "bad_cmid")
	}
	if (p.Conv == "") == (p.New == nil) {
		return composed{}, fault.Field("conv", "conv_or_new")
	}
	switch p.Stream {
	case "":
		p.Stream = Public
	case Public:
	case Internal:
		if !a.Staff() {
			return composed{}, fault.Denied()
		}
	default:
		return composed{}, fault.Field("stream", "bad_stream")
	}
	if p.New != nil && a.Staff() {
		return composed{}, fault.Denied() // staff answer; they do not open chats with themselves
	}
	body, err := cleanText(p.Text, len(p.Files) > 0)
	if err != nil {
		return composed{}, err
	}
	if len(p.Files) > MaxFiles {
		return composed{}, fault.Field("files", "too_many_attached")
	}
	out := composed{
		Message: Message{
			MID: d.NewID(), Conv: p.Conv, Stream: p.Stream, Author: a.Topic(), CMID: p.CMID, Text: body,
			Files: p.Files, ReplyTo: p.ReplyTo, At: d.now(), Sum: sum(p.Stream, body, p.Files, p.ReplyTo), Opener: p.New != nil,
		},
		new: p.New,
	}
	if p.New != nil {
		out.newConv = d.NewID()
		out.Conv = out.newConv
	}
	return out, d.encode(ctx, a, &out)
}

// cleanText is the text of a message as it is kept.
func cleanText(s string, mayBeEmpty bool) (string, error) {
	s = text.Clean(s)
	if s == "" && !mayBeEmpty {
		return "", fault.Field("text", "empty_text")
	}
	if text.Runes(s) > text.MaxMessage {
		return "", &fault.Error{Kind: fault.TooLarge, Field: "text", Text: "faults.text_too_long", Args: map[string]any{"max": text.MaxMessage}}
	}
	return s, nil
}

// encode prepares the body of the message's event; only seq is missing, since
// only the transaction knows it.
func (d *Desk) encode(ctx context.Context, a actor.Actor, m *composed) error {
	attached := []files.File{}
	if len(m.Files) > 0 {
		err := d.Store.View(ctx, func(r store.Reader) error {
			attached = attached[:0]
			for _, id := range m.Files {
				f, err := files.Of(r, id)
				if fault.Is(err, fault.NotFound) || errors.Is(err, store.ErrNotFound) {
					return fault.Field("files", "file_missing")
				}
				if err != nil {
					return err
				}
				attached = append(attached, f)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	var names []string
	for _, f := range attached {
		names = append(names, f.Name)
	}
	html := text.Chat(m.Text)
	m.preview = preview(m.Text, html, names)
	tail, err := messageTail(m.Message, accounts.Person{Kind: a.Kind(), ID: a.ID, Name: a.Name}, html, attached)
	m.tail = tail
	return err
}

func messageTail(m Message, author accounts.Person, html string, attached []files.File) ([]byte, error) {
	var b bytes.Buffer
	to := json.NewEncoder(&b)
	to.SetEscapeHTML(false) // twice the size for nothing: nobody reads JSON as a page
	err := to.Encode(MessageView{
		MID: m.MID, Conv: m.Conv, Stream: m.Stream, Author: author, Text: m.Text, HTML: html, Files: attached,
		At: m.At, EditedAt: m.EditedAt, Deleted: !m.DeletedAt.IsZero(), ReplyTo: m.ReplyTo,
	})
	if err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes()[len(`{"seq":0`):], []byte("\n")), nil
}

// messageBody is the event body once seq is known.
func messageBody(seq uint64, tail []byte) []byte {
	b := make([]byte, 0, len(tail)+24)
	b = append(b, `{"seq":`...)
	b = strconv.AppendUint(b, seq, 10)
	return append(b, tail...)
}

// sum tells two contents apart; which conversation it went to is compared by
// itself, since a repeat may name by conv what the first opened by new.
func sum(stream, text string, ids []string, replyTo uint64) string {
	b := appendText(make([]byte, 0, len(text)+64), stream, text)
	b = appendTexts(b, ids)
	b = strconv.AppendUint(b, replyTo, 10)
	s := sha256.Sum256(b)
	return base64.RawStdEncoding.EncodeToString(s[:16])
}

func printable(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
