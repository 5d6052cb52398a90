package tickets

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/chat"
	"balcao/fault"
	"balcao/files"
	"balcao/store"
	"balcao/text"
)

// Reply is what is asked for with POST /tickets/{n}/replies.
type Reply struct {
	Text     string   `json:"text"`
	Internal bool     `json:"internal"`
	CMID     string   `json:"cmid"`
	Files    []string `json:"files"`
	Status   Status   `json:"status"` // staff: the status after it
}

// Answered is what became of a reply.
type Answered struct {
	Entry   EntryView
	Request Request // set when the ticket is frozen: the text was kept
	Dup     bool
}

// reopenFor is how long after closing a ticket may be opened again.
const reopenFor = 14 * 24 * time.Hour

// Reply adds an answer or a note. The same author's same cmid gives the first
// entry again, or fault.Conflict when the content differs. An answer by staff
// reaches the linked chat in the same transaction; a customer's takes a ticket
// that waits for it, or is resolved, back to open. Without cover a customer's
// is kept as a request, and only a supervisor's word goes out to the customer.
func (k *Tracker) Reply(ctx context.Context, a actor.Actor, number uint64, in Reply) (Answered, error) {
	if err := in.clean(a); err != nil {
		return Answered{}, err
	}
	html, said := text.Ticket(in.Text), text.Chat(in.Text)
	now := k.time()
	var out Answered
	err := k.Store.Update(ctx, func(tx store.Tx) error {
		out = Answered{}
		verb := "ticket.reply"
		if in.Internal {
			verb = "ticket.note"
		}
		t, err := readable(tx, a, verb, number)
		if err != nil {
			return err
		}
		e, dup, err := k.answer(tx, now, a, &t, in, html, said, &out)
		if err != nil || out.Request.ID != "" {
			return err
		}
		out.Dup = dup
		out.Entry, err = peopleOf(tx, a.Staff()).entry(e)
		out.Entry.HTML, out.Entry.CMID = html, e.CMID
		return err
	})
	return out, err
}

func (k *Tracker) answer(tx store.Tx, now time.Time, a actor.Actor, t *Ticket, in Reply, html, said string, out *Answered) (Entry, bool, error) {
	if in.CMID != "" {
		first, err := entries.First(tx, indexCMID, a.Topic(), in.CMID)
		if err == nil {
			if first.Ticket != t.Number || first.Sum != in.sum() {
				return first, true, fault.New(fault.Conflict, "cmid_conflict")
			}
			return first, true, nil
		}
		if !errors.Is(err, store.ErrNotFound) {
			return Entry{}, false, err
		}
	}
	if !in.Internal {
		kept, err := k.uncovered(tx, now, a, *t, in)
		if err != nil || kept.ID != "" {
			out.Request = kept
			return Entry{}, false, err
		}
	}
	e, err := k.put(tx, now, a, t, in, said)
	if err != nil {
		return e, false, err
	}
	was := *t
	moved, err := k.afterReply(tx, now, a, t, in)
	if err != nil {
		return e, false, err
	}
	t.UpdatedAt = now
	t.Rev++
	if err := tickets.Put(tx, *t); err != nil {
		return e, false, err
	}
	tell, err := k.replyTold(tx, a, *t, e)
	if err != nil {
		return e, false, err
	}
	if err := announce(tx, *t, deed{kind: "ticket.replied", at: now, by: a.Topic(), entry: &e, html: html, cmid: e.CMID, tell: tell}); err != nil {
		return e, false, err
	}
	if moved != nil {
		d := deed{kind: "ticket.changed", at: now, by: a.Topic(), was: &was, entry: moved}
		if t.Status != StatusOpen && t.Status != StatusWaitingCustomer { // which the answer says by itself
			d.tell = changeTold(a.Topic(), moved.Changes)
		}
		err = announce(tx, *t, d)
	}
	return e, false, err
}

// uncovered judges an answer where there is no cover: a customer's is kept as a
// request, operators are refused, and a supervisor's goes through, audited.
func (k *Tracker) uncovered(tx store.Tx, now time.Time, a actor.Actor, t Ticket, in Reply) (Request, error) {
	state, err := covered(tx, now, t)
	switch {
	case err != nil || state == "":
		return Request{}, err
	case !a.Staff():
		d := Draft{Title: t.Title, Description: in.Text, Files: in.Files, Product: t.Product}
		return k.keep(tx, now, a, d, t)
	case !a.Supervises():
		return Request{}, &fault.Error{Kind: fault.Forbidden, Code: noCover, Text: "faults.reply_no_cover"}
	}
	return Request{}, accounts.Audit(tx, now, a, "ticket.reply_override", ref(t.Number), nil)
}

// put stores the entry, its files, and what the chat gets of it.
func (k *Tracker) put(tx store.Tx, now time.Time, a actor.Actor, t *Ticket, in Reply, said string) (Entry, error) {
	e := Entry{ID: k.NewID(), Kind: KindReply, At: now, Author: a.Topic(), Text: in.Text, Files: in.Files, CMID: in.CMID, Sum: in.sum()}
	stream := chat.Public
	if in.Internal {
		e.Kind, stream = KindNote, chat.Internal
	}
	for _, id := range in.Files {
		if _, err := files.Attach(tx, a, id, fileRef(t.Number, stream)); err != nil {
			return e, err
		}
	}
	if e.Kind == KindReply && a.Staff() {
		if t.FirstAnswerAt.IsZero() {
			t.FirstAnswerAt = now
		}
		if err := k.say(tx, now, a, t, &e, said); err != nil {
			return e, err
		}
	}
	return k.add(tx, t, e)
}

// say puts the answer into the chat that was linked last.
func (k *Tracker) say(tx store.Tx, now time.Time, a actor.Actor, t *Ticket, e *Entry, html string) error {
	if len(t.Links) == 0 {
		return nil
	}
	conv := t.Links[len(t.Links)-1].Conv
	c, err := chat.ConversationOf(tx, conv)
	if fault.Is(err, fault.NotFound) || err == nil && !c.Open() {
		return nil // over: the answer waits in the ticket
	}
	if err != nil {
		return err
	}
	m, _, err := chat.Say(tx, now, k.NewID, a, conv, e.ID, e.Text, html, e.Files)
	if err != nil {
		return err
	}
	e.SaidIn, e.SaidSeq = conv, m.Seq
	return nil
}

// afterReply moves the status as the answer does by itself or says.
func (k *Tracker) afterReply(tx store.Tx, now time.Time, a actor.Actor, t *Ticket, in Reply) (*Entry, error) {
	to := in.Status
	switch {
	case to != "":
	case in.Internal:
	case a.Staff():
		if t.Status == StatusNew {
			to = StatusOpen
		}
	case t.Status == StatusWaitingCustomer, t.Status == StatusResolved, t.Status == StatusClosed:
		to = StatusOpen
	}
	if to == "" || to == t.Status {
		return nil, nil
	}
	change, err := move(tx, now, t, to)
	if err != nil {
		return nil, err
	}
	e, err := k.add(tx, t, Entry{Kind: KindChange, At: now, Author: a.Topic(), Changes: []Change{change}})
	return &e, err
}

func (in *Reply) clean(a actor.Actor) error {
	in.Text = text.Clean(in.Text)
	in.CMID = strings.TrimSpace(in.CMID)
	switch n := text.Runes(in.Text); {
	case n == 0 && len(in.Files) == 0:
		return fault.Field("text", "required")
	case n > text.MaxMessage:
		return chat.TooLong("text", text.MaxMessage)
	case len(in.CMID) > 64:
		return chat.TooLong("cmid", 64)
	case len(in.Files) > maxFiles:
		return fault.Field("files", "too_many")
	case in.Status != "" && !slices.Contains(Statuses, in.Status):
		return fault.Field("status", "bad_choice")
	case !a.Staff() && (in.Internal || in.Status != ""):
		return fault.Denied()
	}
	return nil
}

// sum is what a repeated cmid is compared by.
func (in Reply) sum() string {
	b, _ := json.Marshal([]any{in.Text, in.Internal, in.Files, in.Status}) // strings and booleans always encode
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:16])
}
