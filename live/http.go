package live

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/web"
)

// Mount adds the routes of the protocol.
func (h *Hub) Mount(r *web.Router) {
	r.Handle(http.MethodPost, "/api/v1/live/ticket", web.Allow(actor.Chatters, "live.ticket"), h.ticket)
	r.Handle(http.MethodGet, "/live", web.Allow(actor.Everybody, "live.connect").WhileMustChange(), h.upgrade)
	r.Handle(http.MethodGet, "/api/v1/live/snapshot", web.Allow(actor.Chatters, "live.snapshot"), h.snapshot)
	r.Handle(http.MethodGet, "/api/v1/live/events", web.Allow(actor.Chatters, "live.events"), h.events)
}

// ticket lets the caller in once.
func (h *Hub) ticket(c *gin.Context) error {
	a := web.Actor(c)
	origin := c.GetHeader("Origin")
	if origin != "" && !h.o.Origin(c.Request, &a) {
		return fault.New(fault.Forbidden, "bad_origin")
	}
	h.mu.Lock()
	secret, key := h.tickets.issue(a, origin, credentialOf(c.Request), time.Now())
	h.mu.Unlock()
	// Asked again now that a revocation would find the ticket.
	if err := h.still(c.Request.Context(), c.Request, a); err != nil {
		h.mu.Lock()
		h.tickets.drop(key)
		h.mu.Unlock()
		return err
	}
	return web.JSON(c, http.StatusCreated, ticketAnswer{Ticket: secret, URL: socketURL(c.Request)})
}

// still fails unless the request is still the actor's.
func (h *Hub) still(ctx context.Context, r *http.Request, a actor.Actor) error {
	now, err := h.o.Authenticate(ctx, r)
	if err != nil {
		return err
	}
	if now.ID != a.ID || now.Session != a.Session {
		return fault.New(fault.Unauthenticated, "")
	}
	return nil
}

// snapshot is one moment: what lies up to pos is in the state.
func (h *Hub) snapshot(c *gin.Context) error {
	ctx, a, log := c.Request.Context(), web.Actor(c), h.o.Store.Log()
	var answer snapshotAnswer
	synced := log.Head() // before the view, so the view has it
	err := h.o.Store.View(ctx, func(r store.Reader) error {
		last, err := store.LastPos(r)
		if err != nil {
			return err
		}
		if answer.Epoch, err = store.EpochOf(r); err != nil {
			return err
		}
		answer.Pos = max(last, synced)
		if h.o.Snapshot != nil {
			answer.State, err = h.o.Snapshot(r, a)
		}
		return err
	})
	if err != nil {
		return err
	}
	// The view may have seen a commit whose sync is under way; nobody is shown
	// what a crash could take back.
	within(ctx, 5*time.Second, func() bool { return log.Head() >= answer.Pos })
	if log.Head() < answer.Pos {
		return fault.New(fault.Busy, "")
	}
	return web.JSON(c, http.StatusOK, answer)
}

// events is the long poll for clients without a socket.
func (h *Hub) events(c *gin.Context) error {
	at, wait, err := pollQuery(c, h.limits.PollWait)
	if err != nil {
		return err
	}
	ctx, a, r := c.Request.Context(), web.Actor(c), c.Request
	answer, err := h.poll(ctx, a, func() error { return h.still(ctx, r, a) }, at, wait)
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, answer)
}

// pollQuery reads where the client is and how long it would wait; without an
// epoch it begins now.
func pollQuery(c *gin.Context, longest time.Duration) (*position, time.Duration, error) {
	wait := time.Duration(0)
	if s := c.Query("wait"); s != "" {
		seconds, err := strconv.ParseFloat(s, 64)
		if err != nil || !(seconds >= 0) {
			return nil, 0, fault.Field("wait", "bad_number")
		}
		wait = time.Duration(min(seconds, longest.Seconds()) * float64(time.Second))
	}
	epoch, s := c.Query("epoch"), c.Query("pos")
	if s == "" && epoch == "" {
		return nil, wait, nil
	}
	if epoch == "" {
		return nil, 0, fault.Field("epoch", "required")
	}
	pos := uint64(0)
	if s != "" {
		var err error
		if pos, err = strconv.ParseUint(s, 10, 53); err != nil {
			return nil, 0, fault.Field("pos", "bad_number")
		}
	}
	return &position{Epoch: epoch, Pos: pos}, wait, nil
}
