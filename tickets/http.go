package tickets

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/chat"
	"balcao/fault"
	"balcao/web"
)

// Mount adds the routes of tickets and requests.
func (k *Tracker) Mount(r *web.Router) {
	const base = "/api/v1/tickets"
	r.Handle(http.MethodPost, base, web.Allow(actor.Accounts, "ticket.open"), k.postTicket)
	r.Handle(http.MethodGet, base, web.Allow(actor.Chatters, "ticket.list"), k.getTickets)
	r.Handle(http.MethodGet, base+"/similar", web.Allow(actor.Chatters, "ticket.similar"), k.getSimilar)
	r.Handle(http.MethodGet, base+"/:number", web.Allow(actor.Chatters, "ticket.read"), k.getTicket)
	r.Handle(http.MethodPatch, base+"/:number", web.Allow(actor.Chatters, "ticket.change"), k.patchTicket)
	r.Handle(http.MethodGet, base+"/:number/timeline", web.Allow(actor.Chatters, "ticket.timeline"), k.getTimeline)
	r.Handle(http.MethodPost, base+"/:number/replies", web.Allow(actor.Chatters, "ticket.reply"), k.postReply)
	r.Handle(http.MethodPost, base+"/:number/rating", web.Allow(actor.Visitors|actor.Accounts, "ticket.rate"), k.postRating)
	r.Handle(http.MethodGet, "/api/v1/requests", web.Allow(actor.Chatters, "request.list"), k.getRequests)
	r.Handle(http.MethodGet, "/api/v1/requests/:id", web.Allow(actor.Chatters, "request.read"), k.getRequest)
	r.Handle(http.MethodPost, "/api/v1/requests/:id/ticket", web.Allow(actor.StaffOnly, "request.grant"), k.postGrant)
	k.mountPages(r)
}

func (k *Tracker) postTicket(c *gin.Context) error {
	var d Draft
	if err := web.Decode(c, &d); err != nil {
		return err
	}
	key := strings.TrimSpace(c.GetHeader("Idempotency-Key"))
	if len(key) > 200 {
		return chat.TooLong("Idempotency-Key", 200)
	}
	out, err := k.Open(c.Request.Context(), web.Actor(c), d, key)
	if err != nil {
		return err
	}
	return answerOpened(c, out)
}

func answerOpened(c *gin.Context, out Opened) error {
	if out.Request.ID != "" {
		return out.Request.refusal()
	}
	web.ETag(c, out.Ticket.tag())
	c.Header("Location", "/api/v1/tickets/"+strconv.FormatUint(out.Ticket.Number, 10))
	return web.JSON(c, http.StatusCreated, out.View)
}

func (k *Tracker) getTickets(c *gin.Context) error {
	limit, cursor, err := web.List(c)
	if err != nil {
		return err
	}
	f := Filter{
		Assignee: c.Query("assignee"), Department: c.Query("department"), Priority: Priority(c.Query("priority")), Type: c.Query("type"),
		Contact: c.Query("contact"), Company: c.Query("company"), Conversation: c.Query("conversation"), Tag: c.Query("tag"),
		Query: c.Query("q"), Sort: strings.TrimLeft(c.Query("sort"), "-+"), Ascending: c.Query("order") == "asc",
	}
	for s := range strings.SplitSeq(c.Query("status"), ",") {
		switch s = strings.TrimSpace(s); s {
		case "":
		case "active":
			for _, s := range Statuses {
				if s.Active() {
					f.Statuses = append(f.Statuses, s)
				}
			}
		default:
			f.Statuses = append(f.Statuses, Status(s))
		}
	}
	list, next, err := k.List(c.Request.Context(), web.Actor(c), f, limit, cursor)
	if err != nil {
		return err
	}
	return web.Items(c, list, next)
}

func (k *Tracker) getSimilar(c *gin.Context) error {
	hits, err := k.Similar(c.Request.Context(), web.Actor(c), c.Query("title"))
	if err != nil {
		return err
	}
	return web.Whole(c, hits)
}

func (k *Tracker) getTicket(c *gin.Context) error {
	n, err := numberOf(c)
	if err != nil {
		return err
	}
	v, version, err := k.Ticket(c.Request.Context(), web.Actor(c), n)
	if err != nil {
		return err
	}
	web.ETag(c, version)
	return web.JSON(c, http.StatusOK, v)
}

func (k *Tracker) patchTicket(c *gin.Context) error {
	n, err := numberOf(c)
	if err != nil {
		return err
	}
	p := map[string]json.RawMessage{}
	if err := web.Decode(c, &p); err != nil {
		return err
	}
	v, version, err := k.Change(c.Request.Context(), web.Actor(c), n, p, func(version string) error { return web.IfMatch(c, version) })
	if err != nil {
		return err
	}
	web.ETag(c, version)
	return web.JSON(c, http.StatusOK, v)
}

// numberOf reads the ticket's number; what is none leads to no ticket.
func numberOf(c *gin.Context) (uint64, error) {
	n, err := strconv.ParseUint(c.Param("number"), 10, 64)
	if err != nil {
		return 0, fault.Missing()
	}
	return n, nil
}
