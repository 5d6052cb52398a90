package live

import (
	"net"
	"sync"
)

// wire is the network below the library. While the writer gathers, what the
// library writes is kept and goes out in one call: a burst costs one system
// call instead of one a frame, and the library needs no buffer of its own.
type wire struct {
	net.Conn
	mu        sync.Mutex // keeps pongs in their place
	gathering bool
	out       []byte
}

// Write implements net.Conn.
func (w *wire) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.gathering {
		w.out = append(w.out, b...)
		return len(b), nil
	}
	return w.Conn.Write(b)
}

// gather keeps what is written from now on in the buffer.
func (w *wire) gather(buf []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.gathering, w.out = true, buf[:0]
}

// flush writes what was gathered and gives the buffer back.
func (w *wire) flush() (buf []byte, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	buf = w.out
	w.gathering, w.out = false, nil
	if len(buf) > 0 {
		_, err = w.Conn.Write(buf)
	}
	return buf, err
}
