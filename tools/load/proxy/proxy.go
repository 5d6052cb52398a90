// Package proxy is a bad network between clients and a server: it listens on
// loopback and hands bytes on as late, as slowly or as little as it is told.
package proxy

import (
	"net"
	"sync"
	"time"
)

// Manners are how bytes are handed on, in both directions. The zero value is a
// good network.
type Manners struct {
	Delay   time.Duration // before each piece
	Trickle bool          // one byte at a time
}

// Proxy hands on TCP connections to one address.
type Proxy struct {
	Address string

	listener net.Listener
	target   string
	mu       sync.Mutex
	manners  Manners
	pairs    map[*pair]struct{}
}

// pair is one connection of a client and the one to the server.
type pair struct {
	client, server net.Conn
	frozen         chan struct{} // closed: bytes are swallowed from now on
	once           sync.Once
}

// Listen starts a proxy to the address; Close ends it.
func Listen(target string) (*Proxy, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy{Address: l.Addr().String(), listener: l, target: target, pairs: map[*pair]struct{}{}}
	go p.accept()
	return p, nil
}

// Behave changes the manners, of connections that are up too.
func (p *Proxy) Behave(m Manners) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.manners = m
}

// Cut closes all connections as a process that ends does.
func (p *Proxy) Cut() { p.each(func(k *pair) { k.end() }) }

// Reset ends all connections with a reset in both directions.
func (p *Proxy) Reset() {
	p.each(func(k *pair) {
		for _, side := range []net.Conn{k.client, k.server} {
			if tcp, ok := side.(*net.TCPConn); ok {
				_ = tcp.SetLinger(0)
			}
		}
		k.end()
	})
}

// Freeze swallows what comes over all connections that are up and leaves them
// open: neither side hears of it. New ones are as good as the manners are.
func (p *Proxy) Freeze() { p.each(func(k *pair) { k.once.Do(func() { close(k.frozen) }) }) }

// Up is how many connections there are.
func (p *Proxy) Up() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.pairs)
}

// Close ends the proxy and all connections.
func (p *Proxy) Close() {
	_ = p.listener.Close()
	p.Cut()
}

func (p *Proxy) each(fn func(*pair)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for k := range p.pairs {
		fn(k)
	}
}

func (k *pair) end() {
	_ = k.client.Close()
	_ = k.server.Close()
}
