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
	"path/filepath"
	"time"

	"balcao/store"
	"balcao/store/bolt"
	"balcao/store/disk"
)

// What lies in the data folder. The key is never in a backup.
const (
	dataName  = "balcao.db"
	filesName = "files"
	keyName   = "balcao.key"
)

// backupCommand writes a tar of the data file of a stopped server and the
// attachments it names. The file appears whole or not at all.
func backupCommand(dataDir, file string, out io.Writer) (err error) {
	if _, err := os.Stat(file); err == nil {
		return fmt.Errorf("%s exists already: name another file", file)
	}
	if _, err := os.Stat(filepath.Join(dataDir, dataName)); err != nil {
		return fmt.Errorf("nothing to back up: %w", err)
	}
	s, err := bolt.Open(filepath.Join(dataDir, dataName), bolt.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	blobs, err := disk.Open(filepath.Join(dataDir, filesName))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, blobs.Close()) }()

	partial := file + ".partial"
	f, err := os.OpenFile(partial, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	b := backup{w: tar.NewWriter(f), now: time.Now(), out: out}
	err = b.write(s, blobs)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(partial))
	}
	if err := os.Rename(partial, file); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s holds the data file and %d attachments\n", file, b.files)
	fmt.Fprintf(out, "%s is not in it: keep a copy elsewhere, without it links sent by mail and stored secrets are lost\n", filepath.Join(dataDir, keyName))
	if b.lost > 0 {
		return fmt.Errorf("%d attachments are missing or damaged and not in the backup", b.lost)
	}
	return nil
}

type backup struct {
	w           *tar.Writer
	now         time.Time
	out         io.Writer
	files, lost int
}

func (b *backup) write(s *bolt.Store, blobs *disk.Blobs) error {
	err := s.Snapshot(func(size int64) (io.Writer, error) { return b.w, b.header(dataName, size) })
	if err != nil {
		return err
	}
	err = s.View(context.Background(), func(r store.Reader) error {
		return namedFiles(r, func(sha string) error { return b.add(blobs, sha) })
	})
	return errors.Join(err, b.w.Close())
}

// add reads each file twice: one that is damaged must not end up in the tar,
// and a tar cannot be taken back.
func (b *backup) add(blobs *disk.Blobs, sha string) error {
	if err := blobs.Verify(context.Background(), sha); err != nil {
		fmt.Fprintln(b.out, err)
		b.lost++
		return nil
	}
	f, size, err := blobs.Open(sha)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := b.header(filesName+"/"+sha, size); err != nil {
		return err
	}
	h := sha256.New()
	if _, err := io.Copy(b.w, io.TeeReader(f, h)); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != sha {
		return fmt.Errorf("attachment %s changed while it was read", sha)
	}
	b.files++
	return nil
}

func (b *backup) header(name string, size int64) error {
	return b.w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: b.now, Format: tar.FormatPAX})
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
