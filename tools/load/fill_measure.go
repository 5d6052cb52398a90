package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"balcao/tools/load/figures"
	"balcao/tools/load/flow"
	"balcao/tools/load/world"
)

// chat measures messages of 20 visitors to two operators.
func (c *fillCommand) chat(h *world.House, s *filled, isNew bool) error {
	who := crowd{Visitors: 20, Operators: 2}
	people, err := world.OperatorsAgain(h.URL, who.Operators)
	if isNew {
		people, err = world.Operators(h.URL, who.Operators)
	}
	if err != nil {
		return err
	}
	st := &stage{Program: h.Program, next: 1}
	defer st.hangUp()
	d := &desk{lines: map[string]flow.Line{}, theirs: map[string]string{}}
	for _, o := range people {
		k, err := o.Dial(context.Background(), nil, func(b []byte) {
			if string(world.Bytes(b, "ev")) == "conversation.assigned" {
				d.note(b)
			}
			st.take(b)
		})
		if err != nil {
			return err
		}
		st.conns = append(st.conns, k)
		d.mu.Lock()
		d.lines[o.ID] = k
		d.mu.Unlock()
		if err := k.Say(world.Object{"t": "presence", "state": "online"}); err != nil {
			return err
		}
	}
	if err := who.visitors(st, d); err != nil {
		return err
	}
	st.run(flow.Load{Rate: c.Rate, Duration: 2 * time.Second})
	s.Chat = st.run(flow.Load{Rate: c.Rate, Duration: c.Duration})
	return nil
}

// pages asks for what people look at, one request after the other.
func (c *fillCommand) pages(h *world.House, s *filled) error {
	admin, err := world.Admin(h.URL)
	if err != nil {
		return err
	}
	manager, err := world.FilledCustomer(h.URL, 0)
	if err != nil {
		return err
	}
	number := func(i int) int { return 1 + i*7919%max(s.Tickets, 1) }
	word := func(i int) string {
		return []string{"printer", "invoice", "warehouse", "pedido", "label+stock", "zebra-not-there", "scanner", "Mara+Alves"}[i%8]
	}
	for _, kind := range []struct {
		name string
		who  *world.Caller
		path func(i int) string
	}{
		{"chats, open", admin, func(int) string { return "/api/v1/conversations?view=all&limit=50" }},
		{"chats, closed", admin, func(int) string { return "/api/v1/conversations?view=closed&limit=50" }},
		{"tickets", admin, func(int) string { return "/api/v1/tickets?limit=50" }},
		{"tickets, open", admin, func(int) string { return "/api/v1/tickets?limit=50&status=new,open" }},
		{"tickets, by priority", admin, func(int) string { return "/api/v1/tickets?limit=50&sort=priority" }},
		{"tickets, one company", admin, func(i int) string { return fmt.Sprintf("/api/v1/tickets?limit=50&company=company-%d", i%200) }},
		{"tickets, company and status", admin, func(i int) string {
			return fmt.Sprintf("/api/v1/tickets?limit=50&company=company-%d&status=waiting_customer", i%200)
		}},
		{"tickets, rare tag", admin, func(int) string { return "/api/v1/tickets?limit=50&tag=nobody-uses-this" }},
		{"ticket", admin, func(i int) string { return fmt.Sprintf("/api/v1/tickets/%d", number(i)) }},
		{"timeline", admin, func(i int) string { return fmt.Sprintf("/api/v1/tickets/%d/timeline", number(i)) }},
		{"accounts", admin, func(int) string { return "/api/v1/accounts?limit=50" }},
		{"portal, my tickets", manager, func(int) string { return "/tickets" }},
		{"portal, home", manager, func(int) string { return "/" }},
		{"search, staff", admin, func(i int) string { return "/api/v1/search?q=" + word(i) }},
		{"search, manager", manager, func(i int) string { return "/api/v1/search?q=" + word(i) }},
	} {
		samples := make([]time.Duration, 0, c.Requests)
		for i := range c.Requests {
			took, _, err := kind.who.Get(kind.path(i))
			if err != nil {
				return err
			}
			samples = append(samples, took)
		}
		s.Pages[kind.name] = figures.Sum(samples)
	}
	return nil
}

func (s *filled) tell(out io.Writer, first *filled) {
	sorted := slices.Sorted(slices.Values(s.Start))
	figures.Row(out, "start to first answer", "median %.0f ms of %.0f", sorted[len(sorted)/2], s.Start)
	figures.Row(out, "memory", "%s after the start, %s after all", s.Fresh, s.After)
	figures.Row(out, "send → ok", "%s", s.Chat.OK)
	figures.Row(out, "send → event", "%s", s.Chat.Event)
	figures.Row(out, "cost of a message", "%.0f µs CPU", s.Chat.Micros)
	if first != nil {
		figures.Row(out, "against the first step", "ok p50 %.2f, event p50 %.2f, CPU %.2f", s.Chat.OK.P50/first.Chat.OK.P50, s.Chat.Event.P50/first.Chat.Event.P50, s.Chat.Micros/first.Chat.Micros)
	}
	for _, name := range slices.Sorted(maps.Keys(s.Pages)) {
		figures.Row(out, name, "%s", s.Pages[name])
	}
}
