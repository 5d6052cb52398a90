package live

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"balcao/actor"
)

func BenchmarkDecode(b *testing.B) {
	raw := []byte(`{"t":"send","cmid":"018f2f6e-7b1c-7c3a-9d54-2f1f0f6c9a11","conv":"018f2f6e-7b1c-7c3a-9d54-2f1f0f6c9a12","stream":"public","text":"` + strings.Repeat("Olá, bom dia! ", 12) + `","files":[]}`)
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := readEnvelope(raw, 8); err != nil {
			b.Fatal(err)
		}
	}
}

// sink is the network of a client that reads everything at once.
type sink struct {
	net.Conn
	closed chan struct{}
}

func (s sink) Read([]byte) (int, error)         { <-s.closed; return 0, net.ErrClosed }
func (s sink) Write(b []byte) (int, error)      { return len(b), nil }
func (s sink) SetWriteDeadline(time.Time) error { return nil }
func (s sink) Close() error {
	select {
	case <-s.closed:
	default:
		close(s.closed)
	}
	return nil
}

type sinkWriter struct {
	*httptest.ResponseRecorder
	net *wire
}

func (w sinkWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return w.net, bufio.NewReadWriter(bufio.NewReaderSize(w.net, 1<<10), bufio.NewWriterSize(w.net, 1<<10)), nil
}

// crowd attaches that many connections that follow one topic.
func crowd(b *testing.B, h *Hub, n int) []*Conn {
	b.Helper()
	conns := make([]*Conn, n)
	for i := range conns {
		w := sinkWriter{httptest.NewRecorder(), &wire{Conn: sink{closed: make(chan struct{})}}}
		r := httptest.NewRequest(http.MethodGet, "/live", nil)
		for k, v := range map[string]string{"Connection": "Upgrade", "Upgrade": "websocket", "Sec-Websocket-Version": "13", "Sec-Websocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-Websocket-Protocol": Subprotocol} {
			r.Header.Set(k, v)
		}
		ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{Subprotocol}, InsecureSkipVerify: true})
		if err != nil {
			b.Fatal(err)
		}
		h.accepted(ws, w.net, "", "", "")
		h.mu.Lock()
		for c := range h.conns {
			if c.ws == ws {
				conns[i] = c
			}
		}
		c := conns[i]
		c.greeted.Store(true)
		c.actor = actor.Actor{Role: actor.Operator, ID: fmt.Sprint(i), Session: fmt.Sprint(i)}
		c.staff, c.own = true, ownTopics(c.actor)
		c.topics = append(ownTopics(c.actor), "department/1")
		remove(h.silent, "", c)
		h.join(&c.member)
		c.sync(h.head)
		h.mu.Unlock()
	}
	return conns
}

// One event from the hub's hands to the sockets of n readers, until the last
// has been written.
func BenchmarkFanOut(b *testing.B) {
	for _, n := range []int{1, 10, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			w := newWorld(b, Limits{AddressSockets: 1 << 20})
			conns := crowd(b, w.hub, n)
			e := message("account/x", "m", strings.Repeat("x", 300), "department/1")
			ctx := context.Background()
			b.ReportAllocs()
			b.ResetTimer()
			for i := range b.N {
				e.Pos = uint64(i) + 1
				w.hub.dispatch(ctx, e)
				for _, c := range conns {
					c.drained()
				}
			}
			b.StopTimer()
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/reader")
		})
	}
}
