package notify

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"balcao/actor"
	"balcao/store"
)

// told has n answers on tickets of one customer followed, one a minute.
func (h *house) told(n int) (topic string) {
	h.t.Helper()
	caio := h.person("caio@acme.example", "Caio Lima", "en", actor.Customer)
	for i := range n {
		one := replied("account/" + caio.ID)
		one.Args = map[string]string{"number": itoa(i + 1), "title": "Import stops", "by": "Olga"}
		h.appends(one)
		h.advance(time.Minute)
	}
	h.follows()
	return "account/" + caio.ID
}

// ids counts how often each Message-ID was taken.
func (s *mailServer) ids() map[string]int {
	ids := map[string]int{}
	for _, m := range s.mails() {
		ids[m.head.Get("Message-Id")]++
	}
	return ids
}

// onceEach fails the test unless n mails were taken, each Message-ID once.
func (s *mailServer) onceEach(n int) {
	s.t.Helper()
	ids := s.ids()
	if len(ids) != n {
		s.t.Errorf("%d Message-IDs were taken, want %d", len(ids), n)
	}
	for id, times := range ids {
		if times != 1 {
			s.t.Errorf("%s was taken %d times", id, times)
		}
	}
}

func TestAMailRefusedForGoodFailsWithTheServersWordsAndGoesOutWhenAskedFor(t *testing.T) {
	server, h := serveMail(t), newHouse(t)
	h.uses(server)
	h.told(1)
	server.refuses(func(_, to, _ string) error {
		if to == "" {
			return nil
		}
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such mailbox here"}
	})
	h.sends()
	failed := h.outbox(Failed)
	if len(failed) != 1 || failed[0].Attempts != 1 {
		t.Fatalf("failed are %+v", failed)
	}
	mustContain(t, "the reason", failed[0].Error, "550", "No such mailbox here")
	mustLack(t, "the reason", failed[0].Error, "affected")
	h.advance(48 * time.Hour)
	h.sends()
	server.onceEach(0)

	server.refuses(nil)
	if n, err := h.ResendFailed(t.Context(), system); n != 1 || err != nil {
		t.Fatalf("%d go out again, %v", n, err)
	}
	h.sends()
	if got := server.only().head.Get("Message-Id"); got != "<"+failed[0].MessageID+">" {
		t.Errorf("what was never delivered has another Message-ID: %s", got)
	}
}

func TestAMailRefusedForNowIsTriedAtGrowingIntervalsAndHoldsUpNoOther(t *testing.T) {
	server, h := serveMail(t), newHouse(t)
	h.uses(server)
	h.told(3)
	greyed := ""
	server.refuses(func(_, _, data string) error {
		if strings.Contains(data, "[#2]") && greyed == "" {
			return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "Greylisted, come again"}
		}
		return nil
	})
	h.sends()
	if len(server.mails()) != 2 {
		t.Fatalf("%d of the two others were taken", len(server.mails()))
	}
	var gaps []time.Duration
	for range 9 {
		waiting := h.outbox(Waiting)
		if len(waiting) != 1 {
			t.Fatalf("waiting are %+v", waiting)
		}
		mustContain(t, "the reason", waiting[0].Error, "Greylisted, come again")
		gap := waiting[0].Next.Sub(h.clock())
		gaps = append(gaps, gap)
		h.advance(gap - time.Second)
		h.sends() // a second too early: nothing is tried
		h.advance(time.Second)
		h.sends()
	}
	if want := []time.Duration{1, 2, 5, 10, 20, 30, 60, 60, 60}; !slices.EqualFunc(gaps, want, func(a, b time.Duration) bool { return a == b*time.Minute }) {
		t.Errorf("tried again after %v", gaps)
	}
	greyed = "no more"
	h.advance(time.Hour)
	h.sends()
	server.onceEach(3)
}

func TestAMailNobodyTakesForFiveDaysHasFailed(t *testing.T) {
	server, h := serveMail(t), newHouse(t)
	h.uses(server)
	h.told(1)
	server.refuses(func(string, string, string) error {
		return &smtp.SMTPError{Code: 450, EnhancedCode: smtp.EnhancedCode{4, 2, 0}, Message: "Later"}
	})
	for range 200 {
		h.sends()
		h.advance(time.Hour)
	}
	failed := h.outbox(Failed)
	if len(failed) != 1 || failed[0].Reason != reasonGaveUp || failed[0].Attempts < 100 || failed[0].Attempts > 130 {
		t.Fatalf("failed are %+v", failed)
	}
}

func TestAServerGoneForHoursGetsEverythingOnceAfterwardsInOrder(t *testing.T) {
	server, h := serveMail(t), newHouse(t)
	h.uses(server)
	server.goes()
	h.told(30)
	dials := 0
	for range 8 * 60 {
		before := h.present().tries
		if h.sends(); h.present().tries > before {
			dials++
		}
		h.advance(time.Minute)
	}
	if dials < 90 || dials > 110 {
		t.Errorf("a server gone for eight hours was tried %d times, want about one in five minutes", dials)
	}
	if waiting := h.outbox(Waiting); len(waiting) != 30 {
		t.Fatalf("%d of 30 mails wait", len(waiting))
	}
	var state State
	var view MailView
	h.view(func(r store.Reader) (err error) {
		if state, err = h.StateOf(r); err != nil {
			return err
		}
		view, err = h.mailView(r, h.outbox(Waiting)[0], "en")
		return err
	})
	if state.FailingSince == nil || h.clock().Sub(*state.FailingSince) < 7*time.Hour || state.Waiting != 30 || state.Error == "" {
		t.Errorf("the state is %+v", state)
	}
	if view.Attempts < 90 || view.Error == "" || view.NextAt == nil || view.NextAt.Before(h.clock().Add(-time.Minute)) {
		t.Errorf("a waiting mail is shown as %+v", view)
	}
	server.returns()
	h.advance(5 * time.Minute)
	h.sends()
	server.onceEach(30)
	for i, m := range server.mails() {
		if m.header("Subject") != fmt.Sprintf("[#%d] Import stops", i+1) {
			t.Errorf("mail %d is %s", i+1, m.header("Subject"))
		}
	}
	if h.present().tries != 0 {
		t.Error("the outage is not over")
	}
}

func TestAHangingServerHoldsUpNothingAndDoublesHaveOneMessageID(t *testing.T) {
	server, h := serveMail(t), newHouse(t, func(o *Options) { o.Patience = 100 * time.Millisecond })
	h.uses(server)
	topic := h.told(4)
	server.mu.Lock()
	server.hang = make(chan struct{})
	server.mu.Unlock()
	sent := make(chan struct{})
	go func() { h.Send(context.Background()); close(sent) }()
	for i := range 20 { // what people do goes on meanwhile
		start := time.Now()
		h.appends(replied(topic))
		if took := time.Since(start); took > 5*time.Second {
			t.Fatalf("deed %d waited %v", i, took)
		}
	}
	<-sent
	if waiting := h.outbox(Waiting); len(waiting) != 4 || h.present().tries != 1 {
		t.Fatalf("%d wait, %+v", len(waiting), h.present())
	}
	server.mu.Lock()
	close(server.hang)
	server.hang = nil
	server.mu.Unlock()
	for range 5 {
		h.advance(time.Hour)
		h.sends()
	}
	if len(h.outbox(Sent)) != 4 || len(server.ids()) != 4 {
		t.Errorf("%d are sent, the Message-IDs are %v", len(h.outbox(Sent)), server.ids())
	}
}

func TestAStopInTheMiddleAndAStartSendEachMailOnce(t *testing.T) {
	server, h := serveMail(t), newHouse(t)
	h.uses(server)
	h.told(12)
	ctx, stop := context.WithCancel(t.Context())
	n := 0
	server.refuses(func(_, _, data string) error {
		if data == "" {
			return nil
		}
		if n++; n == 5 {
			stop() // the program is told to stop while the server takes the fifth
			time.Sleep(50 * time.Millisecond)
		}
		return nil
	})
	h.Send(ctx)
	if took := len(server.mails()); took != 5 {
		t.Fatalf("%d were taken before the stop", took)
	}
	again, err := New(h.Options)
	if err != nil {
		t.Fatal(err)
	}
	again.Send(t.Context())
	server.onceEach(12)
}

func TestWhatAnEventSaysIsDoneOnceAcrossStops(t *testing.T) {
	server, h := serveMail(t), newHouse(t)
	h.uses(server)
	caio := h.person("caio@acme.example", "Caio Lima", "en", actor.Customer)
	const all = 40
	said := 0
	for said < all {
		post, err := New(h.Options)
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		over := make(chan error, 1)
		go func() { over <- post.Run(ctx) }()
		for range 8 {
			h.appends(replied("account/" + caio.ID))
			said++
		}
		for before := len(server.mails()); len(server.mails()) == before && said-before > 2; { // in the middle of it
			time.Sleep(time.Millisecond)
		}
		stop()
		if err := <-over; err != nil {
			t.Fatal(err)
		}
	}
	post, _ := New(h.Options)
	ctx, stop := context.WithCancel(t.Context())
	over := make(chan error, 1)
	go func() { over <- post.Run(ctx) }()
	for end := time.Now().Add(20 * time.Second); len(h.outbox(Sent)) < all && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	stop()
	<-over
	server.onceEach(all)
	if feed := h.feed(caio, "en"); len(feed) != all {
		t.Errorf("the feed has %d lines for %d events", len(feed), all)
	}
}

func TestAMailAskedForAnewAfterItWasTakenHasAMessageIDOfItsOwn(t *testing.T) {
	server, h := serveMail(t), newHouse(t)
	h.uses(server)
	h.told(1)
	h.sends()
	if _, err := h.Resend(t.Context(), system, h.outbox(Sent)[0].ID); err != nil {
		t.Fatal(err)
	}
	h.sends()
	server.onceEach(2)
}

func TestAMailWhoseLinkIsOverOrWhoseReaderIsGoneIsNotSent(t *testing.T) {
	server, h := serveMail(t), newHouse(t)
	h.uses(server)
	caio := h.person("caio@acme.example", "Caio Lima", "en", actor.Customer)
	bia := h.person("bia@acme.example", "Bia", "en", actor.Customer)
	h.links["reset/1"] = "/reset#CODE"
	h.happens(
		store.Notice{To: []string{"account/" + caio.ID}, Kind: "password.reset", Link: "reset/1"},
		store.Notice{To: []string{"account/" + bia.ID}, Kind: "password.changed", URL: "/profile"},
		store.Notice{To: []string{"account/nobody", "visitor/nobody"}, Kind: "password.changed", URL: "/profile"},
	)
	delete(h.links, "reset/1")
	if _, err := h.registry.SetDisabled(t.Context(), system, bia.ID, true); err != nil {
		t.Fatal(err)
	}
	h.sends()
	server.onceEach(0)
	reasons := map[string]int{}
	for _, m := range h.outbox(Failed) {
		reasons[m.Reason]++
	}
	if len(reasons) != 2 || reasons[reasonOver] != 1 || reasons[reasonNobody] != 1 {
		t.Errorf("the reasons are %v", reasons)
	}
}
