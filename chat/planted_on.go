//go:build planted

package chat

import "os"

// planted takes every repeat for a new message when BALCAO_PLANT says
// no-dedupe; the index, which would refuse it, sees another cmid.
func planted(m *composed) bool {
	if os.Getenv("BALCAO_PLANT") != "no-dedupe" {
		return false
	}
	m.CMID = m.MID
	return true
}
