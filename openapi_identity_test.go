package main

import (
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

// identity has a product vouch for one of its users.
func (w *walk) identity(s *server, admin *caller) {
	const keys = "/api/v1/products/{id}/keys"
	product := w.do(admin, 201, "POST /api/v1/products", object{"name": "Audit Manager"})["id"]
	key := w.do(admin, 201, "POST "+keys, object{"alg": "HS256"}, product)
	w.do(admin, 201, "POST "+keys, object{"alg": "EdDSA", "public_key": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="}, product)
	w.do(admin, 422, "POST "+keys, object{"alg": "EdDSA", "public_key": "short"}, product)
	w.do(admin, 404, "POST "+keys, object{"alg": "HS256"}, "01980000-0000-7000-8000-000000000000")
	w.do(admin, 200, "GET "+keys+"?limit=1", nil, product)

	now := time.Now()
	t := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{
		"iss": "audit", "aud": s.url, "sub": "7", "email": "una@acme.example", "name": "Una", "company": "Acme", "product": "Audit Manager", "version": "3.1",
		"iat": now.Unix(), "exp": now.Add(time.Minute).Unix(), "jti": uuid.NewString(),
	})
	t.Header["kid"] = key["id"]
	token, err := t.SignedString([]byte(key["secret"].(string)))
	if err != nil {
		w.t.Fatal(err)
	}
	v := s.caller()
	v.bearer = w.do(v, 201, "POST /api/v1/widget/visitor", object{"site": "default", "identity": token})["token"].(string)
	w.do(s.caller(), 410, "POST /api/v1/widget/visitor", object{"site": "default", "identity": token})
	w.do(s.caller(), 422, "POST /api/v1/widget/visitor", object{"site": "default", "identity": "none"})
	w.do(v, 200, "GET /api/v1/widget/visitor", nil)
	w.do(v, 200, "PATCH /api/v1/widget/visitor", object{"page": "https://shop.example/2"})
	w.do(v, 204, "DELETE /api/v1/widget/visitor", nil)
	w.do(v, 401, "GET /api/v1/widget/visitor", nil)
	w.do(admin, 204, "DELETE "+keys+"/{kid}", nil, product, key["id"])
}
