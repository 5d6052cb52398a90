package live

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"balcao/store"
)

type polled struct {
	Epoch string
	Pos   uint64
	Items []json.RawMessage
	Reset string
}

func (w *world) poll(who, query string) (polled, string) {
	w.t.Helper()
	status, _, b := w.ask("GET", "/api/v1/live/events?"+query, who)
	var p polled
	if err := json.Unmarshal(b, &p); status != 200 || err != nil || p.Items == nil {
		w.t.Fatalf("%d %s", status, b)
	}
	return p, string(b)
}

func TestALongPollGivesTheEventsWithoutN(t *testing.T) {
	w := newWorld(t, Limits{})
	epoch := w.store.Log().Epoch()
	first, _ := w.poll("zoe", "")
	if first.Epoch != epoch || first.Pos != 0 || first.Reset != "" {
		t.Fatalf("%+v", first)
	}
	head := w.commit(message("account/zoe", "m-1", "mine", "account/zoe"), note("internal", "account/zoe"), message("x", "m-2", "foreign", "account/bob"))
	p, raw := w.poll("zoe", fmt.Sprintf("epoch=%s&pos=%d&wait=25", epoch, first.Pos))
	if len(p.Items) != 1 || p.Pos != head || strings.Contains(raw, `"n":`) || !strings.Contains(raw, `"cmid":"m-1"`) || !strings.Contains(raw, `{"t":"event","pos":1,`) {
		t.Fatalf("%s", raw)
	}
	if p, raw = w.poll("zoe", fmt.Sprintf("epoch=%s&pos=%d", epoch, p.Pos)); len(p.Items) != 0 || p.Pos != head {
		t.Fatalf("%s", raw)
	}
	for query, reason := range map[string]string{
		"epoch=other&pos=0":                            resetEpoch,
		fmt.Sprintf("epoch=%s&pos=%d", epoch, head+50): resetAhead,
	} {
		if p, raw = w.poll("zoe", query); p.Reset != reason || p.Pos != head {
			t.Errorf("%s: %s", query, raw)
		}
	}
	for _, query := range []string{"epoch=x&pos=-1", "epoch=x&pos=1&wait=x", "pos=1", "epoch=x&pos=99999999999999999"} {
		if status, _, b := w.ask("GET", "/api/v1/live/events?"+query, "zoe"); status != 422 {
			t.Errorf("%s: %d %s", query, status, b)
		}
	}
	if status, _, _ := w.ask("GET", "/api/v1/live/events", ""); status != 401 {
		t.Errorf("nobody: %d", status)
	}
}

func TestALongPollWaitsForTheNextEvent(t *testing.T) {
	w := newWorld(t, Limits{})
	query := fmt.Sprintf("epoch=%s&pos=0&wait=20", w.store.Log().Epoch())
	go func() {
		time.Sleep(100 * time.Millisecond)
		w.commit(message("x", "", "foreign", "account/bob"), note("internal", "account/zoe"))
		time.Sleep(100 * time.Millisecond)
		w.commit(message("x", "", "mine", "account/zoe"))
	}()
	began := time.Now()
	p, raw := w.poll("zoe", query)
	if took := time.Since(began); len(p.Items) != 1 || p.Pos != 3 || took < 190*time.Millisecond || took > 5*time.Second {
		t.Fatalf("after %v: %s", took, raw)
	}
	began = time.Now()
	if p, raw = w.poll("zoe", fmt.Sprintf("epoch=%s&pos=3&wait=0.2", w.store.Log().Epoch())); len(p.Items) != 0 || p.Pos != 3 {
		t.Fatalf("%s", raw)
	}
	if took := time.Since(began); took < 200*time.Millisecond || took > 5*time.Second {
		t.Errorf("waited %v", took)
	}
}

func TestPollingFromPlaceToPlaceHasEveryEventOnce(t *testing.T) {
	for _, l := range []Limits{{}, {RingEvents: 20}} {
		w := newWorld(t, l)
		w.commit(message("x", "", "start", "account/bob"))
		const total = 400
		done := make(chan struct{})
		go func() {
			defer close(done)
			for i := range total {
				w.commit(message("x", "", fmt.Sprint(i), "account/zoe"))
			}
		}()
		pos, got := uint64(1), 0
		for got < total {
			p, raw := w.poll("zoe", fmt.Sprintf("epoch=%s&pos=%d&wait=5", w.store.Log().Epoch(), pos))
			if p.Reset != "" || p.Pos < pos {
				t.Fatalf("%s", raw)
			}
			for _, item := range p.Items {
				var f frame
				if err := json.Unmarshal(item, &f); err != nil || f.text() != fmt.Sprint(got) {
					t.Fatalf("wanted %d: %s", got, item)
				}
				got++
			}
			pos = p.Pos
		}
		<-done
		w.stop()
	}
}

// waiting starts a poll that waits and returns its answer.
func (w *world) waiting(who string) <-chan string {
	w.t.Helper()
	answers := make(chan string, 1)
	query := fmt.Sprintf("epoch=%s&pos=%d&wait=25", w.store.Log().Epoch(), w.store.Log().Head())
	r, err := http.NewRequest("GET", w.server.URL+"/api/v1/live/events?"+query, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+who)
	topic := w.people[who].Topic()
	go func() {
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			answers <- err.Error()
			return
		}
		defer answer.Body.Close()
		var b [4096]byte
		n, _ := answer.Body.Read(b[:])
		answers <- fmt.Sprint(answer.StatusCode, " ", string(b[:n]))
	}()
	eventually(w.t, "polling", func() bool {
		w.hub.mu.Lock()
		defer w.hub.mu.Unlock()
		for _, m := range w.hub.byOwn[topic] {
			if m.conn == nil && m.attached {
				return true
			}
		}
		return false
	})
	return answers
}

func TestRevocationAndDrainEndLongPolls(t *testing.T) {
	w := newWorld(t, Limits{})
	for kind, want := range map[string]string{store.KindRevoked: "401", store.KindBlocked: "403"} {
		answer := w.waiting("zoe")
		began := time.Now()
		w.commit(store.Event{Kind: kind, Topics: []string{"account/zoe"}})
		if got := <-answer; !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s", kind, got)
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("%s took %v", kind, took)
		}
	}
	answer := w.waiting("zoe")
	w.mu.Lock()
	w.topics["zoe"] = []string{"company/1"}
	w.mu.Unlock()
	w.commit(store.Event{Kind: store.KindTopics, Topics: []string{"account/zoe"}})
	if got := <-answer; !strings.Contains(got, `"reset":"trimmed"`) {
		t.Errorf("changed rights: %s", got)
	}
	answer = w.waiting("zoe")
	w.hub.Drain(context.Background())
	if got := <-answer; !strings.HasPrefix(got, "200") {
		t.Errorf("drain: %s", got)
	}
	if status, head, _ := w.ask("GET", "/api/v1/live/events", "zoe"); status != 503 || head.Get("Retry-After") == "" {
		t.Errorf("after it: %d", status)
	}
}

func TestPollingCountsAsPresence(t *testing.T) {
	w := newWorld(t, Limits{PollPresence: 300 * time.Millisecond})
	for range 3 {
		w.poll("zoe", fmt.Sprintf("epoch=%s&pos=0&wait=0.1", w.store.Log().Epoch()))
	}
	if got := w.attended(); got != "+zoe" {
		t.Fatalf("%q", got)
	}
	eventually(t, "gone", func() bool { return w.attended() == "+zoe -zoe" })
	w.poll("zoe", "")
	w.stop()
	if got := w.attended(); got != "+zoe -zoe +zoe -zoe" {
		t.Fatalf("%q", got)
	}
}

func TestTheSnapshotIsOneMomentOfTheCaller(t *testing.T) {
	w := newWorld(t, Limits{})
	pos := w.commit(message("x", "", "one", "account/zoe"))
	status, _, b := w.ask("GET", "/api/v1/live/snapshot", "zoe")
	if want := fmt.Sprintf(`{"epoch":%q,"pos":%d,"state":{"for":"zoe"}}`, w.store.Log().Epoch(), pos); status != 200 || string(b) != want {
		t.Errorf("%d %s, want %s", status, b, want)
	}
	if status, _, _ := w.ask("GET", "/api/v1/live/snapshot", ""); status != 401 {
		t.Errorf("nobody: %d", status)
	}
}
