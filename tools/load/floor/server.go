// Package floor is the least that a durable chat server does: it takes frames
// from WebSockets, writes them to bbolt in group commits, acknowledges after
// the commit and forwards. What Balcão takes more time for is what Balcão does
// more. It has no limits, no rights and no history.
package floor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"
	"go.etcd.io/bbolt"

	"balcao/tools/load/world"
)

// Serve runs until the context ends. Sockets come to /?id=NAME; a message goes
// to whoever in its conversation "a b" did not send it.
func Serve(ctx context.Context, file string, out io.Writer) error {
	db, err := bbolt.Open(file, 0o600, &bbolt.Options{FreelistType: bbolt.FreelistMapType, InitialMmapSize: 1 << 30})
	if err != nil {
		return err
	}
	if err := db.Update(func(tx *bbolt.Tx) error { _, err := tx.CreateBucketIfNotExists(bucket); return err }); err != nil {
		return err
	}
	s := &server{people: map[string]*person{}, queue: make(chan message, 4096)}
	ctx, stop := context.WithCancel(ctx)
	written := make(chan error, 1)
	go func() { written <- s.commit(ctx, db) }()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		stop()
		return err
	}
	web := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	go func() { <-ctx.Done(); _ = web.Close() }()
	fmt.Fprintf(out, "listening on http://%s\n", listener.Addr())
	err = web.Serve(listener)
	stop()
	return errors.Join(err, <-written, db.Close())
}

type server struct {
	mu     sync.RWMutex
	people map[string]*person
	queue  chan message
}

type person struct {
	ws  *websocket.Conn
	out chan []byte
}

type message struct {
	from, to *person
	cmid     []byte
	forward  []byte
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{"balcao.v1"}, InsecureSkipVerify: true})
	if err != nil {
		return
	}
	defer func() { _ = ws.CloseNow() }()
	p := &person{ws: ws, out: make(chan []byte, 1024)}
	id := r.URL.Query().Get("id")
	s.mu.Lock()
	s.people[id] = p
	s.mu.Unlock()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go p.write(ctx)
	for {
		_, b, err := ws.Read(ctx)
		if err != nil {
			return
		}
		s.take(p, id, b)
	}
}

// take queues a frame {"t":"send","cmid":…,"conv":"a b","text":…}.
func (s *server) take(p *person, id string, b []byte) {
	conv := world.String(b, "conv")
	cmid, text := world.Bytes(b, "cmid"), world.Bytes(b, "text")
	var a, z string
	if n, _ := fmt.Sscanf(conv, "%s %s", &a, &z); n != 2 {
		return
	}
	if a == id {
		a = z
	}
	s.mu.RLock()
	to := s.people[a]
	s.mu.RUnlock()
	s.queue <- message{from: p, to: to, cmid: cmid, forward: fmt.Appendf(nil, `{"t":"event","ev":"message","conv":"%s","data":{"text":"%s"}}`, conv, text)}
}

func (p *person) write(ctx context.Context) {
	for {
		select {
		case b := <-p.out:
			if p.ws.Write(ctx, websocket.MessageText, b) != nil {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}
