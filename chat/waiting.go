package chat

import (
	"slices"
	"time"

	"balcao/store"
)

// Waiting is a place in a department's queue.
type Waiting struct {
	Department string    `json:"department"`
	Front      bool      `json:"front,omitempty"` // came back: before everybody who did not
	Rank       int       `json:"rank"`
	Since      time.Time `json:"since"`
	Conv       string    `json:"conv"`
	Returning  string    `json:"returning,omitempty"`
	Tried      []string  `json:"tried,omitempty"`
}

// key keeps those of one rank together, oldest first: the next of a queue is
// the soonest among the first of each rank.
func (w Waiting) key() []any { return []any{w.Department, w.lane(), w.Since, w.Conv} }

// lane is where those who may overtake nobody of each other stand. Its numbers
// mean no order: the first three ranks keep those that are in files already.
func (w Waiting) lane() int {
	switch {
	case w.Front:
		return 0
	case w.Rank <= 2:
		return 3 - w.Rank
	}
	return 1 + w.Rank
}

func (c Conversation) waiting() Waiting {
	return Waiting{
		Department: c.Department, Front: c.Front, Rank: c.Rank, Since: c.WaitingSince, Conv: c.ID,
		Returning: c.Previous, Tried: c.Tried,
	}
}

// wait puts the conversation into its department's queue.
func wait(tx store.Tx, c *Conversation, h *head) error {
	c.State, c.Operator = Queued, ""
	c.Turn++
	if err := waitings.Put(tx, c.waiting()); err != nil {
		return err
	}
	return save(tx, *c, h)
}

// unwait takes the conversation out of the queue; one that does not wait is
// left alone.
func unwait(tx store.Tx, c *Conversation) error {
	if c.State != Queued && c.State != Offered {
		return nil
	}
	err := waitings.Delete(tx, c.waiting().key()...)
	c.WaitingSince, c.Front, c.Tried = time.Time{}, false, nil
	return err
}

// foremost returns the first of each lane of the department's queue, leaving
// out those in skip, soonest first.
func foremost(r store.Reader, department string, now time.Time, skip map[string]bool) ([]Waiting, error) {
	var list []Waiting
	for lane := range MaxRank + 2 {
		for w, err := range waitings.All(r, department, lane) {
			if err != nil {
				return nil, err
			}
			if skip[w.Conv] {
				continue
			}
			list = append(list, w)
			break
		}
	}
	slices.SortFunc(list, func(a, b Waiting) int { return Sooner(a, b, now) })
	return list, nil
}

// queueOf is the whole queue of a department in its order.
func queueOf(r store.Reader, department string, now time.Time) ([]Waiting, error) {
	var list []Waiting
	for w, err := range waitings.All(r, department) {
		if err != nil {
			return nil, err
		}
		list = append(list, w)
	}
	slices.SortFunc(list, func(a, b Waiting) int { return Sooner(a, b, now) })
	return list, nil
}

// placeOf is the conversation's place in its queue, 1 = next; 0 = it does not
// wait.
func placeOf(r store.Reader, c Conversation, now time.Time) (int, error) {
	if c.State != Queued && c.State != Offered {
		return 0, nil
	}
	me, place := c.waiting(), 1
	for w, err := range waitings.All(r, c.Department) {
		if err != nil {
			return 0, err
		}
		if w.Conv != c.ID && Sooner(w, me, now) < 0 {
			place++
		}
	}
	return place, nil
}
