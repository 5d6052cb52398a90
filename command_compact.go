package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"balcao/store"
	"balcao/store/bolt"
)

// compactCommand rewrites the data file of a stopped server without its free
// pages; what was erased is in no file afterwards. The old file goes only when
// the new one is on disk and was checked like by `check`.
func compactCommand(ctx context.Context, dataDir string, out io.Writer) error {
	return compact(ctx, dataDir, out, checks())
}

func compact(ctx context.Context, dataDir string, out io.Writer, checks []store.CheckFunc) error {
	name := filepath.Join(dataDir, dataName)
	if _, err := os.Stat(name); err != nil {
		return fmt.Errorf("nothing to compact: %w", err)
	}
	before, after, err := bolt.Compact(ctx, name, bolt.Options{}, func(s *bolt.Store) error {
		faults := 0
		tell := teller(out)
		report := func(err error) { faults++; tell(err) }
		for _, look := range checks {
			if err := s.View(ctx, func(r store.Reader) error { look(r, report); return nil }); err != nil {
				return err
			}
		}
		if faults > 0 {
			return fmt.Errorf("%d faults found, nothing was changed: run balcao check", faults)
		}
		return nil
	})
	if errors.Is(err, bolt.ErrInUse) {
		return fmt.Errorf("%s is in use: stop the server, compact, start it again", name)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is compacted: %s before, %s now\n", name, megabytes(before), megabytes(after))
	return nil
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }
