package main

import (
	"fmt"
	"log/slog"
	"testing"

	"balcao/chat"
	"balcao/static"
	"balcao/tickets"
)

func TestTheDemoSaysEverythingInItsLanguage(t *testing.T) {
	english, err := textsIn("en")
	noError(t, err)
	for _, lang := range static.Languages {
		t.Run(lang, func(t *testing.T) {
			texts, err := textsIn(lang)
			noError(t, err)
			for name := range english {
				if texts[name] == "" || lang != "en" && texts[name] == english[name] {
					t.Errorf("%s: %q", name, texts[name])
				}
			}
			if len(texts) != len(english) {
				t.Errorf("%d texts, %d in English", len(texts), len(english))
			}
			known := map[string]bool{"": true}
			for _, text := range texts {
				known[text] = true
			}
			seen := 0
			for what, said := range told(t, lang) {
				if seen++; !known[said] {
					t.Errorf("%s: %q is none of the texts in %s", what, said, lang)
				}
			}
			if seen < 30 {
				t.Errorf("only %d texts were told", seen)
			}
		})
	}
}

// told tells the story in a new house and returns what staff and customers read.
func told(t *testing.T, lang string) map[string]string {
	t.Helper()
	clock := &shiftedClock{}
	h, err := assemble(settings{Data: t.TempDir(), Listen: "127.0.0.1:0", MaxFileMB: 100}, "http://127.0.0.1", clock.now, slog.New(slog.DiscardHandler), func(err error) { t.Error(err) })
	noError(t, err)
	s := &story{house: h, clock: clock, lang: lang}
	t.Cleanup(func() { noError(t, h.close()) })
	noError(t, s.tell(t.Context(), "http://localhost:8081"))
	said := map[string]string{}
	who := s.who["priya"]
	list, _, err := h.tracker.List(t.Context(), who, tickets.Filter{}, 50, "")
	noError(t, err)
	for _, one := range list {
		n := fmt.Sprint("ticket ", one.Number)
		said[n+" title"], said[n+" description"] = one.Title, one.Description
		for i, tag := range one.Tags {
			said[fmt.Sprint(n, " tag ", i)] = tag
		}
		entries, _, err := h.tracker.Timeline(t.Context(), who, one.Number, 50, "")
		noError(t, err)
		for i, e := range entries {
			said[fmt.Sprint(n, " entry ", i)] = e.Text
		}
	}
	for _, view := range []string{"all", "closed"} {
		chats, _, err := h.desk.List(t.Context(), who, chat.Listing{View: view, Limit: 50})
		noError(t, err)
		for i, c := range chats {
			all, err := h.desk.Transcript(t.Context(), who, c.ID, true)
			noError(t, err)
			n := fmt.Sprint(view, " chat ", i)
			said[n+" subject"] = c.Subject
			if c.Rating != nil {
				said[n+" rating"] = c.Rating.Comment
			}
			for j, m := range append(all.Messages, all.Notes...) {
				said[fmt.Sprint(n, " message ", j)] = m.Text
			}
		}
	}
	departments, err := h.desk.Departments(t.Context())
	noError(t, err)
	for _, d := range departments {
		said["department"] = d.Name
	}
	canned, err := h.desk.CannedReplies(t.Context())
	noError(t, err)
	for _, c := range canned {
		said["canned "+c.Name], said["canned text "+c.Name] = c.Name, c.Text
	}
	return said
}
