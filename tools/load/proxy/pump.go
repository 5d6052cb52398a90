package proxy

import (
	"net"
	"sync"
	"time"
)

func (p *Proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		go p.serve(client)
	}
}

// serve hands on one connection until either side ends it.
func (p *Proxy) serve(client net.Conn) {
	server, err := net.Dial("tcp", p.target)
	if err != nil {
		_ = client.Close()
		return
	}
	k := &pair{client: client, server: server, frozen: make(chan struct{})}
	p.mu.Lock()
	p.pairs[k] = struct{}{}
	p.mu.Unlock()
	var both sync.WaitGroup
	both.Go(func() { p.pump(k, client, server) })
	both.Go(func() { p.pump(k, server, client) })
	both.Wait()
	p.mu.Lock()
	delete(p.pairs, k)
	p.mu.Unlock()
}

// pump hands on one direction, and ends both when it ends.
func (p *Proxy) pump(k *pair, from, to net.Conn) {
	defer k.end()
	buffer := make([]byte, 8<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		select {
		case <-k.frozen:
			continue
		default:
		}
		p.mu.Lock()
		m := p.manners
		p.mu.Unlock()
		if m.Delay > 0 {
			time.Sleep(m.Delay)
		}
		if err := hand(to, buffer[:n], m.Trickle); err != nil {
			return
		}
	}
}

// hand writes the bytes, one by one when they trickle: every one is a packet.
func hand(to net.Conn, b []byte, trickle bool) error {
	if !trickle {
		_, err := to.Write(b)
		return err
	}
	for i := range b {
		if _, err := to.Write(b[i : i+1]); err != nil {
			return err
		}
		time.Sleep(20 * time.Microsecond) // or the kernel puts them together again
	}
	return nil
}
