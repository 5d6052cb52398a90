package world

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// Conn is one live connection. Frames arrive one after the other at the
// function given to Dial, on a goroutine of the connection.
type Conn struct {
	ws   *websocket.Conn
	done chan struct{}
	err  error
}

// Resume is where a client was.
type Resume struct {
	Epoch string `json:"epoch"`
	Pos   uint64 `json:"pos"`
}

// Dial takes a ticket, opens a socket and says hello. It returns when synced
// has come; every frame, those before synced too, goes to take, whose slice is
// its own only until it returns.
func (c *Caller) Dial(ctx context.Context, resume *Resume, take func(frame []byte)) (*Conn, error) {
	ticket, err := c.Call(201, "POST", "/api/v1/live/ticket", nil)
	if err != nil {
		return nil, err
	}
	url, _ := ticket["url"].(string)
	hello := Object{"t": "hello", "ticket": ticket["ticket"], "client": Object{"name": "load", "version": "1"}}
	if resume != nil {
		hello["resume"] = resume
	}
	k, err := Open(ctx, url, c.URL)
	if err != nil {
		return nil, err
	}
	b, err := json.Marshal(hello)
	if err == nil {
		err = k.Send(b)
	}
	if err != nil {
		k.Close()
		return nil, err
	}
	synced := make(chan struct{})
	var once sync.Once
	k.Read(func(frame []byte) {
		if Kind(frame) == "synced" {
			once.Do(func() { close(synced) })
		}
		if take != nil {
			take(frame)
		}
	})
	select {
	case <-synced:
		return k, nil
	case <-k.done:
		return nil, fmt.Errorf("the socket ended before synced: %w", k.err)
	case <-time.After(60 * time.Second):
		k.Close()
		return nil, fmt.Errorf("no synced within 60 s")
	}
}

// Open opens a socket without a word.
func Open(ctx context.Context, url, origin string) (*Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	ws, _, err := websocket.Dial(ctx, url, &websocket.DialOptions{Subprotocols: []string{"balcao.v1"}, HTTPHeader: http.Header{"Origin": {origin}}})
	if err != nil {
		return nil, err
	}
	ws.SetReadLimit(1 << 22)
	return &Conn{ws: ws, done: make(chan struct{})}, nil
}

// Read hands every frame to take until the connection ends.
func (k *Conn) Read(take func(frame []byte)) {
	go func() {
		defer close(k.done)
		buffer := make([]byte, 4<<10)
		for {
			_, r, err := k.ws.Reader(context.Background())
			if err != nil {
				k.err = err
				return
			}
			n := 0
			for err == nil {
				if n == len(buffer) {
					buffer = append(buffer, make([]byte, len(buffer))...)
				}
				m := 0
				m, err = r.Read(buffer[n:])
				n += m
			}
			if !errors.Is(err, io.EOF) {
				k.err = err // half a frame is none
				return
			}
			take(buffer[:n])
		}
	}()
}

// Send writes one frame; it waits at most 10 s for the network.
func (k *Conn) Send(frame []byte) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return k.ws.Write(ctx, websocket.MessageText, frame)
}

// Say writes an object as a frame.
func (k *Conn) Say(frame Object) error {
	b, err := json.Marshal(frame)
	if err != nil {
		return err
	}
	return k.Send(b)
}

// Done is closed when the connection has ended; Err tells why.
func (k *Conn) Done() <-chan struct{} { return k.done }

// Err is why the connection ended; only after Done.
func (k *Conn) Err() error { return k.err }

// Close cuts the connection.
func (k *Conn) Close() { _ = k.ws.CloseNow() }
