package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

// vouchedBy is a widget's token for the user of the product.
func (s *server) vouchedBy(key object, company, sub string) *caller {
	s.t.Helper()
	now := time.Now()
	t := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{
		"iss": "risk", "aud": s.url, "sub": sub, "email": sub + "@acme.example", "name": "Una Vik", "company": company, "product": "Risk Manager",
		"iat": now.Unix(), "exp": now.Add(time.Minute).Unix(), "jti": uuid.NewString(),
	})
	t.Header["kid"] = key["id"]
	token, err := t.SignedString([]byte(key["secret"].(string)))
	noError(s.t, err)
	c := s.caller()
	c.bearer = c.want(201, "POST", "/api/v1/widget/visitor", object{"site": "default", "identity": token})["token"].(string)
	return c
}

// TestAContactOfACoveredCompanyIsServedAsCovered goes from a product's token to
// a ticket, without an account.
func TestAContactOfACoveredCompanyIsServedAsCovered(t *testing.T) {
	s := serveFolder(t, newFolder(t), wide...)
	admin := s.signIn("a@balcao.test", adminPassword)
	product := admin.want(201, "POST", "/api/v1/products", object{"name": "Risk Manager"})["id"]
	key := admin.want(201, "POST", fmt.Sprintf("/api/v1/products/%v/keys", product), object{"alg": "HS256"})
	company := admin.want(201, "POST", "/api/v1/companies", object{"name": "Acme"})["id"]
	dates := object{"valid_from": "2020-01-01", "valid_to": "2099-12-31"}
	admin.want(201, "POST", fmt.Sprintf("/api/v1/companies/%v/licences", company), merged(dates, object{"product": product, "edition": "Enterprise", "seats": 5}))
	admin.want(201, "POST", fmt.Sprintf("/api/v1/companies/%v/contracts", company), merged(dates, object{"plan": "Standard"}))

	contact, stranger := s.vouchedBy(key, "Acme", "1"), s.vouchedBy(key, "Unheard Of Ltd", "2")
	opens := func(c *caller) object {
		return c.want(201, "POST", "/api/v1/conversations", object{"cmid": newCMID(), "new": object{"site": "default"}, "text": "It stops"})
	}
	served, refused := opens(contact)["id"], opens(stranger)["id"]
	if one := admin.want(200, "GET", fmt.Sprint("/api/v1/conversations/", served), nil); one["cover"] != "covered" {
		t.Errorf("the contact is %v", one["cover"])
	}
	ticket := admin.want(201, "POST", "/api/v1/tickets", object{"conversation": served, "title": "It stops"})
	if ticket["company"] != company {
		t.Errorf("the ticket belongs to %v", ticket["company"])
	}
	admin.want(403, "POST", "/api/v1/tickets", object{"conversation": refused, "title": "It stops"})

	// the same person on another device: the same chats and tickets
	other := s.vouchedBy(key, "Acme", "1")
	other.want(200, "GET", fmt.Sprint("/api/v1/tickets/", ticket["number"]), nil)
	other.want(200, "GET", fmt.Sprint("/api/v1/conversations/", served), nil)
	other.want(404, "GET", fmt.Sprint("/api/v1/conversations/", refused), nil)
	contact.want(204, "DELETE", "/api/v1/widget/visitor", nil)
	contact.want(401, "GET", "/api/v1/conversations", nil)
	other.want(200, "GET", "/api/v1/conversations", nil)
}
