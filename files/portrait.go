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
	face, err := seen(sent)
	if err != nil {
		return nil, "", noPortrait(err)
	}
	b := face.Bounds()
	side := min(b.Dx(), b.Dy())
	middle := image.Rect(0, 0, side, side).Add(b.Min).Add(image.Pt((b.Dx()-side)/2, (b.Dy()-side)/2))
	size = min(size, side)
	return redrawn(face, middle, image.Pt(size, size))
}

// Fitted is Portrait for a picture that keeps its shape: the whole of it, no
// larger than width × height.
func Fitted(sent []byte, width, height int) (picture []byte, kind string, err error) {
	img, err := seen(sent)
	if err != nil {
		return nil, "", noPortrait(err)
	}
	b := img.Bounds()
	scale := min(1, float64(width)/float64(b.Dx()), float64(height)/float64(b.Dy()))
	return redrawn(img, b, image.Pt(max(1, int(float64(b.Dx())*scale)), max(1, int(float64(b.Dy())*scale))))
}

// redrawn is that part of a picture in that size.
func redrawn(img image.Image, part image.Rectangle, size image.Point) (picture []byte, kind string, err error) {
	made := image.NewRGBA(image.Rectangle{Max: size})
	xdraw.CatmullRom.Scale(made, made.Bounds(), img, part, xdraw.Src, nil)
	var out bytes.Buffer
	if made.Opaque() {
		err = jpeg.Encode(&out, made, &jpeg.Options{Quality: 85})
		return out.Bytes(), "image/jpeg", err
	}
	err = png.Encode(&out, made)
	return out.Bytes(), "image/png", err
}

// seen is what was sent as a picture, when it may be drawn at all.
func seen(sent []byte) (image.Image, error) {
	r := bytes.NewReader(sent)
	typ := mimetype.Detect(sent).String()
	if err := measure(r, typ); err != nil {
		return nil, err
	}
	return face(r, typ)
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
