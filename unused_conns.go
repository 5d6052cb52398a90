package main

import (
	"net"
	"net/http"
	"sync"
)

// unusedConns are connections on which nothing has been asked yet, such as a
// browser opens ahead of time. http.Server.Shutdown waits 5 s for each.
type unusedConns struct {
	mu   sync.Mutex
	open map[net.Conn]struct{}
	over bool
}

// state is the server's ConnState.
func (u *unusedConns) state(c net.Conn, s http.ConnState) {
	u.mu.Lock()
	defer u.mu.Unlock()
	switch {
	case s != http.StateNew:
		delete(u.open, c)
	case u.over:
		_ = c.Close()
	default:
		if u.open == nil {
			u.open = map[net.Conn]struct{}{}
		}
		u.open[c] = struct{}{}
	}
}

// close ends them, and those that still come.
func (u *unusedConns) close() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.over = true
	for c := range u.open {
		_ = c.Close()
	}
}
