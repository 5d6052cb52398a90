package check

import (
	"slices"

	"balcao/tools/load/history"
)

// Stored is C1: what an ok said is stored, there and with that text.
func Stored(h *history.History) []Fault {
	f := faults{check: "C1"}
	stored := bySpot(h.Stored)
	for _, s := range h.Senders {
		for _, m := range s.Sent {
			for _, a := range m.Attempts {
				if a.Outcome != history.OK {
					continue
				}
				where := spot{a.Receipt.Place, a.Receipt.Seq}
				switch row, there := stored[where]; {
				case !there:
					f.add("%s: %s was acknowledged as %s, which is not stored", s.Name, m.CMID, where)
				case row.MID != a.Receipt.MID || row.Text != m.Text:
					f.add("%s: %s was acknowledged as %s, where %q is stored", s.Name, m.CMID, where, row.Text)
				}
			}
		}
	}
	return f.found
}

// Sent is C2: what is stored was sent, by that author, into that place, with
// that text.
func Sent(h *history.History) []Fault {
	f := faults{check: "C2"}
	type wanted struct {
		*history.Sent
		author string
	}
	sent := map[string]wanted{}
	for _, s := range h.Senders {
		for _, m := range s.Sent {
			sent[m.CMID] = wanted{m, s.Author}
		}
	}
	for _, row := range h.Stored {
		w, there := sent[row.CMID]
		switch {
		case !there || len(w.Attempts) == 0:
			f.add("%s holds %q, which nobody sent", at(row), row.Text)
		case w.Text != row.Text, w.Stream != row.Stream, w.Conv != "" && w.Conv != row.Conv, w.author != "" && w.author != row.Author:
			f.add("%s holds %q by %s, sent as %q by %s into %s %s", at(row), row.Text, row.Author, w.Text, w.author, w.Conv, w.Stream)
		}
	}
	return f.found
}

// Once is C3: one row for a cmid, and one answer, of which only one may be the
// first.
func Once(h *history.History) []Fault {
	f := faults{check: "C3"}
	rows := map[string]spot{}
	for _, row := range h.Stored {
		if other, twice := rows[row.CMID]; twice {
			f.add("%s is stored as %s and as %s", row.CMID, other, at(row))
		}
		rows[row.CMID] = at(row)
	}
	for _, s := range h.Senders {
		for _, m := range s.Sent {
			var first *history.Receipt
			news := 0
			for _, a := range m.Attempts {
				if a.Outcome != history.OK {
					continue
				}
				r := a.Receipt
				if !r.Dup {
					news++
				}
				r.Dup = false
				if first == nil {
					first = &r
				} else if *first != r {
					f.add("%s: %s was acknowledged as %v and as %v", s.Name, m.CMID, *first, r)
				}
			}
			if news > 1 {
				f.add("%s: %s was acknowledged as new %d times", s.Name, m.CMID, news)
			}
		}
	}
	return f.found
}

// Gapless is C4: each place holds 1, 2, 3 … without a hole or a double.
func Gapless(h *history.History) []Fault {
	f := faults{check: "C4"}
	for p, numbers := range seqs(h.Stored) {
		slices.Sort(numbers)
		for i, seq := range numbers {
			if seq != uint64(i+1) {
				f.add("%s %s: %d stands where %d should", p.Conv, p.Stream, seq, i+1)
				break
			}
		}
	}
	return f.found
}

// Ordered is C5: in each place a sender's messages stand as he wrote them.
func Ordered(h *history.History) []Fault {
	f := faults{check: "C5"}
	rows := map[string]spot{}
	for _, row := range h.Stored {
		if first, twice := rows[row.CMID]; !twice || row.Seq < first.seq {
			rows[row.CMID] = at(row)
		}
	}
	for _, s := range h.Senders {
		last := map[history.Place]spot{}
		for _, m := range s.Sent {
			row, there := rows[m.CMID]
			if !there {
				continue
			}
			if before := last[row.Place]; before.seq > row.seq {
				f.add("%s: %s stands before %s, which was written earlier", s.Name, row, before)
			}
			last[row.Place] = row
		}
	}
	return f.found
}
