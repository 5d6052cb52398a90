package files

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// sniffed is how many bytes tell the type.
const sniffed = 3072

// maxLoose is how many files one person may have sent without attaching them;
// it keeps a stranger from filling the disk.
const (
	maxLooseVisitor = 50
	maxLoose        = 500
)

// Take streams one file in and returns its row. Pictures are made anew; one
// that is too large or broken for that is kept as a file to download.
func (c *Cabinet) Take(ctx context.Context, a actor.Actor, name string, r io.Reader) (File, error) {
	if err := c.room(ctx, a); err != nil {
		return File{}, err
	}
	in := bufio.NewReaderSize(r, sniffed)
	head, err := in.Peek(sniffed)
	if err != nil && !errors.Is(err, io.EOF) {
		return File{}, err
	}
	if len(head) == 0 {
		return File{}, fault.Field("file", "file_empty")
	}
	f := row{ID: c.NewID(), Owner: a.Topic(), Name: cleanName(name), At: c.Clock().UTC()}
	f.Type, _, _ = strings.Cut(mimetype.Detect(head).String(), ";")

	s := &seal{mu: &c.sealing}
	defer s.drop()
	original, size, err := c.put(ctx, s, in, c.MaxBytes)
	if err != nil {
		return File{}, err
	}
	f.SHA, f.Size = original, size
	if _, isPicture := decoders[f.Type]; isPicture {
		made, err := c.remake(ctx, s, f)
		if err == nil {
			f = made
		} else if !errors.Is(err, errNoPicture) {
			s.drop()
			c.tidy(ctx, original)
			return File{}, err
		}
	}
	err = c.Store.Update(ctx, func(tx store.Tx) error { return rows.Insert(tx, f) })
	s.drop()
	if err != nil || f.SHA != original {
		c.tidy(ctx, original, f.SHA, f.Thumb)
	}
	if err != nil {
		return File{}, err
	}
	return f.file(), nil
}

// remake replaces what was sent by what our own encoder makes of it, with a
// small picture beside. Two at a time are in memory, whoever sends them; the
// seal is open while it waits and decodes.
func (c *Cabinet) remake(ctx context.Context, s *seal, f row) (row, error) {
	original, _, err := c.Blobs.Open(f.SHA)
	if err != nil {
		return f, err
	}
	defer original.Close()
	if err := measure(original, f.Type); err != nil {
		return f, err
	}
	s.drop()
	select {
	case c.decoders <- struct{}{}:
	case <-ctx.Done():
		return f, ctx.Err()
	}
	defer func() { <-c.decoders }()
	p, err := decode(original, f.Type)
	if err == nil {
		f, err = c.keep(ctx, s, f, p)
	}
	if errors.Is(err, errNoPicture) {
		// The original becomes the file after all; the sweep may have had it
		// while the seal was open.
		return f, c.again(ctx, s, original)
	}
	return f, err
}

func (c *Cabinet) keep(ctx context.Context, s *seal, f row, p *picture) (row, error) {
	made := f
	made.Name, made.Type, made.Inline = withExtension(f.Name, p.ext), p.typ, true
	made.Width, made.Height = p.width, p.height
	var err error
	if made.SHA, made.Size, err = c.putEncoded(ctx, s, p.encode); err != nil {
		return f, err
	}
	made.Thumb, made.ThumbType = made.SHA, made.Type
	if p.thumb != nil {
		typ, encode := encodeThumb(p.thumb)
		if made.Thumb, _, err = c.putEncoded(ctx, s, encode); err != nil {
			return f, err
		}
		made.ThumbType = typ
	}
	return made, nil
}

// again stores the original once more from its open handle and says errNoPicture.
func (c *Cabinet) again(ctx context.Context, s *seal, original io.ReadSeeker) error {
	if _, err := original.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if _, _, err := c.put(ctx, s, original, c.MaxBytes); err != nil {
		return err
	}
	return errNoPicture
}

func (c *Cabinet) room(ctx context.Context, a actor.Actor) error {
	most := maxLoose
	if a.Role == actor.Visitor {
		most = maxLooseVisitor
	}
	return c.Store.View(ctx, func(r store.Reader) error {
		n, err := rows.Count(r, indexOwner, a.Topic())
		if err == nil && n >= most {
			err = fault.New(fault.RateLimited, "too_many_files")
		}
		return err
	})
}

func (c *Cabinet) tidy(ctx context.Context, shas ...string) {
	if err := c.discard(context.WithoutCancel(ctx), shas...); err != nil {
		c.Log.Warn("a file without row stays until the next sweep", slog.Any("err", err))
	}
}
