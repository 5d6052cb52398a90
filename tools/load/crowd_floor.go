package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"balcao/tools/load/flow"
	"balcao/tools/load/world"
)

// floored starts the floor with the same crowd and delay added to each sync.
func (c crowd) floored(folder string, delay time.Duration) (*stage, error) {
	self, err := os.Executable()
	if err == nil {
		self, err = world.Slow(self, folder, delay)
	}
	if err != nil {
		return nil, err
	}
	p, err := world.Start(self, "floor-server", "--file", filepath.Join(folder, "floor.db"))
	if err != nil {
		return nil, err
	}
	s := &stage{Program: p, next: 1}
	open := func(id string) (*world.Conn, error) {
		k, err := world.Open(context.Background(), p.URL+"/?id="+id, p.URL)
		if err == nil {
			k.Read(s.take)
			s.conns = append(s.conns, k)
		}
		return k, err
	}
	var operators []*world.Conn
	for i := range c.Operators {
		k, err := open(fmt.Sprintf("o%d", i))
		if err != nil {
			return nil, err
		}
		operators = append(operators, k)
	}
	for i := range c.Visitors {
		k, err := open(fmt.Sprintf("v%d", i))
		if err != nil {
			return nil, err
		}
		o := i % c.Operators
		s.pairs = append(s.pairs, flow.Pair{Conv: fmt.Sprintf("v%d o%d", i, o), Customer: k, Operator: operators[o]})
	}
	for i := range c.Idle {
		if _, err := open(fmt.Sprintf("i%d", i)); err != nil {
			return nil, err
		}
	}
	return s, nil
}
