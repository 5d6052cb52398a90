package chat

import (
	"time"

	"balcao/accounts"
	"balcao/store"
)

// faces remembers the persons met during one read, as staff or as customers
// may see them.
type faces struct {
	r        store.Reader
	forStaff bool
	met      accounts.Met
	// queues, in lists, keeps the places of each department's queue: asked for
	// one by one a long queue would be read once for each of its conversations.
	queues map[string]map[string]int
}

func newFaces(r store.Reader, forStaff bool) *faces {
	return &faces{r: r, forStaff: forStaff, met: accounts.Met{}}
}

// listing is newFaces for many conversations at once.
func listing(r store.Reader, forStaff bool) *faces {
	f := newFaces(r, forStaff)
	f.queues = map[string]map[string]int{}
	return f
}

// place is the conversation's place in its queue, 1 = next; 0 = it does not
// wait.
func (f *faces) place(c Conversation, now time.Time) (int, error) {
	if f.queues == nil || c.State != Queued { // who is offered stands in no queue
		return placeOf(f.r, c, now)
	}
	places := f.queues[c.Department]
	if places == nil {
		queue, err := queueOf(f.r, c.Department, now)
		if err != nil {
			return 0, err
		}
		places = make(map[string]int, len(queue))
		for i, w := range queue {
			places[w.Conv] = i + 1
		}
		f.queues[c.Department] = places
	}
	return places[c.ID], nil
}

func (f *faces) of(topic string) (accounts.Person, error) {
	return f.met.Of(f.r, topic, f.forStaff)
}

// optional is of, nil for nobody.
func (f *faces) optional(topic string) (*accounts.Person, error) {
	if topic == "" {
		return nil, nil
	}
	p, err := f.of(topic)
	return &p, err
}
