package main

import (
	"context"
	"time"

	"balcao/tools/load/proxy"
	"balcao/tools/load/world"
)

// network is visitors and an operator behind one bad proxy.
type network struct {
	storm
	proxy    *proxy.Proxy
	operator *stormClient
}

// fault is something that happens to all connections; every = again and again
// while the talk lasts.
type fault struct {
	name  string
	start func()
	every time.Duration
}

func (n *network) faults() []fault {
	behave := func(m proxy.Manners) func() { return func() { n.proxy.Behave(m) } }
	return []fault{
		{name: "none", start: func() {}},
		{name: "delay 100 ms", start: behave(proxy.Manners{Delay: 100 * time.Millisecond})},
		{name: "cut, each second", start: n.proxy.Cut, every: time.Second},
		{name: "reset, each second", start: n.proxy.Reset, every: time.Second},
		{name: "trickle", start: behave(proxy.Manners{Trickle: true})},
		{name: "trickle, reset", start: func() { n.proxy.Behave(proxy.Manners{Trickle: true}); n.proxy.Reset() }, every: 3 * time.Second},
		{name: "half open", start: n.proxy.Freeze},
	}
}

// gather has the visitors open conversations and the operator join them all.
func (n *network) gather(url string, visitors int) error {
	by := world.To(n.proxy.Address)
	n.clients = make([]*stormClient, visitors)
	err := together(visitors, 8, func(i int) error {
		v, err := world.Visitor(url)
		if err != nil {
			return err
		}
		n.clients[i] = newStormClient(v, i)
		n.clients[i].by = by
		return n.clients[i].begin()
	})
	if err != nil {
		return err
	}
	people, err := world.Operators(url, 1)
	if err != nil {
		return err
	}
	n.operator = newStormClient(people[0], visitors)
	n.operator.by = by
	if err := n.operator.connect(true); err != nil {
		return err
	}
	go n.operator.stay()
	for _, k := range n.clients { // what was said before it came it reads by HTTP
		k.mu.Lock()
		for at := range k.seen {
			n.operator.seen[at] = 1
		}
		k.mu.Unlock()
	}
	return n.answer(people[0], visitors)
}

// impatience is a client's: no ok within 5 s, or no frame for longer than a
// heartbeat takes, means that the line is dead whatever TCP says.
func (n *network) impatience(ctx context.Context) {
	for tick := time.Tick(500 * time.Millisecond); ; {
		select {
		case <-ctx.Done():
			return
		case <-tick:
		}
		for _, k := range append(n.clients[:len(n.clients):len(n.clients)], n.operator) {
			k.mu.Lock()
			unanswered := len(k.unsent) > 0 && k.heard.Before(k.asked) && time.Since(k.asked) > 5*time.Second
			if k.line != nil && (unanswered || time.Since(k.heard) > 32*time.Second) {
				k.line.Close()
			}
			k.mu.Unlock()
		}
	}
}

// behind is how many are away or have something unsent.
func (n *network) behind() (count int) {
	for _, k := range n.clients {
		k.mu.Lock()
		if k.line == nil || len(k.unsent) > 0 {
			count++
		}
		k.mu.Unlock()
	}
	n.operator.mu.Lock()
	defer n.operator.mu.Unlock()
	if n.operator.line == nil {
		count++
	}
	return count
}

func (n *network) dials() (count int) {
	for _, k := range append(n.clients[:len(n.clients):len(n.clients)], n.operator) {
		k.mu.Lock()
		count += k.dials
		k.mu.Unlock()
	}
	return count
}

// check is the storm's, and what is stored must have come to the operator too.
func (n *network) check(r *stormed) error {
	for wait := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		*r = stormed{}
		if err := n.storm.check(r); err != nil {
			return err
		}
		n.operator.mu.Lock()
		missing := 0
		for _, k := range n.clients {
			k.mu.Lock()
			for at := range k.seen {
				switch times := n.operator.seen[at]; {
				case times == 0:
					missing++
				case times > 1:
					r.Doubled++
				}
			}
			r.Resets += k.resets
			k.mu.Unlock()
		}
		r.Resets += n.operator.resets
		n.operator.mu.Unlock()
		// A line that died without a word is noticed by the missing heartbeat.
		if r.Lost += missing; missing == 0 || time.Since(wait) > 50*time.Second {
			return nil
		}
	}
}

func (n *network) end() {
	n.storm.end()
	if n.operator != nil {
		(&storm{clients: []*stormClient{n.operator}}).end()
	}
}
