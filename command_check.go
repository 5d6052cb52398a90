package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"balcao/accounts"
	"balcao/chat"
	"balcao/files"
	"balcao/notify"
	"balcao/store"
	"balcao/store/bolt"
	"balcao/store/disk"
	"balcao/tickets"
)

// maxFaults is how many faults are printed; all are counted.
const maxFaults = 100

// checkCommand checks the data folder of a stopped server: pages, checksums
// and order of the data file, holes in the event log and in the numbers of
// messages, index against row both ways, and the content of each attachment.
func checkCommand(dataDir string, out io.Writer) error {
	return check(dataDir, out, checks())
}

// checks is what can be known of the data: from its bare order, then from the
// features' own tables.
func checks() []store.CheckFunc {
	return slices.Concat(bareChecks(), accounts.Checks(), files.Checks(), chat.Checks(), tickets.Checks(), notify.Checks())
}

// bareChecks need no row to be understood.
func bareChecks() []store.CheckFunc {
	return []store.CheckFunc{store.CheckIndexes, store.Gapless("message"), store.Gapless("ticket-entry")}
}

func check(dataDir string, out io.Writer, checks []store.CheckFunc) (err error) {
	name := filepath.Join(dataDir, dataName)
	if _, err := os.Stat(name); err != nil {
		return fmt.Errorf("nothing to check: %w", err)
	}
	s, err := bolt.Open(name, bolt.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	blobs, err := disk.Open(filepath.Join(dataDir, filesName))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, blobs.Close()) }()

	ctx := context.Background()
	faults, files := 0, 0
	report := func(err error) {
		if faults++; faults <= maxFaults {
			fmt.Fprintln(out, err)
		}
	}
	if err := s.Check(ctx, report); err != nil {
		return err
	}
	for _, look := range checks {
		if err := s.View(ctx, func(r store.Reader) error { look(r, report); return nil }); err != nil {
			report(err)
		}
	}
	err = s.View(ctx, func(r store.Reader) error {
		return namedFiles(r, func(sha string) error {
			if err := blobs.Verify(ctx, sha); err != nil {
				report(err)
			}
			files++
			return nil
		})
	})
	if err != nil {
		report(err)
	}
	if faults > 0 {
		return fmt.Errorf("%d faults found: stop using this folder and restore a backup", faults)
	}
	fmt.Fprintf(out, "%s is sound: events up to %d, %d attachments\n", dataDir, s.Log().Head(), files)
	return nil
}
