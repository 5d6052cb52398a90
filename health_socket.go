package main

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/coder/websocket"

	"balcao/live"
)

// Limits of the self-check.
const (
	knockEvery = 5 * time.Second // more often the last answer stands
	knockTime  = 3 * time.Second
	slowKnock  = time.Second
)

var (
	errTurnedAway = errors.New("the server has no room for another socket now")
	errNoAnswer   = errors.New("the socket did not end as the protocol says")
)

// socketLeg: does a client get a socket and an answer over it.
func (h *house) socketLeg(ctx context.Context) leg {
	h.legs.door.Lock()
	defer h.legs.door.Unlock()
	if h.legs.at.IsZero() || time.Since(h.legs.at) > knockEvery {
		h.legs.last, h.legs.at = h.tried(ctx), time.Now()
	}
	return h.legs.last
}

func (h *house) tried(ctx context.Context) leg {
	l := leg{Name: "socket", State: fine, Detail: "answers"}
	// Whoever asked may go; the answer is for the next one too.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), knockTime)
	defer cancel()
	began := time.Now()
	err := h.knock(ctx)
	took := time.Since(began)
	switch {
	case h.draining.Load():
		l.State, l.Detail = warning, "stopping"
	case errors.Is(err, errTurnedAway):
		l.State, l.Detail = warning, "busy"
	case err != nil:
		l.State, l.Detail = broken, "unreachable"
	case took > slowKnock:
		l.State, l.Detail = warning, "slow"
	}
	open := 0
	for _, n := range h.hub.Sockets() {
		open += n
	}
	l.Figures = map[string]any{"answer_ms": float64(took.Microseconds()) / milliseconds, "sockets": open, "polls": h.hub.Stats().Polls.Value()}
	return l
}

// knock goes the way of a client, through the listener, the upgrade, the
// reader, the hub's own lock and the writer, with a ticket that nobody was
// given: the server has to say so.
func (h *house) knock(ctx context.Context) error {
	public, err := url.Parse(h.url)
	if err != nil {
		return err
	}
	scheme := "ws"
	if h.TLSCert != "" {
		scheme = "wss"
	}
	transport := &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "tcp", ownDoor(h.Listen))
		},
		// The certificate is for the public name, and the way leads to ourselves.
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: true},
		DisableKeepAlives: true,
	}
	conn, answer, err := websocket.Dial(ctx, scheme+"://"+public.Host+"/live", &websocket.DialOptions{
		HTTPClient: &http.Client{Transport: transport}, Subprotocols: []string{live.Subprotocol}, HTTPHeader: http.Header{"Origin": {h.url}},
	})
	if err != nil {
		if answer != nil && answer.StatusCode == http.StatusServiceUnavailable {
			return errTurnedAway
		}
		return err
	}
	defer conn.CloseNow()
	hello := `{"t":"hello","ticket":"self-check","client":{"name":"self-check","version":"1"}}`
	if err := conn.Write(ctx, websocket.MessageText, []byte(hello)); err != nil {
		return err
	}
	_, _, err = conn.Read(ctx)
	if websocket.CloseStatus(err) != live.CloseBadTicket {
		return errors.Join(errNoAnswer, err)
	}
	return nil
}

// ownDoor is where the program reaches itself by the address it listens on.
func ownDoor(bound string) string {
	host, port, err := net.SplitHostPort(bound)
	if ip := net.ParseIP(host); err == nil && (host == "" || ip != nil && ip.IsUnspecified()) {
		return net.JoinHostPort("localhost", port)
	}
	return bound
}
