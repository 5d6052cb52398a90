package files

import (
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
	"balcao/web"
)

// overhead is what the multipart frame may add to the file.
const overhead = 64 << 10

// Mount adds the upload and the hand-out.
func (c *Cabinet) Mount(r *web.Router) {
	up := &uploads{Cabinet: c, often: web.NewLimiter(60, 60)}
	r.Handle(http.MethodPost, "/api/v1/files", web.Allow(actor.Chatters, "file.upload"), up.upload)
	// Everybody: what a file belongs to decides who may read it.
	r.Handle(http.MethodGet, "/files/:id/:name", web.Allow(actor.Everybody, "file.read"), c.serve)
	r.Handle(http.MethodHead, "/files/:id/:name", web.Allow(actor.Everybody, "file.read"), c.serve)
}

type uploads struct {
	*Cabinet
	often *web.Limiter
}

func (u *uploads) upload(g *gin.Context) error {
	a := web.Actor(g)
	if retry, ok := u.often.Allow(a.Topic(), u.Clock()); !ok {
		return &fault.Error{Kind: fault.RateLimited, Retry: retry}
	}
	body := http.MaxBytesReader(g.Writer, &patient{r: g.Request.Body, w: http.NewResponseController(g.Writer)}, u.MaxBytes+overhead)
	g.Request.Body = body
	if g.Request.ContentLength > u.MaxBytes+overhead {
		return u.tooLarge(g)
	}
	parts, err := g.Request.MultipartReader()
	if err != nil {
		return fault.Field("file", "file_missing").With(err)
	}
	for {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return fault.Field("file", "file_missing")
		case isTooLarge(err):
			return u.tooLarge(g)
		case err != nil:
			return fault.New(fault.Unreadable, "bad_upload").With(err)
		}
		if part.FileName() == "" {
			continue
		}
		f, err := u.Take(g.Request.Context(), a, part.FileName(), bad{part})
		if isTooLarge(err) {
			return u.tooLarge(g)
		}
		if err != nil {
			return err
		}
		return web.JSON(g, http.StatusCreated, f)
	}
}

func (u *uploads) tooLarge(g *gin.Context) error {
	// Read on for a while: a client that is cut off while sending would show
	// its user a broken connection instead of the reason.
	_, _ = io.Copy(io.Discard, io.LimitReader(g.Request.Body, 8<<20))
	return &fault.Error{Kind: fault.TooLarge, Code: "file_too_large", Field: "file", Args: map[string]any{"mb": u.MaxBytes >> 20}}
}

func isTooLarge(err error) bool {
	var over *http.MaxBytesError
	return errors.As(err, &over) || fault.Is(err, fault.TooLarge)
}

// bad tells what goes wrong with the client's stream from what goes wrong here.
type bad struct{ r io.Reader }

func (b bad) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) && !isTooLarge(err) {
		err = fault.New(fault.Unreadable, "bad_upload").With(err)
	}
	return n, err
}

// patient gives a slow upload a minute for every stretch, not for the whole.
type patient struct {
	r     io.ReadCloser
	w     *http.ResponseController
	until time.Time
}

func (p *patient) Read(b []byte) (int, error) {
	if now := time.Now(); now.After(p.until) {
		p.until = now.Add(10 * time.Second)
		_ = p.w.SetReadDeadline(now.Add(time.Minute)) // a test's recorder has none
	}
	return p.r.Read(b)
}

func (p *patient) Close() error { return p.r.Close() }
