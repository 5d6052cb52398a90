package chat

import (
	"context"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Rating is what the customer thought of it.
type Rating struct {
	Score   int       `json:"score"`
	Comment string    `json:"comment,omitempty"`
	At      time.Time `json:"at"`
}

// NewRating is a score from 1 to 5 with what was written about it, or the fault
// of the field that is wrong.
func NewRating(score int, comment string, at time.Time) (*Rating, error) {
	if score < 1 || score > 5 {
		return nil, fault.Field("score", "bad_score")
	}
	comment, err := cleanShort("comment", comment, 2000)
	return &Rating{Score: score, Comment: comment, At: at}, err
}

// Rate keeps what the customer thought of the conversation; a second rating
// replaces the first.
func (d *Desk) Rate(ctx context.Context, a actor.Actor, conv string, score int, comment string) error {
	now := d.now()
	rating, err := NewRating(score, comment, now)
	if err != nil {
		return err
	}
	return d.on(ctx, a, "conversation.rate", conv, func(tx store.Tx, c Conversation, h head) error {
		if a.Staff() {
			return fault.Denied()
		}
		c.Rating = rating
		if err := announce(tx, "conversation.rated", now, &c, &h, authored(a)); err != nil {
			return err
		}
		return save(tx, c, &h)
	})
}
