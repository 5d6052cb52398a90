package files_test

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"balcao/files"
)

// colours paints the left half red and the right half blue.
func colours(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{R: 0xff, A: 0xff}
			if x >= w/2 {
				c = color.RGBA{B: 0xff, A: 0xff}
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

func jpegOf(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withExif puts a camera's words behind the start of a JPEG.
func withExif(jpg []byte, orientation byte, secret string) []byte {
	tiff := append([]byte("II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00"), orientation, 0, 0, 0, 0, 0, 0, 0)
	body := append(append([]byte("Exif\x00\x00"), tiff...), secret...)
	out := []byte{0xff, 0xd8, 0xff, 0xe1}
	out = binary.BigEndian.AppendUint16(out, uint16(len(body)+2))
	return append(append(out, body...), jpg[2:]...)
}

func (h *house) picture(f files.File, query string) image.Image {
	h.t.Helper()
	w := h.do("vera", http.MethodGet, f.URL+query, nil, nil)
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "inline") {
		h.t.Fatalf("picture %s%s: %d %s", f.Name, query, w.Code, w.Header().Get("Content-Disposition"))
	}
	img, kind, err := image.Decode(w.Body)
	if err != nil || w.Header().Get("Content-Type") != "image/"+kind {
		h.t.Fatalf("picture %s%s as %s: %v", f.Name, query, w.Header().Get("Content-Type"), err)
	}
	return img
}

func TestACamerasWordsAreRemovedAndItsTurnApplied(t *testing.T) {
	h := newHouse(t)
	f := h.sent("vera", "IMG_0001.JPG", withExif(jpegOf(t, colours(600, 400)), 6, "GPS 23.5S 46.6W"))
	if f.Type != "image/jpeg" || !f.Thumb || f.Width != 400 || f.Height != 600 {
		t.Fatalf("row: %+v", f)
	}
	if w := h.get("vera", f); bytes.Contains(w.Body.Bytes(), []byte("GPS")) || bytes.Contains(w.Body.Bytes(), []byte("Exif")) {
		t.Error("the place it was taken at is still in it")
	}
	img := h.picture(f, "")
	if r, _, b, _ := img.At(200, 100).RGBA(); r < b {
		t.Error("red was on the left; turned clockwise it is above")
	}
	if r, _, b, _ := img.At(200, 500).RGBA(); b < r {
		t.Error("blue was on the right; turned clockwise it is below")
	}
	small := h.picture(f, "?thumb=1").Bounds()
	if small.Dx() != 320 || small.Dy() != 480 {
		t.Errorf("small picture is %v", small)
	}
	for b := range h.blobs.Walk() {
		r, size, err := h.blobs.Open(b.SHA)
		if err != nil {
			t.Fatal(err)
		}
		raw := make([]byte, size)
		if _, err := r.Read(raw); err != nil || bytes.Contains(raw, []byte("GPS")) {
			t.Errorf("the original is still on disk (%v)", err)
		}
		_ = r.Close()
	}
}

func TestEveryTurnStandsUpright(t *testing.T) {
	h := newHouse(t)
	// Where the red half ends up for each value of the tag.
	for turn, red := range map[byte]image.Point{1: {0, 20}, 2: {59, 20}, 3: {59, 20}, 4: {0, 20}, 5: {20, 0}, 6: {20, 0}, 7: {20, 59}, 8: {20, 59}} {
		img := h.picture(h.sent("vera", "a.jpg", withExif(jpegOf(t, colours(60, 40)), turn, "")), "")
		if r, _, b, _ := img.At(red.X, red.Y).RGBA(); r < b {
			t.Errorf("turn %d: not red at %v of %v", turn, red, img.Bounds())
		}
	}
}

func TestTransparentPicturesStayTransparent(t *testing.T) {
	h := newHouse(t)
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 1000, 10))); err != nil {
		t.Fatal(err)
	}
	f := h.sent("vera", "logo.png", b.Bytes())
	if _, _, _, a := h.picture(f, "?thumb=1").At(5, 2).RGBA(); a != 0 {
		t.Error("the small picture has a ground")
	}
}

func TestMovingPicturesGoOnMoving(t *testing.T) {
	h := newHouse(t)
	var b bytes.Buffer
	frame := func(c uint8) *image.Paletted {
		p := image.NewPaletted(image.Rect(0, 0, 20, 10), color.Palette{color.Black, color.White})
		p.Pix[0] = c
		return p
	}
	if err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{frame(0), frame(1)}, Delay: []int{10, 10}}); err != nil {
		t.Fatal(err)
	}
	f := h.sent("vera", "screen.gif", b.Bytes())
	w := h.get("vera", f)
	g, err := gif.DecodeAll(w.Body)
	if err != nil || len(g.Image) != 2 || !f.Thumb {
		t.Errorf("%v, %+v", err, f)
	}
}

// A 28-byte picture that asks for a gigabyte.
const webpBomb = "524946461400000057454250565038" + "4c08000000" + "2fffffff0f00000000"

func pngBomb() []byte {
	var b bytes.Buffer
	b.WriteString("\x89PNG\r\n\x1a\n")
	chunk := func(kind string, data []byte) {
		_ = binary.Write(&b, binary.BigEndian, uint32(len(data)))
		sum := crc32.NewIEEE()
		_, _ = sum.Write(append([]byte(kind), data...))
		b.WriteString(kind)
		b.Write(data)
		_ = binary.Write(&b, binary.BigEndian, sum.Sum32())
	}
	head := binary.BigEndian.AppendUint32(nil, 60_000)
	head = binary.BigEndian.AppendUint32(head, 60_000)
	chunk("IHDR", append(head, 8, 6, 0, 0, 0))
	chunk("IDAT", []byte{0x78, 0x9c, 3, 0, 0, 0, 0, 1})
	chunk("IEND", nil)
	return b.Bytes()
}

// gifBomb is few bytes and very many frames.
func gifBomb() []byte {
	var b bytes.Buffer
	b.WriteString("GIF89a")
	b.Write([]byte{0xa0, 0x0f, 0xa0, 0x0f, 0x80, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff}) // 4000 × 4000
	for range 2000 {
		b.Write([]byte{0x2c, 0, 0, 0, 0, 0xa0, 0x0f, 0xa0, 0x0f, 0, 2, 1, 0, 0})
	}
	b.WriteByte(0x3b)
	return b.Bytes()
}

func TestPicturesThatWouldBurstAreOnlyDownloaded(t *testing.T) {
	h := newHouse(t)
	webp, err := hex.DecodeString(webpBomb)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"bomb.webp": webp, "bomb.png": pngBomb(), "bomb.gif": gifBomb(), "broken.jpg": jpegOf(t, colours(300, 300))[:200]} {
		f := h.sent("vera", name, content)
		w := h.get("vera", f)
		if !strings.HasPrefix(f.Type, "image/") {
			t.Errorf("%s is no picture to us (%s): the test proves nothing", name, f.Type)
		}
		if f.Thumb || f.Width != 0 || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
			t.Errorf("%s is shown: %+v", name, f)
		}
		if got := w.Header().Get("Content-Type"); got != "application/octet-stream" {
			t.Errorf("%s is handed out as %s", name, got)
		}
		if !bytes.Equal(w.Body.Bytes(), content) {
			t.Errorf("%s came back other than it was sent", name)
		}
	}
}

func TestNothingThatRunsIsEverShown(t *testing.T) {
	h := newHouse(t)
	for name, content := range map[string]string{
		"page.html":  "<!DOCTYPE html><html><script>alert(1)</script></html>",
		"photo.jpg":  "<html><body onload=alert(1)>",
		"logo.svg":   `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`,
		"feed.xml":   `<?xml version="1.0"?><x xmlns:h="http://www.w3.org/1999/xhtml"><h:script>alert(1)</h:script></x>`,
		"page.xhtml": `<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>`,
	} {
		f := h.sent("vera", name, []byte(content))
		for _, query := range []string{"", "?thumb=1"} {
			w := h.do("vera", http.MethodGet, f.URL+query, nil, nil)
			if d := w.Header().Get("Content-Disposition"); !strings.HasPrefix(d, "attachment") {
				t.Errorf("%s%s: %s", name, query, d)
			}
			if got := w.Header().Get("Content-Type"); got != "application/octet-stream" {
				t.Errorf("%s%s is handed out as %s", name, query, got)
			}
			if !strings.Contains(w.Header().Get("Content-Security-Policy"), "sandbox") {
				t.Errorf("%s%s has no sandbox", name, query)
			}
		}
	}
}

func TestARewrittenPictureHasTheEndingOfItsType(t *testing.T) {
	h := newHouse(t)
	f := h.sent("vera", "evil.html", jpegOf(t, colours(10, 10)))
	if f.Name != "evil.jpg" {
		t.Errorf("named %q", f.Name)
	}
}
