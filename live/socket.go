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
func (h *Hub) upgrade(c *gin.Context) (err error) {
	defer func() { h.stats.upgraded(err) }()
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
	w := &slim{ResponseWriter: c.Writer, kernelBuffer: h.limits.WriteBuffer}
	ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{
		Subprotocols:       []string{Subprotocol},
		InsecureSkipVerify: true, // the Origin has been checked, more strictly
		CompressionMode:    websocket.CompressionDisabled,
	})
	if err != nil {
		h.o.Log.Debug("upgrade refused", slog.String("request_id", web.RequestID(c)), slog.Any("err", err)) // the library has answered
		return nil
	}
	ws.SetReadLimit(-1) // read holds the limit itself, with a close reason of its own
	h.accepted(ws, w.wire, web.Neighbourhood(web.ClientIP(c)), strings.Clone(r.Host), strings.Clone(r.Header.Get("Origin")))
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

// Buffers of a socket: clients' frames are short, and what goes out is gathered
// below the library, which then holds control frames only.
const (
	readBuffer  = 512
	writeBuffer = 128
)

// slim gives the library small buffers: net/http's are 4 KiB each, and ten
// thousand idle sockets keep theirs.
type slim struct {
	gin.ResponseWriter
	kernelBuffer int
	wire         *wire
}

func (w *slim) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := w.ResponseWriter.Hijack()
	if err != nil {
		return nil, nil, err
	}
	w.wire = &wire{Conn: conn}
	var raw any = conn
	if secure, ok := conn.(*tls.Conn); ok {
		raw = secure.NetConn()
	}
	if tcp, ok := raw.(interface{ SetWriteBuffer(int) error }); ok {
		// Megabytes queue in the kernel for a reader that has stopped otherwise.
		_ = tcp.SetWriteBuffer(w.kernelBuffer)
	}
	// A fast client's hello came with the upgrade and has been read already.
	early, _ := rw.Reader.Peek(rw.Reader.Buffered())
	in := bufio.NewReaderSize(io.MultiReader(bytes.NewReader(bytes.Clone(early)), w.wire), max(readBuffer, len(early)))
	_, _ = in.Peek(len(early)) // the library looks only at what is buffered
	return w.wire, bufio.NewReadWriter(in, bufio.NewWriterSize(w.wire, writeBuffer)), nil
}
