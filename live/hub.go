package live

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"balcao/store"
)

// Hub holds the connections and brings them what happens.
type Hub struct {
	o      Options
	limits Limits
	frames map[string]Frame
	stats  *Stats

	ctx    context.Context // ends with Close; handlers run under it
	cancel context.CancelFunc
	wg     sync.WaitGroup // every goroutine of every connection
	in     inbox
	unhook func()
	press  press         // Run's
	pulse  chan struct{} // Run takes what is sent here
	scans  chan struct{} // one token a log scan
	filled chan struct{} // closed when the ring has been read from disk

	handshakes *rate.Limiter
	notReady   atomic.Bool
	quiet      atomic.Bool   // frames are read no more: the client sends them again elsewhere
	working    atomic.Int64  // frames being handled
	stopping   chan struct{} // closed by Drain
	drainOnce  sync.Once

	mu       sync.Mutex // guards what follows and the members' places in it
	closed   bool
	head     uint64 // all events up to it have been handed out
	at       int64  // when the newest was
	whisper  uint64 // counts volatile frames
	ring     ring
	byTopic  map[string][]*member
	byOwn    map[string][]*member // by own topic and session, from hello on
	conns    map[*Conn]struct{}
	silent   map[string][]*Conn // by address: upgraded, no hello yet
	tickets  tickets
	meters   map[string]*meter
	pollings map[string]*polling
}

// New returns a hub that hears of commits from now on; Run hands them out. Two
// frames of one name end the start.
func New(o Options) *Hub {
	o = o.withDefaults()
	ctx, cancel := context.WithCancel(context.Background())
	stats := newStats()
	h := &Hub{
		o: o, limits: o.Limits, frames: map[string]Frame{}, stats: stats,
		ctx: ctx, cancel: cancel,
		in:         inbox{more: make(chan struct{}, 1), delay: stats.Dispatch},
		pulse:      make(chan struct{}),
		scans:      make(chan struct{}, o.Limits.Scans),
		handshakes: rate.NewLimiter(rate.Limit(o.Limits.Handshakes), o.Limits.Handshakes),
		filled:     make(chan struct{}),
		stopping:   make(chan struct{}),
		byTopic:    map[string][]*member{}, byOwn: map[string][]*member{},
		conns: map[*Conn]struct{}{}, silent: map[string][]*Conn{},
		tickets: tickets{life: o.Limits.TicketLife, rows: map[[32]byte]*ticket{}, owners: map[string][][32]byte{}},
		meters:  map[string]*meter{}, pollings: map[string]*polling{},
	}
	for _, f := range append(h.own(), o.Frames...) {
		if _, twice := h.frames[f.Name]; twice || f.Name == "hello" || f.Roles == 0 {
			panic(fmt.Sprintf("live: frame %q has no policy or comes twice", f.Name))
		}
		h.frames[f.Name] = f
	}
	h.unhook = o.Store.Log().Follow(h.in.put)
	h.head = o.Store.Log().Head()
	stats.Dispatched.Set(int64(h.head))
	h.ring = newRing(h.head, o.Limits.RingEvents, o.Limits.RingBytes)
	return h
}

// Frames lists every frame clients may send after hello, by name.
func (h *Hub) Frames() []Frame {
	var all []Frame
	for _, f := range h.frames {
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b Frame) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

// Run hands committed events out until ctx ends.
func (h *Hub) Run(ctx context.Context) error {
	defer h.unhook()
	go func() {
		defer close(h.filled)
		h.fill(ctx)
	}()
	defer func() { <-h.filled }()
	sweep := time.NewTicker(time.Minute)
	defer sweep.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-sweep.C:
			h.sweep()
		case <-h.pulse:
		case <-h.in.more:
			events, lost := h.in.take()
			if lost {
				if err := h.catchUp(ctx); err != nil && ctx.Err() == nil {
					return fmt.Errorf("live: reading the log: %w", err)
				}
			}
			for _, e := range events {
				h.dispatch(ctx, e)
			}
		}
	}
}

// catchUp reads from the log what the inbox could not hold.
func (h *Hub) catchUp(ctx context.Context) error {
	for {
		h.mu.Lock()
		from := h.head
		h.mu.Unlock()
		// A view may show commits whose sync is under way; the head does not.
		synced := h.o.Store.Log().Head()
		events, err := h.read(ctx, from, synced, fillChunk)
		if err != nil || len(events) == 0 {
			return err
		}
		for _, e := range events {
			h.dispatch(ctx, e)
		}
	}
}

// dispatch hands one event to whoever is entitled to it. It never waits for a
// socket.
func (h *Hub) dispatch(ctx context.Context, ev store.Event) {
	e := newEntry(ev, &h.press)
	h.mu.Lock()
	if e.pos <= h.head {
		h.mu.Unlock()
		return
	}
	h.head = e.pos
	h.stats.Dispatched.Set(int64(e.pos))
	h.at = time.Now().UnixNano()
	h.ring.push(e)
	if control(e.kind) {
		h.steer(e)
	} else {
		for _, t := range e.topics {
			for _, m := range h.byTopic[t] {
				h.give(m, e)
			}
		}
	}
	h.mu.Unlock()
	if e.kind == store.KindTopics {
		h.reconsider(ctx, e.topics)
	}
}

// give hands the event to a member that has not had it; h.mu is held.
func (h *Hub) give(m *member, e *entry) {
	if m.seen >= e.pos {
		return
	}
	m.seen = e.pos
	if e.of(m.staff) == nil {
		return // internal events take no n of a customer's
	}
	if m.conn == nil {
		signal(m.wake)
		return
	}
	m.n++
	m.conn.pushEvent(e, m.n, h.at)
}

// sweep forgets what nobody asks for any more.
func (h *Hub) sweep() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.tickets.expire(time.Now())
	h.sweepMeters(time.Now())
}
