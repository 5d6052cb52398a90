package live

import (
	"bytes"
	"strings"
)

// press packs what is kept for long side by side. Thousands of small pieces
// made among the short-lived ones of a frame would each hold the page of
// memory around them long after the traffic. What is packed goes a block at a
// time, in the order it came, as the ring lets it go. One goroutine uses it;
// nil packs nothing.
type press struct {
	scratch []byte // what is being built
	bytes   []byte // rest of the newest block, as those below
	texts   strings.Builder
	lists   []string
	entries []entry
}

const (
	pressBytes = 64 << 10
	pressCount = 256
)

// entry is room for one.
func (p *press) entry() *entry {
	if p == nil {
		return &entry{}
	}
	if len(p.entries) == 0 {
		p.entries = make([]entry, pressCount)
	}
	e := &p.entries[0]
	p.entries = p.entries[1:]
	return e
}

// keep returns a copy of b.
func (p *press) keep(b []byte) []byte {
	if p == nil || len(b) > pressBytes/8 {
		return bytes.Clone(b)
	}
	if len(b) > len(p.bytes) {
		p.bytes = make([]byte, pressBytes)
	}
	kept := p.bytes[:len(b):len(b)]
	p.bytes = p.bytes[copy(kept, b):]
	return kept
}

// text returns a copy of s.
func (p *press) text(s string) string {
	if p == nil || len(s) > pressBytes/8 {
		return s
	}
	if p.texts.Cap()-p.texts.Len() < len(s) {
		p.texts = strings.Builder{} // what was written there stays with who has it
		p.texts.Grow(pressBytes)
	}
	p.texts.WriteString(s)
	return p.texts.String()[p.texts.Len()-len(s):]
}

// list returns a copy of the texts and of their list.
func (p *press) list(all []string) []string {
	if p == nil || len(all) > pressCount {
		return all
	}
	if len(all) > len(p.lists) {
		p.lists = make([]string, 4*pressCount)
	}
	kept := p.lists[:len(all):len(all)]
	p.lists = p.lists[len(all):]
	for i, s := range all {
		kept[i] = p.text(s)
	}
	return kept
}

// room is an empty slice to build in; what is built is given to keep.
func (p *press) room(n int) []byte {
	if p == nil {
		return make([]byte, 0, n)
	}
	if cap(p.scratch) < n {
		p.scratch = make([]byte, 0, 2*n)
	}
	return p.scratch[:0]
}
