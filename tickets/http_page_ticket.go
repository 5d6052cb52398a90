package tickets

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"balcao/chat"
	"balcao/fault"
	"balcao/files"
	"balcao/text"
	"balcao/web"
)

// pageEntry is one block of the timeline as the page shows it: a run of chat
// messages, what was changed, or something said.
type pageEntry struct {
	EntryView
	Key     string
	Chat    []chat.MessageView
	Files   int    // in the chat
	With    string // the first who answered in the chat
	Changes []string
	Icon    string
	Open    bool // the newest block is not folded
}

type ticketView struct {
	Ticket                        View
	Opening                       opening // what the contact asked for
	Entries                       []pageEntry
	Assignee, Convs               string
	CMID, Text, Error, Done, Sent string // Sent is told beside the answer, Done on top
	Kept                          attached
	Fresh                         bool // just opened: its draft has served
	able
	ClosesAt time.Time
}

// opening is the opening words of a ticket, with HTML made by package text.
type opening struct {
	HTML, Steps string
	Files       []files.File
}

func (k *Tracker) ticketPage(c *gin.Context) error {
	n, err := numberOf(c)
	if err != nil {
		return err
	}
	if web.Actor(c).Staff() {
		return web.Redirect(c, fmt.Sprintf("/console/tickets/%d", n))
	}
	v, err := k.ticketView(c, n)
	if err != nil {
		return err
	}
	switch done := c.Query("done"); done {
	case "reply":
		v.Sent = web.T(c, "portal.done.reply", nil)
	case "opened", "closed", "reopened":
		v.Done, v.Fresh = web.T(c, "portal.done."+done, nil), done == "opened"
	}
	return web.Page(c, http.StatusOK, "portal/ticket", v)
}

func (k *Tracker) ticketView(c *gin.Context, n uint64) (v ticketView, err error) {
	ctx, who := c.Request.Context(), web.Actor(c)
	if v.Ticket, _, err = k.Ticket(ctx, who, n); err != nil {
		return v, err
	}
	for cursor := ""; ; {
		list, next, err := k.Timeline(ctx, who, n, 200, cursor)
		if err != nil {
			return v, err
		}
		v.Entries = appendEntries(c, v.Entries, list)
		if cursor = next; next == "" {
			break
		}
	}
	if last := len(v.Entries) - 1; last >= 0 {
		v.Entries[last].Open = true
	}
	t := v.Ticket
	v.Opening = opening{HTML: t.DescriptionHTML, Files: t.Files}
	if t.Steps != "" {
		v.Opening.Steps = text.Ticket(t.Steps)
	}
	v.Convs, v.CMID = strings.Join(t.Conversations, " "), k.NewID()
	if t.Assignee != nil {
		v.Assignee = t.Assignee.Name
	}
	if t.Status == StatusResolved {
		v.ClosesAt = t.ResolvedAt.Add(closeAfter)
	}
	v.able, err = k.able(ctx, who, n)
	return v, err
}

// appendEntries folds chat messages that follow each other into one block.
func appendEntries(c *gin.Context, blocks []pageEntry, list []EntryView) []pageEntry {
	me := web.Actor(c).ID
	for _, e := range list {
		if e.Message != nil {
			last := len(blocks) - 1
			if last < 0 || blocks[last].Chat == nil || blocks[last].Message.Conv != e.Message.Conv {
				blocks = append(blocks, pageEntry{EntryView: e, Key: "c" + e.ID})
				last++
			}
			b := &blocks[last]
			b.Chat = append(b.Chat, *e.Message)
			b.Files += len(e.Message.Files)
			if b.With == "" && e.Author.ID != me && e.Author.Kind == "operator" {
				b.With = e.Author.Name
			}
			continue
		}
		block := pageEntry{EntryView: e, Key: "e" + e.ID, Icon: iconOf(e.Changes)}
		for _, change := range e.Changes {
			if sentence := said(c, change); sentence != "" {
				block.Changes = append(block.Changes, sentence)
			}
		}
		if e.Text == "" && len(e.Files) == 0 && len(block.Changes) == 0 {
			continue // nothing of it is for customers
		}
		blocks = append(blocks, block)
	}
	return blocks
}

// iconOf draws the change that matters most to the customer.
func iconOf(changes []Change) string {
	for _, c := range changes {
		if c.Field == "status" {
			switch fmt.Sprint(c.To) {
			case string(StatusWaitingCustomer), string(StatusWaitingThirdParty):
				return "pause"
			case string(StatusResolved), string(StatusClosed):
				return "check"
			case string(StatusNew):
				return "ticket"
			}
		}
	}
	return "transfer"
}

// fieldsTold are the changes a customer's page tells, with their words.
var fieldsTold = map[string]string{
	"status": "portal.col.status", "priority": "portal.priority", "title": "portal.col.title", "type": "portal.new.type", "product": "portal.product",
	"version": "portal.version", "environment": "portal.environment", "assignee": "portal.operator", "wished_date": "portal.new.wished",
}

// said tells a change in the reader's words; empty when it is not for
// customers.
func said(c *gin.Context, change Change) string {
	word := func(v any) string {
		s := fmt.Sprint(v)
		if v == nil || s == "" {
			return "–"
		}
		if change.Field == "status" && s == string(StatusWaitingCustomer) {
			s = "waiting_you"
		}
		key := "common." + change.Field + "." + s
		if !web.Texts(c).Has(key) {
			return s
		}
		return web.T(c, key, nil)
	}
	field := fieldsTold[change.Field]
	switch {
	case change.Field == fieldFrozen && change.To == true:
		return web.T(c, "portal.change.frozen", nil)
	case change.Field == fieldFrozen:
		return web.T(c, "portal.change.thawed", nil)
	case field == "":
		return ""
	case change.Field == "status" && word(change.From) == "–":
		return web.T(c, "portal.change.opened", nil)
	case word(change.From) == "–":
		return web.T(c, "portal.change.set", map[string]any{"field": web.T(c, field, nil), "to": word(change.To)})
	}
	return web.T(c, "portal.change", map[string]any{"field": web.T(c, field, nil), "from": word(change.From), "to": word(change.To)})
}

func (k *Tracker) replyForm(c *gin.Context) error {
	n, err := numberOf(c)
	if err != nil {
		return err
	}
	kept, err := k.formOf(c)
	closes := c.PostForm("then") == "close"
	typed, done := c.PostForm("text"), "reply#answer"
	if err == nil {
		err = k.Pace(web.Actor(c))
	}
	var out Answered
	if err == nil && !(closes && strings.TrimSpace(typed) == "" && len(kept) == 0) {
		out, err = k.Reply(c.Request.Context(), web.Actor(c), n, Reply{Text: typed, CMID: c.PostForm("cmid"), Files: kept.ids()})
	}
	if err == nil && closes {
		done, err = "closed", k.moveBy(c, n, StatusClosed)
	}
	if f := fault.Of(err); refused(f) {
		v, err := k.ticketView(c, n)
		if err != nil {
			return err
		}
		v.Text, v.Error, v.Kept = typed, web.Sentence(c, f), slices.Clone(kept)
		return web.Page(c, f.Kind.Status(), "portal/ticket", v)
	}
	switch {
	case err != nil:
		return err
	case out.Request.ID != "":
		return web.Redirect(c, fmt.Sprintf("/requests/%d?done=kept", out.Request.Number))
	}
	return web.Redirect(c, fmt.Sprintf("/tickets/%d?done=%s", n, done))
}

// moveBy takes the ticket to another status for the person of the page.
func (k *Tracker) moveBy(c *gin.Context, n uint64, to Status) error {
	status, err := json.Marshal(to)
	if err == nil {
		_, _, err = k.Change(c.Request.Context(), web.Actor(c), n, Patch{"status": status}, func(string) error { return nil })
	}
	return err
}

func (k *Tracker) reopenForm(c *gin.Context) error {
	n, err := numberOf(c)
	if err == nil {
		err = k.moveBy(c, n, StatusOpen)
	}
	if f := fault.Of(err); refused(f) {
		v, err := k.ticketView(c, n)
		if err != nil {
			return err
		}
		v.Error = web.Sentence(c, f)
		return web.Page(c, f.Kind.Status(), "portal/ticket", v)
	}
	if err != nil {
		return err
	}
	return web.Redirect(c, fmt.Sprintf("/tickets/%d?done=reopened", n))
}
