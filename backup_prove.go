package main

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"balcao/store"
	"balcao/store/bolt"
)

// proof is what a backup was found to hold.
type proof struct {
	head   uint64 // the newest event
	files  int    // attachments
	flaws  int    // attachments it lacks and faults it was taken with
	latest error  // one of the flaws
}

// prove reads a backup as restoring would: the whole data file is checked, each
// attachment is held against its name. An error means that it cannot be
// restored; flaws were in the folder it was taken from, each told.
func prove(ctx context.Context, file string, checks []store.CheckFunc, tell func(error)) (p proof, err error) {
	f, err := os.Open(file)
	if err != nil {
		return p, err
	}
	defer f.Close()
	coming := file + ".checking"
	defer func() { err = errors.Join(err, removeIfThere(coming)) }()
	flaw := func(err error) {
		p.flaws++
		p.latest = err
		tell(err)
	}
	r := tar.NewReader(f)
	h, err := r.Next()
	if err != nil || h.Name != dataName {
		return p, fmt.Errorf("the backup does not begin with the data file: %w", err)
	}
	if err := extractData(ctx, r, coming); err != nil {
		return p, err
	}
	named, err := proveData(ctx, coming, checks, &p, flaw)
	if err != nil {
		return p, err
	}
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return p, fmt.Errorf("the backup is cut short: %w", err)
		}
		if err := ctx.Err(); err != nil {
			return p, err
		}
		sum := sha256.New()
		if _, err := io.Copy(sum, r); err != nil {
			return p, err
		}
		sha := hex.EncodeToString(sum.Sum(nil))
		if want, ok := strings.CutPrefix(h.Name, filesName+"/"); !ok || want != sha || !named[sha] {
			return p, fmt.Errorf("the backup holds %q with other content", h.Name)
		}
		delete(named, sha)
		p.files++
	}
	for sha := range named {
		flaw(fmt.Errorf("attachment %s is missing or damaged and not in the backup", sha))
	}
	return p, nil
}

// proveData checks the data file taken out of a backup and returns the
// attachments it names.
func proveData(ctx context.Context, name string, checks []store.CheckFunc, p *proof, flaw func(error)) (named map[string]bool, err error) {
	s, err := bolt.Open(name, bolt.Options{NoMarker: true})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	var fatal error
	if err := s.Check(ctx, func(err error) { fatal = err }); err != nil {
		return nil, err
	}
	if fatal != nil {
		return nil, fmt.Errorf("the copy is not sound, run balcao check: %w", fatal)
	}
	for _, look := range checks {
		if err := s.View(ctx, func(r store.Reader) error { look(r, flaw); return nil }); err != nil {
			return nil, err
		}
	}
	named = map[string]bool{}
	p.head = s.Log().Head()
	return named, s.View(ctx, func(r store.Reader) error {
		return namedFiles(r, func(sha string) error { named[sha] = true; return nil })
	})
}
