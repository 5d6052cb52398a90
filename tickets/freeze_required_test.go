package tickets_test

import (
	"fmt"
	"testing"
	"time"

	"balcao/store"
)

func (h *house) frozen(who string, n int) bool {
	h.t.Helper()
	must(h.t, h.k.Follow(h.t.Context()))
	return h.call(who, "GET", fmt.Sprintf("/tickets/%d", n), nil).body["frozen"] == true
}

func TestTheFirstContractOfAllFreezesTheTicketsOfWhoHasNone(t *testing.T) {
	h := newHouse(t)
	h.employ("carla", h.company("Acme"))
	n := h.open("carla", fields{"title": "Stops"})
	if h.frozen("carla", n) {
		t.Fatal("frozen before cover is required")
	}
	h.covers(h.company("Meridional"), "2027-12-01")
	if !h.frozen("carla", n) {
		t.Error("not frozen")
	}
}

func TestTheDayAfterAContractFreezesByTheScheduler(t *testing.T) {
	h := newHouse(t)
	acme := h.company("Acme")
	h.employ("carla", acme)
	h.covers(acme, "2026-12-01")
	n := h.open("carla", fields{"title": "Stops"})
	go store.NewScheduler(h.store, h.clock, h.k.Log, h.reg.Due()).Run(t.Context())
	h.wait(15 * 24 * time.Hour)
	again := store.NewScheduler(h.store, h.clock, h.k.Log, h.reg.Due()) // a restart finds what became due meanwhile
	go again.Run(t.Context())
	for deadline := time.Now().Add(10 * time.Second); !h.frozen("carla", n); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("still open for work")
		}
	}
}
