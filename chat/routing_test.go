package chat

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var epoch = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func someCandidates(t *rapid.T) []Candidate {
	list := make([]Candidate, rapid.IntRange(0, 8).Draw(t, "operators"))
	for i := range list {
		list[i] = Candidate{
			Account: fmt.Sprint("op", i), Answers: rapid.Float64().Draw(t, "answers") < 0.8, Online: rapid.Bool().Draw(t, "online"),
			Load: rapid.IntRange(0, 7).Draw(t, "load"), Capacity: rapid.IntRange(1, 6).Draw(t, "capacity"),
			LastAssigned: epoch.Add(time.Duration(rapid.IntRange(0, 5).Draw(t, "last")) * time.Minute),
		}
	}
	return list
}

func someCase(t *rapid.T) Case {
	name := rapid.SampledFrom([]string{"", "op0", "op1", "op2", "op9"})
	return Case{
		Strategy: rapid.SampledFrom([]string{LeastBusy, RoundRobin, Pick}).Draw(t, "strategy"),
		Open:     rapid.Float64().Draw(t, "open") < 0.8, Returning: name.Draw(t, "returning"),
		Tried: rapid.SliceOfN(name, 0, 3).Draw(t, "tried"),
	}
}

func TestNobodyAbsentFullOrWithoutTheRightIsChosen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, list := someCase(t), someCandidates(t)
		v := Choose(c, list)
		var fit []Candidate
		for _, o := range list {
			if o.Online && o.Answers && o.Load < o.Capacity && !slices.Contains(c.Tried, o.Account) {
				fit = append(fit, o)
			}
		}
		if v.Account == "" {
			if c.Open && c.Strategy != Pick && len(fit) > 0 {
				t.Fatalf("forgotten though %v could: %+v", fit, v)
			}
			return
		}
		if !c.Open || c.Strategy == Pick {
			t.Fatalf("chosen out of hours or where people pick: %+v", v)
		}
		at := slices.IndexFunc(fit, func(o Candidate) bool { return o.Account == v.Account })
		if at < 0 {
			t.Fatalf("%s may not be chosen", v.Account)
		}
		if v.Account == c.Returning {
			return
		}
		for _, o := range fit {
			if o.Account == c.Returning {
				t.Fatalf("%s had the customer before and is free", o.Account)
			}
			if c.Strategy == LeastBusy && o.Load < fit[at].Load {
				t.Fatalf("%s is less busy than %s", o.Account, v.Account)
			}
			if c.Strategy == RoundRobin && o.LastAssigned.Before(fit[at].LastAssigned) {
				t.Fatalf("it was %s's turn, not %s's", o.Account, v.Account)
			}
		}
	})
}

func TestChoiceDependsOnNothingButItsArguments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, list := someCase(t), someCandidates(t)
		first := Choose(c, list)
		mixed := rapid.Permutation(list).Draw(t, "order")
		if again := Choose(c, mixed); again.Account != first.Account || again.Reason != first.Reason {
			t.Fatalf("%+v in one order, %+v in another", first, again)
		}
		for _, o := range first.Considered {
			if o.Account == first.Account && o.Skipped != "" {
				t.Fatalf("chosen and skipped: %+v", o)
			}
		}
	})
}

func someQueue(t *rapid.T) []Waiting {
	list := make([]Waiting, rapid.IntRange(2, 12).Draw(t, "waiting"))
	for i := range list {
		list[i] = Waiting{
			Conv: fmt.Sprint("c", i), Front: rapid.Float64().Draw(t, "front") < 0.2, Rank: rapid.IntRange(0, MaxRank).Draw(t, "rank"),
			Since: epoch.Add(-time.Duration(rapid.IntRange(0, 60).Draw(t, "minutes")) * time.Minute),
		}
	}
	return list
}

func TestQueueIsOrderedByFrontRankAndAge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := someQueue(t)
		slices.SortFunc(list, func(a, b Waiting) int { return Sooner(a, b, epoch) })
		for i, a := range list {
			for _, b := range list[i+1:] {
				if Sooner(a, b, epoch) >= 0 || Sooner(b, a, epoch) <= 0 {
					t.Fatalf("no order between %+v and %+v", a, b)
				}
				ra, rb := Rank(a.Rank, epoch.Sub(a.Since)), Rank(b.Rank, epoch.Sub(b.Since))
				switch {
				case b.Front && !a.Front:
					t.Fatalf("%+v came back and is behind %+v", b, a)
				case a.Front != b.Front:
				case !a.Front && rb > ra:
					t.Fatalf("%+v ranks higher than %+v", b, a)
				case (a.Front || ra == rb) && b.Since.Before(a.Since):
					t.Fatalf("%+v waits longer than %+v", b, a)
				}
			}
		}
	})
}

// The foremost of each lane are enough to find the next of the whole queue:
// within one lane the oldest is always the soonest.
func TestTheNextIsAmongTheOldestOfEachLane(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := someQueue(t)
		next := slices.MinFunc(list, func(a, b Waiting) int { return Sooner(a, b, epoch) })
		for _, w := range list {
			if w.lane() == next.lane() && (w.Since.Before(next.Since) || w.Since.Equal(next.Since) && w.Conv < next.Conv) {
				t.Fatalf("%+v is next, but %+v of its lane is older", next, w)
			}
		}
	})
}

func TestWaitingLiftsEveryRankToTheTop(t *testing.T) {
	for _, c := range []struct {
		rank   int
		waited time.Duration
		want   int
	}{
		{0, 0, 0}, {0, 10*time.Minute - 1, 0}, {0, 10 * time.Minute, 1}, {0, 25 * time.Minute, 2}, {0, MaxRank * Rise, MaxRank}, {2, 100 * Rise, MaxRank}, {1, -time.Hour, 1},
	} {
		if got := Rank(c.rank, c.waited); got != c.want {
			t.Errorf("rank %d after %v is %d, want %d", c.rank, c.waited, got, c.want)
		}
	}
}
