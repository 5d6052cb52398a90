package files

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"

	"github.com/gabriel-vasile/mimetype"
	xdraw "golang.org/x/image/draw"

	"balcao/fault"
)

// Portrait makes a square picture of at most size × size of the middle of what
// somebody sent, drawn anew: nothing of the original but its looks is left. It
// takes much memory for a moment; the caller bounds how many are made at once.
func Portrait(sent []byte, size int) (picture []byte, kind string, err error) {
	r := bytes.NewReader(sent)
	typ := mimetype.Detect(sent).String()
	if err := measure(r, typ); err != nil {
		return nil, "", noPortrait(err)
	}
	face, err := face(r, typ)
	if err != nil {
		return nil, "", noPortrait(err)
	}
	b := face.Bounds()
	side := min(b.Dx(), b.Dy())
	middle := image.Rect(0, 0, side, side).Add(b.Min).Add(image.Pt((b.Dx()-side)/2, (b.Dy()-side)/2))
	size = min(size, side)
	made := image.NewRGBA(image.Rect(0, 0, size, size))
	xdraw.CatmullRom.Scale(made, made.Bounds(), face, middle, xdraw.Src, nil)
	var out bytes.Buffer
	if made.Opaque() {
		err = jpeg.Encode(&out, made, &jpeg.Options{Quality: 85})
		return out.Bytes(), "image/jpeg", err
	}
	err = png.Encode(&out, made)
	return out.Bytes(), "image/png", err
}

// face is the picture that decode makes, the first one of several, small enough
// to be drawn smaller at once.
func face(r *bytes.Reader, typ string) (image.Image, error) {
	p, err := decode(r, typ)
	if err != nil {
		return nil, err
	}
	if p.thumb != nil {
		return p.thumb, nil
	}
	var whole bytes.Buffer
	if err := p.encode(&whole); err != nil {
		return nil, err
	}
	img, _, err := image.Decode(&whole)
	return img, err
}

func noPortrait(err error) error {
	return fault.Field("picture", "picture_bad").With(err)
}
