package crash

import (
	"context"
	"errors"
	"net/url"
	"time"

	"balcao/tools/load/history"
)

// inStep tells whether all have come back since the last start.
func (c *cast) inStep() bool {
	start := c.run.start.Load()
	for _, p := range c.people {
		if p.inStep.Load() != start {
			return false
		}
	}
	return true
}

// missing are those who have not come back.
func (c *cast) missing() (names []string) {
	for _, p := range c.people {
		if p.inStep.Load() != c.run.start.Load() {
			names = append(names, p.Name)
		}
	}
	return names
}

func (c *cast) tabs() (n int64) {
	for _, p := range c.people {
		n += int64(len(p.tabs))
	}
	return n
}

// rest waits until all have come back and what they wrote is acknowledged.
func (c *cast) rest(ctx context.Context) error {
	if !until(ctx, time.Minute, func() bool {
		for _, p := range c.people {
			if !p.quiet.Load() {
				return false
			}
		}
		return c.inStep()
	}) {
		return errors.New("not all came back and finished within a minute")
	}
	return nil
}

// history is the record with what is stored, every conversation of the
// visitors, even those they do not know of.
func (c *cast) history() (*history.History, error) {
	h := &history.History{}
	mine := map[string]bool{}
	for _, p := range c.people {
		h.Senders = append(h.Senders, p.Sender)
		for _, t := range p.tabs {
			h.Watchers = append(h.Watchers, t.Watcher)
		}
	}
	for _, v := range c.visitors {
		mine[v.is()] = true
	}
	for cursor := ""; ; {
		var page struct {
			Items []struct {
				ID       string
				Customer struct{ ID string }
			}
			Next string
		}
		if err := get(c.run.admin, "/api/v1/conversations?limit=200&cursor="+url.QueryEscape(cursor), &page); err != nil {
			return nil, err
		}
		for _, conv := range page.Items {
			if !mine[conv.Customer.ID] {
				continue
			}
			for _, stream := range []string{"public", "internal"} {
				list, err := messages(c.run.admin, history.Place{Conv: conv.ID, Stream: stream}, 0)
				if err != nil {
					return nil, err
				}
				h.Stored = append(h.Stored, list...)
			}
		}
		if cursor = page.Next; cursor == "" {
			return h, nil
		}
	}
}

// settle waits until everybody shows as many messages as are stored and has
// heard the newest acknowledged one, or until nothing has come for two
// seconds: the checkers tell what lacks then.
func (c *cast) settle(ctx context.Context, h *history.History) {
	stored, newest := map[history.Place]int{}, map[history.Place]uint64{}
	for _, m := range h.Stored {
		stored[m.Place]++
	}
	for _, s := range h.Senders {
		for _, m := range s.Sent {
			if a := m.Acknowledged(); a != nil {
				newest[m.Place] = max(newest[m.Place], a.Receipt.Pos)
			}
		}
	}
	shown, since := 0, time.Now()
	until(ctx, time.Minute, func() bool {
		all, wanted := 0, 0
		for _, p := range c.people {
			for _, t := range p.tabs {
				for _, place := range t.Places {
					all += min(t.Len(place), stored[place])
					wanted += stored[place]
					if !t.Partial {
						wanted++
						if t.at() >= newest[place] {
							all++
						}
					}
				}
			}
		}
		if all != shown {
			shown, since = all, time.Now()
		}
		return all == wanted || time.Since(since) > 2*time.Second
	})
}
