package notify

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

func TestTheFeedIsNewestFirstInTheReadersLanguageAndOnesOwn(t *testing.T) {
	h := newHouse(t)
	caio := h.person("caio@acme.example", "Caio", "pt-BR", actor.Customer)
	bia := h.person("bia@other.example", "Bia", "en", actor.Customer)
	for i := range 5 {
		h.appends(store.Notice{
			To: []string{"account/" + caio.ID}, Kind: "ticket.status", URL: "/tickets/7",
			Args: map[string]string{"number": itoa(i), "title": "Import", "from": "open", "to": "waiting_customer"},
		})
	}
	h.happens(replied("account/" + bia.ID))
	var all []NoticeView
	for cursor := ""; ; {
		var page []NoticeView
		h.view(func(r store.Reader) (err error) {
			page, cursor, err = h.Feed(r, caio.Actor(), "es", cursor, 2)
			return err
		})
		if all = append(all, page...); cursor == "" {
			break
		}
	}
	if len(all) != 5 || all[0].Title != "El estado del caso #4 ahora es «Esperando su respuesta»: Import" || all[4].Title != "El estado del caso #0 ahora es «Esperando su respuesta»: Import" {
		t.Errorf("the feed is %+v", all)
	}
	theirs := h.feed(bia, "en")[0].ID
	if err := h.MarkRead(t.Context(), caio.Actor(), []string{theirs, all[1].ID, "none"}); err != nil {
		t.Fatal(err)
	}
	h.view(func(r store.Reader) error {
		mine, _ := Unread(r, caio.ID, 100)
		others, err := Unread(r, bia.ID, 100)
		if mine != 4 || others != 1 {
			t.Errorf("unread are %d and another's %d", mine, others)
		}
		if _, err := NoticeOf(r, caio.Actor(), theirs); err == nil {
			t.Error("another's notice is to be had")
		}
		return err
	})
	if err := h.MarkRead(t.Context(), caio.Actor(), nil); err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(h.feed(caio, "en"), func(n NoticeView) bool { return !n.Read }) {
		t.Error("not all are read")
	}
}

func TestOpenPagesAreToldOfANoticeAndOfItsReading(t *testing.T) {
	h := newHouse(t)
	caio := h.person("caio@acme.example", "Caio", "pt-BR", actor.Customer)
	h.happens(replied("account/" + caio.ID))
	shown := h.feed(caio, "pt-BR")[0]
	if err := h.MarkRead(t.Context(), caio.Actor(), []string{shown.ID}); err != nil {
		t.Fatal(err)
	}
	var kinds []string
	h.view(func(r store.Reader) error {
		for e, err := range store.ReadEvents(r, 0) {
			if err != nil {
				return err
			}
			if !slices.Equal(e.Topics, []string{"account/" + caio.ID}) {
				continue
			}
			kinds = append(kinds, e.Kind)
			var told NoticeView
			if e.Kind != "notice" {
				continue
			}
			if err := json.Unmarshal(e.Public, &told); err != nil || told != shown || string(e.Staff) != string(e.Public) {
				t.Errorf("told is %s, %v", e.Public, err)
			}
		}
		return nil
	})
	if !slices.Equal(kinds, []string{"notice", "notice.read"}) {
		t.Errorf("told of %v", kinds)
	}
}

func TestWhatSomebodyTurnedOffDoesNotComeAndWhatIsForSafetyAlwaysDoes(t *testing.T) {
	server, h := serveMail(t), newHouse(t)
	h.uses(server)
	caio := h.person("caio@acme.example", "Caio", "en", actor.Customer)
	off, on := new(false), new(true)
	if _, err := h.Choose(t.Context(), caio.Actor(), []ChoiceChange{{"ticket.replied", nil, off}, {"ticket.opened", off, nil}, {"device.new", on, on}}); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []struct {
		change ChoiceChange
		code   string
	}{
		{ChoiceChange{"device.new", nil, off}, "notice_fixed"},
		{ChoiceChange{"password.changed", off, nil}, "notice_fixed"},
		{ChoiceChange{"chat.left", nil, off}, "notice_kind"},
		{ChoiceChange{"cover.ending", nil, off}, "notice_kind"},
		{ChoiceChange{"none", nil, off}, "notice_kind"},
	} {
		_, err := h.Choose(t.Context(), caio.Actor(), []ChoiceChange{{"ticket.status", off, off}, bad.change})
		if f := fault.Of(err); f == nil || f.Name() != bad.code || f.Field != "items" {
			t.Errorf("%+v: %v", bad.change, err)
		}
	}
	to := []string{"account/" + caio.ID}
	h.happens(
		replied(to...), store.Notice{To: to, Kind: "ticket.opened", Args: map[string]string{"number": "1", "title": "T"}},
		store.Notice{To: to, Kind: "ticket.status", Args: map[string]string{"number": "1", "title": "T", "from": "new", "to": "open"}},
		store.Notice{To: to, Kind: "password.changed"},
	)
	h.sends()
	var feed, sent []string
	for _, n := range h.feed(caio, "en") {
		feed = append(feed, n.Kind)
	}
	for _, m := range h.outbox(Sent) {
		sent = append(sent, m.Kind)
	}
	slices.Sort(feed)
	slices.Sort(sent)
	if !slices.Equal(feed, []string{"password.changed", "ticket.replied", "ticket.status"}) || !slices.Equal(sent, []string{"password.changed", "ticket.opened", "ticket.status"}) {
		t.Errorf("the feed has %v, mails are %v", feed, sent)
	}
}

func TestEverybodyChoosesAmongWhatReachesThem(t *testing.T) {
	h := newHouse(t)
	for _, row := range []struct {
		who       actor.Actor
		has, lack []string
	}{
		{actor.Actor{Role: actor.Customer, ID: "1"}, []string{"ticket.replied", "chat.answer", "device.new"}, []string{"chat.left", "cover.ending", "invitation", "test"}},
		{actor.Actor{Role: actor.Customer, ID: "2", Manager: true}, []string{"cover.ending", "cover.ended"}, []string{"cover.required", "invitation.requested"}},
		{actor.Actor{Role: actor.Operator, ID: "3"}, []string{"chat.left", "invitation.requested"}, []string{"chat.answer", "cover.ending"}},
		{actor.Actor{Role: actor.Administrator, ID: "4"}, []string{"cover.ending", "cover.required"}, []string{"chat.waiting"}},
	} {
		var kinds []string
		h.view(func(r store.Reader) error {
			list, err := Choices(r, row.who)
			for _, c := range list {
				kinds = append(kinds, c.Kind)
			}
			return err
		})
		for _, kind := range row.has {
			if !slices.Contains(kinds, kind) {
				t.Errorf("%s does not choose about %s", row.who.Role, kind)
			}
		}
		for _, kind := range row.lack {
			if slices.Contains(kinds, kind) {
				t.Errorf("%s chooses about %s", row.who.Role, kind)
			}
		}
	}
}

func TestWhatHasDoneItsWorkGoesAndWhatWaitsStays(t *testing.T) {
	server, h := serveMail(t), newHouse(t)
	h.uses(server)
	topic := h.told(1)
	h.sends()
	h.advance(31 * 24 * time.Hour)
	server.goes()
	h.happens(replied(topic))
	if err := h.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(h.outbox(Sent)) != 0 || len(h.outbox(Waiting)) != 1 {
		t.Errorf("%d sent mails, %d waiting", len(h.outbox(Sent)), len(h.outbox(Waiting)))
	}
	lines := func() (n int) {
		h.view(func(r store.Reader) (err error) {
			n, err = notices.Count(r, "")
			return err
		})
		return n
	}
	if lines() != 2 {
		t.Errorf("the feed has %d lines after a month", lines())
	}
	h.advance(150 * 24 * time.Hour)
	if err := h.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if lines() != 1 {
		t.Errorf("the feed has %d lines after half a year", lines())
	}
}
