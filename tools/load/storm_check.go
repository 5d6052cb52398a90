package main

import (
	"time"

	"balcao/tools/load/figures"
)

// breaks notes that everybody is away from now on.
func (s *storm) breaks() {
	for _, k := range s.clients {
		k.mu.Lock()
		k.back = time.Time{}
		k.mu.Unlock()
	}
}

// untilBack waits for all to be in step with nothing unsent, and returns how
// many are not in the end.
func (s *storm) untilBack(most time.Duration) (away int) {
	for began := time.Now(); time.Since(began) < most; time.Sleep(50 * time.Millisecond) {
		away = 0
		for _, k := range s.clients {
			k.mu.Lock()
			if k.back.IsZero() {
				away++
			}
			k.mu.Unlock()
		}
		if away == 0 {
			return 0
		}
	}
	return away
}

func (s *storm) sum(r *stormed, began time.Time) {
	var samples []time.Duration
	for _, k := range s.clients {
		k.mu.Lock()
		if !k.back.IsZero() {
			samples = append(samples, max(k.back.Sub(began), 0))
		}
		r.Failed += k.failed
		r.Resets += k.resets
		k.mu.Unlock()
	}
	r.Back = figures.Sum(samples)
	r.All = r.Back.Max / 1000
}

// check compares what was acknowledged with what is stored, and what is stored
// with what came over each client's sockets.
func (s *storm) check(r *stormed) error {
	began := time.Now()
	for wait := time.Now(); time.Since(wait) < 10*time.Second && s.unsent() > 0; {
		time.Sleep(100 * time.Millisecond)
	}
	time.Sleep(time.Second)
	totals := make([]stormed, len(s.clients))
	err := together(len(s.clients), 8, func(i int) error { return s.clients[i].check(&totals[i]) })
	for _, t := range totals {
		r.Acked += t.Acked
		r.Lost += t.Lost
		r.Doubled += t.Doubled
		r.Holes += t.Holes
		r.Unsent += t.Unsent
	}
	r.Restored = time.Since(began).Seconds()
	return err
}

func (s *storm) unsent() (n int) {
	for _, k := range s.clients {
		k.mu.Lock()
		n += len(k.unsent)
		k.mu.Unlock()
	}
	return n
}

func (k *stormClient) check(r *stormed) error {
	answer, err := k.Call(200, "GET", "/api/v1/conversations/"+k.conv+"/messages?limit=200", nil)
	if err != nil {
		return err
	}
	items, _ := answer["items"].([]any)
	k.mu.Lock()
	defer k.mu.Unlock()
	stored, numbers := map[string]int{}, map[uint64]bool{}
	for _, item := range items {
		m, _ := item.(map[string]any)
		text, _ := m["text"].(string)
		seq, _ := m["seq"].(float64)
		stored[text]++
		if text != stormAnswer && stored[text] > 1 {
			r.Doubled++
		}
		numbers[uint64(seq)] = true
		// After a reset messages are read by HTTP; before that each is an event, once.
		if n := k.seen[place(k.conv, uint64(seq))]; n == 0 && k.resets == 0 {
			r.Lost++
		} else if n > 1 {
			r.Doubled++
		}
	}
	for text := range k.acked {
		r.Acked++
		if stored[text] == 0 {
			r.Lost++
		}
	}
	for seq := range uint64(len(items)) {
		if !numbers[seq+1] {
			r.Holes++
			break
		}
	}
	r.Unsent = len(k.unsent)
	return nil
}

// end hangs all clients up for good.
func (s *storm) end() {
	for _, k := range s.clients {
		if k == nil {
			continue
		}
		k.mu.Lock()
		k.over = true
		if k.line != nil {
			k.line.Close()
		}
		k.mu.Unlock()
	}
}
