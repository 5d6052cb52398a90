package check

import (
	"slices"

	"balcao/tools/load/history"
)

// Same is C6: in every place it watches, each watcher's list is what is stored.
func Same(h *history.History) []Fault {
	f := faults{check: "C6"}
	stored := map[history.Place]map[uint64]history.Message{}
	for _, row := range h.Stored {
		if stored[row.Place] == nil {
			stored[row.Place] = map[uint64]history.Message{}
		}
		stored[row.Place][row.Seq] = row
	}
	for _, w := range h.Watchers {
		list := map[history.Place]map[uint64]history.Message{}
		for _, m := range w.Final() {
			if list[m.Place] == nil {
				list[m.Place] = map[uint64]history.Message{}
			}
			list[m.Place][m.Seq] = m
		}
		for _, p := range w.Places {
			differ(&f, w.Name, p, list[p], stored[p])
		}
	}
	return f.found
}

func differ(f *faults, who string, p history.Place, has, should map[uint64]history.Message) {
	var lacks, other, extra []uint64
	for seq, row := range should {
		switch m, there := has[seq]; {
		case !there:
			lacks = append(lacks, seq)
		case m.MID != row.MID || m.Text != row.Text:
			other = append(other, seq)
		}
	}
	for seq := range has {
		if _, there := should[seq]; !there {
			extra = append(extra, seq)
		}
	}
	for what, list := range map[string][]uint64{"lacks": lacks, "has another message at": other, "has too": extra} {
		if len(list) > 0 {
			slices.Sort(list)
			f.add("%s: %s %s: the list %s %v of %d", who, p.Conv, p.Stream, what, list[:min(len(list), 10)], len(should))
		}
	}
}

// Kept is C7: whatever a watcher was ever shown is stored as it was shown, and
// the watcher still has it, if it watches the place.
func Kept(h *history.History) []Fault {
	f := faults{check: "C7"}
	stored := bySpot(h.Stored)
	for _, w := range h.Watchers {
		final := bySpot(w.Final())
		for _, m := range w.Shown {
			if row, there := stored[at(m)]; !there || row.MID != m.MID || row.Text != m.Text {
				f.add("%s: %s was shown as %q and is gone", w.Name, at(m), m.Text)
			} else if last, there := final[at(m)]; slices.Contains(w.Places, m.Place) && (!there || last.MID != m.MID) {
				f.add("%s: %s was shown and is no longer", w.Name, at(m))
			}
		}
	}
	return f.found
}

// Noticed is C8: whoever watches a place heard of every message acknowledged
// there, under the pos of its ok, unless he read it from a list; a message has
// one pos and a pos one message; no connection leaves out a frame.
func Noticed(h *history.History) []Fault {
	f := faults{check: "C8"}
	posOf, whose := map[string]uint64{}, map[uint64]string{}
	heard := map[*history.Watcher]map[uint64]spot{}
	watching := map[history.Place][]*history.Watcher{}
	for _, w := range h.Watchers {
		heard[w] = map[uint64]spot{}
		for _, n := range w.Notices {
			heard[w][n.Pos] = at(n.Message)
			if pos, known := posOf[n.MID]; known && pos != n.Pos {
				f.add("%s: %s was told as event %d and as %d", w.Name, at(n.Message), pos, n.Pos)
			}
			if mid, known := whose[n.Pos]; known && mid != n.MID {
				f.add("%s: event %d told of %s and of another message", w.Name, n.Pos, at(n.Message))
			}
			posOf[n.MID], whose[n.Pos] = n.Pos, n.MID
		}
		for _, hole := range w.Holes {
			f.add("%s: frame %d came after %d", w.Name, hole.To, hole.From)
		}
		if w.Partial {
			continue
		}
		for _, p := range w.Places {
			watching[p] = append(watching[p], w)
		}
	}
	for _, s := range h.Senders {
		for _, m := range s.Sent {
			a := m.Acknowledged()
			if a == nil {
				continue
			}
			r := a.Receipt
			for _, w := range watching[r.Place] {
				if where, told := heard[w][r.Pos]; told && where == (spot{r.Place, r.Seq}) || deaf(w, r.Pos) {
					continue
				}
				f.add("%s never heard of %s, acknowledged as event %d", w.Name, spot{r.Place, r.Seq}, r.Pos)
			}
		}
	}
	return f.found
}

func deaf(w *history.Watcher, pos uint64) bool {
	return slices.ContainsFunc(w.Deaf, func(s history.Span) bool { return s.From < pos && pos <= s.To })
}
