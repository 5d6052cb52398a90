package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	bigendian "encoding/binary"
	"fmt"
	"image"
	"image/png"
	"net/url"
	"time"
)

// shown is what an authenticator app with that secret shows now.
func shown(secret any) string {
	key, _ := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(fmt.Sprint(secret))
	mac := hmac.New(sha1.New, key)
	_ = bigendian.Write(mac, bigendian.BigEndian, time.Now().Unix()/30)
	sum := mac.Sum(nil)
	return fmt.Sprintf("%06d", bigendian.BigEndian.Uint32(sum[sum[19]&15:])&0x7fffffff%1_000_000)
}

func (w *walk) security(s *server, admin, nobody *caller) {
	const password = "Granite-Window-4"
	id := w.do(admin, 201, "POST /api/v1/accounts", object{"email": "tess@balcao.test", "name": "Tess", "role": "operator", "password": password})["id"]
	tess := s.signIn("tess@balcao.test", password)
	w.do(admin, 200, "GET /api/v1/settings/security", nil)
	w.do(admin, 200, "PATCH /api/v1/settings/security", object{"staff_totp": false, "invitation_days": 7, "landing": "profile"})
	w.do(admin, 422, "PATCH /api/v1/settings/security", object{"invitation_days": 0})
	w.do(tess, 403, "PATCH /api/v1/settings/security", object{"staff_totp": true})

	w.do(tess, 200, "GET /api/v1/me/totp", nil)
	w.do(tess, 422, "POST /api/v1/me/totp", object{"password": "Wrong-Word-1"})
	offer := w.do(tess, 200, "POST /api/v1/me/totp", object{"password": password})
	if u, err := url.Parse(offer["uri"].(string)); err != nil || u.Query().Get("secret") != offer["secret"] {
		w.t.Errorf("uri %v, %v", offer["uri"], err)
	}
	w.do(tess, 422, "POST /api/v1/me/totp/confirm", object{"code": "12345"})
	w.do(tess, 200, "POST /api/v1/me/totp/confirm", object{"code": shown(offer["secret"])})
	rescue := w.do(tess, 200, "POST /api/v1/me/totp/recovery", object{"password": password})["recovery_codes"].([]any)
	w.do(nobody, 401, "POST /api/v1/session", object{"email": "tess@balcao.test", "password": password})
	w.do(s.caller(), 200, "POST /api/v1/session", object{"email": "tess@balcao.test", "password": password, "code": rescue[0]})
	w.do(tess, 204, "DELETE /api/v1/me/totp", object{"password": password})
	w.do(admin, 204, "DELETE /api/v1/accounts/{id}/totp", nil, id)
	w.do(tess, 403, "DELETE /api/v1/accounts/{id}/totp", nil, id)

	w.do(tess, 422, "POST /api/v1/me/email", object{"email": "no", "password": password})
	w.do(tess, 202, "POST /api/v1/me/email", object{"email": "tessa@balcao.test", "password": password})
	w.do(tess, 404, "POST /api/v1/me/email/confirm", object{"code": "no"})

	w.picture(s, tess, nobody, id)

	w.do(nobody, 422, "POST /api/v1/password-resets", object{"email": "no"})
	w.do(nobody, 202, "POST /api/v1/password-resets", object{"email": "unknown@balcao.test"})
	w.do(nobody, 202, "POST /api/v1/password-resets", object{"email": "tessa@balcao.test"})
	w.do(nobody, 404, "POST /api/v1/password-resets/redeem", object{"code": "no", "password": password, "password_confirmation": password})
	// Their codes come by mail only; package accounts tests what they open.
	w.seen["POST /api/v1/me/email/confirm"], w.seen["POST /api/v1/password-resets/redeem"] = true, true
}

func (w *walk) picture(s *server, tess, nobody *caller, id any) {
	var face bytes.Buffer
	if err := png.Encode(&face, image.NewRGBA(image.Rect(0, 0, 40, 20))); err != nil {
		w.t.Fatal(err)
	}
	w.raw(tess, 200, "PUT", "/api/v1/me/picture", "image/png", face.Bytes())
	w.raw(tess, 422, "PUT", "/api/v1/me/picture", "image/png", []byte("no picture"))
	w.raw(nobody, 200, "GET", fmt.Sprintf("/api/v1/accounts/%v/picture", id), "", nil)
	w.do(tess, 200, "DELETE /api/v1/me/picture", nil)
	w.do(nobody, 404, "GET /api/v1/accounts/{id}/picture", nil, id)
	w.seen["PUT /api/v1/me/picture"], w.seen["GET /api/v1/accounts/{id}/picture"] = true, true
}
