package check

import (
	"testing"

	"balcao/tools/load/history"
)

var (
	public = history.Place{Conv: "c", Stream: "public"}
	notes  = history.Place{Conv: "c", Stream: "internal"}
)

func message(p history.Place, seq uint64, cmid string) history.Message {
	return history.Message{Place: p, Seq: seq, MID: "m-" + cmid, CMID: cmid, Author: "a", Text: "text " + cmid}
}

// good is a run without a fault: three messages and a note, the second sent
// twice, its first ok lost; one watcher that heard all, one that came late and
// read the beginning.
func good() *history.History {
	h := &history.History{Stored: []history.Message{
		message(public, 1, "x"), message(public, 2, "y"), message(public, 3, "z"), message(notes, 1, "n"),
	}}
	s := &history.Sender{Name: "sender", Author: "a"}
	all, late := &history.Watcher{Name: "all", Places: []history.Place{public, notes}}, &history.Watcher{Name: "late", Places: []history.Place{public}}
	for i, m := range h.Stored {
		pos := uint64(10 + i)
		sent := s.Want(history.Place{Stream: m.Stream}, m.CMID, m.Text)
		r := history.Receipt{Place: m.Place, Seq: m.Seq, MID: m.MID, Pos: pos}
		if m.CMID == "y" {
			sent.Invoke(1)
			r.Dup = true
		}
		sent.Acknowledge(sent.Invoke(2), 3, r)
		all.Hear(history.Notice{Pos: pos, Message: m})
		switch {
		case m.Place == public && pos <= 11:
			late.Show(m)
		case m.Place == public:
			late.Hear(history.Notice{Pos: pos, Message: m})
		}
	}
	all.Hear(history.Notice{Pos: 12, Message: h.Stored[2]}) // again, after a reconnection
	late.Skip(history.Span{From: 0, To: 11})
	h.Senders, h.Watchers = []*history.Sender{s}, []*history.Watcher{all, late}
	return h
}

func TestAGoodHistoryPassesEveryChecker(t *testing.T) {
	if found := All(good()); len(found) > 0 {
		t.Fatal(found)
	}
}

func TestEachCheckerFindsItsBrokenHistory(t *testing.T) {
	for _, c := range []struct {
		check, what string
		breaks      func(h *history.History)
	}{
		{"C1", "an acknowledged message is not stored", func(h *history.History) { h.Stored = h.Stored[:3] }},
		{"C1", "another text is stored where it was acknowledged", func(h *history.History) { h.Stored[0].Text = "other" }},
		{"C1", "another message is stored where it was acknowledged", func(h *history.History) { h.Stored[0].MID = "m-other" }},
		{"C2", "a message comes from nowhere", func(h *history.History) { h.Stored = append(h.Stored, message(public, 4, "ghost")) }},
		{"C2", "a note became public", func(h *history.History) { h.Stored[3].Place = public }},
		{"C2", "somebody else is its author", func(h *history.History) { h.Stored[1].Author = "b" }},
		{"C3", "a cmid is stored twice", func(h *history.History) { h.Stored = append(h.Stored, message(public, 4, "y")) }},
		{"C3", "two answers name two places", func(h *history.History) {
			m := h.Senders[0].Sent[1]
			m.Acknowledge(m.Attempts[0], 3, history.Receipt{Place: public, Seq: 3, MID: "m-y", Pos: 11, Dup: true})
		}},
		{"C3", "two answers are both the first", func(h *history.History) {
			m := h.Senders[0].Sent[0]
			m.Acknowledge(m.Invoke(4), 5, m.Attempts[0].Receipt)
		}},
		{"C4", "a number is left out", func(h *history.History) { h.Stored = append(h.Stored[:1], h.Stored[2:]...) }},
		{"C4", "a number comes twice", func(h *history.History) { h.Stored[2].Seq = 2 }},
		{"C5", "two messages changed places", func(h *history.History) { h.Stored[0].Seq, h.Stored[1].Seq = 2, 1 }},
		{"C6", "a list lacks the last message", func(h *history.History) {
			w := h.Watchers[1]
			w.Forget()
			w.Show(h.Stored[0], h.Stored[1])
		}},
		{"C6", "a list shows what is not stored", func(h *history.History) { h.Watchers[0].Show(message(notes, 2, "ghost")) }},
		{"C7", "a message shown is not stored", func(h *history.History) { h.Watchers[0].Show(message(public, 4, "ghost")) }},
		{"C7", "a message shown was replaced", func(h *history.History) {
			h.Watchers[1].Show(message(public, 3, "ghost"))
			h.Watchers[1].Show(h.Stored[2])
		}},
		{"C7", "a message shown is no longer in the list", func(h *history.History) { h.Watchers[1].Forget() }},
		{"C8", "a watcher never heard of a message it did not read either", func(h *history.History) { h.Watchers[1].Deaf = nil }},
		{"C8", "an event came with another pos than its ok", func(h *history.History) { h.Watchers[0].Notices[3].Pos = 99 }},
		{"C8", "a message was told under two pos", func(h *history.History) { h.Watchers[0].Notices[4].Pos = 99 }},
		{"C8", "a pos told of two messages", func(h *history.History) {
			h.Watchers[0].Hear(history.Notice{Pos: 10, Message: message(public, 4, "ghost")})
		}},
		{"C8", "a connection left out a frame", func(h *history.History) { h.Watchers[0].Miss(history.Span{From: 1, To: 3}) }},
	} {
		h := good()
		c.breaks(h)
		if found := All(h); ByCheck(found)[c.check] == 0 {
			t.Errorf("%s does not find that %s: %v", c.check, c.what, found)
		}
	}
}
