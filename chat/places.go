package chat

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"balcao/accounts"
	"balcao/store"
)

// waitSamples are the latest waiting times of a department, newest last.
type waitSamples struct {
	Department string `json:"department"`
	Seconds    []int  `json:"seconds"`
}

const (
	keepSamples = 20
	// fewestSamples is how many a promise needs.
	fewestSamples = 5
)

// noteWait keeps how long a conversation waited; one taken at once did not.
func noteWait(tx store.Tx, department string, waited time.Duration) error {
	if waited < time.Second {
		return nil
	}
	s, err := waits.Get(tx, department)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	s.Department = department
	s.Seconds = append(slices.Clone(s.Seconds), int(waited.Seconds()))
	s.Seconds = s.Seconds[max(0, len(s.Seconds)-keepSamples):]
	return waits.Put(tx, s)
}

// expectedWait is the median of the latest waits in seconds, longer for those
// further behind; 0 = too few to promise anything.
func expectedWait(r store.Reader, department string, place int) (int, error) {
	s, err := waits.Get(r, department)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	if err != nil || len(s.Seconds) < fewestSamples {
		return 0, err
	}
	sorted := slices.Sorted(slices.Values(s.Seconds))
	median := sorted[len(sorted)/2]
	return median + median*(place-1)/2, nil
}

// Place is the data of the volatile frame queue.
type Place struct {
	Position     int `json:"position"`
	Waiting      int `json:"waiting"`
	ExpectedWait int `json:"expected_wait_s,omitempty"`
}

// noteQueues is called on the writer's goroutine: it only notes which queues
// moved and whose cover changed.
func (d *Desk) noteQueues(events []store.Event) {
	moved := false
	for _, e := range events {
		switch e.Kind {
		case accounts.KindCover:
			d.changed.Lock()
			d.changed.covers.note(e)
			d.changed.Unlock()
			moved = true
			continue
		case "operator.state":
			d.changed.Lock()
			d.changed.operators[strings.TrimPrefix(e.Author, "account/")] = true
			d.changed.Unlock()
			moved = true
			continue
		case "conversation.queued", "conversation.assigned", "conversation.requeued", "conversation.closed", "conversation.transferred":
		default:
			continue
		}
		d.changed.Lock()
		for _, t := range e.Topics {
			if id, ok := strings.CutPrefix(t, "department/"); ok {
				d.changed.departments[id] = true
				moved = true
			}
		}
		d.changed.Unlock()
	}
	if moved {
		select {
		case d.queue <- struct{}{}:
		default:
		}
	}
}

// placesTold is how many of a queue are told their place: further behind it
// says little and is asked for by HTTP.
const placesTold = 500

// tellPlaces tells waiting customers of the queues that moved where they
// stand.
func (d *Desk) tellPlaces(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case <-time.After(100 * time.Millisecond): // several moves make one telling
	}
	d.changed.Lock()
	moved, operators := d.changed.departments, d.changed.operators
	d.changed.departments, d.changed.operators = map[string]bool{}, map[string]bool{}
	d.changed.Unlock()
	if err := d.tellPresence(ctx, operators); err != nil {
		return err
	}
	type telling struct {
		conv string
		to   []string
		Place
	}
	var all []telling
	err := d.Store.View(ctx, func(r store.Reader) error {
		all = all[:0]
		for id := range moved {
			queue, err := queueOf(r, id, d.now())
			if err != nil {
				return err
			}
			for i, w := range queue[:min(len(queue), placesTold)] {
				h, err := headOf(r, w.Conv)
				if err != nil {
					return err
				}
				expected, err := expectedWait(r, id, i+1)
				if err != nil {
					return err
				}
				all = append(all, telling{w.Conv, h.Customers, Place{i + 1, len(queue), expected}})
			}
		}
		return nil
	})
	for _, t := range all {
		d.Volatile.Volatile("queue", t.conv, t.Place, t.to, "")
	}
	return err
}

// Shown is the data of the volatile frame presence: the customers of an
// operator see whether he is there.
type Shown struct {
	Person accounts.Person `json:"person"`
	State  string          `json:"state"`
}

func (d *Desk) tellPresence(ctx context.Context, operators map[string]bool) error {
	type telling struct {
		conv string
		to   []string
		Shown
	}
	var all []telling
	err := d.Store.View(ctx, func(r store.Reader) error {
		all = all[:0]
		for account := range operators {
			v, err := operatorView(r, d.now(), account)
			if err != nil {
				return gone(err)
			}
			for c, err := range conversations.By(r, "operator", account) {
				if err != nil {
					return err
				}
				if c.State == Assigned {
					all = append(all, telling{c.ID, c.customers(), Shown{v.Person, v.State}})
				}
			}
		}
		return nil
	})
	for _, t := range all {
		d.Volatile.Volatile("presence", t.conv, t.Shown, t.to, "")
	}
	return err
}
