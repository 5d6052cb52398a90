package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"time"
)

// Event is one committed change that somebody may see.
type Event struct {
	Pos    uint64    // place in the log, set by Append
	Kind   string    // "message", "conversation.assigned", … or a control kind
	At     time.Time // to the nanosecond, UTC
	Conv   string
	Ticket uint64
	Stream string
	Seq    uint64
	Author string   // topic of the author; only its connections get CMID
	CMID   string   // the author's name for the deed
	Topics []string // who is entitled: "account/…", "visitor/…", "company/…", "department/…", "conversation/…", "session/…"
	Staff  []byte   // encoded data for staff; nil = staff never gets the event
	Public []byte   // encoded data for visitors and customers; nil = they never get it

	Notices []Notice // whom to tell of it otherwise; sockets never see them
}

// Control kinds steer sockets and are never shown.
const (
	KindRevoked = "~revoked" // the sockets of these topics close with 4502
	KindBlocked = "~blocked" // the sockets of these topics close with 4506
	KindTopics  = "~topics"  // what these principals may see is worked out again
)

// LogTable is the first part of every event's key.
const LogTable = "log"

// EventKey is where the event of that pos lies.
func EventKey(pos uint64) []byte { return Key(LogTable, pos) }

// Formats of stored events. The first kept both bodies even when they were the
// same; it is read for ever. Only an event with notices has a place for them.
const (
	eventFormat      = 2
	eventFormatTold  = 3
	eventFormatFirst = 1
)

// EncodeEvent is the stored form of an event without its pos.
func EncodeEvent(e Event) []byte {
	return AppendEvent(make([]byte, 0, 256+len(e.Staff)+len(e.Public)), e)
}

// AppendEvent appends the stored form of an event without its pos: a format
// byte, the length of the head, the head, and the two bodies, or one when they
// are the same.
func AppendEvent(b []byte, e Event) []byte {
	start := len(b)
	b = append(b, eventFormat, 0, 0)
	if len(e.Notices) > 0 {
		b[start] = eventFormatTold
	}
	var at int64
	if !e.At.IsZero() {
		at = e.At.UnixNano()
	}
	b = binary.AppendVarint(b, at)
	for _, s := range [...]string{e.Kind, e.Conv, e.Stream, e.Author, e.CMID} {
		b = appendString(b, s)
	}
	b = binary.AppendUvarint(b, e.Ticket)
	b = binary.AppendUvarint(b, e.Seq)
	b = binary.AppendUvarint(b, uint64(len(e.Topics)))
	for _, t := range e.Topics {
		b = appendString(b, t)
	}
	// Lengths are shifted by one so that an empty body differs from none.
	b = appendLength(b, e.Staff)
	b = appendLength(b, e.Public)
	same := len(e.Public) > 0 && bytes.Equal(e.Staff, e.Public)
	if same {
		b = append(b, 1)
	} else {
		b = append(b, 0)
	}
	if len(e.Notices) > 0 {
		b = appendNotices(b, e.Notices)
	}
	head := len(b) - start
	if head > 1<<16-1 {
		panic("store: head of an event over 64 KiB")
	}
	binary.BigEndian.PutUint16(b[start+1:], uint16(head))
	b = append(b, e.Staff...)
	if same {
		return b
	}
	return append(b, e.Public...)
}

// DecodeEvent reads a stored event; what it returns shares nothing with row.
func DecodeEvent(pos uint64, row []byte) (Event, error) {
	bad := func() (Event, error) {
		return Event{}, fmt.Errorf("event %d cannot be read: %w", pos, ErrCorrupt)
	}
	if len(row) < 3 || row[0] < eventFormatFirst || row[0] > eventFormatTold {
		return bad()
	}
	n := int(binary.BigEndian.Uint16(row[1:]))
	if n < 3 || n > len(row) {
		return bad()
	}
	d := decoder{rest: string(row[3:n])}
	e := Event{Pos: pos}
	if at := d.varint(); at != 0 {
		e.At = time.Unix(0, at).UTC()
	}
	for _, p := range [...]*string{&e.Kind, &e.Conv, &e.Stream, &e.Author, &e.CMID} {
		*p = d.text()
	}
	e.Ticket, e.Seq = d.uvarint(), d.uvarint()
	if topics := d.uvarint(); topics > 0 && topics <= uint64(len(d.rest)) {
		e.Topics = make([]string, topics)
		for i := range e.Topics {
			e.Topics[i] = d.text()
		}
	} else if topics > 0 {
		return bad()
	}
	staff, public, same := d.uvarint(), d.uvarint(), uint64(0)
	if row[0] != eventFormatFirst {
		same = d.uvarint()
	}
	if row[0] == eventFormatTold {
		e.Notices = d.notices()
		d.broken = d.broken || e.Notices == nil
	}
	bodies := uint64(len(row) - n)
	whole := body(staff) + body(public)
	if same == 1 && staff == public {
		whole = body(staff)
	} else if same != 0 {
		return bad()
	}
	if d.broken || d.rest != "" || staff > bodies+1 || public > bodies+1 || whole != bodies {
		return bad()
	}
	data := make([]byte, bodies)
	copy(data, row[n:])
	if staff > 0 {
		e.Staff = data[: staff-1 : staff-1]
	}
	switch {
	case same == 1:
		e.Public = e.Staff
	case public > 0:
		e.Public = data[body(staff):]
	}
	return e, nil
}

func appendString(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

func appendLength(b, body []byte) []byte {
	if body == nil {
		return append(b, 0)
	}
	return binary.AppendUvarint(b, uint64(len(body))+1)
}

func body(length uint64) uint64 { return max(length, 1) - 1 }
