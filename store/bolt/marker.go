package bolt

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// marker lies beside the data file and outlives it: it tells an installed
// folder from a fresh one and a file put back from the newest.
type marker struct {
	Installation string `json:"installation"`
	Pos          uint64 `json:"pos"`
}

func readMarker(path string) (marker, error) {
	var m marker
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err != nil {
		return m, fmt.Errorf("%s cannot be read: %w", path, err)
	}
	if err := json.Unmarshal(b, &m); err != nil || m.Installation == "" {
		return m, fmt.Errorf("%s is damaged: remove it if the data file beside it is the right one", path)
	}
	return m, nil
}

// mark writes the marker with the newest pos.
func (s *Store) mark() error {
	if s.o.NoMarker {
		return nil
	}
	b, err := json.Marshal(s.marker)
	if err != nil {
		return err
	}
	if err := replaceFile(s.o.Marker, append(b, '\n'), !s.o.NoSync); err != nil {
		return fmt.Errorf("marker: %w", err)
	}
	return nil
}

// keep writes the marker every minute and at the end.
func (s *Store) keep() {
	defer s.keeper.Done()
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for stopping := false; !stopping; {
		select {
		case <-tick.C:
		case <-s.stopKeeper:
			stopping = true
		}
		if head := s.river.Head(); head != s.marker.Pos && s.failed.Load() == nil {
			s.marker.Pos = head
			if err := s.mark(); err != nil {
				s.o.Log.Warn("the marker file could not be written", "error", err)
			}
		}
	}
}

// replaceFile puts the file there whole or not at all.
func replaceFile(path string, b []byte, sync bool) error {
	tmp := path + ".new"
	f, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil && sync {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil {
		return err
	}
	if !sync {
		return nil
	}
	return syncFolder(filepath.Dir(path))
}

func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
