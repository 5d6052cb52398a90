// Package history keeps what clients asked, were told and saw while a server
// was loaded and broken. Package check judges it.
package history

import "time"

// Outcome is what became of an attempt. Unknown says that no answer came: the
// message may be stored or not.
type Outcome string

// The outcomes of an attempt.
const (
	Unknown Outcome = "unknown"
	OK      Outcome = "ok"
	Failed  Outcome = "failed"
)

// Place is one stream of a conversation.
type Place struct{ Conv, Stream string }

// Message is a message as it is stored, or as somebody was shown it.
type Message struct {
	Place
	Seq    uint64
	MID    string
	CMID   string // as the text tells: each text ends with its own
	Author string
	Text   string
}

// Receipt is what an ok said.
type Receipt struct {
	Place
	Seq uint64
	MID string
	Pos uint64
	Dup bool
}

// Attempt is one time a message was sent. The times count from the beginning
// of the record.
type Attempt struct {
	Begin, End time.Duration
	Outcome    Outcome
	Receipt    Receipt // when ok
	Code       string  // when failed
}

// Sent is a message somebody wanted stored once, however often it was sent. Its
// place has no conversation while nobody knows which one it opened.
type Sent struct {
	Place
	CMID, Text string
	Attempts   []*Attempt
}

// Acknowledged returns the first ok, nil when there was none.
func (s *Sent) Acknowledged() *Attempt {
	for _, a := range s.Attempts {
		if a.Outcome == OK {
			return a
		}
	}
	return nil
}

// Sender is one author. Sent is in the order in which he wrote: the next one
// into a place was begun only after the ok of the one before.
type Sender struct {
	Name   string
	Author string // the id others see; "" = unknown
	Sent   []*Sent
}

// History is all that is known of one run, and what the server had stored at
// its end.
type History struct {
	Senders  []*Sender
	Watchers []*Watcher
	Stored   []Message
}
