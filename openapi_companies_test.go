package main

// companies walks through companies, what they are entitled to, and what that
// refers to.
func (w *walk) companies(admin *caller) {
	const one = "/api/v1/companies/{id}"
	product := w.do(admin, 201, "POST /api/v1/products", object{"name": "Risk Manager", "editions": []string{"Enterprise"}})["id"]
	w.do(admin, 409, "POST /api/v1/products", object{"name": "risk manager"})
	w.do(admin, 200, "PATCH /api/v1/products/{id}", object{"editions": []string{"Enterprise", "Small"}}, product)
	w.do(admin, 200, "GET /api/v1/products?q=risk", nil)
	w.do(admin, 200, "GET /api/v1/calendars", nil)
	week := object{"mon": [][]string{{"08:00", "12:00"}, {"13:00", "24:00"}}}
	holidays := []object{{"date": "2026-12-25", "name": "Natal", "repeats": "yearly"}, {"date": "2026-12-28", "name": "Move"}}
	calendar := w.do(admin, 201, "POST /api/v1/calendars", object{"name": "Rio", "time_zone": "America/Sao_Paulo", "week": week, "holidays": holidays})["id"]
	w.do(admin, 422, "PATCH /api/v1/calendars/{id}", object{"week": object{"mon": [][]string{{"18:00", "08:00"}}}}, calendar)
	w.do(admin, 200, "PATCH /api/v1/calendars/{id}", object{"name": "Rio de Janeiro"}, calendar)
	w.do(admin, 200, "GET /api/v1/sla-plans", nil)
	targets := object{"critical": object{"first_answer": 30, "next_answer": nil, "solution": 240}, "low": nil}
	plan := w.do(admin, 201, "POST /api/v1/sla-plans", object{"name": "Gold", "rank": 3, "calendar": "Rio de Janeiro", "targets": targets})["id"]
	w.do(admin, 200, "PATCH /api/v1/sla-plans/{id}", object{"calendar": ""}, plan)

	company := w.do(admin, 201, "POST /api/v1/companies", object{
		"name": "Acme", "domains": []string{"acme.example"}, "time_zone": "America/Sao_Paulo", "sites": []string{"Rio"}, "notes": "pays late",
		"contacts": []object{{"name": "Olga", "email": "olga@acme.example"}},
	})["id"]
	w.do(admin, 422, "POST /api/v1/companies", object{"name": ""})
	w.do(admin, 200, "PATCH "+one, object{"notes": ""}, company)
	w.do(admin, 404, "GET "+one, nil, "01980000-0000-7000-8000-000000000000")
	dates := object{"valid_from": "2020-01-01", "valid_to": "2099-12-31"}
	licence := w.do(admin, 201, "POST "+one+"/licences", merged(dates, object{"product": product, "edition": "Enterprise", "seats": 25}), company)["id"]
	w.do(admin, 422, "POST "+one+"/licences", object{"product": "unheard of"}, company)
	w.do(admin, 200, "PATCH "+one+"/licences/{lid}", object{"seats": 30}, company, licence)
	w.do(admin, 200, "GET "+one+"/licences", nil, company)
	contract := w.do(admin, 201, "POST "+one+"/contracts", merged(dates, object{
		"plan": plan, "products": []any{product}, "calendar": calendar, "hours_bought": 40, "grace_days": 5,
	}), company)["id"]
	w.do(admin, 200, "PATCH "+one+"/contracts/{lid}", object{"hours_left": 12.5}, company, contract)
	w.do(admin, 200, "GET "+one+"/contracts", nil, company)
	installation := w.do(admin, 201, "POST "+one+"/installations", object{"product": product, "version": "9.2", "environment": "production"}, company)["id"]
	w.do(admin, 409, "POST "+one+"/installations", object{"product": product, "version": "9.3", "environment": "Production"}, company)
	w.do(admin, 200, "PATCH "+one+"/installations/{lid}", object{"version": "9.3"}, company, installation)
	w.do(admin, 200, "GET "+one+"/installations", nil, company)
	w.do(admin, 200, "GET "+one+"/cover?product=Risk+Manager&at=2026-01-01", nil, company)
	w.do(admin, 200, "GET "+one, nil, company)
	w.do(admin, 200, "GET /api/v1/companies?cover=covered&q=acme", nil)
	w.do(admin, 200, "GET "+one+"/history", nil, company)
	w.do(admin, 204, "DELETE "+one+"/installations/{lid}", nil, company, installation)
	w.do(admin, 204, "DELETE "+one+"/contracts/{lid}", nil, company, contract)
	w.do(admin, 204, "DELETE "+one+"/licences/{lid}", nil, company, licence)
	w.do(admin, 200, "GET "+one+"/cover", nil, company)
	const file = "/api/v1/companies/import"
	for query, status := range map[string]int{"?dry_run=true": 200, "": 422} {
		w.raw(admin, status, "POST", file+query, "text/csv", []byte("name,domains\nLima,nowhere\n"))
	}
	if done := w.raw(admin, 200, "POST", file, "text/csv", []byte("name,domains\nLima,lima.example\n")); done["created"] != 1.0 {
		w.t.Errorf("imported %v", done)
	}
	w.raw(admin, 200, "GET", "/api/v1/companies/export.csv", "", nil)
	w.seen["POST "+file], w.seen["GET /api/v1/companies/export.csv"] = true, true
}
