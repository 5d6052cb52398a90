package flow

import (
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"balcao/tools/load/world"
)

// Run sends until the duration is over, then waits for what is missing, at most 10 s.
func (f *Flow) Run(pairs []Pair) Result {
	f.began = time.Now()
	var senders sync.WaitGroup
	for at, pair := range pairs {
		senders.Go(func() { f.send(pair, at, len(pairs)) })
	}
	senders.Wait()
	for wait := time.Now(); time.Since(wait) < 10*time.Second && !f.complete(); {
		time.Sleep(20 * time.Millisecond)
	}
	return f.result()
}

func (f *Flow) complete() bool {
	missing := int64(0)
	for i := range f.due {
		if f.ok[i].Load() == 0 || f.seen[i].Load() == 0 {
			missing++
		}
	}
	return missing <= f.unsent.Load()
}

// send is the goroutine of one pair: every step-th message, turn by turn.
func (f *Flow) send(p Pair, at, step int) {
	frame, turn := f.frame(p.Conv), 0
	for i := at; i < len(f.due); i += step {
		if wait := f.due[i] - time.Since(f.began); wait > 0 {
			time.Sleep(wait)
		}
		line := p.Customer
		if turn++; turn%2 == 0 && !f.load.OneWay {
			line = p.Operator
		}
		if line.Send(frame.number(f.first+uint64(i))) != nil {
			f.unsent.Add(1)
		}
	}
}

// frame is a send whose number can be changed in place.
type frame struct {
	b          []byte
	cmid, text int
}

func (f *Flow) frame(conv string) *frame {
	head := `{"t":"send","cmid":"01900000-0000-7000-8000-`
	b := []byte(head + `000000000000","conv":"` + conv + `","text":"`)
	text := len(b)
	b = append(b, `0000000000 `...)
	for len(b) < f.load.Bytes-2 {
		b = append(b, "the quick brown fox jumps over "[len(b)%31])
	}
	return &frame{append(b, `"}`...), len(head), text}
}

func (f *frame) number(n uint64) []byte {
	var raw [8]byte
	binary.BigEndian.PutUint64(raw[:], n)
	hex.Encode(f.b[f.cmid:f.cmid+12], raw[2:])
	for at := f.text + 9; at >= f.text; at-- {
		f.b[at] = byte('0' + n%10)
		n /= 10
	}
	return f.b
}

// Take takes a frame of any socket of a pair.
func (f *Flow) Take(b []byte) {
	switch world.Kind(b) {
	case "ok":
		cmid := world.Bytes(b, "cmid")
		if len(cmid) != 36 {
			return
		}
		var raw [8]byte
		if _, err := hex.Decode(raw[2:], cmid[24:]); err == nil {
			f.mark(f.ok, binary.BigEndian.Uint64(raw[:]))
		}
	case "event":
		// One's own message comes back too, with the cmid that only its author gets.
		if ev := world.Bytes(b, "ev"); string(ev) != "message" || len(world.Bytes(b, "cmid")) > 0 {
			return
		}
		text := world.Bytes(b, "text")
		if len(text) < 11 {
			return
		}
		if n, err := strconv.ParseUint(string(text[:10]), 10, 64); err == nil {
			f.mark(f.seen, n)
		}
	case "err":
		f.refused.Add(1)
	}
}

// mark notes the moment for a message of this run; those of others are late.
func (f *Flow) mark(times []atomic.Int64, n uint64) {
	if n < f.first || n >= f.Next() {
		return
	}
	if !times[n-f.first].CompareAndSwap(0, int64(time.Since(f.began))) {
		f.twice.Add(1)
	}
}
