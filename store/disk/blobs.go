// Package disk keeps blobs by their SHA-256 in a folder.
package disk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"

	"balcao/fault"
	"balcao/store"
)

const incoming = "incoming"

// Blobs is a folder of blobs. Nothing it does leaves the folder.
type Blobs struct {
	root *os.Root
	hold hold
}

// Open opens the folder, making it when it is missing, and removes what
// uploads cut short have left.
func Open(dir string) (*Blobs, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	b := &Blobs{root: root}
	if err := b.clear(); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return b, nil
}

// clear empties the folder of uploads. It makes nothing that is there already:
// a full disk is no reason not to start.
func (b *Blobs) clear() error {
	if err := b.root.Mkdir(incoming, 0o700); err == nil || !errors.Is(err, fs.ErrExist) {
		return err
	}
	left, err := fs.ReadDir(b.root.FS(), incoming)
	for _, f := range left {
		err = errors.Join(err, b.root.RemoveAll(incoming+"/"+f.Name()))
	}
	return err
}

// Close lets go of the folder.
func (b *Blobs) Close() error { return b.root.Close() }

// Put stores what r yields and returns its SHA-256 in hex when it is safely on
// disk. More than limit bytes → fault.TooLarge; a full disk → fault.ReadOnly.
// The same content again costs no space.
func (b *Blobs) Put(ctx context.Context, r io.Reader, limit int64) (sha string, size int64, err error) {
	tmp := incoming + "/" + rand.Text()
	f, err := b.root.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", 0, spaceless(err)
	}
	defer func() {
		if tmp != "" {
			_ = b.root.Remove(tmp)
		}
	}()
	h := sha256.New()
	size, err = io.Copy(io.MultiWriter(f, h), io.LimitReader(reader{ctx, r}, limit+1))
	if err == nil && size > limit {
		err = fault.New(fault.TooLarge, "")
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return "", 0, spaceless(err)
	}
	sha = hex.EncodeToString(h.Sum(nil))
	if err := b.place(tmp, sha); err != nil {
		return "", 0, spaceless(err)
	}
	tmp = ""
	return sha, size, nil
}

// place renames the file to its own name and syncs the folders on the way.
func (b *Blobs) place(tmp, sha string) error {
	folder := sha[:2]
	if err := b.root.Mkdir(folder, 0o700); err == nil {
		if err := b.sync("."); err != nil {
			return err
		}
	} else if !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := b.root.Rename(tmp, path(sha)); err != nil {
		return err
	}
	return b.sync(folder)
}

// Open returns the blob and its size, or store.ErrNotFound.
func (b *Blobs) Open(sha string) (io.ReadSeekCloser, int64, error) {
	if !valid(sha) {
		return nil, 0, store.ErrNotFound
	}
	f, err := b.root.Open(path(sha))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, store.ErrNotFound
	}
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	return f, info.Size(), nil
}

// Remove removes the blob; a missing one is no error. Under a Hold the blob
// stays, also without error: whoever removes finds it again in Walk.
func (b *Blobs) Remove(sha string) error {
	if !valid(sha) {
		return nil
	}
	b.hold.mu.RLock()
	defer b.hold.mu.RUnlock()
	if b.hold.n > 0 {
		return nil
	}
	if err := b.root.Remove(path(sha)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Verify reads the blob and returns an error wrapping store.ErrNotFound or
// store.ErrCorrupt when it is not what its name says.
func (b *Blobs) Verify(ctx context.Context, sha string) error {
	f, _, err := b.Open(sha)
	if err != nil {
		return fmt.Errorf("file %s: %w", sha, err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, reader{ctx, f}); err != nil {
		return fmt.Errorf("file %s: %w", sha, err)
	}
	if hex.EncodeToString(h.Sum(nil)) != sha {
		return fmt.Errorf("file %s has other content: %w", sha, store.ErrCorrupt)
	}
	return nil
}

func (b *Blobs) sync(folder string) error {
	d, err := b.root.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func path(sha string) string { return sha[:2] + "/" + sha }

func valid(sha string) bool {
	if len(sha) != 64 {
		return false
	}
	for _, c := range []byte(sha) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func spaceless(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fault.New(fault.ReadOnly, "").With(err)
	}
	return err
}

// reader ends with its context.
type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}
