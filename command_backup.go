package main

import (
	"archive/tar"
	"bufio"
	"context"
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
	dataName   = "balcao.db"
	filesName  = "files"
	keyName    = "balcao.key"
	socketName = "balcao.sock"
)

// backupCommand writes a tar of the data file and the attachments it names: a
// running server hands them out through its socket, a stopped one needs nobody.
// The tar is checked and appears whole or not at all.
func backupCommand(ctx context.Context, dataDir, file string, out io.Writer) error {
	return backUp(ctx, dataDir, file, out, checks())
}

func backUp(ctx context.Context, dataDir, file string, out io.Writer, checks []store.CheckFunc) error {
	if _, err := os.Stat(file); err == nil {
		return fmt.Errorf("%s exists already: name another file", file)
	}
	if _, err := os.Stat(filepath.Join(dataDir, dataName)); err != nil {
		return fmt.Errorf("nothing to back up: %w", err)
	}
	if err := (room{freeIn}).forBackup(dataDir, filepath.Dir(file)); err != nil {
		return err
	}
	p, err := makeBackup(ctx, file, checks, teller(out), func(w io.Writer) error {
		running, err := askServer(ctx, dataDir, w)
		if running || err != nil {
			return err
		}
		return backUpStopped(ctx, dataDir, w)
	}, func(proof) string { return file })
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s holds the data file up to event %d and %d attachments; it was checked\n", file, p.head, p.files)
	fmt.Fprintf(out, "%s is not in it: keep a copy elsewhere, without it links sent by mail and stored secrets are lost\n", filepath.Join(dataDir, keyName))
	if p.flaws > 0 {
		return fmt.Errorf("%d things in %s are missing or damaged and so they are in the backup", p.flaws, dataDir)
	}
	return nil
}

// makeBackup writes to a name of its own, syncs, checks and only then gives
// the backup the name that place chooses; after an error nothing is left.
func makeBackup(ctx context.Context, file string, checks []store.CheckFunc, tell func(error), write func(io.Writer) error, place func(proof) string) (p proof, err error) {
	partial := file + ".partial"
	defer func() {
		if err != nil {
			err = errors.Join(err, removeSteadily(partial))
		}
	}()
	f, err := os.OpenFile(partial, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return p, err
	}
	w := bufio.NewWriterSize(&steady{ctx: ctx, f: f}, 256<<10)
	if err = write(w); err == nil {
		err = w.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return p, err
	}
	if p, err = prove(ctx, partial, checks, tell); err != nil {
		return p, err
	}
	if err = os.Rename(partial, place(p)); err != nil {
		return p, err
	}
	return p, syncFolder(filepath.Dir(file))
}

func backUpStopped(ctx context.Context, dataDir string, w io.Writer) (err error) {
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
	a := archive{ctx: ctx, w: tar.NewWriter(w), began: time.Now(), tell: func(error) {}} // prove tells
	return a.write(s, blobs)
}

// teller prints the first faults.
func teller(out io.Writer) func(error) {
	told := 0
	return func(err error) {
		if told++; told <= maxFaults {
			fmt.Fprintln(out, err)
		}
	}
}

func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
