package accounts

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"mime/multipart"
	"net/http/httptest"
	"strings"
	"testing"

	"balcao/actor"
	"balcao/fault"
)

// drawn is a picture, red in the middle square, with a secret in its comment.
func drawn(t *testing.T, w, h int, encode func(*bytes.Buffer, image.Image) error) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		for y := range h {
			c := color.RGBA{0, 0, 255, 255}
			if side := min(w, h); x >= (w-side)/2 && x < (w+side)/2 && y >= (h-side)/2 && y < (h+side)/2 {
				c = color.RGBA{255, 0, 0, 255}
			}
			img.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(b *bytes.Buffer, img image.Image) error  { return png.Encode(b, img) }
func asJPEG(b *bytes.Buffer, img image.Image) error { return jpeg.Encode(b, img, nil) }

func TestAPictureIsCutSquareAndDrawnAnew(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Operator)
	handler := h.mounted()
	b := h.browser(handler)
	b.signIn(a.Email, goodPassword)
	for name, sent := range map[string][]byte{
		"png wide": drawn(t, 900, 300, asPNG), "jpeg tall": drawn(t, 200, 700, asJPEG), "small": drawn(t, 40, 30, asPNG),
		"with something behind it": append(drawn(t, 300, 300, asPNG), "GIF89a<script>secret"...),
	} {
		r := httptest.NewRequest("PUT", "/api/v1/me/picture", bytes.NewReader(sent))
		if body := b.send(200, r).Body.String(); !strings.Contains(body, `"picture":"/api/v1/accounts/`) {
			t.Errorf("%s: %s", name, body)
		}
		answer := h.browser(handler).send(200, httptest.NewRequest("GET", "/api/v1/accounts/"+a.ID+"/picture", nil))
		img, _, err := image.Decode(answer.Body)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		side := img.Bounds().Dx()
		if side != img.Bounds().Dy() || side > pictureSize {
			t.Errorf("%s: %v", name, img.Bounds())
		}
		if r, _, blue, _ := img.At(side/2, side/10).RGBA(); r < 0xc000 || blue > 0x4000 {
			t.Errorf("%s: the middle is not in the middle", name)
		}
		if answer.Header().Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(answer.Header().Get("Content-Type"), "image/") {
			t.Errorf("%s: %v", name, answer.Header())
		}
	}
}

func TestWhatIsNoPictureOrTooLargeIsRefused(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	bomb := []byte("RIFF\x14\x00\x00\x00WEBPVP8L\x08\x00\x00\x00\x2f\xff\xff\xff\x0f\x00\x00\x00")
	for name, sent := range map[string][]byte{
		"svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "html": []byte("<html>"), "cut": drawn(t, 50, 50, asPNG)[:80], "bomb": bomb,
	} {
		_, err := h.SetPicture(t.Context(), a.Actor(), sent)
		if f := fault.Of(err); f == nil || f.Name() != "picture_bad" || f.Field != "picture" {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := h.SetPicture(t.Context(), a.Actor(), nil)
	wantFault(t, err, "required", "picture")
	_, err = h.SetPicture(t.Context(), a.Actor(), make([]byte, PictureAtMost+1))
	wantFault(t, err, "picture_large", "picture")
}

func TestACustomersPictureIsForThoseWhoMayKnowOfThem(t *testing.T) {
	h := newHouse(t)
	acme, other := h.client("Acme", "acme.example"), h.client("Other", "other.example")
	person := func(email, company string, manager bool) Account {
		a, err := h.CreateAccount(t.Context(), system, NewAccount{Email: email, Name: "Vera Lima", Password: goodPassword, Role: actor.Customer, Company: company, Manager: manager})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	vera, boss, colleague, foreign := person("v@acme.example", acme.ID, false), person("b@acme.example", acme.ID, true), person("c@acme.example", acme.ID, false), person("f@other.example", other.ID, true)
	staff := h.person("olga@acme.example", actor.Operator)
	if _, err := h.SetPicture(t.Context(), vera.Actor(), drawn(t, 60, 60, asPNG)); err != nil {
		t.Fatal(err)
	}
	handler := h.mounted()
	h.browser(handler).call(404, "GET", "/api/v1/accounts/"+vera.ID+"/picture", "")
	for _, row := range []struct {
		a      Account
		status int
	}{{vera, 200}, {boss, 200}, {staff, 200}, {colleague, 404}, {foreign, 404}} {
		b := h.browser(handler)
		b.signIn(row.a.Email, goodPassword)
		b.send(row.status, httptest.NewRequest("GET", "/api/v1/accounts/"+vera.ID+"/picture", nil))
	}
}

func TestThePicturePageTakesAndRemovesIt(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	b := h.browser(h.mounted())
	b.signIn(a.Email, goodPassword)
	send := func(status int, content []byte) string {
		var form bytes.Buffer
		m := multipart.NewWriter(&form)
		part, _ := m.CreateFormFile("picture", "me.png")
		_, _ = part.Write(content)
		_ = m.Close()
		r := httptest.NewRequest("POST", "/profile/picture", &form)
		r.Header.Set("Content-Type", m.FormDataContentType())
		return b.send(status, r).Body.String()
	}
	send(303, drawn(t, 60, 60, asPNG))
	page, _ := b.page(200, "/profile")
	holds(t, page, `<img src="/api/v1/accounts/`+a.ID+`/picture?v=`, `action="/profile/picture/remove"`)
	holds(t, send(422, []byte("no picture")), `id="picture-error"`)
	holds(t, send(413, make([]byte, PictureAtMost+1)), `id="picture-error"`)
	b.page(303, "/profile/picture/remove", "x", "y")
	page, _ = b.page(200, "/profile")
	if strings.Contains(page, "<img src=") {
		t.Error("the picture is still there")
	}
}
