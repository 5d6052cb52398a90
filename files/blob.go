package files

import (
	"context"
	"errors"
	"io"
	"sync"

	"balcao/fault"
	"balcao/store"
)

// seal keeps blobs that have no row yet from being thrown away.
type seal struct {
	mu   *sync.RWMutex
	held bool
}

func (s *seal) take() {
	if !s.held {
		s.mu.RLock()
		s.held = true
	}
}

func (s *seal) drop() {
	if s.held {
		s.mu.RUnlock()
		s.held = false
	}
}

// sealed takes the seal at the end of the stream: before the blob gets its
// name, and without holding it while a slow client sends.
type sealed struct {
	r io.Reader
	s *seal
}

func (r sealed) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	if errors.Is(err, io.EOF) {
		r.s.take()
	}
	return n, err
}

func (c *Cabinet) put(ctx context.Context, s *seal, r io.Reader, limit int64) (string, int64, error) {
	sha, size, err := c.Blobs.Put(ctx, sealed{r, s}, limit)
	if err != nil {
		return "", 0, err
	}
	s.take()
	return sha, size, nil
}

// putEncoded writes what the encoder produces without holding it in memory. A
// failing encoder or a result over the limit is errNoPicture.
func (c *Cabinet) putEncoded(ctx context.Context, s *seal, encode func(io.Writer) error) (string, int64, error) {
	pr, pw := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := encode(pw)
		pw.CloseWithError(err)
		done <- err
	}()
	sha, size, err := c.put(ctx, s, pr, c.MaxBytes)
	pr.CloseWithError(io.ErrClosedPipe)
	encodeErr := <-done
	if err != nil && encodeErr != nil && !errors.Is(encodeErr, io.ErrClosedPipe) {
		return "", 0, errors.Join(errNoPicture, encodeErr)
	}
	if fault.Is(err, fault.TooLarge) { // grew while being made anew
		return "", 0, errNoPicture
	}
	return sha, size, err
}

// discard removes blobs that no row names. The caller holds no seal.
func (c *Cabinet) discard(ctx context.Context, shas ...string) error {
	c.sealing.Lock()
	defer c.sealing.Unlock()
	var unused []string
	err := c.Store.View(ctx, func(r store.Reader) error {
		unused = unused[:0]
		for _, sha := range shas {
			n, err := rows.Count(r, indexBlob, sha)
			if err != nil {
				return err
			}
			if n == 0 && sha != "" {
				unused = append(unused, sha)
			}
		}
		return nil
	})
	for _, sha := range unused {
		err = errors.Join(err, c.Blobs.Remove(sha))
	}
	return err
}
