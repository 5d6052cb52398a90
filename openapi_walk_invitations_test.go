package main

// invitations walks an invitation from its making to the account that comes of
// it.
func (w *walk) invitations(admin, nobody *caller) {
	invite := object{"email": "helena@meridional.example", "name": "Helena Prado", "role": "customer", "locale": "pt-BR", "job_title": "Analista"}
	made := w.do(admin, 201, "POST /api/v1/invitations", invite)
	id, link := made["id"], made["link"]
	w.do(admin, 422, "POST /api/v1/invitations", object{"email": "helena@gmail.com", "name": "Helena"})
	w.do(admin, 409, "POST /api/v1/invitations", object{"email": "olga@balcao.test", "name": "Olga"})
	w.do(nobody, 401, "GET /api/v1/invitations", nil)
	w.do(admin, 200, "GET /api/v1/invitations?state=pending&q=helena&limit=1", nil)
	w.do(nobody, 200, "POST /api/v1/invitations/inspect", object{"code": link})
	link2 := w.do(admin, 200, "POST /api/v1/invitations/{id}/resend", nil, id)["link"]
	w.do(nobody, 410, "POST /api/v1/invitations/inspect", object{"code": link})
	w.do(nobody, 404, "POST /api/v1/invitations/inspect", object{"code": "7K3QDM9XWT2C5RB8HNVF04GJYE"})
	redeem := object{"code": link2, "password": "Corredor7ver", "password_confirmation": "Corredor7ver", "time_zone": "America/Sao_Paulo"}
	w.do(nobody, 422, "POST /api/v1/invitations/redeem", object{"code": link2, "password": "short", "password_confirmation": "short"})
	w.do(nobody, 201, "POST /api/v1/invitations/redeem", redeem)
	w.do(nobody, 410, "POST /api/v1/invitations/redeem", redeem)
	w.do(nobody, 204, "DELETE /api/v1/session", nil)
	other := w.do(admin, 201, "POST /api/v1/invitations", object{"email": "otto@meridional.example", "name": "Otto"})["id"]
	w.do(admin, 204, "DELETE /api/v1/invitations/{id}", nil, other)
	w.do(admin, 404, "DELETE /api/v1/invitations/{id}", nil, "01980000-0000-7000-8000-000000000000")
	w.do(admin, 200, "PATCH /api/v1/accounts/{id}", object{"access": "company_read"}, w.do(admin, 200, "GET /api/v1/accounts?q=helena", nil)["items"].([]any)[0].(map[string]any)["id"])
	w.asked(admin, nobody)
	w.do(admin, 200, "GET /api/v1/settings/domains", nil)
	w.do(admin, 200, "PATCH /api/v1/settings/domains", object{"personal": object{"added": []string{"Mail.example"}, "removed": []string{}}, "exceptions": []string{"a@gmail.com"}})
	w.do(admin, 422, "PATCH /api/v1/settings/domains", object{"throw_away": object{"added": []string{"no domain"}}})
}

// asked walks the requests of those who have no invitation.
func (w *walk) asked(admin, nobody *caller) {
	ask := object{"name": "Rui Lemos", "company": "Litoral", "job_title": "Gerente", "email": "rui@litoral.example", "phone": "+55 11 5555-0100"}
	for range 2 {
		w.do(nobody, 202, "POST /api/v1/invitation-requests", ask)
	}
	ask["email"] = "olga@balcao.test" // who has an account
	w.do(nobody, 202, "POST /api/v1/invitation-requests", ask)
	ask["email"] = "rui@uol.com.br"
	w.do(nobody, 422, "POST /api/v1/invitation-requests", ask)
	ask["email"] = "ana@litoral.example"
	w.do(nobody, 202, "POST /api/v1/invitation-requests", ask)
	items := w.do(admin, 200, "GET /api/v1/invitation-requests?state=open&q=litoral", nil)["items"].([]any)
	id := func(i int) any { return items[i].(map[string]any)["id"] }
	w.do(admin, 422, "POST /api/v1/invitation-requests/{id}/reject", object{"reason": ""}, id(0))
	w.do(admin, 200, "POST /api/v1/invitation-requests/{id}/reject", object{"reason": "Not a customer of ours"}, id(0))
	w.do(admin, 409, "POST /api/v1/invitation-requests/{id}/reject", object{"reason": "Twice"}, id(0))
	w.do(admin, 200, "POST /api/v1/invitation-requests/{id}/approve", object{"new_company": object{"name": "Litoral", "domains": []string{"litoral.example"}}}, id(1))
	w.do(admin, 200, "GET /api/v1/invitation-requests", nil)
	w.do(nobody, 401, "GET /api/v1/invitation-requests", nil)
}
