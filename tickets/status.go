package tickets

import (
	"strconv"
	"time"

	"balcao/fault"
	"balcao/store"
)

// closeAfter is how long a resolved ticket waits for an objection.
const closeAfter = 7 * 24 * time.Hour

const dueClose = "ticket.close"

// move takes the ticket to another status. The caller writes ticket and entry.
func move(tx store.Tx, now time.Time, t *Ticket, to Status) (Change, error) {
	change := Change{Field: "status", From: string(t.Status), To: string(to)}
	switch {
	case to == StatusNew:
		return change, fault.Field("status", "bad_transition")
	case t.Status == StatusClosed && to != StatusOpen:
		return change, fault.New(fault.Conflict, "ticket_closed")
	case t.Status == StatusClosed && now.Sub(t.ClosedAt) > reopenFor:
		return change, fault.New(fault.Conflict, "reopen_too_late")
	}
	t.Status, t.StatusAt = to, now
	t.Turn++
	switch to {
	case StatusResolved:
		t.ResolvedAt = now
		return change, store.Due(tx, now.Add(closeAfter), dueClose, strconv.FormatUint(t.Number, 10), t.Turn)
	case StatusClosed:
		t.ClosedAt = now
		if t.ResolvedAt.IsZero() {
			t.ResolvedAt = now
		}
	default:
		t.ResolvedAt, t.ClosedAt = time.Time{}, time.Time{}
	}
	return change, nil
}

// moved is move with entry and event, by whoever it was.
func (k *Tracker) moved(tx store.Tx, now time.Time, by string, t Ticket, to Status) error {
	was := t
	change, err := move(tx, now, &t, to)
	if err != nil {
		return err
	}
	return k.write(tx, now, by, &t, was, []Change{change}, "", "")
}

// Due are the handlers of this feature's due-rows, for the scheduler.
func (k *Tracker) Due() map[string]func(tx store.Tx, subject string, version uint64) error {
	return map[string]func(store.Tx, string, uint64) error{dueClose: k.dueClose}
}

// dueClose closes what has stayed resolved.
func (k *Tracker) dueClose(tx store.Tx, subject string, turn uint64) error {
	number, err := strconv.ParseUint(subject, 10, 64)
	if err != nil {
		return err
	}
	t, err := TicketOf(tx, number)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil || t.Turn != turn || t.Status != StatusResolved {
		return err
	}
	return k.moved(tx, k.time(), "", t, StatusClosed)
}
