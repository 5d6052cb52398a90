package live

import (
	"encoding/json"
	"strconv"

	"balcao/store"
)

// entry is one event, encoded once for all connections. It never changes:
// queues, the ring and answers share it.
type entry struct {
	pos          uint64
	kind         string
	conv, stream string
	seq          uint64
	author, cmid string
	topics       []string
	staff        []byte // the frame from "ev" to its closing brace; nil = not for staff
	public       []byte // the same for visitors and customers
}

// newEntry encodes an event; by packs it for the ring, nil for a moment.
func newEntry(e store.Event, by *press) *entry {
	n := by.entry()
	*n = entry{
		pos: e.Pos, kind: e.Kind, conv: by.text(e.Conv), stream: e.Stream, seq: e.Seq,
		author: by.text(e.Author), cmid: by.text(e.CMID), topics: by.list(e.Topics),
	}
	if control(e.Kind) {
		return n
	}
	if len(e.Staff) > 0 {
		n.staff = tail(e, e.Staff, by)
	}
	switch {
	case len(e.Public) == 0:
	case len(e.Staff) == len(e.Public) && &e.Staff[0] == &e.Public[0]:
		n.public = n.staff
	default:
		n.public = tail(e, e.Public, by)
	}
	return n
}

// control tells whether events of the kind steer sockets and are never shown.
func control(kind string) bool { return kind != "" && kind[0] == '~' }

func tail(e store.Event, data []byte, by *press) []byte {
	b := by.room(128 + len(e.Kind) + len(e.Conv) + len(data))
	b = append(b, `"ev":`...)
	b = appendText(b, e.Kind)
	if e.Conv != "" {
		b = append(b, `,"conv":`...)
		b = appendText(b, e.Conv)
	}
	if e.Ticket != 0 {
		b = append(b, `,"ticket":`...)
		b = strconv.AppendUint(b, e.Ticket, 10)
	}
	if e.Stream != "" {
		b = append(b, `,"stream":`...)
		b = appendText(b, e.Stream)
	}
	if e.Seq != 0 {
		b = append(b, `,"seq":`...)
		b = strconv.AppendUint(b, e.Seq, 10)
	}
	b = append(b, `,"ts":"`...)
	b = e.At.UTC().AppendFormat(b, stampLayout)
	b = append(b, `","data":`...)
	b = append(append(b, data...), '}')
	if by == nil {
		return b
	}
	return by.keep(b)
}

// appendText writes a JSON string; names and ids need no escaping.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c >= 0x7f || c == '"' || c == '\\' {
			quoted, _ := json.Marshal(s) // a string always encodes
			return append(b, quoted...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// of is the side's tail; nil when that side never gets the event.
func (e *entry) of(staff bool) []byte {
	if staff {
		return e.staff
	}
	return e.public
}

// size is what the entry weighs in memory, roughly.
func (e *entry) size() int {
	n := 208 + len(e.staff) + len(e.conv) + len(e.cmid)
	if len(e.public) > 0 && (len(e.staff) == 0 || &e.staff[0] != &e.public[0]) {
		n += len(e.public)
	}
	for _, t := range e.topics {
		n += 24 + len(t) // with its place in the ring's trails
	}
	return n
}

// appendTo writes the whole frame; n = 0 leaves n out, as the long poll does.
func (e *entry) appendTo(b []byte, n uint64, staff, mine bool) []byte {
	b = append(b, `{"t":"event",`...)
	if n != 0 {
		b = append(b, `"n":`...)
		b = strconv.AppendUint(b, n, 10)
		b = append(b, ',')
	}
	b = append(b, `"pos":`...)
	b = strconv.AppendUint(b, e.pos, 10)
	b = append(b, ',')
	if mine && e.cmid != "" {
		b = append(b, `"cmid":`...)
		b = appendText(b, e.cmid)
		b = append(b, ',')
	}
	return append(b, e.of(staff)...)
}
