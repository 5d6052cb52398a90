package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

const (
	dueTable = "due"
	dueLead  = 30 * time.Second // longest sleep, so that a jump of the wall clock is noticed
	dueAgain = 30 * time.Second // until a failed row is tried again
	dueBatch = 200
)

// Due asks for the handler of that kind at that time, with the subject and the
// version it has now: a handler finding another version has nothing to do. The
// same row twice is one row.
func Due(tx Tx, at time.Time, kind, subject string, version uint64) error {
	return tx.Put(Key(dueTable, at, kind, subject, version), appendDue(nil, kind, subject, version))
}

// DueHandler acts in the transaction in which its row goes.
type DueHandler = func(tx Tx, subject string, version uint64) error

// Scheduler runs handlers when their rows are due.
type Scheduler struct {
	store    Store
	clock    func() time.Time
	log      *slog.Logger
	handlers map[string]DueHandler
	wake     chan struct{}
}

// NewScheduler returns a scheduler that does nothing before Run.
func NewScheduler(s Store, clock func() time.Time, log *slog.Logger, handlers map[string]func(tx Tx, subject string, version uint64) error) *Scheduler {
	return &Scheduler{store: s, clock: clock, log: log, handlers: handlers, wake: make(chan struct{}, 1)}
}

// Kick has the scheduler look at the rows now, as after the clock was changed.
func (s *Scheduler) Kick() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Run acts on due rows in the order of their times until ctx ends. It sleeps
// until the next row, never longer than 30 s, and wakes when one is written.
func (s *Scheduler) Run(ctx context.Context) {
	defer s.store.Watch(dueTable, s.Kick)()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.wake:
		case <-timer.C:
		}
		timer.Reset(s.round(ctx))
	}
}

type dueRow struct {
	key           []byte
	kind, subject string
	version       uint64
}

// round acts on what is due and returns how long there is nothing to do.
func (s *Scheduler) round(ctx context.Context) time.Duration {
	for ctx.Err() == nil {
		rows, next, err := s.due(ctx)
		if err != nil {
			s.log.Error("due rows cannot be read", "error", err)
			return dueLead
		}
		for _, row := range rows {
			if ctx.Err() != nil {
				return dueLead
			}
			if err := s.act(ctx, row); err != nil {
				return time.Second // busy or read-only: the row stays
			}
		}
		if len(rows) < dueBatch {
			return next
		}
	}
	return dueLead
}

// due reads the rows whose time has come and how long until the one after.
func (s *Scheduler) due(ctx context.Context) (rows []dueRow, next time.Duration, err error) {
	now := s.clock()
	err = s.store.View(ctx, func(r Reader) error {
		rows, next = nil, dueLead
		for k, v := range r.Ascend(Prefix(Key(dueTable))) {
			if at := dueAt(k); at.After(now) {
				next = min(at.Sub(now), dueLead)
				break
			}
			if len(rows) == dueBatch {
				break
			}
			row, err := readDue(v)
			if err != nil {
				return err
			}
			row.key = append([]byte(nil), k...)
			rows = append(rows, row)
		}
		return nil
	})
	return rows, next, err
}

// act runs one handler; a handler's error moves the row, only the store's own
// is returned.
func (s *Scheduler) act(ctx context.Context, row dueRow) error {
	handle, ok := s.handlers[row.kind]
	failed := fmt.Errorf("nobody handles %s", row.kind)
	if ok {
		var inner error
		err := s.store.Update(ctx, func(tx Tx) error {
			inner = nil
			if _, err := tx.Get(row.key); err != nil {
				if errors.Is(err, ErrNotFound) {
					return nil
				}
				return err
			}
			if err := tx.Delete(row.key); err != nil {
				return err
			}
			inner = handle(tx, row.subject, row.version)
			return inner
		})
		if err == nil {
			return nil
		}
		if inner == nil && unwritable(err) {
			return err
		}
		failed = err
	}
	s.log.Error("a due row failed and is tried again", "kind", row.kind, "subject", row.subject, "error", failed)
	return s.store.Update(ctx, func(tx Tx) error {
		if err := tx.Delete(row.key); err != nil {
			return err
		}
		return Due(tx, s.clock().Add(dueAgain), row.kind, row.subject, row.version)
	})
}

func appendDue(b []byte, kind, subject string, version uint64) []byte {
	return binary.AppendUvarint(appendString(appendString(b, kind), subject), version)
}

func readDue(v []byte) (dueRow, error) {
	d := decoder{rest: string(v)}
	row := dueRow{kind: d.text(), subject: d.text(), version: d.uvarint()}
	if d.broken || d.rest != "" {
		return row, fmt.Errorf("due row %q: %w", v, ErrCorrupt)
	}
	return row, nil
}

func dueAt(key []byte) time.Time {
	k := key[len(dueTable)+2:]
	return time.Unix(0, int64(binary.BigEndian.Uint64(k)^1<<63))
}
