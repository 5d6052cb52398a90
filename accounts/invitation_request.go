package accounts

import (
	"errors"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// The states of a request for an invitation.
const (
	RequestOpen     = "open"
	RequestApproved = "approved"
	RequestRejected = "rejected"
)

// InvitationRequest is what somebody without an account, or a company's manager
// for a colleague, asks for. Nothing that a stranger typed is proved.
type InvitationRequest struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Company  string `json:"company"` // as typed; of a manager's, its name
	JobTitle string `json:"job_title"`
	Email    string `json:"email"`
	Phone    string `json:"phone"`
	Locale   string `json:"locale,omitempty"`
	// Of is the manager's company and By the manager's topic; both are empty
	// when a stranger asks.
	Of         string    `json:"of,omitempty"`
	By         string    `json:"by,omitempty"`
	At         time.Time `json:"at"`      // first asked
	LastAt     time.Time `json:"last_at"` // last asked
	Times      int       `json:"times"`
	State      string    `json:"state"`
	Reason     string    `json:"reason,omitempty"`
	Invitation string    `json:"invitation,omitempty"` // id of what it led to
	Account    string    `json:"account,omitempty"`    // id of who had one already
	AnsweredAt time.Time `json:"answered_at,omitzero"`
	AnsweredBy string    `json:"answered_by,omitempty"`
}

// reminded remembers when somebody with an account was last told by mail that
// they have one: whoever types their address must not fill their mailbox.
type reminded struct {
	Account string    `json:"account"`
	At      time.Time `json:"at"`
	Times   int       `json:"times"` // asked in their name
}

const (
	remindEvery        = 24 * time.Hour
	openRequestsAtMost = 2000
)

// askedOf is the request of that id, or Missing.
func askedOf(r store.Reader, id string) (InvitationRequest, error) {
	q, err := asked.Get(r, id)
	if errors.Is(err, store.ErrNotFound) {
		return q, fault.Missing()
	}
	return q, err
}

// roomToAsk fails while more requests wait than people will ever answer. It
// takes the same time whoever asks.
func roomToAsk(r store.Reader) error {
	n := 0
	for _, err := range asked.By(r, "state", RequestOpen) {
		if n++; err != nil || n == openRequestsAtMost {
			return errors.Join(err, &fault.Error{Kind: fault.RateLimited, Text: "faults.requests_full", Retry: time.Hour})
		}
	}
	return nil
}

// keepers are the topics of the staff who answer requests, at most that many.
func keepers(r store.Reader, most int) ([]string, error) {
	topics := []string{}
	for a, err := range Staff(r) {
		if err != nil {
			return nil, err
		}
		if who := a.Actor(); who.May(actor.KeepCustomers) && len(topics) < most {
			topics = append(topics, who.Topic())
		}
	}
	return topics, nil
}
