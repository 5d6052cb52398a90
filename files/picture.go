package files

import (
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/webp"
)

const (
	maxPixels    = 24_000_000
	maxGIFPixels = 4 * maxPixels // a palette's pixel weighs a quarter
	maxThumb     = 480
)

// errNoPicture means: keep it as a file that is only downloaded.
var errNoPicture = errors.New("files: not a picture we make anew")

// picture is a decoded picture, ready to be written without what its maker
// left in it.
type picture struct {
	typ, ext      string
	width, height int
	encode        func(io.Writer) error
	thumb         image.Image // nil when the picture itself is small
}

type decoder struct {
	config func(io.Reader) (image.Config, error)
	whole  func(io.ReadSeeker) (*picture, error)
}

var decoders = map[string]decoder{
	"image/jpeg": {jpeg.DecodeConfig, decodeJPEG},
	"image/png":  {png.DecodeConfig, decodePNG},
	"image/gif":  {gif.DecodeConfig, decodeGIF},
	"image/webp": {webp.DecodeConfig, decodeWebP},
}

// measure reads the head only: 28 bytes can ask for a gigabyte.
func measure(r io.ReadSeeker, typ string) error {
	d, ok := decoders[typ]
	if !ok {
		return errNoPicture
	}
	c, err := d.config(r)
	if err != nil || c.Width <= 0 || c.Height <= 0 || int64(c.Width)*int64(c.Height) > maxPixels {
		return errNoPicture
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if typ != "image/gif" {
		return nil
	}
	if n, err := gifPixels(r); err != nil || n > maxGIFPixels {
		return errNoPicture
	}
	_, err = r.Seek(0, io.SeekStart)
	return err
}

// decode makes a picture of what measure let through; what cannot be decoded
// is errNoPicture.
func decode(r io.ReadSeeker, typ string) (p *picture, err error) {
	defer func() {
		if v := recover(); v != nil { // a decoder met something its makers did not
			p, err = nil, fmt.Errorf("%w: %v", errNoPicture, v)
		}
	}()
	p, err = decoders[typ].whole(r)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNoPicture, err)
	}
	return p, nil
}

func decodeJPEG(r io.ReadSeeker) (*picture, error) {
	turn := orientation(r)
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	img, err := jpeg.Decode(r)
	if err != nil {
		return nil, err
	}
	return still(turned(img, turn), "image/jpeg"), nil
}

func decodePNG(r io.ReadSeeker) (*picture, error) {
	img, err := png.Decode(r)
	if err != nil {
		return nil, err
	}
	return still(img, "image/png"), nil
}

// decodeWebP writes photographs as JPEG and the rest as PNG: there is no
// encoder of its own in Go.
func decodeWebP(r io.ReadSeeker) (*picture, error) {
	img, err := webp.Decode(r)
	if err != nil {
		return nil, err
	}
	if _, photo := img.(*image.YCbCr); photo {
		return still(img, "image/jpeg"), nil
	}
	return still(img, "image/png"), nil
}

func decodeGIF(r io.ReadSeeker) (*picture, error) {
	g, err := gif.DecodeAll(r)
	if err != nil {
		return nil, err
	}
	first := image.NewRGBA(image.Rect(0, 0, g.Config.Width, g.Config.Height))
	draw.Draw(first, g.Image[0].Bounds(), g.Image[0], g.Image[0].Bounds().Min, draw.Over)
	p := still(first, "image/gif")
	p.encode = func(w io.Writer) error { return gif.EncodeAll(w, g) }
	if len(g.Image) > 1 && p.thumb == nil {
		p.thumb = first // lists show it standing still
	}
	return p, nil
}

func still(img image.Image, typ string) *picture {
	b := img.Bounds()
	p := &picture{typ: typ, width: b.Dx(), height: b.Dy(), thumb: shrunk(img)}
	switch typ {
	case "image/jpeg":
		p.ext = ".jpg"
		p.encode = func(w io.Writer) error { return jpeg.Encode(w, img, &jpeg.Options{Quality: 88}) }
	case "image/gif":
		p.ext = ".gif"
	default:
		p.ext = ".png"
		p.encode = func(w io.Writer) error { return png.Encode(w, img) }
	}
	return p
}

// shrunk is the picture within maxThumb × maxThumb, nil when it is that small.
func shrunk(img image.Image) image.Image {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if w <= maxThumb && h <= maxThumb {
		return nil
	}
	if w >= h {
		w, h = maxThumb, max(1, h*maxThumb/w)
	} else {
		w, h = max(1, w*maxThumb/h), maxThumb
	}
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	xdraw.BiLinear.Scale(small, small.Bounds(), img, b, xdraw.Src, nil)
	return small
}

// encodeThumb writes a small picture and tells its type.
func encodeThumb(img image.Image) (string, func(io.Writer) error) {
	if o, ok := img.(interface{ Opaque() bool }); ok && o.Opaque() {
		return "image/jpeg", func(w io.Writer) error { return jpeg.Encode(w, img, &jpeg.Options{Quality: 80}) }
	}
	return "image/png", func(w io.Writer) error { return png.Encode(w, img) }
}
