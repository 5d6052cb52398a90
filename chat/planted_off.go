//go:build !planted

package chat

// planted tells that a repeat is to be taken for a new message: never, but in
// builds with the tag.
func planted(*composed) bool { return false }
