package crash

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"balcao/tools/load/history"
	"balcao/tools/load/world"
)

// tab is one window of a person: a socket that is opened again and again, and
// the list it shows.
type tab struct {
	*history.Watcher
	person  *person
	watches []string // conversations it watches without a part in them
	conn    *world.Conn

	mu    sync.Mutex // guards what follows; the reader of the socket writes it
	epoch string
	pos   uint64
	count uint64 // of the connection's events
	fresh bool   // it begins anew: there is no position until synced
	from  uint64 // … and nothing was heard after this one
	stale bool   // the list must be read
	pongs chan struct{}
}

// reloads is how many connections of a hundred begin as a window loaded anew.
const reloads = 5

// alive tells whether the socket is open.
func (t *tab) alive() bool {
	if t.conn == nil {
		return false
	}
	select {
	case <-t.conn.Done():
		return false
	default:
		return true
	}
}

// connect opens the socket where the tab was and reads what no event tells.
func (t *tab) connect(ctx context.Context) error {
	t.leave()
	t.mu.Lock()
	if t.epoch == "" || rand.IntN(100) < reloads {
		t.anew(t.pos)
	}
	var resume *world.Resume
	if !t.fresh {
		resume = &world.Resume{Epoch: t.epoch, Pos: t.pos}
	}
	t.count, t.pongs = 0, make(chan struct{}, 1)
	t.mu.Unlock()
	conn, err := t.person.Dial(ctx, resume, t.take)
	if err != nil {
		return err
	}
	t.conn = conn
	t.mu.Lock()
	stale := t.stale || len(t.watches) > 0
	t.mu.Unlock()
	if !stale {
		return nil
	}
	return t.read()
}

// anew drops what the tab knows; it heard all up to from. t.mu is held.
func (t *tab) anew(from uint64) {
	if !t.fresh {
		t.fresh, t.from = true, from
	}
	t.pos, t.stale = 0, true
	t.Forget()
}

// read fills the list after a beginning that no events tell of.
func (t *tab) read() error {
	for _, conv := range t.watches {
		if err := t.conn.Say(world.Object{"t": "watch", "conv": conv}); err != nil {
			return err
		}
	}
	// Frames of one socket keep their order: after the pong all are watched.
	if err := t.conn.Say(world.Object{"t": "ping", "n": 1}); err != nil {
		return err
	}
	select {
	case <-t.pongs:
	case <-t.conn.Done():
		return t.conn.Err()
	case <-time.After(10 * time.Second):
		return fmt.Errorf("%s: no pong within 10 s", t.Name)
	}
	for _, p := range t.Places {
		list, err := messages(t.person.Caller, p, t.Contiguous(p))
		if err != nil {
			return err
		}
		t.Show(list...)
	}
	t.mu.Lock()
	t.stale = false
	t.mu.Unlock()
	return nil
}

// at is how far the tab has heard.
func (t *tab) at() uint64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.pos
}

// leave closes the socket and waits for its reader.
func (t *tab) leave() {
	if t.conn != nil {
		t.conn.Close()
		<-t.conn.Done()
	}
}
