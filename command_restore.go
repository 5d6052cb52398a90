package main

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"balcao/fault"
	"balcao/store"
	"balcao/store/bolt"
	"balcao/store/disk"
)

// restoreCommand fills a data folder without data file from a backup. The data
// file gets its name last: a restore cut short can be run again. Browsers read
// everything anew (new epoch) and everybody signs in again.
func restoreCommand(ctx context.Context, dataDir, file string, out io.Writer) error {
	return restore(ctx, dataDir, file, out, func(ctx context.Context, s store.Store) error {
		return store.Drop(ctx, s, "session")
	})
}

func restore(ctx context.Context, dataDir, file string, out io.Writer, ready func(context.Context, store.Store) error) (err error) {
	name := filepath.Join(dataDir, dataName)
	if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s exists already: restore into an empty folder (--data), or move it away first", name)
	}
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := os.MkdirAll(dataDir, 0o700); err != nil {
		return err
	}
	blobs, err := disk.Open(filepath.Join(dataDir, filesName))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, blobs.Close()) }()

	coming := name + ".restoring"
	if err := extract(ctx, tar.NewReader(f), coming, blobs); err != nil {
		return errors.Join(fmt.Errorf("%s: %w", file, err), removeIfThere(coming))
	}
	lost, err := settle(ctx, coming, blobs, out, ready)
	if err != nil {
		return errors.Join(fmt.Errorf("%s: %w", file, err), removeIfThere(coming))
	}
	// What was here before is another file: neither its marker nor its journals
	// belong to this one.
	if err := errors.Join(removeIfThere(name+".marker"), bolt.SetAside(name)); err != nil {
		return err
	}
	if err := os.Rename(coming, name); err != nil {
		return err
	}
	s, err := bolt.Open(name, bolt.Options{}) // syncs the folder, writes the marker
	if err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is restored; everybody signs in again\n", dataDir)
	if _, err := os.Stat(filepath.Join(dataDir, keyName)); err != nil {
		fmt.Fprintf(out, "put the %s that belongs to this backup into the folder before starting, else links sent by mail no longer work\n", keyName)
	}
	if lost > 0 {
		return fmt.Errorf("%d attachments were not in the backup", lost)
	}
	return nil
}

// extract reads the tar: the data file first, then attachments, each of which
// must have the content its name says.
func extract(ctx context.Context, r *tar.Reader, coming string, blobs *disk.Blobs) error {
	for first := true; ; first = false {
		h, err := r.Next()
		if errors.Is(err, io.EOF) && !first {
			return nil
		}
		if err != nil {
			return fmt.Errorf("not a whole backup: %w", err)
		}
		if first != (h.Name == dataName) || h.Typeflag != tar.TypeReg {
			return fmt.Errorf("not a backup: it holds %q", h.Name)
		}
		if first {
			err = extractData(ctx, r, coming)
		} else {
			err = extractBlob(ctx, r, h, blobs)
		}
		if err != nil {
			return err
		}
	}
}

func extractData(ctx context.Context, r io.Reader, coming string) error {
	f, err := os.OpenFile(coming, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(&steady{ctx: ctx, f: f}, r)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func extractBlob(ctx context.Context, r io.Reader, h *tar.Header, blobs *disk.Blobs) error {
	want, ok := strings.CutPrefix(h.Name, filesName+"/")
	if !ok {
		return fmt.Errorf("not a backup: it holds %q", h.Name)
	}
	sha, _, err := blobs.Put(ctx, r, h.Size)
	switch {
	case fault.Is(err, fault.ReadOnly):
		return fmt.Errorf("the disk is full: %w", err)
	case err != nil:
		return err
	case sha != want:
		return errors.Join(fmt.Errorf("attachment %s is damaged", want), blobs.Remove(sha))
	}
	return nil
}

// settle checks the restored data file, begins its new epoch and counts the
// attachments it names in vain.
func settle(ctx context.Context, coming string, blobs *disk.Blobs, out io.Writer, ready func(context.Context, store.Store) error) (lost int, err error) {
	s, err := bolt.Open(coming, bolt.Options{NoMarker: true, NewEpoch: true})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	faults := 0
	if err := s.Check(ctx, func(err error) { faults++; fmt.Fprintln(out, err) }); err != nil {
		return 0, err
	}
	if faults > 0 {
		return 0, fmt.Errorf("%d faults in the data file: %w", faults, store.ErrCorrupt)
	}
	err = s.View(ctx, func(r store.Reader) error {
		return namedFiles(r, func(sha string) error {
			f, _, err := blobs.Open(sha)
			if errors.Is(err, store.ErrNotFound) {
				lost++
				fmt.Fprintf(out, "attachment %s is not in the backup\n", sha)
				return nil
			}
			if err != nil {
				return err
			}
			return f.Close()
		})
	})
	if err != nil {
		return 0, err
	}
	return lost, ready(ctx, s)
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
