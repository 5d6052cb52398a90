package live

import (
	"encoding/json"
	"errors"
)

var errBadFrame = errors.New("live: not a frame")

// maxEcho is the longest cmid given back in an err frame.
const maxEcho = 128

// envelope is what the hub itself reads of a client frame.
type envelope struct{ t, cmid string }

// readEnvelope reads t and cmid of a frame and checks that all of it is one
// JSON object of no more than depth levels. What was read before a fault comes
// back with the error, so that an err frame can name the cmid.
func readEnvelope(raw []byte, depth int) (envelope, error) {
	var e envelope
	s := scanner{b: raw, max: depth}
	s.space()
	ok := s.object(1, func(key []byte, escaped bool) bool {
		var into *string
		if escaped {
			key = []byte(text(key, true))
		}
		switch string(key) { // compared without a copy
		case "t":
			into = &e.t
		case "cmid":
			into = &e.cmid
		default:
			return s.value(2)
		}
		if s.peek() != '"' {
			*into = ""
			return s.value(2)
		}
		b, esc, ok := s.str()
		if ok {
			*into = text(b, esc)
		}
		return ok
	})
	s.space()
	if len(e.cmid) > maxEcho {
		e.cmid = ""
	}
	if !ok || s.i != len(raw) || e.t == "" {
		return e, errBadFrame
	}
	return e, nil
}

func text(b []byte, escaped bool) string {
	if !escaped {
		return string(b)
	}
	var s string
	quoted := append(append([]byte{'"'}, b...), '"')
	if json.Unmarshal(quoted, &s) != nil {
		return ""
	}
	return s
}

// scanner walks over JSON without building anything.
type scanner struct {
	b   []byte
	i   int
	max int
}

func (s *scanner) peek() byte {
	if s.i < len(s.b) {
		return s.b[s.i]
	}
	return 0
}

func (s *scanner) space() {
	for s.i < len(s.b) {
		switch s.b[s.i] {
		case ' ', '\t', '\r', '\n':
			s.i++
		default:
			return
		}
	}
}

func (s *scanner) value(depth int) bool {
	switch c := s.peek(); {
	case c == '{':
		return s.object(depth, func([]byte, bool) bool { return s.value(depth + 1) })
	case c == '[':
		return s.array(depth)
	case c == '"':
		_, _, ok := s.str()
		return ok
	case c == 't':
		return s.word("true")
	case c == 'f':
		return s.word("false")
	case c == 'n':
		return s.word("null")
	default:
		return s.number()
	}
}

// object calls each at the value of every member; each reads the value.
func (s *scanner) object(depth int, each func(key []byte, escaped bool) bool) bool {
	if depth > s.max || s.peek() != '{' {
		return false
	}
	s.i++
	s.space()
	if s.peek() == '}' {
		s.i++
		return true
	}
	for {
		key, escaped, ok := s.str()
		if !ok {
			return false
		}
		s.space()
		if s.peek() != ':' {
			return false
		}
		s.i++
		s.space()
		if !each(key, escaped) {
			return false
		}
		more, ok := s.next('}')
		if !ok {
			return false
		}
		if !more {
			return true
		}
	}
}

func (s *scanner) array(depth int) bool {
	if depth > s.max {
		return false
	}
	s.i++
	s.space()
	if s.peek() == ']' {
		s.i++
		return true
	}
	for {
		if !s.value(depth + 1) {
			return false
		}
		more, ok := s.next(']')
		if !ok {
			return false
		}
		if !more {
			return true
		}
	}
}

// next passes a comma (more) or the end of the object or array.
func (s *scanner) next(end byte) (more, ok bool) {
	s.space()
	switch s.peek() {
	case ',':
		s.i++
		s.space()
		return true, true
	case end:
		s.i++
		return false, true
	default:
		return false, false
	}
}

func (s *scanner) word(w string) bool {
	if len(s.b)-s.i < len(w) || string(s.b[s.i:s.i+len(w)]) != w {
		return false
	}
	s.i += len(w)
	return true
}

// str passes a string and returns what is between the quotes.
func (s *scanner) str() (inner []byte, escaped, ok bool) {
	if s.peek() != '"' {
		return nil, false, false
	}
	s.i++
	from := s.i
	for s.i < len(s.b) {
		switch c := s.b[s.i]; {
		case c == '"':
			s.i++
			return s.b[from : s.i-1], escaped, true
		case c < 0x20:
			return nil, false, false
		case c == '\\':
			escaped = true
			if !s.escape() {
				return nil, false, false
			}
		default:
			s.i++
		}
	}
	return nil, false, false
}

func (s *scanner) escape() bool {
	if s.i+1 >= len(s.b) {
		return false
	}
	switch s.b[s.i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		s.i += 2
		return true
	case 'u':
		if s.i+6 > len(s.b) {
			return false
		}
		for _, c := range s.b[s.i+2 : s.i+6] {
			if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F') {
				return false
			}
		}
		s.i += 6
		return true
	default:
		return false
	}
}

func (s *scanner) number() bool {
	if s.peek() == '-' {
		s.i++
	}
	if s.peek() == '0' {
		s.i++
	} else if !s.digits() {
		return false
	}
	if s.peek() == '.' {
		s.i++
		if !s.digits() {
			return false
		}
	}
	if c := s.peek(); c == 'e' || c == 'E' {
		s.i++
		if c := s.peek(); c == '+' || c == '-' {
			s.i++
		}
		return s.digits()
	}
	return true
}

func (s *scanner) digits() bool {
	from := s.i
	for s.i < len(s.b) && s.b[s.i] >= '0' && s.b[s.i] <= '9' {
		s.i++
	}
	return s.i > from
}
