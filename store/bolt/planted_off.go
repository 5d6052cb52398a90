//go:build !planted

package bolt

// planted does nothing: faults on purpose exist only in builds with the tag.
func (s *Store) planted() {}
