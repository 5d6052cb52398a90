package main

import (
	"fmt"
	"net/mail"
	"strings"
	"testing"
	"time"
)

// TestEachDeedIsMailedThroughKillsAndTwiceOnlyUnderOneMessageID opens tickets
// while the server is killed again and again: who was told that a ticket is
// open is sent a mail about it, and a mail that came twice says so.
func TestEachDeedIsMailedThroughKillsAndTwiceOnlyUnderOneMessageID(t *testing.T) {
	office, folder := openPostOffice(t), newFolder(t)
	s := serveFolder(t, folder, wide...)
	admin := s.signIn("a@balcao.test", adminPassword)
	admin.want(200, "PATCH", "/api/v1/settings/mail", office.setting())
	admin.want(201, "POST", "/api/v1/accounts", object{"email": "cleo@example.com", "name": "Cleo", "role": "customer", "password": "Copper-Lantern-7"})
	told := map[string]bool{}
	for round := range 8 {
		cleo := s.signIn("cleo@example.com", "Copper-Lantern-7")
		timer := time.AfterFunc(time.Duration(40+round*35)*time.Millisecond, s.kill)
		for i := range 200 {
			status, out, err := cleo.try("POST", "/api/v1/tickets", object{"title": fmt.Sprintf("Round %d, ticket %d", round, i)})
			if err != nil {
				break
			}
			if status == 201 {
				told[fmt.Sprintf("[#%v] %s", out["number"], out["title"])] = true
			}
		}
		timer.Stop()
		s.kill()
		s = serveFolder(t, folder, wide...)
	}
	if len(told) < 8 {
		t.Fatalf("only %d tickets were opened", len(told))
	}
	for end := time.Now().Add(30 * time.Second); len(office.subjects(t, told)) < len(told) && time.Now().Before(end); {
		time.Sleep(20 * time.Millisecond)
	}
	found, doubles := office.subjects(t, told), 0
	for subject := range told {
		if len(found[subject]) != 1 {
			t.Errorf("%s: its mail has %d Message-IDs", subject, len(found[subject]))
		}
		for _, times := range found[subject] {
			doubles += times - 1
		}
	}
	t.Logf("%d tickets, %d mails came twice under one Message-ID", len(told), doubles)
}

// subjects counts the mails about what was told, by subject and Message-ID.
func (o *postOffice) subjects(t *testing.T, told map[string]bool) map[string]map[string]int {
	t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	found := map[string]map[string]int{}
	for _, raw := range o.took {
		m, err := mail.ReadMessage(strings.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		subject := m.Header.Get("Subject")
		if !told[subject] {
			continue
		}
		if found[subject] == nil {
			found[subject] = map[string]int{}
		}
		found[subject][m.Header.Get("Message-Id")]++
	}
	return found
}
