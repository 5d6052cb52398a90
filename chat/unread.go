package chat

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"balcao/accounts"
	"balcao/store"
)

const (
	dueUnread = "chat.unread"
	// readWithin is how long an answer lies unread before word of it is sent.
	readWithin = 5 * time.Minute
)

// wordSent is up to which message word was sent to a customer who had left.
type wordSent struct {
	Conv string `json:"conv"`
	Seq  uint64 `json:"seq"`
}

func toldOf(r store.Reader, conv string) (uint64, error) {
	t, err := wordsSent.Get(r, conv)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	return t.Seq, err
}

// watchReading starts the clock of an answer, unless one runs already for what
// came before and is not read either.
func watchReading(tx store.Tx, m composed, before uint64, h *head) error {
	if h.CustomerRead < before {
		seq, err := toldOf(tx, m.Conv)
		if err != nil || seq < before {
			return err
		}
	}
	return store.Due(tx, m.At.Add(readWithin), dueUnread, m.Conv, m.Seq)
}

// dueUnread sends word of an answer that was not read: what was said to an
// address that is proved, else only that there is something.
func (d *Desk) dueUnread(tx store.Tx, conv string, seq uint64) error {
	c, h, err := both(tx, conv)
	if err != nil {
		return gone(err)
	}
	until, err := toldOf(tx, conv)
	if err != nil || h.CustomerRead >= seq || until >= seq || h.LastSeq < seq {
		return err
	}
	n, err := d.answerNotice(tx, c, &h)
	if err != nil {
		return err
	}
	if n != nil {
		tx.Append(store.Event{Kind: "~notice", At: d.now(), Conv: conv, Topics: []string{c.Customer}, Notices: []store.Notice{*n}})
	}
	return wordsSent.Put(tx, wordSent{Conv: conv, Seq: h.PublicSeq})
}

// answerNotice is the word of the last answer; nil when nothing reaches whom
// it is for.
func (d *Desk) answerNotice(tx store.Tx, c Conversation, h *head) (*store.Notice, error) {
	to, err := accounts.RecipientOf(tx, c.Customer)
	if err != nil || to.Email == "" {
		return nil, err
	}
	n := &store.Notice{To: []string{c.Customer}, Kind: "chat.waiting", URL: "/chats/" + c.ID, Thread: "conversation/" + c.ID}
	if to.Account == "" {
		n.URL = ""
		if n.Link, err = d.linkTo(tx, c.ID, c.Customer, to.Email); err != nil {
			return nil, err
		}
	}
	if to.Verified {
		by, err := accounts.PersonOf(tx, h.LastAuthor)
		if err != nil {
			return nil, err
		}
		n.Kind, n.Quote = "chat.answer", messageRef(c.ID, h.LastSeq)
		n.Args = map[string]string{"by": by.Name, "subject": c.Subject}
	}
	return n, nil
}

// WaitingWord is the word that somebody should look into the conversation, for
// its customer; nil when nothing reaches him.
func (d *Desk) WaitingWord(tx store.Tx, conv string) (*store.Notice, error) {
	c, h, err := both(tx, conv)
	if err != nil {
		return nil, gone(err)
	}
	n, err := d.answerNotice(tx, c, &h)
	if n != nil {
		n.Kind, n.Quote, n.Args = "chat.waiting", "", nil
	}
	return n, err
}

// leftFor tells the team of a department where nobody is that a message was
// left: the one that comes next.
func (d *Desk) leftFor(tx store.Tx, c Conversation, h *head, crews []*crew) ([]store.Notice, error) {
	who, err := accounts.PersonOf(tx, c.Customer)
	if err != nil {
		return nil, err
	}
	var to []string
	for _, crew := range crews {
		for _, o := range crew.candidates {
			yes, err := crew.roster.answer(o.Account)
			if err != nil {
				return nil, err
			}
			if yes {
				to = addTopic(to, topicOf(o.Account))
			}
		}
	}
	if len(to) == 0 {
		return nil, nil
	}
	return []store.Notice{{
		To: to, Kind: "chat.left", Args: map[string]string{"name": who.Name, "subject": c.Subject}, URL: "/console/inbox/queue/" + c.ID,
		Quote: messageRef(c.ID, h.PublicSeq+1), Thread: "conversation/" + c.ID,
	}}, nil
}

func messageRef(conv string, seq uint64) string {
	return "conversation/" + conv + "/message/" + strconv.FormatUint(seq, 10)
}

// readMessageRef is messageRef the other way; ok is false when the reference
// is to something else, and seq 0 when it is to the whole conversation.
func readMessageRef(ref string) (conv string, seq uint64, ok bool) {
	rest, ok := strings.CutPrefix(ref, "conversation/")
	if !ok {
		return "", 0, false
	}
	conv, number, one := strings.Cut(rest, "/message/")
	if !one {
		return conv, 0, !strings.Contains(conv, "/")
	}
	seq, err := strconv.ParseUint(number, 10, 53)
	return conv, seq, err == nil && seq > 0
}
