package chat

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/text"
	"balcao/web"
)

// mountPages puts the customer's pages of chats onto the router. They read and
// write without scripts; live work happens in the widget.
func (d *Desk) mountPages(r *web.Router, t talk) {
	page := func(verb string) web.Policy { return web.Allow(actor.Accounts, verb).Page() }
	r.Handle("GET", "/chats", page("conversation.list"), d.listPage)
	r.Handle("GET", "/chats/:id", page("conversation.read"), d.chatPage)
	r.Handle("POST", "/chats/:id/messages", page("conversation.post"), t.messageForm)
	r.Handle("POST", "/chats/:id/transcript", page("conversation.transcript"), t.mailForm)
}

type chatRow struct {
	ID, Title, Line, Operator string
	State                     State
	By                        accounts.Person // of Line
	Unread                    uint64
	Tickets                   []uint64
	At                        time.Time
}

type chatsView struct {
	Chats     []chatRow
	Next, Tab string
}

func (d *Desk) listPage(c *gin.Context) error {
	who := web.Actor(c)
	if who.Staff() {
		return web.Redirect(c, "/console/inbox")
	}
	v := chatsView{Tab: "chats"}
	cursor, err := web.Cursor(c, v.Tab)
	if err != nil {
		return err
	}
	list, next, err := d.List(c.Request.Context(), who, Listing{Cursor: cursor, Limit: 50})
	if err != nil {
		return err
	}
	v.Next = web.Next(c, v.Tab, next)
	for _, one := range list {
		row := chatRow{ID: one.ID, Title: title(c, one), Operator: name(one.Operator), State: one.State, Tickets: one.Tickets, At: one.movedAt()}
		if one.Last != nil {
			row.Line, row.By = text.Excerpt(one.Last.Text, 90), one.Last.Author
		}
		if one.Unread != nil {
			row.Unread = *one.Unread
		}
		v.Chats = append(v.Chats, row)
	}
	return web.Page(c, http.StatusOK, "portal/chats", v)
}

// title is the subject, else how the conversation began, as far as it is known.
func title(c *gin.Context, v View) string {
	if v.Subject != "" {
		return text.Excerpt(v.Subject, 90)
	}
	return web.T(c, "portal.chat_untitled", nil)
}

func name(p *accounts.Person) string {
	if p == nil {
		return ""
	}
	return p.Name
}

type chatView struct {
	ID, Title, Operator, CMID, Text, Error, Done string
	State                                        State
	OpenedAt                                     time.Time
	Tickets                                      []uint64
	Messages                                     []MessageView
	CanWrite                                     bool
}

func (d *Desk) chatPage(c *gin.Context) error {
	if web.Actor(c).Staff() {
		return web.Redirect(c, "/console/inbox/all/"+c.Param("id"))
	}
	v, err := d.pageOf(c)
	if err != nil {
		return err
	}
	if done := c.Query("done"); done == "sent" || done == "mailed" {
		v.Done = web.T(c, "portal.done."+done, nil)
	}
	return web.Page(c, http.StatusOK, "portal/chat", v)
}

func (d *Desk) pageOf(c *gin.Context) (v chatView, err error) {
	ctx, who, id := c.Request.Context(), web.Actor(c), c.Param("id")
	one, err := d.Show(ctx, who, id)
	if err != nil {
		return v, err
	}
	v = chatView{
		ID: one.ID, Title: title(c, one), Operator: name(one.Operator), CMID: d.NewID(), State: one.State, OpenedAt: one.OpenedAt, Tickets: one.Tickets,
		CanWrite: one.State != Closed || d.now().Sub(one.ClosedAt) < reopenWithin,
	}
	for after := uint64(0); ; {
		list, more, err := d.Messages(ctx, who, id, Public, &after, nil, 200)
		if err != nil {
			return v, err
		}
		v.Messages = append(v.Messages, list...)
		if !more || len(list) == 0 {
			break
		}
		after = list[len(list)-1].Seq
	}
	if n := len(v.Messages); n > 0 {
		err = d.Read(ctx, who, id, Public, v.Messages[n-1].Seq)
	}
	return v, err
}

func (t talk) messageForm(c *gin.Context) error {
	who, typed := web.Actor(c), c.PostForm("text")
	err := t.pace(who)
	if err == nil {
		_, err = t.Post(c.Request.Context(), who, Post{CMID: c.PostForm("cmid"), Conv: c.Param("id"), Stream: Public, Text: typed})
	}
	if f := fault.Of(err); f != nil {
		if f.Kind == fault.Internal || f.Kind == fault.NotFound {
			return err
		}
		v, err := t.pageOf(c)
		if err != nil {
			return err
		}
		v.Text, v.Error = typed, web.Sentence(c, f)
		return web.Page(c, f.Kind.Status(), "portal/chat", v)
	}
	return web.Redirect(c, "/chats/"+c.Param("id")+"?done=sent#answer")
}
