package live

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"io"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/coder/websocket"
	"github.com/gin-gonic/gin"

	"balcao/fault"
	"balcao/web"
)

// upgrade makes a socket of the request and returns: the connection lives on a
// goroutine of its own and keeps nothing of the request.
func (h *Hub) upgrade(c *gin.Context) error {
	r := c.Request
	switch {
	case h.notReady.Load():
		return away
	case !says(r, "Connection", "upgrade") || !says(r, "Upgrade", "websocket"):
		return fault.New(fault.Unreadable, "not_websocket")
	case !says(r, "Sec-Websocket-Protocol", Subprotocol):
		return fault.New(fault.Unreadable, "no_subprotocol")
	case !h.allowed(r):
		return fault.New(fault.Forbidden, "bad_origin")
	case !h.handshakes.Allow():
		return &fault.Error{Kind: fault.Busy, Retry: time.Second}
	}
	w := &slim{ResponseWriter: c.Writer, writeBuffer: h.limits.WriteBuffer}
	ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{
		Subprotocols:       []string{Subprotocol},
		InsecureSkipVerify: true, // the Origin has been checked, more strictly
		CompressionMode:    websocket.CompressionDisabled,
	})
	if err != nil {
		h.o.Log.Debug("upgrade refused", slog.Any("err", err)) // the library has answered
		return nil
	}
	ws.SetReadLimit(-1) // read holds the limit itself, with a close reason of its own
	h.accepted(ws, w.conn, web.Neighbourhood(web.ClientIP(c)), strings.Clone(r.Host), strings.Clone(r.Header.Get("Origin")))
	return nil
}

func says(r *http.Request, header, token string) bool {
	for _, line := range r.Header.Values(header) {
		if slices.ContainsFunc(strings.Split(line, ","), func(s string) bool { return strings.EqualFold(strings.TrimSpace(s), token) }) {
			return true
		}
	}
	return false
}

const slimBuffer = 1 << 10

// slim gives the library small buffers: net/http's are four times as large, and
// ten thousand idle sockets keep theirs.
type slim struct {
	gin.ResponseWriter
	writeBuffer int
	conn        net.Conn
}

func (w *slim) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := w.ResponseWriter.Hijack()
	if err != nil {
		return nil, nil, err
	}
	w.conn = conn
	var raw any = conn
	if secure, ok := conn.(*tls.Conn); ok {
		raw = secure.NetConn()
	}
	if tcp, ok := raw.(interface{ SetWriteBuffer(int) error }); ok {
		// Megabytes queue in the kernel for a reader that has stopped otherwise.
		_ = tcp.SetWriteBuffer(w.writeBuffer)
	}
	small := bufio.NewReaderSize(conn, slimBuffer)
	if n := rw.Reader.Buffered(); n > slimBuffer {
		return conn, rw, nil
	} else if n > 0 {
		// A fast client's hello came with the upgrade and has been read already.
		early, _ := rw.Reader.Peek(n)
		small.Reset(io.MultiReader(bytes.NewReader(bytes.Clone(early)), conn))
		_, _ = small.Peek(n) // the library looks at what is buffered
	}
	return conn, bufio.NewReadWriter(small, bufio.NewWriterSize(conn, slimBuffer)), nil
}
