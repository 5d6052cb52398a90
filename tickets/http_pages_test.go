package tickets_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"balcao/accounts"
	"balcao/actor"
	"balcao/store"
)

// page asks for a page, or sends its form with files (their names begin with
// @) when there are pairs of name and value.
func (h *house) page(who string, status int, path string, form ...string) (body, to string) {
	h.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if len(form) > 0 {
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		for i := 0; i+1 < len(form); i += 2 {
			if name, isFile := strings.CutPrefix(form[i], "@"); isFile {
				part, err := w.CreateFormFile("file", name)
				must(h.t, err)
				_, _ = part.Write([]byte(form[i+1]))
				continue
			}
			must(h.t, w.WriteField(form[i], form[i+1]))
		}
		must(h.t, w.Close())
		r = httptest.NewRequest(http.MethodPost, path, &b)
		r.Header.Set("Content-Type", w.FormDataContentType())
	}
	r.Header.Set("Authorization", who)
	w := httptest.NewRecorder()
	h.http.ServeHTTP(w, r)
	if w.Code != status {
		h.t.Fatalf("%s as %s: %d, want %d: %s", path, who, w.Code, status, w.Body)
	}
	return w.Body.String(), w.Header().Get("Location")
}

func holds(t *testing.T, page string, all ...string) {
	t.Helper()
	for _, one := range all {
		if !strings.Contains(page, one) {
			t.Errorf("the page lacks %s", one)
		}
	}
}

var keptID = regexp.MustCompile(`name="kept" value="([^"]+)"`)

func TestARefusedTicketKeepsTextAndFilesAndIsOpenedByTheNextSending(t *testing.T) {
	h := newHouse(t)
	h.k.Files = h.files
	form := []string{
		"key", "k1", "title", "Update <b>to</b> 8.5", "type", "installation", "priority", "high", "description", "On a *Sunday*.",
		"product", "Flow", "version", "8.4", "environment", "Production",
	}
	page, _ := h.page("carla", 422, "/tickets/new", append(form, "wished_date", "", "@log.txt", "row 128\n")...)
	holds(t, page, `value="Update &lt;b&gt;to&lt;/b&gt; 8.5"`, `value="installation" checked`, `value="high" aria-describedby="p-high" checked`, "On a *Sunday*.</textarea>",
		`value="Flow"`, `value="8.4"`, `value="Production"`, `id="wished_date-error"`, "log.txt")
	kept := keptID.FindStringSubmatch(page)
	if kept == nil {
		t.Fatal("the file has to be sent again")
	}
	_, to := h.page("carla", 303, "/tickets/new", append(form, "wished_date", "2026-12-06", "kept", kept[1])...)
	if to != "/tickets/1?done=opened" {
		t.Fatalf("sent to %s", to)
	}
	page, _ = h.page("carla", 200, to)
	holds(t, page, "Update &lt;b&gt;to&lt;/b&gt; 8.5</h1>", "<em>Sunday</em>", "log.txt", `role="status"`, "2026-12-06")
	if _, to := h.page("carla", 303, "/tickets/new", append(form, "wished_date", "2026-12-06", "kept", kept[1])...); to != "/tickets/1?done=opened" {
		t.Errorf("the same sending again led to %s", to)
	}
}

func TestAnEmptyAnswerIsToldBesideTheFieldAndAGoodOneClosesOrReopens(t *testing.T) {
	h := newHouse(t)
	n := h.open("carla", fields{"title": "Export stops"})
	path := fmt.Sprintf("/tickets/%d", n)
	page, _ := h.page("carla", 422, path+"/replies", "text", "  ", "cmid", "c1")
	holds(t, page, `id="text-error"`, `aria-describedby="text-error"`)
	if _, to := h.page("carla", 303, path+"/replies", "text", "Again **now**", "cmid", "c2"); to != path+"?done=reply#answer" {
		t.Errorf("sent to %s", to)
	}
	page, _ = h.page("carla", 200, path)
	holds(t, page, "<strong>now</strong>", `value="close"`)
	if _, to := h.page("carla", 303, path+"/replies", "text", "", "cmid", "c3", "then", "close"); to != path+"?done=closed" || h.status(n) != "closed" {
		t.Errorf("closing led to %s, %s", to, h.status(n))
	}
	page, _ = h.page("carla", 200, path)
	holds(t, page, path+"/reopen")
	if strings.Contains(page, `name="text"`) {
		t.Error("a closed ticket can be answered")
	}
	h.page("carla", 303, path+"/reopen", "x", "")
	if h.status(n) != "open" {
		t.Errorf("reopened: %s", h.status(n))
	}
	h.page("carla", 303, path+"/replies", "text", "", "cmid", "c4", "then", "close")
	h.wait(15 * 24 * 60 * 60 * 1e9)
	page, _ = h.page("carla", 200, path)
	holds(t, page, fmt.Sprintf("/tickets/new?after=%d", n))
	h.page("carla", 409, path+"/reopen", "x", "")
}

func TestPagesAreForThoseWhoseTicketItIs(t *testing.T) {
	h := newHouse(t)
	n := h.open("carla", fields{"title": "Secret of Carla"})
	h.reply("olga", n, fields{"text": "Only for us", "internal": true, "cmid": "n1"})
	path := fmt.Sprintf("/tickets/%d", n)
	for _, p := range []string{path, "/tickets/77", "/tickets/x", "/requests/1"} {
		if page, _ := h.page("dario", 404, p); strings.Contains(page, "Secret") {
			t.Errorf("%s shows it", p)
		}
	}
	h.page("dario", 404, path+"/replies", "text", "Mine?", "cmid", "d1")
	h.page("dario", 404, path+"/reopen", "x", "")
	if page, _ := h.page("carla", 200, path); strings.Contains(page, "Only for us") {
		t.Error("a note is on the customer's page")
	}
	for from, want := range map[string]string{
		"/tickets": "/console/tickets", path: "/console" + path, "/tickets/new": "/console/tickets", "/requests/1": "/console/tickets",
	} {
		if _, to := h.page("olga", 303, from); to != want {
			t.Errorf("staff on %s are sent to %s", from, to)
		}
	}
	if page, _ := h.page("dario", 200, "/tickets"); strings.Contains(page, "Secret") {
		t.Error("a foreign ticket is listed")
	}
}

func TestWithoutCoverThePageTellsWhyAndKeepsWhatWasTyped(t *testing.T) {
	h := newHouse(t)
	needCover(h)
	_, to := h.page("carla", 303, "/tickets/new", "key", "k1", "title", "Form <i>not</i> saved", "type", "problem", "priority", "average", "description", "Comes back **empty**.", "product", "Watch")
	if to != "/requests/1?done=kept" {
		t.Fatalf("sent to %s", to)
	}
	page, _ := h.page("carla", 200, to)
	holds(t, page, "S-1", "Form &lt;i&gt;not&lt;/i&gt; saved", "<strong>empty</strong>", "Watch", "data-draft-done")
	page, _ = h.page("carla", 200, "/tickets?view=requests")
	holds(t, page, `href="/requests/1"`)
	h.page("dario", 404, "/requests/1")
}

func TestTheNewTicketFormOffersWhatTheCompanyHasBesideEarlierProducts(t *testing.T) {
	h := newHouse(t)
	acme := h.company("Acme")
	h.employ("carla", acme)
	system := actor.Actor{Role: actor.System}
	for _, name := range []string{"Ledger", "Flow"} {
		p, err := h.reg.AddProduct(t.Context(), system, accounts.ProductChange{Name: &name})
		must(t, err)
		from, to := "2026-01-01", "2027-12-31"
		_, err = h.reg.AddLicence(t.Context(), system, acme, accounts.LicenceChange{Product: &p.ID, ValidFrom: &from, ValidTo: &to})
		must(t, err)
		must(t, h.store.Update(t.Context(), func(tx store.Tx) error {
			return accounts.SawInstallation(tx, h.clock(), newID(), accounts.Installation{Company: acme, Product: p.ID, Version: "8.4 of " + name, Source: accounts.FromStaff})
		}))
	}
	h.covers(acme, "2027-12-01")
	offered := []string{`<option value="Ledger">`, `<option value="Flow">`, `<option value="8.4 of Ledger">`, `<option value="8.4 of Flow">`}
	page, _ := h.page("carla", 200, "/tickets/new")
	holds(t, page, append(offered, `name="product" maxlength="200" list="products" autocomplete="off" value=""`)...)
	h.open("carla", fields{"title": "Earlier", "product": "Flow", "version": "8.4 of Flow"})
	page, _ = h.page("carla", 200, "/tickets/new")
	holds(t, page, append(offered, `list="products" autocomplete="off" value="Flow"`)...)
	if page, _ := h.page("dario", 200, "/tickets/new"); strings.Contains(page, "Ledger") {
		t.Error("a stranger is offered what Acme has")
	}
}
