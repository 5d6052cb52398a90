package chat

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

const (
	dueAbsent = "chat.absent"
	// grace is how long somebody whose connection broke counts as here.
	grace = 30 * time.Second
	// attendAgain is when presence is written that could not be.
	attendAgain = 5 * time.Second
	// startGrace is the same after a start of the server.
	startGrace = 60 * time.Second
)

// attendance counts the live connections of staff. It is only a hint of what
// to write: presence is decided by the rows.
type attendance struct {
	mu    sync.Mutex
	conns map[string]map[string]bool // account → connections
	owed  map[string]bool            // accounts whose presence is to be written later
}

func newAttendance() *attendance {
	return &attendance{conns: map[string]map[string]bool{}, owed: map[string]bool{}}
}

// owe notes whether the account's presence is to be written later and tells
// whether that is new.
func (at *attendance) owe(account string, owed bool) bool {
	at.mu.Lock()
	defer at.mu.Unlock()
	was := at.owed[account]
	if owed {
		at.owed[account] = true
	} else {
		delete(at.owed, account)
	}
	return was != owed
}

// arrived tells whether it is the account's first connection.
func (at *attendance) arrived(account, conn string) bool {
	at.mu.Lock()
	defer at.mu.Unlock()
	if at.conns[account] == nil {
		at.conns[account] = map[string]bool{}
	}
	at.conns[account][conn] = true
	return len(at.conns[account]) == 1
}

// left tells whether it was the account's last connection.
func (at *attendance) left(account, conn string) bool {
	at.mu.Lock()
	defer at.mu.Unlock()
	if !at.conns[account][conn] {
		return false
	}
	delete(at.conns[account], conn)
	if len(at.conns[account]) > 0 {
		return false
	}
	delete(at.conns, account)
	return true
}

func (at *attendance) here(account string) bool {
	at.mu.Lock()
	defer at.mu.Unlock()
	return len(at.conns[account]) > 0
}

// Arrived notes a live connection; the first of an operator makes him what he
// chose to be and lets the queue move.
func (d *Desk) Arrived(a actor.Actor, conn string) {
	if a.Staff() && d.present.arrived(a.ID, conn) {
		d.attend(a.ID)
	}
}

// Left notes the end of a connection; after the last of an operator he has
// half a minute to come back.
func (d *Desk) Left(a actor.Actor, conn string) {
	if !a.Staff() {
		return
	}
	d.lookers.left(conn, d.tellLookers)
	if d.present.left(a.ID, conn) {
		d.attend(a.ID)
	}
}

// attend writes what the connections say now. Calls that overtake each other
// do no harm: the last to run writes the newest.
func (d *Desk) attend(account string) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err := d.Store.Update(ctx, func(tx store.Tx) error {
		now, here := d.now(), d.present.here(account)
		p, err := presenceOf(tx, account)
		if err != nil {
			return err
		}
		if p.Live == here {
			return nil
		}
		p.Live = here
		if !here {
			p.GraceUntil = now.Add(grace)
			if err := store.Due(tx, p.GraceUntil, dueAbsent, account, 0); err != nil {
				return err
			}
			return presences.Put(tx, p)
		}
		p.GraceUntil = time.Time{}
		if err := showPresence(tx, now, p, ""); err != nil {
			return err
		}
		return d.drainFor(tx, now, account)
	})
	if err == nil {
		return
	}
	d.Log.Warn("presence not written", slog.String("account", account), slog.Any("err", err))
	if (fault.Is(err, fault.ReadOnly) || fault.Is(err, fault.Busy)) && d.present.owe(account, true) {
		time.AfterFunc(attendAgain, func() { // a full disk is freed some day
			d.present.owe(account, false)
			d.attend(account)
		})
	}
}

// dueAbsent: who has not come back is offline, and what he held goes to the
// front of the queue.
func (d *Desk) dueAbsent(tx store.Tx, account string, _ uint64) error {
	p, err := presenceOf(tx, account)
	if err != nil {
		return err
	}
	now := d.now()
	if !d.started.Load() { // rows that fell due while the server was down
		return store.Due(tx, now.Add(time.Second), dueAbsent, account, 0)
	}
	if p.Live || now.Before(p.GraceUntil) {
		return nil
	}
	if err := showPresence(tx, now, p, "gone"); err != nil {
		return err
	}
	var held []Conversation
	for c, err := range conversations.By(tx, "operator", account) {
		if err != nil {
			return err
		}
		held = append(held, c)
	}
	var queues []string
	for _, c := range held {
		// A claim without a connection has its own half minute.
		if c.State == Assigned && now.Before(c.AssignedAt.Add(grace)) {
			continue
		}
		h, err := headOf(tx, c.ID)
		if err != nil {
			return err
		}
		if c.State == Offered {
			err = d.lapse(tx, now, &c, &h)
		} else {
			err = d.requeue(tx, now, &c, &h, "operator_gone")
		}
		if err != nil {
			return err
		}
		queues = addTopic(queues, c.Department)
	}
	return d.drain(tx, now, queues...)
}

// reopenDoors gives those whom the last run left online, or with chats, a
// minute to come back.
func (d *Desk) reopenDoors(ctx context.Context) error {
	err := d.Store.Update(ctx, func(tx store.Tx) error {
		now := d.now()
		var were []Presence
		for p, err := range presences.All(tx) {
			if err != nil {
				return err
			}
			load, err := loadOf(tx, p.Account)
			if err != nil {
				return err
			}
			if p.Live || p.Shown != Offline || load > 0 {
				were = append(were, p)
			}
		}
		for _, p := range were {
			p.Live = d.present.here(p.Account)
			p.GraceUntil = now.Add(startGrace)
			if err := presences.Put(tx, p); err != nil {
				return err
			}
			if err := store.Due(tx, p.GraceUntil, dueAbsent, p.Account, 0); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		d.started.Store(true)
	}
	return err
}
