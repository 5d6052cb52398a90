//go:build !linux

package bolt

// Rest does nothing on this system.
func (s *Store) Rest() error { return nil }
