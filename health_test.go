package main

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"balcao/store"
	"balcao/store/bolt"
)

// legOf is the leg of that name in an answer of GET /api/v1/health.
func legOf(t *testing.T, health object, name string) object {
	t.Helper()
	for _, item := range health["legs"].([]any) {
		if l := object(item.(map[string]any)); l["name"] == name {
			return l
		}
	}
	t.Fatalf("no leg %s in %v", name, health)
	return nil
}

func TestHealthNamesEveryLegAndTriesASocketOfItsOwn(t *testing.T) {
	s := serveFolder(t, newFolder(t), "--backup-every", "1h", "--metrics-token", metricsToken)
	admin := s.signIn("a@balcao.test", adminPassword)
	k := admin.dial(nil)
	k.frame("synced")
	health := admin.want(200, "GET", "/api/v1/health", nil)
	for _, name := range []string{"socket", "hub", "store", "backup", "clock"} {
		if l := legOf(t, health, name); l["state"] != "ok" || l["since"] != nil {
			t.Errorf("%s: %v", name, l)
		}
	}
	if n := legOf(t, health, "socket")["figures"].(map[string]any)["sockets"]; n != 1.0 {
		t.Errorf("%v sockets are open, one is", n)
	}
	if figures, _ := scraped(t, s.url, metricsToken); figures[`balcao_live_closes_total{code="4500"}`] != 1 {
		t.Error("the self-check did not go through a socket")
	}
	within(t, "a fresh backup", func() bool {
		return legOf(t, admin.want(200, "GET", "/api/v1/health", nil), "backup")["detail"] == "fresh"
	})
	admin.want(201, "POST", "/api/v1/accounts", object{"email": "olga@balcao.test", "name": "Olga", "role": "operator", "password": "Granite-Window-4"})
	s.signIn("olga@balcao.test", "Granite-Window-4").want(403, "GET", "/api/v1/health", nil)
	s.caller().want(401, "GET", "/api/v1/health", nil)
}

func within(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !done(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s did not come", what)
		}
	}
}

func TestHealthNamesTheStoreThatTakesNoWritesAndSinceWhen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "balcao.db")
	s, err := bolt.Open(path, bolt.Options{NoSync: true, MaxSize: 32 << 20, Retry: time.Hour, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	var said strings.Builder
	h := &house{store: s, legs: newLegs(), log: slog.New(slog.NewTextHandler(&said, nil))}
	if l := h.notice([]leg{h.storeLeg()})[0]; l.State != fine || l.Since != nil {
		t.Fatalf("fresh: %+v", l)
	}
	for n := 0; err == nil && n < 10_000; n++ {
		err = s.Update(t.Context(), func(tx store.Tx) error {
			return tx.Put(store.Key("row", n), make([]byte, 256<<10))
		})
	}
	if !s.ReadOnly() {
		t.Fatalf("it never filled up: %v", err)
	}
	first := h.notice([]leg{h.storeLeg()})[0]
	if first.State != broken || first.Detail != "readonly" || first.Since == nil {
		t.Fatalf("full: %+v", first)
	}
	time.Sleep(5 * time.Millisecond)
	if again := h.notice([]leg{h.storeLeg()})[0]; !again.Since.Equal(*first.Since) {
		t.Errorf("broken since %v, then since %v", first.Since, again.Since)
	}
	if n := strings.Count(said.String(), "leg=store"); n != 1 {
		t.Errorf("logged %d times: %s", n, said.String())
	}
}

func TestHealthSaysThatTheSocketLegIsBrokenWhenNobodyListens(t *testing.T) {
	h := assembled(t)
	h.Listen = "127.0.0.1:1"
	if l := h.socketLeg(t.Context()); l.State != broken || l.Detail != "unreachable" {
		t.Errorf("%+v", l)
	}
}

func TestHealthSaysThatAHubThatDoesNotComeRoundIsStuck(t *testing.T) {
	h := assembled(t) // Run was never called
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if l := h.hubLeg(ctx); l.State != broken || l.Detail != "stuck" {
		t.Errorf("%+v", l)
	}
}

func TestHealthJudgesBackupsByTheirSchedule(t *testing.T) {
	now := time.Now()
	wrong := errors.New("no room")
	for name, c := range map[string]struct {
		every         time.Duration
		age           time.Duration // 0 = never
		err           error
		running       time.Duration
		state, detail string
	}{
		"none wanted is a hint":          {state: fine, detail: "off"},
		"the first is being made":        {every: time.Hour, running: time.Minute, state: fine, detail: "first"},
		"the first never came":           {every: time.Hour, running: time.Hour, state: warning, detail: "never"},
		"the first failed":               {every: time.Hour, err: wrong, running: time.Minute, state: broken, detail: "failed"},
		"in time":                        {every: time.Hour, age: 59 * time.Minute, running: 9 * time.Hour, state: fine, detail: "fresh"},
		"late":                           {every: time.Hour, age: 150 * time.Minute, running: 9 * time.Hour, state: warning, detail: "late"},
		"the newest failed":              {every: time.Hour, age: 90 * time.Minute, err: wrong, running: 9 * time.Hour, state: warning, detail: "failed"},
		"made, but things are missing":   {every: time.Hour, age: time.Minute, err: wrong, running: 9 * time.Hour, state: warning, detail: "flawed"},
		"long overdue":                   {every: time.Hour, age: 5 * time.Hour, err: wrong, running: 9 * time.Hour, state: broken, detail: "overdue"},
		"the server was off for a while": {every: time.Hour, age: 50 * time.Hour, running: time.Minute, state: fine, detail: "fresh"},
	} {
		t.Run(name, func(t *testing.T) {
			h := &house{settings: settings{BackupEvery: c.every}, clock: func() time.Time { return now }, born: now.Add(-c.running)}
			b := &backups{err: c.err}
			if c.age > 0 {
				b.last = now.Add(-c.age)
			}
			h.backups.Store(b)
			if l := h.backupLeg(); l.State != c.state || l.Detail != c.detail {
				t.Errorf("%s %s, want %s %s", l.State, l.Detail, c.state, c.detail)
			}
		})
	}
}

func TestAJumpOfTheClockIsNoticedAndALongPauseIsNot(t *testing.T) {
	h := &house{legs: newLegs(), born: time.Now().Add(-2 * time.Hour)}
	start := time.Now()
	d := &h.legs.clock
	d.look(start, 0)
	d.look(start.Add(time.Hour), time.Hour)
	if l := h.clockLeg(); l.State != fine {
		t.Errorf("an hour without a look: %+v", l)
	}
	d.look(start.Add(50*time.Minute), 2*time.Hour)
	if l := h.clockLeg(); l.State != warning || l.Figures["jump_s"] != int64(-70*60) {
		t.Errorf("set back: %+v", l)
	}
	h.born = h.born.Add(-afterAJump - time.Second)
	if l := h.clockLeg(); l.State != fine {
		t.Errorf("long ago: %+v", l)
	}
}
