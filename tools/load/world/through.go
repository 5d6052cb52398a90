package world

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// Dialer opens the TCP connection of a socket, by another way or with other
// buffers than usual.
type Dialer func(ctx context.Context, network, address string) (net.Conn, error)

// Narrow dials with a receive buffer of that many bytes, so that a reader who
// stops is felt at the other end at once and not after megabytes.
func Narrow(bytes int) Dialer {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		var d net.Dialer
		k, err := d.DialContext(ctx, network, address)
		if tcp, ok := k.(*net.TCPConn); ok {
			err = tcp.SetReadBuffer(bytes)
		}
		return k, err
	}
}

// To dials that address, whatever is asked for.
func To(address string) Dialer {
	return func(ctx context.Context, network, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, network, address)
	}
}

// DialThrough is Dial over TCP connections of that dialer; it gives up after
// the time patience.
func (c *Caller) DialThrough(by Dialer, patience time.Duration, resume *Resume, take func(frame []byte)) (*Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	ticket, err := c.Call(http.StatusCreated, http.MethodPost, "/api/v1/live/ticket", nil)
	if err != nil {
		return nil, err
	}
	hello := Object{"t": "hello", "ticket": ticket["ticket"], "client": Object{"name": "load", "version": "1"}}
	if resume != nil {
		hello["resume"] = resume
	}
	first, err := json.Marshal(hello)
	if err != nil {
		return nil, err
	}
	at, _ := ticket["url"].(string)
	ws, _, err := websocket.Dial(ctx, at, &websocket.DialOptions{
		Subprotocols: []string{"balcao.v1"}, HTTPHeader: http.Header{"Origin": {c.URL}},
		HTTPClient: &http.Client{Transport: &http.Transport{DialContext: by, DisableKeepAlives: true}},
	})
	if err != nil {
		return nil, err
	}
	ws.SetReadLimit(1 << 22)
	k := &Conn{ws: ws, done: make(chan struct{})}
	synced := make(chan struct{})
	var once sync.Once
	k.Read(func(frame []byte) {
		if take != nil {
			take(frame)
		}
		if Kind(frame) == "synced" {
			once.Do(func() { close(synced) })
		}
	})
	if err := k.Send(first); err != nil {
		k.Close()
		return nil, err
	}
	select {
	case <-synced:
		return k, nil
	case <-k.done:
		return nil, fmt.Errorf("the socket ended before synced: %w", k.err)
	case <-ctx.Done():
		k.Close()
		return nil, fmt.Errorf("no synced: %w", ctx.Err())
	}
}
