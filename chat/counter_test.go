package chat

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/store/storetest"
)

// counter is a Desk on a real store, in a synctest bubble: time.Sleep turns
// the clock, and due-rows run when they are due.
type counter struct {
	*Desk
	t     *testing.T
	house *accounts.Registry
	told  *told
	stop  func() // ends what runs beside the desk
}

// told records volatile frames.
type told struct {
	mu     sync.Mutex
	frames []whisper
}

type whisper struct {
	ev, conv, data string
	topics         []string
}

func (o *told) Volatile(ev, conv string, data any, topics []string, _ string) {
	b, _ := json.Marshal(data)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.frames = append(o.frames, whisper{ev, conv, string(b), topics})
}

func (o *told) of(ev string) (list []whisper) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, w := range o.frames {
		if w.ev == ev {
			list = append(list, w)
		}
	}
	return list
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// atCounter runs the test in a bubble with a desk that runs and one
// department open at all hours.
func atCounter(t *testing.T, test func(c *counter)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { test(newCounter(t, storetest.Open(t))) })
}

func newCounter(t *testing.T, s store.Store) *counter {
	t.Helper()
	c := &counter{t: t, told: &told{}}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	c.house = accounts.New(accounts.Options{
		Store: s, Clock: time.Now, NewID: newID, Log: log, Cost: accounts.Cost{Memory: 64, Time: 1, Lanes: 1}, Joined: Joined,
	})
	c.Desk = New(Options{Store: s, Clock: time.Now, NewID: newID, Log: log, Volatile: c.told, Visitors: c.house})
	c.update(FirstStart)
	c.start()
	return c
}

// start lets the desk and its due-rows run until the test ends.
func (c *counter) start() {
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = c.Run(ctx) })
	running.Go(func() {
		store.NewScheduler(c.Store, time.Now, c.Log, c.Due()).Run(ctx)
	})
	c.stop = func() { cancel(); running.Wait() }
	c.t.Cleanup(func() { c.stop(); c.house.Close() })
	synctest.Wait()
}

func (c *counter) update(fn func(store.Tx) error) {
	c.t.Helper()
	if err := c.Store.Update(context.Background(), fn); err != nil {
		c.t.Fatal(err)
	}
}

func (c *counter) view(fn func(store.Reader) error) {
	c.t.Helper()
	if err := c.Store.View(context.Background(), fn); err != nil {
		c.t.Fatal(err)
	}
}

// staff makes an account that works here.
func (c *counter) staff(name string, role actor.Role) actor.Actor {
	c.t.Helper()
	a, err := c.house.CreateAccount(context.Background(), actor.Actor{Role: actor.System}, accounts.NewAccount{
		Email: strings.ToLower(name) + "@balcao.test", Name: name, Password: "Corret0-cavalo", Role: role,
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return a.Actor()
}

// operator makes an operator with a socket who chose to be online.
func (c *counter) operator(name string) actor.Actor {
	c.t.Helper()
	a := c.staff(name, actor.Operator)
	c.online(a)
	return a
}

func (c *counter) online(a actor.Actor) {
	c.t.Helper()
	c.Arrived(a, "socket of "+a.ID)
	c.choose(a, Online)
}

func (c *counter) gone(a actor.Actor) { c.Left(a, "socket of "+a.ID) }

func (c *counter) choose(a actor.Actor, state string) {
	c.t.Helper()
	if _, err := c.Desk.Choose(context.Background(), a, state); err != nil {
		c.t.Fatal(err)
	}
}

func (c *counter) visitor(name string) actor.Actor {
	c.t.Helper()
	v, _, err := c.Arrive(context.Background(), accounts.Visitor{Site: DefaultSite, Name: name, Locale: "en"})
	if err != nil {
		c.t.Fatal(err)
	}
	return v.Actor()
}

// opens has the visitor begin a conversation.
func (c *counter) opens(a actor.Actor, text string) string {
	c.t.Helper()
	return c.must(a, Post{New: &Opening{}, Text: text}).Conv
}

func (c *counter) says(a actor.Actor, conv, text string) Posted {
	c.t.Helper()
	return c.must(a, Post{Conv: conv, Text: text})
}

func (c *counter) notes(a actor.Actor, conv, text string) Posted {
	c.t.Helper()
	return c.must(a, Post{Conv: conv, Text: text, Stream: Internal})
}

func (c *counter) must(a actor.Actor, p Post) Posted {
	c.t.Helper()
	if p.CMID == "" {
		p.CMID = newID()
	}
	out, err := c.Desk.Post(context.Background(), a, p)
	if err != nil {
		c.t.Fatalf("post: %v", err)
	}
	return out
}

func (c *counter) conv(id string) (conv Conversation) {
	c.t.Helper()
	c.view(func(r store.Reader) (err error) {
		conv, err = ConversationOf(r, id)
		return err
	})
	return conv
}

func (c *counter) shown(a actor.Actor, id string) View {
	c.t.Helper()
	v, err := c.Show(context.Background(), a, id)
	if err != nil {
		c.t.Fatal(err)
	}
	return v
}

// events lists what was logged about the conversation, "" = about anything.
func (c *counter) events(conv string) (list []store.Event) {
	c.t.Helper()
	c.view(func(r store.Reader) error {
		list = nil
		for e, err := range store.ReadEvents(r, 0) {
			if err != nil {
				return err
			}
			if conv == "" || e.Conv == conv {
				list = append(list, e)
			}
		}
		return nil
	})
	return list
}

func (c *counter) kinds(conv string) (list []string) {
	for _, e := range c.events(conv) {
		list = append(list, e.Kind)
	}
	return list
}

func (c *counter) held(conv string, by actor.Actor) {
	c.t.Helper()
	if got := c.conv(conv); got.State != Assigned || got.Operator != by.ID {
		c.t.Fatalf("conversation is %s with %q, want it assigned to %s (%s)", got.State, got.Operator, by.Name, by.ID)
	}
}

func (c *counter) is(conv string, state State) {
	c.t.Helper()
	if got := c.conv(conv); got.State != state {
		c.t.Fatalf("conversation is %s, want %s", got.State, state)
	}
}

func (c *counter) refused(err error, code string) {
	c.t.Helper()
	if err == nil || fault.Of(err).Name() != code {
		c.t.Fatalf("got %v, want the refusal %s", err, code)
	}
}

func ctx() context.Context { return context.Background() }

func faultOf(err error) *fault.Error { return fault.Of(err) }
