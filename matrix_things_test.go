package main

import (
	"fmt"
	"strings"
)

// thing is what a path's parameters are filled with, by their names.
type thing map[string]string

const nowhere = "01980000-0000-7000-8000-000000000000"

// of makes what the family of a path needs, belonging to that person, fresh for
// deeds that change or use it up.
func (w *town) of(owner, method, path string) thing {
	w.t.Helper()
	admin := w.people["administrator"]
	w.deployed++
	unique := fmt.Sprintf("n%d", w.deployed)
	letter := "a"
	if owner == "other" {
		letter = "b"
	}
	gone := method == "DELETE"
	switch rest := strings.TrimPrefix(strings.TrimPrefix(path, "/api/v1"), "/"); {
	case strings.HasPrefix(rest, "conversations/"), strings.HasPrefix(rest, "chats/"):
		return w.conversation(owner)
	case strings.HasPrefix(rest, "tickets/"):
		return w.ticket(owner)
	case strings.HasPrefix(rest, "requests/"):
		return thing{"id": w.shared["request/"+owner]}
	case strings.HasPrefix(rest, "files/"):
		return w.file(owner)
	case strings.HasPrefix(rest, "accounts/"), strings.HasPrefix(rest, "company/people/"):
		return thing{"id": w.account(owner).id}
	case strings.HasPrefix(rest, "me/sessions/"), strings.HasPrefix(rest, "profile/sessions/"):
		return thing{"id": first(w.account(owner).must("GET", "/api/v1/me/sessions", nil))}
	case strings.HasPrefix(rest, "companies/"):
		f := thing{"id": w.company[letter], "lid": nowhere}
		for _, kind := range []string{"licences", "contracts", "installations"} {
			if strings.Contains(rest, kind+"/") {
				f["lid"] = w.shared[kind+"/"+letter]
			}
		}
		if gone {
			f["lid"] = admin.must("POST", "/api/v1/companies/"+w.company[letter]+"/installations", object{"product": w.shared["products"], "version": "1", "environment": unique})["id"].(string)
			if !strings.Contains(rest, "installations") {
				f["lid"] = admin.must("POST", "/api/v1/companies/"+w.company[letter]+"/licences", object{"product": w.shared["products"], "edition": "", "seats": 1, "valid_from": "2020-01-01", "valid_to": "2020-01-02"})["id"].(string)
			}
			if strings.Contains(rest, "contracts") {
				f["lid"] = admin.must("POST", "/api/v1/companies/"+w.company[letter]+"/contracts", object{"plan": "standard", "valid_from": "2020-01-01", "valid_to": "2020-01-02"})["id"].(string)
			}
		}
		return f
	case strings.HasPrefix(rest, "invitations/"):
		return thing{"id": admin.must("POST", "/api/v1/invitations", object{"email": unique + "@invited.example", "name": "Invited " + alphaCanary, "role": "customer"})["id"].(string)}
	case strings.HasPrefix(rest, "invitation-requests/"):
		email := unique + "@asking.example"
		w.people["anonymous"].must("POST", "/api/v1/invitation-requests", object{"name": "Asking " + alphaCanary, "company": "Gamma " + unique, "job_title": "Boss", "email": email, "phone": "+55 11 5555-0100"})
		return thing{"id": first(admin.must("GET", "/api/v1/invitation-requests?q="+email, nil))}
	case strings.HasPrefix(rest, "products/"):
		f := thing{"id": w.shared["products"], "kid": nowhere}
		if gone {
			f["id"] = admin.must("POST", "/api/v1/products", object{"name": unique})["id"].(string)
			f["kid"] = admin.must("POST", "/api/v1/products/"+f["id"]+"/keys", object{"alg": "HS256"})["id"].(string)
		}
		return f
	case strings.HasPrefix(rest, "canned-replies/"):
		if gone {
			return thing{"id": admin.must("POST", "/api/v1/canned-replies", object{"name": "Hi", "shortcut": unique, "text": staffCanary})["id"].(string)}
		}
		return thing{"id": w.shared["canned-replies"]}
	case strings.HasPrefix(rest, "drafts/"):
		return thing{"key": "ticket:1"}
	case strings.HasPrefix(rest, "notices/"), strings.HasPrefix(rest, "mails/"):
		return thing{"id": nowhere}
	default:
		family, _, _ := strings.Cut(rest, "/")
		return thing{"id": w.shared[family], "site": "default", "version": "none", "path": "none.js"}
	}
}

// account is a person who may be disabled by now, and is not any more.
func (w *town) account(name string) *citizen {
	w.t.Helper()
	c := w.people[name]
	if c.bearer != "" {
		c = w.people["bia"] // visitors have no account
	}
	if status, _, _ := c.ask("GET", "/api/v1/me", nil); status != 200 {
		w.people["administrator"].must("POST", "/api/v1/accounts/"+c.id+"/enable", nil)
		c.signIn()
	}
	return c
}

func (w *town) owner(name string) *citizen {
	if c := w.people[name]; c.bearer != "" {
		return c
	}
	return w.account(name)
}

func (w *town) mark(owner string) string {
	if owner == "other" || owner == "visitor" {
		return ""
	}
	return alphaCanary
}

// conversation is open; the one before is not any more: nobody may have many
// open at once.
func (w *town) conversation(owner string) thing {
	w.t.Helper()
	who := w.owner(owner)
	if before := w.shared["conversation/"+owner]; before != "" {
		w.people["administrator"].ask("POST", "/api/v1/conversations/"+before+"/close", object{})
	}
	c := who.must("POST", "/api/v1/conversations", object{"cmid": newCMID(), "new": object{"site": "default"}, "text": "Help " + w.mark(owner), "subject": "About " + w.mark(owner)})
	id := c["id"].(string)
	w.shared["conversation/"+owner] = id
	said := who.must("GET", "/api/v1/conversations/"+id+"/messages", nil)["items"].([]any)[0].(map[string]any)
	w.people["administrator"].must("POST", "/api/v1/conversations/"+id+"/messages", object{"cmid": newCMID(), "text": staffCanary, "stream": "internal"})
	return thing{"id": id, "mid": said["mid"].(string)}
}

func (w *town) ticket(owner string) thing {
	w.t.Helper()
	admin, who := w.people["administrator"], w.owner(owner)
	body := object{"title": "Import " + w.mark(owner), "description": "Stops " + w.mark(owner), "note": staffCanary}
	if who.bearer != "" {
		body["conversation"] = w.conversation(owner)["id"]
	} else {
		body["contact"] = who.email
	}
	n := fmt.Sprint(admin.must("POST", "/api/v1/tickets", body)["number"])
	admin.must("POST", "/api/v1/tickets/"+n+"/replies", object{"text": staffCanary, "internal": true, "cmid": newCMID()})
	return thing{"number": n}
}

func (w *town) file(owner string) thing {
	w.t.Helper()
	who := w.owner(owner)
	status, _, text := who.ask("POST", "/api/v1/files", []byte("log "+w.mark(owner)))
	_, rest, found := strings.Cut(string(text), `"id":"`)
	id, _, _ := strings.Cut(rest, `"`)
	if status != 201 || !found {
		w.t.Fatalf("upload: %d %s", status, text)
	}
	conv := w.conversation(owner)["id"]
	who.must("POST", "/api/v1/conversations/"+conv+"/messages", object{"cmid": newCMID(), "text": "See", "files": []string{id}})
	return thing{"id": id, "name": "log.txt"}
}
