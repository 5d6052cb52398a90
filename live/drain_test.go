package live

import (
	"context"
	"fmt"
	"testing"
	"time"
)

func TestDrainFinishesWhatWasBegunAndCloses(t *testing.T) {
	w := newWorld(t, Limits{})
	visitor, _, _ := w.join("vic", nil)
	staff, _, _ := w.join("ada", nil)
	mute := w.socket() // has not said hello
	eventually(t, "all in", func() bool { return len(w.hub.open()) == 3 })
	visitor.say(`{"t":"wait"}`)
	eventually(t, "begun", func() bool { return w.hub.working.Load() == 1 })
	go func() {
		time.Sleep(200 * time.Millisecond)
		close(w.block)
	}()
	began := time.Now()
	w.hub.Drain(context.Background())
	if took := time.Since(began); took > 4*time.Second {
		t.Errorf("took %v", took)
	}
	if f := visitor.next(); f.T != "drain" || f.After == nil || *f.After < 0 || *f.After > 6 {
		t.Fatalf("%s", f.raw)
	}
	if f := visitor.next(); f.T != "ok" || f.CMID != "waited" {
		t.Fatalf("%s", f.raw)
	}
	visitor.closed(CloseRestart)
	if f := staff.next(); f.T != "drain" || f.After == nil || *f.After > 1000 {
		t.Fatalf("%s", f.raw)
	}
	staff.closed(CloseRestart)
	mute.closed(CloseRestart)
	if n := len(w.hub.open()); n != 0 {
		t.Errorf("%d left", n)
	}
}

func TestAFrameReadWhileStoppingIsNotAnswered(t *testing.T) {
	w := newWorld(t, Limits{})
	c, _, _ := w.join("vic", nil)
	head := w.store.Log().Head()
	w.hub.quiet.Store(true)
	c.say(`{"t":"send","cmid":"m-1","text":"late"}`)
	c.silent(200 * time.Millisecond)
	if w.store.Log().Head() != head {
		t.Error("stored, and the client was not told")
	}
}

func TestStoppingDuringTrafficLosesNothingThatWasAcknowledged(t *testing.T) {
	w := newWorld(t, Limits{StaffRate: 1e6, StaffBurst: 1e6, PersonSockets: 100})
	type result struct{ acknowledged []string }
	results := make(chan result)
	for i := range 8 {
		c, _, _ := w.join("ada", nil)
		go func() {
			var r result
			defer func() { results <- r }()
			go func() {
				for j := range 1_000_000 {
					b := fmt.Sprintf(`{"t":"send","cmid":"%d-%d","text":"x"}`, i, j)
					if c.ws.Write(context.Background(), 1, []byte(b)) != nil {
						return
					}
				}
			}()
			for {
				f, err := c.read(20 * time.Second)
				if err != nil {
					return
				}
				if f.T == "ok" {
					r.acknowledged = append(r.acknowledged, f.CMID)
				}
			}
		}()
	}
	time.Sleep(300 * time.Millisecond)
	began := time.Now()
	w.hub.Drain(context.Background())
	w.hub.Close()
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
	stored := map[string]int{}
	events, err := w.hub.read(context.Background(), 0, 1<<53, 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		stored[e.CMID]++
	}
	acknowledged := 0
	for range 8 {
		for _, cmid := range (<-results).acknowledged {
			acknowledged++
			if stored[cmid] != 1 {
				t.Errorf("%s acknowledged and stored %d times", cmid, stored[cmid])
			}
		}
	}
	if acknowledged == 0 {
		t.Error("there was no traffic")
	}
	t.Logf("%d acknowledged, %d stored", acknowledged, len(events))
}
