package chat

import "balcao/store"

// OnlineCount is how many operators were last told to be online.
func OnlineCount(r store.Reader) (int, error) {
	n := 0
	for p, err := range presences.All(r) {
		if err != nil {
			return 0, err
		}
		if p.Shown == Online {
			n++
		}
	}
	return n, nil
}

// Progress tells which steps of Getting started that belong to chat are done:
// a site may embed the widget, the widget was opened there, somebody has
// written. What cannot be read counts as not done.
func Progress(r store.Reader) map[string]bool {
	done := map[string]bool{}
	for s, err := range sites.All(r) {
		done["sites"] = done["sites"] || err == nil && len(s.Origins) > 0
	}
	looked := 0
	for c, err := range conversations.Reverse(r) {
		if looked++; err != nil || looked > 1000 {
			break
		}
		done["test_chat"] = true
		done["snippet"] = done["snippet"] || c.Page != ""
	}
	return done
}
