package store

import (
	"encoding/binary"
	"maps"
	"slices"
)

// Notice says that people are to be told of an event, and of what; by which
// way they are told is not the event's matter. It holds references instead of
// text and of secrets: what people wrote stays where it can be erased, and a
// code is derived when the mail that carries it is made.
type Notice struct {
	To   []string          // "account/…", "visitor/…" or another topic that stands for one address
	Kind string            // such as "ticket.replied": names text and settings
	Args map[string]string // what the text names: numbers, codes, titles
	URL  string            // path on this server that shows it
	// Link names a single-use link in place of URL, such as "invitation/ID".
	Link string
	// Quote names the text to show, such as "ticket/1042/entry/7".
	Quote string
	// Thread names what mails are kept together by, such as "ticket/1042".
	Thread string
}

// appendNotices appends the stored form: a count, then for each its texts.
func appendNotices(b []byte, notices []Notice) []byte {
	b = binary.AppendUvarint(b, uint64(len(notices)))
	for _, n := range notices {
		b = binary.AppendUvarint(b, uint64(len(n.To)))
		for _, to := range n.To {
			b = appendString(b, to)
		}
		for _, s := range [...]string{n.Kind, n.URL, n.Link, n.Quote, n.Thread} {
			b = appendString(b, s)
		}
		b = binary.AppendUvarint(b, uint64(len(n.Args)))
		for _, k := range slices.Sorted(maps.Keys(n.Args)) {
			b = appendString(appendString(b, k), n.Args[k])
		}
	}
	return b
}

// notices reads what appendNotices wrote; the decoder is broken when it is
// anything else.
func (d *decoder) notices() []Notice {
	count := d.count()
	list := make([]Notice, 0, count)
	for range count {
		var n Notice
		for range d.count() {
			n.To = append(n.To, d.text())
		}
		for _, p := range [...]*string{&n.Kind, &n.URL, &n.Link, &n.Quote, &n.Thread} {
			*p = d.text()
		}
		for range d.count() {
			if n.Args == nil {
				n.Args = map[string]string{}
			}
			k := d.text()
			n.Args[k] = d.text()
		}
		list = append(list, n)
	}
	if len(list) == 0 {
		return nil
	}
	return list
}

// count reads how many follow; each takes a byte at least.
func (d *decoder) count() uint64 {
	n := d.uvarint()
	if n > uint64(len(d.rest)) {
		d.broken = true
		return 0
	}
	return n
}
