package main

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// How a leg stands, from good to bad.
const (
	fine    = "ok"
	warning = "warning"
	broken  = "broken"
)

// leg is one thing the house stands on, and how well.
type leg struct {
	Name    string         `json:"name"`
	State   string         `json:"state"`
	Since   *time.Time     `json:"since,omitempty"` // when this began, unless it is well
	Detail  string         `json:"detail"`          // a code that the console has words for
	Figures map[string]any `json:"figures"`
}

// condition is what GET /api/v1/health answers.
type condition struct {
	Status    string    `json:"status"` // the worst of the legs
	At        time.Time `json:"at"`
	Version   string    `json:"version"`
	StartedAt time.Time `json:"started_at"`
	Legs      []leg     `json:"legs"`
}

// legs remembers how the house stood, so that it can tell since when.
type legs struct {
	mu      sync.Mutex
	noticed map[string]leg
	past    []moment // of the last minutes, oldest first
	clock   drift

	door sync.Mutex // one self-check at a time
	last leg
	at   time.Time
}

func newLegs() *legs { return &legs{noticed: map[string]leg{}} }

// condition looks at everything now.
func (h *house) condition(ctx context.Context) condition {
	c := condition{Status: fine, At: time.Now().UTC(), Version: versionText(), StartedAt: h.born.UTC()}
	c.Legs = h.notice(append([]leg{h.socketLeg(ctx), h.hubLeg(ctx)}, h.quietLegs()...))
	for _, l := range c.Legs {
		if l.State == broken || l.State == warning && c.Status == fine {
			c.Status = l.State
		}
	}
	return c
}

// quietLegs are those that can be looked at without asking anybody anything.
func (h *house) quietLegs() []leg {
	return []leg{h.storeLeg(), h.diskLeg(), h.backupLeg(), h.clockLeg()}
}

// notice fills in since when each leg has stood as it does, and logs changes.
func (h *house) notice(now []leg) []leg {
	h.legs.mu.Lock()
	defer h.legs.mu.Unlock()
	for i, l := range now {
		before, known := h.legs.noticed[l.Name]
		changed := l.State != before.State || l.Detail != before.Detail
		switch {
		case l.State == fine:
		case known && before.State != fine:
			now[i].Since = before.Since
		default:
			at := time.Now().UTC().Truncate(time.Millisecond)
			now[i].Since = &at
		}
		h.legs.noticed[l.Name] = now[i]
		if !changed || l.State == fine && (!known || before.State == fine) {
			continue
		}
		say := h.log.Warn
		if l.State == fine {
			say = h.log.Info
		}
		say("health", slog.String("leg", l.Name), slog.String("state", l.State), slog.String("detail", l.Detail))
	}
	return now
}

// glance is how often the house is looked at while nobody asks.
const glance = 10 * time.Second

// watch notices what goes wrong while nobody asks, until ctx ends.
func (h *house) watch(ctx context.Context) {
	tick := time.NewTicker(glance)
	defer tick.Stop()
	for {
		h.remember()
		h.notice(append(h.quietLegs(), h.hubLeg(ctx)))
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
