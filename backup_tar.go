package main

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"balcao/store"
	"balcao/store/bolt"
	"balcao/store/disk"
)

// archive is a backup being written: a tar of the data file, then of the
// attachments that very data file names.
type archive struct {
	ctx   context.Context
	w     *tar.Writer
	began time.Time
	tell  func(error) // of attachments that cannot be taken along
	spool *os.File    // where the data file waits for a slow reader; nil = none
}

// write takes everything in one moment after began. The read transaction lasts
// as long as the copy of the data file takes, never as long as w takes when
// there is a spool.
func (a *archive) write(s *bolt.Store, blobs *disk.Blobs) error {
	defer blobs.Hold()()
	var named []string
	var size int64
	err := s.Snapshot(func(r store.Reader, n int64) (io.Writer, error) {
		size = n
		if err := namedFiles(r, func(sha string) error { named = append(named, sha); return nil }); err != nil {
			return nil, err
		}
		if a.spool != nil {
			return &steady{ctx: a.ctx, f: a.spool}, nil
		}
		return a.w, a.header(dataName, size)
	})
	if err == nil && a.spool != nil {
		err = a.unspool(size)
	}
	if err != nil {
		return err
	}
	for _, sha := range named {
		if err := a.add(blobs, sha); err != nil {
			return err
		}
	}
	return a.w.Close()
}

func (a *archive) unspool(size int64) error {
	if _, err := a.spool.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := a.header(dataName, size); err != nil {
		return err
	}
	_, err := io.CopyN(a.w, a.spool, size)
	return err
}

// add reads each file twice: one that is damaged must not end up in the tar,
// and a tar cannot be taken back.
func (a *archive) add(blobs *disk.Blobs, sha string) error {
	err := blobs.Verify(a.ctx, sha)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrCorrupt) {
		a.tell(err)
		return nil
	}
	if err != nil {
		return err
	}
	f, size, err := blobs.Open(sha)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := a.header(filesName+"/"+sha, size); err != nil {
		return err
	}
	h := sha256.New()
	if _, err := io.Copy(a.w, io.TeeReader(f, h)); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != sha {
		return fmt.Errorf("attachment %s changed while it was read", sha)
	}
	return nil
}

func (a *archive) header(name string, size int64) error {
	return a.w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: a.began, Format: tar.FormatPAX})
}

// namedFiles calls fn with every content a file row names, once each: the
// first part of the index by content.
func namedFiles(r store.Reader, fn func(sha string) error) error {
	prefix := store.Key("file/blob")
	last := ""
	for k := range r.Ascend(store.Prefix(prefix)) {
		part, _, _ := bytes.Cut(k[len(prefix):], []byte{0})
		if sha := string(part); sha != last {
			last = sha
			if err := fn(sha); err != nil {
				return err
			}
		}
	}
	return r.Err()
}
