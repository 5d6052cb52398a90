package accounts

import (
	"sync"
	"testing"
	"time"

	"balcao/actor"
)

func TestEachFailureOfOneAddressForOneAccountWaitsLonger(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	g := newGuesses(func() time.Time { return now })
	var last time.Duration
	for i := range 8 {
		hold := g.failed("owner", "stranger")
		if i < 2 && hold != 0 || i >= 2 && i < 7 && hold <= last {
			t.Errorf("failure %d held back %v after %v", i+1, hold, last)
		}
		last, now = hold, now.Add(hold)
		if _, ok := g.may("owner", "stranger"); !ok {
			t.Errorf("refused after waiting for answer %d", i+1)
		}
	}
	if got := g.failed("someone else", "elsewhere"); got != 0 {
		t.Errorf("another pair waits %v", got)
	}
	now = now.Add(guessesForget + time.Second)
	if got := g.failed("owner", "stranger"); got != 0 {
		t.Errorf("after an hour still %v", got)
	}
}

func TestAGuesserWhoDoesNotWaitIsRefusedAndTheOwnerElsewhereIsNot(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	g := newGuesses(func() time.Time { return now })
	refused := 0
	for range 1000 {
		if retry, ok := g.may("owner", "stranger"); !ok {
			if retry <= 0 {
				t.Fatal("refused without saying when to come back")
			}
			refused++
			continue
		}
		g.failed("owner", "stranger")
	}
	if looked := 1000 - refused; looked > 12 {
		t.Errorf("%d guesses were looked at without waiting", looked)
	}
	if _, ok := g.may("owner", "home"); !ok {
		t.Error("the owner is locked out by a stranger")
	}
}

func TestFailuresForOneAccountFromEverywhereAreSlowedAndNeverRefused(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	g := newGuesses(func() time.Time { return now })
	var hold time.Duration
	for i := range 500 {
		hold = g.failed("owner", "address "+string(rune('a'+i%26))+string(rune('a'+i/26)))
	}
	if hold < 2*time.Second || hold > 3*time.Second {
		t.Errorf("held back %v", hold)
	}
	if _, ok := g.may("owner", "home"); !ok {
		t.Error("the owner is locked out")
	}
}

func TestThirtyPeopleOfOneOfficeMistypeOnceWithoutWaiting(t *testing.T) {
	g := newGuesses(time.Now)
	for i := range 30 {
		if hold := g.failed("person "+string(rune('A'+i)), "office"); hold != 0 {
			t.Errorf("person %d waits %v", i+1, hold)
		}
	}
}

func TestTalliesAreBounded(t *testing.T) {
	g := newGuesses(time.Now)
	for i := range talliesAtMost {
		g.failed(string(rune(i))+"x", string(rune(i))+"y")
	}
	if len(g.tally) > talliesAtMost+3 {
		t.Errorf("%d tallies kept", len(g.tally))
	}
}

func TestARightPasswordIsNotDelayedAfterAStrangersGuesses(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Operator)
	key := guessKey(a.Email)
	for range 40 { // as many answers as a stranger waited for
		h.advance(h.guesses.failed(key, "192.0.2.1"))
	}
	begin := time.Now()
	if _, _, err := h.signIn(a.Email, goodPassword); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begin); took > 2*time.Second {
		t.Errorf("the owner waited %v", took)
	}
	if got := h.guesses.failed(key, "192.0.2.1"); got > 3*time.Second {
		t.Errorf("the pair's failures were not forgotten: %v", got)
	}
}

func TestWrongPasswordsInParallelAreHeldBackOneAfterAnother(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Operator)
	begin := time.Now()
	var wait sync.WaitGroup
	for range 5 { // 0, 0, 250, 500, 1000 ms: the last is due after 1.75 s
		wait.Go(func() {
			_, _, err := h.signIn(a.Email, "Wrong-guess-1")
			wantFault(t, err, "bad_credentials", "")
		})
	}
	wait.Wait()
	if took := time.Since(begin); took < 1500*time.Millisecond {
		t.Errorf("five guesses took %v", took)
	}
}
