package chat

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"balcao/actor"
)

// page asks for a page as a, or sends its form when there is one.
func (w *wire) page(a actor.Actor, status int, path string, form url.Values) (body, to string) {
	w.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if form != nil {
		r = httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w.people[a.Topic()] = a
	r.Header.Set("Authorization", a.Topic())
	rec := httptest.NewRecorder()
	w.router.ServeHTTP(rec, r)
	if rec.Code != status {
		w.t.Fatalf("%s as %s: %d, want %d: %s", path, a.Name, rec.Code, status, rec.Body)
	}
	return rec.Body.String(), rec.Header().Get("Location")
}

func TestACustomerReadsAndWritesItsChatsOnPages(t *testing.T) {
	onWire(t, func(w *wire) {
		olga, anna, tom := w.operator("Olga"), w.staff("Anna", actor.Customer), w.staff("Tom", actor.Customer)
		if page, _ := w.page(anna, 200, "/chats", nil); !strings.Contains(page, `class="empty"`) {
			t.Error("nothing is told of an empty list")
		}
		conv := w.opens(anna, "The <b>invoice</b> is wrong")
		w.says(olga, conv, "Which `line`?")
		w.notes(olga, conv, "Only for us")
		page, _ := w.page(anna, 200, "/chats", nil)
		if !strings.Contains(page, "/chats/"+conv) || !strings.Contains(page, "Which line?") || !strings.Contains(page, `class="badge"`) {
			t.Error("the list lacks the chat, its last words or that they are new")
		}
		page, _ = w.page(anna, 200, "/chats/"+conv, nil)
		if !strings.Contains(page, "<code>line</code>") || strings.Contains(page, "Only for us") || strings.Contains(page, "<b>invoice") {
			t.Errorf("the chat shows %s", page)
		}
		if page, _ = w.page(anna, 200, "/chats", nil); strings.Contains(page, `class="badge"`) {
			t.Error("what was read is still new")
		}
		if _, to := w.page(anna, 303, "/chats/"+conv+"/messages", url.Values{"text": {"Line 128"}, "cmid": {"p1"}}); to != "/chats/"+conv+"?done=sent#answer" {
			t.Errorf("sent to %s", to)
		}
		page, _ = w.page(anna, 413, "/chats/"+conv+"/messages", url.Values{"text": {strings.Repeat("x", 16_001)}, "cmid": {"p2"}})
		if !strings.Contains(page, `id="text-error"`) || !strings.Contains(page, strings.Repeat("x", 16_001)+"</textarea>") {
			t.Error("what was typed is gone, or not told why")
		}
		w.page(tom, 404, "/chats/"+conv, nil)
		w.page(tom, 404, "/chats/"+conv+"/messages", url.Values{"text": {"Mine?"}, "cmid": {"t1"}})
		if _, to := w.page(olga, 303, "/chats/"+conv, nil); to != "/console/inbox/all/"+conv {
			t.Errorf("staff are sent to %s", to)
		}
	})
}

func TestAnEndedChatIsAnsweredForADay(t *testing.T) {
	onWire(t, func(w *wire) {
		olga, anna := w.operator("Olga"), w.staff("Anna", actor.Customer)
		conv := w.opens(anna, "Hello")
		if err := w.Close(context.Background(), olga, conv); err != nil {
			t.Fatal(err)
		}
		if page, _ := w.page(anna, 200, "/chats/"+conv, nil); !strings.Contains(page, `name="text"`) {
			t.Error("no answer right after the end")
		}
		time.Sleep(25 * time.Hour) // of the bubble
		if page, _ := w.page(anna, 200, "/chats/"+conv, nil); strings.Contains(page, `name="text"`) {
			t.Error("an answer a day later")
		}
	})
}
