package tickets

import (
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/chat"
	"balcao/fault"
	"balcao/files"
	"balcao/web"
)

// mountPages puts the customer's pages of tickets onto the router; staff are
// sent to the console.
func (k *Tracker) mountPages(r *web.Router) {
	page := func(verb string) web.Policy { return web.Allow(actor.Accounts, verb).Page() }
	r.Handle("GET", "/tickets", page("ticket.list"), k.listPage)
	r.Handle("GET", "/tickets/new", page("ticket.open"), k.newPage)
	r.Handle("POST", "/tickets/new", page("ticket.open"), k.newForm)
	r.Handle("GET", "/tickets/:number", page("ticket.read"), k.ticketPage)
	r.Handle("POST", "/tickets/:number/replies", page("ticket.reply"), k.replyForm)
	r.Handle("POST", "/tickets/:number/reopen", page("ticket.change"), k.reopenForm)
}

type listView struct {
	Tickets              []View
	Next, Tab            string
	Closed               bool
	OpenCount, ChatCount int
}

func (k *Tracker) listPage(c *gin.Context) error {
	who := web.Actor(c)
	if who.Staff() {
		return web.Redirect(c, "/console/tickets")
	}
	v := listView{Tab: "open", Closed: c.Query("view") == "closed"}
	f := Filter{Sort: "updated"}
	for _, s := range Statuses {
		if s.Active() != v.Closed {
			f.Statuses = append(f.Statuses, s)
		}
	}
	if v.Closed {
		v.Tab = "closed"
	}
	var err error
	if v.Tickets, v.Next, err = k.List(c.Request.Context(), who, f, 50, c.Query("cursor")); err != nil {
		return err
	}
	if !v.Closed && c.Query("cursor") == "" {
		v.OpenCount = len(v.Tickets)
	}
	return web.Page(c, http.StatusOK, "portal/tickets", v)
}

// pageEntry is one block of the timeline as the page shows it: a run of chat
// messages, what was changed, or something said.
type pageEntry struct {
	EntryView
	Key     string
	Chat    []chat.MessageView
	Changes []string
}

type ticketView struct {
	Ticket                        View
	Entries                       []pageEntry
	Assignee, Convs               string
	Chats                         []string
	CMID, Text, Error, Done       string
	CanReply, CanClose, CanReopen bool
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
	switch c.Query("done") {
	case "reply":
		v.Done = web.T(c, "portal.reply_sent", nil)
	case "opened":
		v.Done = web.T(c, "portal.ticket_opened", nil)
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
	v.Chats, v.Convs, v.CMID = v.Ticket.Conversations, strings.Join(v.Ticket.Conversations, " "), k.NewID()
	if v.Ticket.Assignee != nil {
		v.Assignee = v.Ticket.Assignee.Name
	}
	v.CanReply = v.Ticket.Status != StatusClosed
	v.CanClose, v.CanReopen = v.CanReply, !v.CanReply
	return v, nil
}

// appendEntries folds chat messages that follow each other into one block.
func appendEntries(c *gin.Context, blocks []pageEntry, list []EntryView) []pageEntry {
	for _, e := range list {
		if e.Message != nil {
			if last := len(blocks) - 1; last >= 0 && blocks[last].Chat != nil {
				blocks[last].Chat = append(blocks[last].Chat, *e.Message)
				continue
			}
			blocks = append(blocks, pageEntry{EntryView: e, Key: "c" + e.ID, Chat: []chat.MessageView{*e.Message}})
			continue
		}
		block := pageEntry{EntryView: e, Key: "e" + e.ID}
		for _, change := range e.Changes {
			block.Changes = append(block.Changes, said(c, change))
		}
		blocks = append(blocks, block)
	}
	return blocks
}

// said tells a change in the reader's words.
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
	field := map[string]string{"status": "portal.col.status", "priority": "portal.priority", "title": "portal.col.title", "product": "portal.product", "version": "portal.version"}[change.Field]
	if field == "" {
		field = "portal.details"
	}
	return web.T(c, "portal.change", map[string]any{"field": web.T(c, field, nil), "from": word(change.From), "to": word(change.To)})
}

func (k *Tracker) replyForm(c *gin.Context) error {
	n, err := numberOf(c)
	if err != nil {
		return err
	}
	ctx, who, typed := c.Request.Context(), web.Actor(c), c.PostForm("text")
	err = k.sendForm(c, n, typed)
	if err == nil && c.PostForm("then") == "close" {
		_, _, err = k.Change(ctx, who, n, Patch{"status": json.RawMessage(`"closed"`)}, func(string) error { return nil })
	}
	if f := fault.Of(err); f != nil {
		if f.Kind == fault.Internal || f.Kind == fault.NotFound {
			return err
		}
		v, err := k.ticketView(c, n)
		if err != nil {
			return err
		}
		v.Text, v.Error = typed, web.Sentence(c, f)
		return web.Page(c, f.Kind.Status(), "portal/ticket", v)
	}
	return web.Redirect(c, fmt.Sprintf("/tickets/%d?done=reply", n))
}

func (k *Tracker) sendForm(c *gin.Context, n uint64, typed string) error {
	ids, err := k.takeFiles(c)
	if err != nil {
		return err
	}
	if c.PostForm("then") == "close" && strings.TrimSpace(typed) == "" && len(ids) == 0 {
		return nil
	}
	_, err = k.Reply(c.Request.Context(), web.Actor(c), n, Reply{Text: typed, CMID: c.PostForm("cmid"), Files: ids})
	return err
}

// takeFiles keeps the files of a form that was sent without scripts.
func (k *Tracker) takeFiles(c *gin.Context) (ids []string, err error) {
	form, err := c.MultipartForm()
	if err != nil || k.Files == nil {
		return nil, nil // a plain form has none
	}
	for _, header := range form.File["file"] {
		if header.Size == 0 && header.Filename == "" {
			continue
		}
		f, err := k.takeFile(c, header)
		if err != nil {
			return nil, err
		}
		ids = append(ids, f.ID)
	}
	return ids, nil
}

func (k *Tracker) takeFile(c *gin.Context, header *multipart.FileHeader) (files.File, error) {
	body, err := header.Open()
	if err != nil {
		return files.File{}, err
	}
	defer body.Close()
	return k.Files.Take(c.Request.Context(), web.Actor(c), header.Filename, body)
}

func (k *Tracker) reopenForm(c *gin.Context) error {
	n, err := numberOf(c)
	if err != nil {
		return err
	}
	_, _, err = k.Change(c.Request.Context(), web.Actor(c), n, Patch{"status": json.RawMessage(`"open"`)}, func(string) error { return nil })
	if err != nil {
		return err
	}
	return web.Redirect(c, fmt.Sprintf("/tickets/%d", n))
}

type newView struct {
	Key, Title, Type, WishedDate, Priority, Description, Product, Version string
	Types, Priorities                                                     []string
	Error, Field                                                          string
}

func (k *Tracker) newView() newView {
	return newView{
		Key: k.NewID(), Type: "problem", Priority: "average",
		Types: []string{"question", "problem", "suggestion", "installation"}, Priorities: []string{"low", "average", "high", "critical"},
	}
}

func (k *Tracker) newPage(c *gin.Context) error {
	return web.Page(c, http.StatusOK, "portal/ticket-new", k.newView())
}

func (k *Tracker) newForm(c *gin.Context) error {
	v := k.newView()
	v.Key, v.Title, v.Type, v.WishedDate = c.PostForm("key"), c.PostForm("title"), c.PostForm("type"), c.PostForm("wished_date")
	v.Priority, v.Description, v.Product, v.Version = c.PostForm("priority"), c.PostForm("description"), c.PostForm("product"), c.PostForm("version")
	ids, err := k.takeFiles(c)
	var out Opened
	if err == nil {
		d := Draft{Title: v.Title, Type: v.Type, Priority: Priority(v.Priority), Description: v.Description, Product: v.Product, Version: v.Version, Files: ids}
		if v.Type == "installation" {
			d.WishedDate = v.WishedDate
		}
		out, err = k.Open(c.Request.Context(), web.Actor(c), d, v.Key)
	}
	if err == nil && out.Request.ID != "" {
		err = out.Request.refusal()
	}
	if f := fault.Of(err); f != nil {
		if f.Kind == fault.Internal {
			return err
		}
		v.Error, v.Field = web.Sentence(c, f), f.Field
		return web.Page(c, f.Kind.Status(), "portal/ticket-new", v)
	}
	return web.Redirect(c, fmt.Sprintf("/tickets/%d?done=opened", out.Ticket.Number))
}
