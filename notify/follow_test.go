package notify

import (
	"testing"

	"balcao/actor"
	"balcao/store"
)

func TestOneEventReachesEachPersonOnceHoweverOftenItNamesThem(t *testing.T) {
	h := newHouse(t)
	caio := h.person("caio@acme.example", "Caio", "en", actor.Customer)
	bia := h.person("bia@acme.example", "Bia", "en", actor.Customer)
	me, her := "account/"+caio.ID, "account/"+bia.ID
	h.happens(replied(me, her, me))
	for range 3 {
		h.follows()
	}
	if len(h.feed(caio, "en")) != 1 || len(h.feed(bia, "en")) != 1 || len(h.outbox(Kept)) != 2 {
		t.Errorf("%d and %d lines, %d mails", len(h.feed(caio, "en")), len(h.feed(bia, "en")), len(h.outbox(Kept)))
	}
}

func TestWhatIsHeardAndWhatIsMissedIsActedOnInOrderAndOnce(t *testing.T) {
	h := newHouse(t)
	caio := h.person("caio@acme.example", "Caio", "en", actor.Customer)
	f := h.follower()
	defer h.Store.Log().Follow(f.hear)()
	say := func(n int) {
		one := replied("account/" + caio.ID)
		one.Args["number"] = itoa(n)
		h.appends(one)
	}
	say(1)
	say(2)
	if err := f.act(t.Context()); err != nil {
		t.Fatal(err)
	}
	say(3)
	f.mu.Lock() // as after more than it keeps
	f.heard, f.missed = nil, true
	f.mu.Unlock()
	say(4)
	for range 2 {
		if err := f.act(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	feed := h.feed(caio, "en")
	if len(feed) != 4 {
		t.Fatalf("%d lines of 4", len(feed))
	}
	for i, n := range feed {
		mustContain(t, "line "+itoa(i), n.Title, "#"+itoa(4-i)+":")
	}
}

func TestTheCursorKeepsUpWithEventsThatConcernNobody(t *testing.T) {
	h := newHouse(t)
	f := h.follower()
	defer h.Store.Log().Follow(f.hear)()
	h.update(func(tx store.Tx) error {
		for range mayLag + 1 {
			tx.Append(store.Event{Kind: "message", At: h.clock()})
		}
		return nil
	})
	if err := f.act(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.view(func(r store.Reader) error {
		at, err := store.Cursor(r, cursorLog)
		if at < mayLag {
			t.Errorf("the cursor is at %d: the log would never be trimmed", at)
		}
		return err
	})
}

func TestANoticeOfNoKnownKindStopsNothing(t *testing.T) {
	h := newHouse(t)
	caio := h.person("caio@acme.example", "Caio", "en", actor.Customer)
	h.happens(store.Notice{To: []string{"account/" + caio.ID}, Kind: "never.heard"}, replied("account/"+caio.ID))
	if len(h.feed(caio, "en")) != 1 {
		t.Errorf("the feed has %d lines", len(h.feed(caio, "en")))
	}
}
