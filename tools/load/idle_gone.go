package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"time"

	"balcao/tools/load/figures"
	"balcao/tools/load/world"
)

// gone is how dead sockets left.
type gone struct {
	What        string  `json:"what"`
	Sockets     int     `json:"sockets"`
	Seconds     float64 `json:"seconds"` // until their descriptors were back
	Left        int     `json:"left"`    // descriptors that were not, after 90 s
	Goroutines  int     `json:"goroutines,omitempty"`
	Still       float64 `json:"memory_left_mib,omitempty"`
	HoldsWithin bool    `json:"within_45_s"`
}

func (g *gone) tell(out io.Writer) {
	figures.Row(out, g.What, "%d sockets gone after %.1f s, %d left", g.Sockets, g.Seconds, g.Left)
}

// idleClient is the child process that gets stopped.
type idleClient struct {
	URL     string `required:""`
	Sockets int    `default:"10000"`
}

// Run opens the sockets and keeps them until it is killed.
func (c *idleClient) Run(ctx context.Context, out io.Writer) error {
	fmt.Fprintln(out, "listening on nothing")
	s := &stage{Program: &world.Program{URL: c.URL}}
	if err := s.idle(c.Sockets); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// stopped stops a process that holds all sockets: its kernel goes on
// acknowledging, nobody answers the pings.
func (c *idleCommand) stopped(out io.Writer, h *idleHouse, r *idleResult) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	child, err := world.Start(self, "idle-client", "--url", h.URL, "--sockets", fmt.Sprint(c.Sockets))
	if err != nil {
		return err
	}
	defer child.Kill()
	for wait := time.Now(); figures.Look(h.PID).Descriptors < h.descriptors+c.Sockets; time.Sleep(100 * time.Millisecond) {
		if time.Since(wait) > 3*time.Minute {
			return fmt.Errorf("the child opened no %d sockets within 3 minutes: %s", c.Sockets, child.Errors())
		}
	}
	time.Sleep(max(c.Settle, 7*time.Second)) // its requests' connections are let go after 5 s
	if err := child.Signal(syscall.SIGSTOP); err != nil {
		return err
	}
	g := c.leave(h, "client process stopped", c.Sockets)
	time.Sleep(2 * time.Second)
	still := figures.MemoryOf(h.PID).Minus(h.empty)
	g.Still = float64(still.RSS) / (1 << 20)
	h.Dump()
	g.Goroutines = h.ear.Goroutines()
	r.Stopped = g
	g.tell(out)
	figures.Row(out, "", "%d goroutines, still %s", g.Goroutines, still)
	return nil
}

func (c *idleCommand) leave(h *idleHouse, what string, n int) *gone {
	took := h.until(h.descriptors+8, 90*time.Second)
	left := max(figures.Look(h.PID).Descriptors-h.descriptors, 0)
	return &gone{What: what, Sockets: n, Seconds: took.Seconds(), Left: left, HoldsWithin: left <= 8 && took <= 45*time.Second}
}

// half opens sockets that never come further than the named point.
func (c *idleCommand) half(out io.Writer, h *idleHouse, r *idleResult) error {
	address := strings.TrimPrefix(h.URL, "http://")
	upgrade := "GET /live HTTP/1.1\r\nHost: " + address + "\r\nOrigin: " + h.URL + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: balcao.v1\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
	for _, kind := range []struct{ what, first string }{
		{"connected, no word", ""},
		{"half a request", upgrade[:40]},
		{"upgraded, no hello", upgrade},
		{"half a frame", upgrade + "\x81\xfe"},
	} {
		conns := make([]net.Conn, 0, c.Half)
		for range c.Half {
			k, err := net.Dial("tcp", address)
			if err != nil {
				return err
			}
			defer k.Close()
			if _, err := io.WriteString(k, kind.first); err != nil {
				return err
			}
			conns = append(conns, k)
		}
		for wait := time.Now(); figures.Look(h.PID).Descriptors < h.descriptors+c.Half/2 && time.Since(wait) < 2*time.Second; {
			time.Sleep(10 * time.Millisecond)
		}
		g := c.leave(h, kind.what, len(conns))
		r.Half = append(r.Half, g)
		g.tell(out)
	}
	return nil
}
