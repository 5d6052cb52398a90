package history

import "time"

// Clock counts from the beginning of a record.
type Clock struct{ began time.Time }

// NewClock begins now.
func NewClock() Clock { return Clock{time.Now()} }

// Now is the time since the beginning.
func (c Clock) Now() time.Duration { return time.Since(c.began) }

// Want notes that the sender will send a message, after all it wanted before.
// A Sender belongs to one goroutine.
func (s *Sender) Want(p Place, cmid, text string) *Sent {
	m := &Sent{Place: p, CMID: cmid, Text: text}
	s.Sent = append(s.Sent, m)
	return m
}

// Invoke notes an attempt whose outcome is not known.
func (s *Sent) Invoke(now time.Duration) *Attempt {
	a := &Attempt{Begin: now, Outcome: Unknown}
	s.Attempts = append(s.Attempts, a)
	return a
}

// Acknowledge notes the ok of the attempt.
func (s *Sent) Acknowledge(a *Attempt, now time.Duration, r Receipt) {
	a.End, a.Outcome, a.Receipt = now, OK, r
	if s.Conv == "" {
		s.Conv = r.Conv
	}
}

// Refuse notes that the attempt was refused, so nothing of it was stored.
func (a *Attempt) Refuse(now time.Duration, code string) {
	a.End, a.Outcome, a.Code = now, Failed, code
}
