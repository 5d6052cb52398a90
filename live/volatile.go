package live

import (
	"encoding/json"
	"log/slog"
)

// Volatile sends a frame that is not stored to the connections that follow one
// of the topics, each once, but not to exceptConn. Connections that are behind
// do without.
func (h *Hub) Volatile(ev, conv string, data any, topics []string, exceptConn string) {
	b, err := json.Marshal(volatileFrame{T: "volatile", Ev: ev, Conv: conv, Data: data})
	if err != nil {
		h.o.Log.Error("volatile frame", slog.String("ev", ev), slog.Any("err", err))
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.whisper++
	for _, t := range topics {
		for _, m := range h.byTopic[t] {
			if m.conn == nil || m.heard == h.whisper || m.conn.id == exceptConn {
				continue
			}
			m.heard = h.whisper
			m.conn.pushVolatile(b)
		}
	}
}
