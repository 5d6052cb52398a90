package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"balcao/tools/load/flow"
	"balcao/tools/load/world"
)

// crowd is who takes part.
type crowd struct {
	Visitors  int `default:"200" help:"Conversations."`
	Operators int `default:"50" help:"Who answer them; at most 100 conversations each."`
	Idle      int `default:"0" help:"Sockets beside that say nothing."`
}

// balcao starts the program with its crowd in conversations.
func (c crowd) balcao(binary, folder string, flags ...string) (*stage, error) {
	h, err := world.NewHouse(binary, filepath.Join(folder, "data"), flags...)
	if err != nil {
		return nil, err
	}
	s := &stage{Program: h.Program, next: 1}
	operators, err := c.operators(s)
	if err != nil {
		s.end()
		return nil, fmt.Errorf("operators: %w", err)
	}
	if err := c.visitors(s, operators); err != nil {
		s.end()
		return nil, fmt.Errorf("visitors: %w", err)
	}
	return s, s.idle(c.Idle)
}

// operators come online; what is assigned to them is noted as theirs.
func (c crowd) operators(s *stage) (*desk, error) {
	d := &desk{lines: map[string]flow.Line{}, theirs: map[string]string{}}
	people, err := world.Operators(s.URL, c.Operators)
	if err != nil {
		return nil, err
	}
	for _, o := range people {
		line, err := o.Dial(context.Background(), nil, func(b []byte) {
			if string(world.Bytes(b, "ev")) == "conversation.assigned" {
				d.note(b)
			}
			s.take(b)
		})
		if err != nil {
			return nil, err
		}
		s.conns = append(s.conns, line)
		d.mu.Lock()
		d.lines[o.ID] = line
		d.mu.Unlock()
		if err := line.Say(world.Object{"t": "presence", "state": "online"}); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// desk knows who answers which conversation.
type desk struct {
	mu     sync.Mutex
	lines  map[string]flow.Line // by account
	theirs map[string]string    // conversation → account
}

func (d *desk) note(b []byte) {
	var f struct {
		Conv string
		Data struct{ Operator struct{ ID string } }
	}
	if json.Unmarshal(b, &f) == nil {
		d.mu.Lock()
		d.theirs[f.Conv] = f.Data.Operator.ID
		d.mu.Unlock()
	}
}

// of is the line of who answers, nil while nobody does.
func (d *desk) of(conv string) flow.Line {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.lines[d.theirs[conv]]
}

// visitors each open a conversation and wait until somebody has it.
func (c crowd) visitors(s *stage, d *desk) error {
	var mu sync.Mutex
	return together(c.Visitors, 8, func(i int) error {
		v, err := world.Visitor(s.URL)
		if err != nil {
			return err
		}
		opened := make(chan string, 1)
		k, err := v.Dial(context.Background(), nil, func(b []byte) {
			if world.Kind(b) == "ok" {
				select {
				case opened <- world.String(b, "conv"):
				default:
				}
			}
			s.take(b)
		})
		if err != nil {
			return err
		}
		first := world.Object{"t": "send", "cmid": fmt.Sprintf("01900000-0000-7000-9000-%012x", i), "text": "Good morning", "new": world.Object{"site": "default"}}
		if err := k.Say(first); err != nil {
			return err
		}
		var conv string
		select {
		case conv = <-opened:
		case <-time.After(20 * time.Second):
			return fmt.Errorf("conversation %d was not opened within 20 s", i)
		}
		for wait := time.Now(); d.of(conv) == nil; time.Sleep(5 * time.Millisecond) {
			if time.Since(wait) > 20*time.Second {
				return fmt.Errorf("nobody got conversation %d within 20 s", i)
			}
		}
		mu.Lock()
		defer mu.Unlock()
		s.conns = append(s.conns, k)
		s.pairs = append(s.pairs, flow.Pair{Conv: conv, Customer: k, Operator: d.of(conv)})
		return nil
	})
}

// idle opens sockets of visitors who say nothing.
func (s *stage) idle(n int) error {
	var mu sync.Mutex
	return together(n, 32, func(int) error {
		v, err := world.Visitor(s.URL)
		if err != nil {
			return err
		}
		k, err := v.Dial(context.Background(), nil, nil)
		if err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		s.conns = append(s.conns, k)
		return nil
	})
}
