package live

import "bytes"

// press packs what is kept for long side by side. Thousands of small pieces
// made among the short-lived ones of a frame would each hold the page of
// memory around them long after the traffic. One goroutine uses it; nil packs
// nothing.
type press struct {
	scratch []byte // what is being built
	free    []byte // rest of the newest block
}

// pressBlock is what is allocated at a time; it goes when all in it has gone,
// and what is kept goes in the order it came.
const pressBlock = 64 << 10

// keep returns a copy of b.
func (p *press) keep(b []byte) []byte {
	if p == nil || len(b) > pressBlock/8 {
		return bytes.Clone(b)
	}
	if len(b) > len(p.free) {
		p.free = make([]byte, pressBlock)
	}
	kept := p.free[:len(b):len(b)]
	p.free = p.free[copy(kept, b):]
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
