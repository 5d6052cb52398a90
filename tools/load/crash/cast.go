package crash

import (
	"context"
	"errors"
	"fmt"
	"time"

	"balcao/tools/load/history"
	"balcao/tools/load/world"
)

// cast are the people of one batch, each visitor with one conversation.
type cast struct {
	run       *run
	people    []*person // all of the following
	visitors  []*person
	operators []*person
	watcher   *person // sees conversations it has no part in
	opened    []string
}

// watched is how many conversations the watcher follows.
const watched = 10

// cast has operators wait, visitors open a conversation each, and a watcher
// look over their shoulders.
func (r *run) cast(ctx context.Context, n int) (*cast, error) {
	c := &cast{run: r}
	for i, o := range r.operators {
		p := r.newPerson(fmt.Sprintf("operator %d.%d", n, i), o, 1, 1)
		if err := p.connect(ctx); err != nil {
			return nil, err
		}
		if err := p.tabs[0].conn.Say(world.Object{"t": "presence", "state": "online"}); err != nil {
			return nil, err
		}
		c.operators = append(c.operators, p)
	}
	for i := range r.Visitors {
		v, err := world.Visitor(r.house.URL)
		if err != nil {
			return nil, err
		}
		windows, times := 1, 1
		if i < r.Repeaters {
			windows, times = tabs, repeats
		}
		p := r.newPerson(fmt.Sprintf("visitor %d.%d", n, i), v, windows, times)
		p.lanes = placesOf(p)
		c.visitors = append(c.visitors, p)
		if err := c.begin(ctx, p); err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
	}
	c.watcher = r.newPerson(fmt.Sprintf("watcher %d", n), r.admin, 1, 1)
	w := c.watcher.tabs[0]
	w.Partial, w.watches = true, c.opened[:min(watched, len(c.opened))]
	for _, conv := range w.watches {
		w.Places = append(w.Places, history.Place{Conv: conv, Stream: "public"}, history.Place{Conv: conv, Stream: "internal"})
	}
	c.people = append(append(append(c.people, c.visitors...), c.operators...), c.watcher)
	return c, nil
}

// begin has a visitor open a conversation and its operator hear of it.
func (c *cast) begin(ctx context.Context, p *person) error {
	if err := p.connect(ctx); err != nil {
		return err
	}
	p.write()
	if !p.send(ctx) {
		return errors.New("the first message was not acknowledged")
	}
	conv := p.Sent[0].Conv
	public, internal := history.Place{Conv: conv, Stream: "public"}, history.Place{Conv: conv, Stream: "internal"}
	c.opened = append(c.opened, conv)
	p.lanes = placesOf(p)
	for _, t := range p.tabs {
		t.Places = p.lanes
	}
	var state struct{ Operator struct{ ID string } }
	for began := time.Now(); state.Operator.ID == ""; sleep(ctx, 5*time.Millisecond) {
		if err := get(c.run.admin, "/api/v1/conversations/"+conv, &state); err != nil {
			return err
		}
		if time.Since(began) > 10*time.Second {
			return errors.New("nobody was given the conversation within 10 s")
		}
	}
	for _, o := range c.operators {
		if o.ID == state.Operator.ID {
			o.lanes = append(o.lanes, public, internal)
			o.tabs[0].Places = o.lanes
			return nil
		}
	}
	return fmt.Errorf("an unknown operator has the conversation: %s", state.Operator.ID)
}

// dismiss closes the conversations, so that the operators have room for those
// of the next batch.
func (c *cast) dismiss() error {
	for _, conv := range c.opened {
		if _, err := c.run.admin.Call(200, "POST", "/api/v1/conversations/"+conv+"/close", world.Object{}); err != nil {
			return err
		}
	}
	return nil
}
