package live

import (
	"slices"
	"time"

	"github.com/coder/websocket"
)

// settling is how long a socket may be without hello before it counts as one
// that says nothing: reconnecting offices are not thinned out.
const settling = time.Second

// accepted starts the life of an upgraded connection.
func (h *Hub) accepted(ws *websocket.Conn, nc *wire, addr, host, origin string) {
	c := &Conn{hub: h, ws: ws, net: nc, addr: addr, host: host, origin: origin, born: time.Now()}
	c.conn = c
	h.mu.Lock()
	if h.closed {
		h.mu.Unlock()
		_ = ws.CloseNow()
		return
	}
	h.wg.Add(1)
	h.conns[c] = struct{}{}
	h.silent[addr] = append(h.silent[addr], c)
	c.timer = time.AfterFunc(h.limits.Hello, c.tick)
	h.hush(addr)
	h.mu.Unlock()
	go c.serve()
}

// hush closes the oldest sockets of an address that say nothing when there are
// too many; h.mu is held.
func (h *Hub) hush(addr string) {
	open := slices.DeleteFunc(slices.Clone(h.silent[addr]), func(c *Conn) bool { return c.closing() })
	for ; len(open) > h.limits.AddressSockets; open = open[1:] {
		if wait := settling - time.Since(open[0].born); wait > 0 {
			time.AfterFunc(wait, func() {
				h.mu.Lock()
				defer h.mu.Unlock()
				h.hush(addr)
			})
			return
		}
		open[0].shut(CloseTooManyCon)
	}
}

// forget takes a connection out of every list.
func (h *Hub) forget(c *Conn) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.conns, c)
	remove(h.silent, c.addr, c)
	if c.own != nil {
		h.leave(&c.member)
	}
	if c.meter != nil {
		c.meter.conns--
	}
}
