package chat

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
	"balcao/web"
)

// talk writes messages by HTTP at the pace the protocol allows a session.
type talk struct {
	*Desk
	pace func(a actor.Actor) error
}

func newTalk(d *Desk) talk {
	if d.Pace != nil {
		return talk{d, d.Pace}
	}
	visitors, staff := web.NewLimiter(60, 10), web.NewLimiter(300, 30)
	return talk{d, func(a actor.Actor) error {
		limiter, key := visitors, a.Session
		if a.Staff() {
			limiter = staff
		}
		if key == "" {
			key = a.Topic()
		}
		if retry, ok := limiter.Allow(key, d.Clock()); !ok {
			return &fault.Error{Kind: fault.RateLimited, Retry: retry}
		}
		return nil
	}}
}

func (t talk) postConversation(c *gin.Context) error {
	var in struct {
		CMID string `json:"cmid"`
		Opening
		New    *Opening `json:"new"`
		Stream string   `json:"stream"`
		Text   string   `json:"text"`
		Files  []string `json:"files"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	if in.New == nil {
		in.New = &in.Opening
	}
	out, m, err := t.say(c, Post{CMID: in.CMID, New: in.New, Stream: in.Stream, Text: in.Text, Files: in.Files})
	if err != nil {
		return err
	}
	v, err := t.Show(c.Request.Context(), web.Actor(c), out.Conv)
	if err != nil {
		return err
	}
	return web.JSON(c, created(out), struct {
		View
		Message MessageView `json:"message"`
		Dup     bool        `json:"dup"`
	}{v, m, out.Dup})
}

func (t talk) postMessage(c *gin.Context) error {
	var in struct {
		CMID    string   `json:"cmid"`
		Stream  string   `json:"stream"`
		Text    string   `json:"text"`
		Files   []string `json:"files"`
		ReplyTo uint64   `json:"reply_to"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	out, m, err := t.say(c, Post{
		CMID: in.CMID, Conv: c.Param("id"), Stream: in.Stream, Text: in.Text, Files: in.Files, ReplyTo: in.ReplyTo,
	})
	if err != nil {
		return err
	}
	return web.JSON(c, created(out), struct {
		MessageView
		CMID string `json:"cmid"`
		Pos  uint64 `json:"pos"`
		Dup  bool   `json:"dup"`
	}{m, in.CMID, out.Pos, out.Dup})
}

// say posts and returns the message as its author sees it.
func (t talk) say(c *gin.Context, p Post) (Posted, MessageView, error) {
	ctx, a := c.Request.Context(), web.Actor(c)
	if err := t.pace(a); err != nil {
		return Posted{}, MessageView{}, err
	}
	out, err := t.Post(ctx, a, p)
	if err != nil {
		return Posted{}, MessageView{}, err
	}
	m, err := t.Message(ctx, a, out.Conv, out.Stream, out.Seq)
	return out, m, err
}

func created(out Posted) int {
	if out.Dup {
		return http.StatusOK
	}
	return http.StatusCreated
}

func (d *Desk) getMessages(c *gin.Context) error {
	limit, cursor, err := web.List(c)
	if err != nil {
		return err
	}
	stream := c.DefaultQuery("stream", Public)
	if stream != Public && stream != Internal {
		return fault.Field("stream", "bad_stream")
	}
	after, err := number(c, "after")
	if err != nil {
		return err
	}
	before, err := number(c, "before")
	if err != nil {
		return err
	}
	if cursor != "" { // goes on in the direction the first page went
		n, err := strconv.ParseUint(cursor[1:], 10, 53)
		switch {
		case err != nil:
			return fault.Field("cursor", "bad_cursor")
		case cursor[0] == 'a':
			after = &n
		default:
			before, after = &n, nil
		}
	}
	items, more, err := d.Messages(c.Request.Context(), web.Actor(c), c.Param("id"), stream, after, before, limit)
	if err != nil {
		return err
	}
	next := ""
	if more && after != nil {
		next = "a" + strconv.FormatUint(items[len(items)-1].Seq, 10)
	} else if more {
		next = "b" + strconv.FormatUint(items[0].Seq, 10)
	}
	return web.Items(c, items, next)
}

func (d *Desk) patchMessage(c *gin.Context) error {
	var in struct {
		Text string `json:"text"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	v, err := d.Edit(c.Request.Context(), web.Actor(c), c.Param("id"), c.Param("mid"), in.Text)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, v)
}

func (d *Desk) deleteMessage(c *gin.Context) error {
	if err := d.Delete(c.Request.Context(), web.Actor(c), c.Param("id"), c.Param("mid")); err != nil {
		return err
	}
	return web.NoContent(c)
}

func (d *Desk) postRead(c *gin.Context) error {
	var in struct {
		Stream string `json:"stream"`
		Seq    uint64 `json:"seq"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	if err := d.Read(c.Request.Context(), web.Actor(c), c.Param("id"), in.Stream, in.Seq); err != nil {
		return err
	}
	return web.NoContent(c)
}

func (d *Desk) getTranscript(c *gin.Context) error {
	a := web.Actor(c)
	asJSON := c.Query("format") == "json" || c.Query("format") == "" && c.NegotiateFormat("text/plain", "application/json") == "application/json"
	t, err := d.Transcript(c.Request.Context(), a, c.Param("id"), c.Query("notes") == "1")
	if err != nil {
		return err
	}
	if asJSON {
		return web.JSON(c, http.StatusOK, t)
	}
	c.Header("Cache-Control", "no-store")
	c.Header("Content-Disposition", `attachment; filename="`+c.Param("id")+`.txt"`)
	c.Data(http.StatusOK, "text/plain; charset=utf-8", []byte(t.Text(func(key string) string { return web.T(c, key, nil) })))
	return nil
}
