package live

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"balcao/fault"
)

// handle does what one frame asks; false = the connection is closing.
func (c *Conn) handle(raw []byte) bool {
	h := c.hub
	h.working.Add(1)
	defer h.working.Add(-1)
	if h.quiet.Load() {
		return true // stopping: unanswered, so the client sends it again elsewhere
	}
	env, err := readEnvelope(raw, h.limits.Depth)
	if err != nil {
		return c.badFrame(env.cmid)
	}
	f, known := h.frames[env.t]
	if !known {
		return c.badFrame(env.cmid)
	}
	if !f.Roles.Has(c.actor.Role) {
		c.refuse(env.cmid, fault.Denied())
		return true
	}
	if wait, alive := c.pace(f); wait > 0 {
		c.refuse(env.cmid, &fault.Error{Kind: fault.RateLimited, Retry: wait})
		if !alive {
			c.bye(CloseTooMuch)
		}
		return alive
	}
	if err := c.run(f, raw); err != nil {
		told := fault.Of(err)
		switch {
		case told.Kind == fault.Unreadable:
			return c.badFrame(env.cmid)
		case told.Kind == fault.Internal && h.ctx.Err() != nil:
			return false // cut off by the stop
		case told.Kind == fault.Internal:
			h.o.Log.Error("frame failed", slog.String("frame", env.t), slog.String("conn", c.id), slog.Any("err", err))
		}
		c.refuse(env.cmid, told)
	}
	return true
}

func (c *Conn) run(f Frame, raw []byte) (err error) {
	defer func() {
		if p := recover(); p != nil {
			c.hub.o.Log.Error("panic", slog.String("frame", f.Name), slog.String("conn", c.id), slog.Any("panic", p), slog.String("stack", string(debug.Stack())))
			err = &fault.Error{Kind: fault.Internal, Err: fmt.Errorf("panic: %v", p)}
		}
	}()
	began := time.Now()
	err = f.Handle(c.hub.ctx, c, raw)
	c.hub.stats.handled(f, began, err)
	if errors.Is(err, context.DeadlineExceeded) {
		err = &fault.Error{Kind: fault.Busy, Err: err}
	}
	return err
}

// badFrame answers what is not a frame; too many of them end the connection.
func (c *Conn) badFrame(cmid string) bool {
	_ = c.Reply(errFrame{T: "err", CMID: cmid, Code: "bad_frame"})
	c.hub.stats.Refused["bad_frame"].Inc()
	now := time.Now()
	c.bad = append(c.bad, now)
	for now.Sub(c.bad[0]) > time.Minute {
		c.bad = c.bad[1:]
	}
	if len(c.bad) < c.hub.limits.BadFrames {
		return true
	}
	c.bye(CloseProtocol)
	return false
}

// refuse answers a frame with a failure, in the protocol's own words only.
func (c *Conn) refuse(cmid string, f *fault.Error) {
	e := errFrame{T: "err", CMID: cmid, Code: codeOf(f), Field: f.Field}
	c.hub.stats.Refused[e.Code].Inc()
	if own := f.Name() != e.Code && f.Kind != fault.Internal; own && c.hub.o.Say != nil {
		e.Detail = c.hub.o.Say(c.actor.Locale, f)
	}
	if f.Retry > 0 {
		e.Retry = max(1, f.Retry.Milliseconds())
	} else if e.Code == "busy" || e.Code == "rate_limited" {
		e.Retry = time.Second.Milliseconds()
	}
	_ = c.Reply(e)
}

// codes are all an err frame may say.
var codes = map[string]bool{
	"bad_frame": true, "bad_request": true, "too_large": true, "unauthorized": true, "forbidden": true, "not_found": true, "rate_limited": true,
	"conv_closed": true, "cmid_conflict": true, "busy": true, "readonly": true, "internal": true,
}

func codeOf(f *fault.Error) string {
	if codes[f.Name()] {
		return f.Name()
	}
	if code := f.Kind.Code(); codes[code] {
		return code
	}
	return "bad_request" // conflicts and stale versions of other kinds
}
