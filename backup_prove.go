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
	"time"

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
	defer func() { err = errors.Join(err, removeSteadily(coming)) }()
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
	d, err := proveWithin(ctx, coming, checks)
	if err != nil {
		return p, err
	}
	p.head = d.head
	for _, err := range d.flaws {
		flaw(err)
	}
	p.flaws = d.count
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
		if want, ok := strings.CutPrefix(h.Name, filesName+"/"); !ok || want != sha || !d.named[sha] {
			return p, fmt.Errorf("the backup holds %q with other content", h.Name)
		}
		delete(d.named, sha)
		p.files++
	}
	for sha := range d.named {
		flaw(fmt.Errorf("attachment %s is missing or damaged and not in the backup", sha))
	}
	return p, nil
}

// provenData is what the data file of a backup holds.
type provenData struct {
	head  uint64
	named map[string]bool // attachments
	count int             // of flaws
	flaws []error         // the first of them
}

func (d *provenData) flaw(err error) {
	if d.count++; d.count <= maxFaults {
		d.flaws = append(d.flaws, err)
	}
}

// proveWithin ends soon after its context: the engine's own check of a large
// file does not, and a server that stops has seconds.
func proveWithin(ctx context.Context, name string, checks []store.CheckFunc) (provenData, error) {
	type result struct {
		d   provenData
		err error
	}
	done := make(chan result, 1)
	go func() {
		d, err := proveData(ctx, name, checks)
		done <- result{d, err}
	}()
	var patience <-chan time.Time
	for ended := ctx.Done(); ; ended = nil {
		select {
		case r := <-done:
			return r.d, r.err
		case <-ended:
			patience = time.After(2 * time.Second)
		case <-patience:
			return provenData{}, ctx.Err()
		}
	}
}

func proveData(ctx context.Context, name string, checks []store.CheckFunc) (d provenData, err error) {
	s, err := bolt.Open(name, bolt.Options{NoMarker: true})
	if err != nil {
		return d, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	var fatal error
	if err := s.Check(ctx, func(err error) { fatal = err }); err != nil {
		return d, err
	}
	if fatal != nil {
		return d, fmt.Errorf("the copy is not sound, run balcao check: %w", fatal)
	}
	d.head, d.named = s.Log().Head(), map[string]bool{}
	for _, look := range checks {
		if err := s.View(ctx, func(r store.Reader) error { look(r, d.flaw); return ctx.Err() }); err != nil {
			return d, err
		}
	}
	return d, s.View(ctx, func(r store.Reader) error {
		return namedFiles(r, func(sha string) error { d.named[sha] = true; return nil })
	})
}
