package bolt

import (
	"testing"
	"time"
)

func TestPatientCallsAreNotStarvedByAFullPromptLane(t *testing.T) {
	q := queue{wake: make(chan struct{}, 1)}
	start := time.Now()
	put := func(n int, patient bool, at time.Time) {
		for range n {
			if err := q.put(&call{at: at}, patient); err != nil {
				t.Fatal(err)
			}
		}
	}
	put(150, true, start)
	put(1500, false, start)
	group, _, _ := q.take(nil, start.Add(100*time.Millisecond))
	if len(group) != maxGroup || len(q.patient) != 150 {
		t.Errorf("in time: %d taken, %d patient left", len(group), len(q.patient))
	}
	put(1000, false, start)
	group, _, _ = q.take(nil, start.Add(300*time.Millisecond))
	if len(group) != maxGroup || len(q.patient) != 50 {
		t.Errorf("overdue: %d taken, %d patient left", len(group), len(q.patient))
	}
}

func TestAPatientCallAloneSaysHowLongItWaits(t *testing.T) {
	q := queue{wake: make(chan struct{}, 1)}
	start := time.Now()
	if err := q.put(&call{at: start}, true); err != nil {
		t.Fatal(err)
	}
	if group, wait, closed := q.take(nil, start.Add(100*time.Millisecond)); len(group) != 0 || wait != 150*time.Millisecond || closed {
		t.Errorf("%d taken, wait %v, closed %v", len(group), wait, closed)
	}
	if group, _, _ := q.take(nil, start.Add(251*time.Millisecond)); len(group) != 1 {
		t.Errorf("%d taken", len(group))
	}
	if _, wait, closed := q.take(nil, start); wait != 0 || closed {
		t.Errorf("empty: wait %v, closed %v", wait, closed)
	}
}
