package chat

import (
	"cmp"
	"slices"
	"time"
)

// Strategies of a department.
const (
	LeastBusy  = "least_busy"
	RoundRobin = "round_robin"
	Pick       = "pick"
)

// MaxRank is the highest rank in a queue; a chat rises one every Rise.
const (
	MaxRank = 9
	Rise    = 10 * time.Minute
)

// Candidate is an operator of the department as routing sees him.
type Candidate struct {
	Account      string
	Answers      bool // an active account that may answer
	Online       bool // chose to be online and has a live connection
	Load         int  // conversations held, offers included
	Capacity     int
	LastAssigned time.Time
}

// Case is the conversation to find an operator for.
type Case struct {
	Strategy  string
	Open      bool     // the department is within its hours
	Returning string   // who held it before
	Tried     []string // whose offer lapsed
}

// Considered is one candidate and why he was passed over; empty = could have
// been chosen.
type Considered struct {
	Account  string `json:"account"`
	Load     int    `json:"load"`
	Capacity int    `json:"capacity"`
	Skipped  string `json:"skipped,omitempty"`
}

// Verdict is whom routing chose, if anybody, and why.
type Verdict struct {
	Account    string
	Reason     string
	Considered []Considered
}

// Choose finds the operator for a conversation. It looks at nothing but its
// arguments. Reasons: returning, least_busy, round_robin; without anybody:
// out_of_hours, pick, nobody.
func Choose(c Case, candidates []Candidate) Verdict {
	v := Verdict{Considered: make([]Considered, 0, len(candidates))}
	var free []Candidate
	for _, o := range candidates {
		skipped := skip(c, o)
		v.Considered = append(v.Considered, Considered{Account: o.Account, Load: o.Load, Capacity: o.Capacity, Skipped: skipped})
		if skipped == "" {
			free = append(free, o)
		}
	}
	switch {
	case !c.Open:
		v.Reason = "out_of_hours"
		return v
	case c.Strategy == Pick:
		v.Reason = "pick"
		return v
	case len(free) == 0:
		v.Reason = "nobody"
		return v
	}
	for _, o := range free {
		if o.Account == c.Returning {
			v.Account, v.Reason = o.Account, "returning"
			return v
		}
	}
	best := slices.MinFunc(free, func(a, b Candidate) int {
		if c.Strategy != RoundRobin {
			if by := cmp.Compare(a.Load, b.Load); by != 0 {
				return by
			}
		}
		return cmp.Or(a.LastAssigned.Compare(b.LastAssigned), cmp.Compare(a.Account, b.Account))
	})
	v.Account, v.Reason = best.Account, LeastBusy
	if c.Strategy == RoundRobin {
		v.Reason = RoundRobin
	}
	return v
}

func skip(c Case, o Candidate) string {
	switch {
	case !o.Online:
		return "not_online"
	case !o.Answers:
		return "may_not_answer"
	case o.Load >= o.Capacity:
		return "full"
	case slices.Contains(c.Tried, o.Account):
		return "offer_lapsed"
	}
	return ""
}

// Rank is where a chat stands after having waited.
func Rank(rank int, waited time.Duration) int {
	return min(MaxRank, rank+int(max(0, waited)/Rise))
}

// Sooner orders a queue: who came back first, then by rank, then the oldest.
func Sooner(a, b Waiting, now time.Time) int {
	if a.Front != b.Front {
		if a.Front {
			return -1
		}
		return 1
	}
	if !a.Front {
		if by := cmp.Compare(Rank(b.Rank, now.Sub(b.Since)), Rank(a.Rank, now.Sub(a.Since))); by != 0 {
			return by
		}
	}
	return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Conv, b.Conv))
}
