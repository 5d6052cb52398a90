package crash

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	mrand "math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"balcao/tools/load/history"
	"balcao/tools/load/world"
)

// person writes and watches as one who has tabs open in a browser: what has no
// ok is sent again, with the same cmid, before anything new.
type person struct {
	*world.Caller
	*history.Sender
	run     *run
	tabs    []*tab
	lanes   []history.Place // where it writes, in turns at random; none = it only watches
	times   int             // a message is sent, over the tabs in turns
	unsent  *history.Sent
	answers chan frame
	broken  chan struct{} // closed when a tab has lost its socket
	inStep  atomic.Int64  // the start of the server whose tabs are all in step; 0 = they are not
	quiet   atomic.Bool   // has written all it wanted
	naming  sync.Mutex
}

// newPerson is somebody with so many tabs.
func (r *run) newPerson(name string, c *world.Caller, windows, times int) *person {
	p := &person{Caller: c, Sender: &history.Sender{Name: name}, run: r, times: times, answers: make(chan frame, 64)}
	for i := range windows {
		w := &history.Watcher{Name: fmt.Sprintf("%s tab %d", name, i+1)}
		p.tabs = append(p.tabs, &tab{Watcher: w, person: p})
	}
	return p
}

// known notes the id by which others see the person.
func (p *person) known(id string) {
	p.naming.Lock()
	defer p.naming.Unlock()
	p.Author = id
}

// is the id by which others see the person.
func (p *person) is() string {
	p.naming.Lock()
	defer p.naming.Unlock()
	return p.Author
}

// live keeps the tabs open and writes until the run is over.
func (p *person) live(ctx context.Context) {
	for ctx.Err() == nil {
		if err := p.connect(ctx); err != nil {
			p.run.late(err)
			sleep(ctx, time.Duration(5+mrand.IntN(20))*time.Millisecond)
			continue
		}
		p.inStep.Store(p.run.start.Load())
		p.talk(ctx)
		p.inStep.Store(0)
	}
	for _, t := range p.tabs {
		t.leave()
	}
}

// connect opens the tabs that have no socket.
func (p *person) connect(ctx context.Context) error {
	for _, t := range p.tabs {
		if t.alive() {
			continue
		}
		if err := t.connect(ctx); err != nil {
			return err
		}
	}
	broken := make(chan struct{})
	p.broken = broken
	var once sync.Once
	for _, t := range p.tabs {
		conn := t.conn
		go func() {
			<-conn.Done()
			once.Do(func() { close(broken) })
		}()
	}
	return nil
}

// talk writes one message after the other until a socket is gone or ctx ends.
func (p *person) talk(ctx context.Context) {
	for {
		if p.unsent == nil && (len(p.lanes) == 0 || p.run.stopping()) {
			p.quiet.Store(true)
			select {
			case <-p.broken:
			case <-ctx.Done():
			}
			return
		}
		if p.unsent == nil {
			think := p.run.Think/2 + mrand.N(p.run.Think)
			select {
			case <-p.broken:
				return
			case <-ctx.Done():
				return
			case <-time.After(think):
			}
			p.write()
		}
		if !p.send(ctx) {
			return
		}
	}
}

// write thinks of a message.
func (p *person) write() {
	cmid := newCMID()
	to := p.lanes[mrand.IntN(len(p.lanes))]
	p.unsent = p.Want(to, cmid, fmt.Sprintf("%s says %d %s", p.Name, len(p.Sent)+1, cmid))
}

// newCMID is ordered by time, as the browsers' are.
func newCMID() string {
	var b [10]byte
	_, _ = rand.Read(b[:])
	return fmt.Sprintf("%012x%s", time.Now().UnixMilli(), hex.EncodeToString(b[:]))
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
