package accounts

import (
	"slices"
	"strings"
	"time"

	"balcao/store"
)

// knownDevice is a browser that an account was signed in with. Its secret rides
// in a cookie and lies here as its hash, another one for each account.
type knownDevice struct {
	Account   string    `json:"account"`
	Hash      string    `json:"hash"`
	UserAgent string    `json:"user_agent"`
	Near      []string  `json:"near"` // where it was last, newest first
	SeenAt    time.Time `json:"seen_at"`
}

const (
	devicesAtMost = 50
	nearsAtMost   = 8
	deviceFor     = 400 * 24 * time.Hour // as long as browsers keep a cookie
)

func deviceHash(account, secret string) string { return atRest("device " + account + " " + secret) }

// recognise notes the browser of a session that begins. Of one that was not
// seen before the account is told, unless it is the first of all. A browser
// that lost its cookie is known by its name and neighbourhood.
func (g *Registry) recognise(tx store.Tx, a Account, s Session) error {
	var old []knownDevice
	for d, err := range devices.All(tx, a.ID) {
		if err != nil {
			return err
		}
		old = append(old, d)
	}
	known, oldest, near := len(old) == 0, -1, []string{s.Near}
	for i, d := range old {
		switch {
		case d.Hash == s.Device:
			known, near = true, append(near, d.Near...)
		case d.UserAgent == s.UserAgent && slices.Contains(d.Near, s.Near):
			known, near = true, append(near, d.Near...)
			if err := devices.Delete(tx, a.ID, d.Hash); err != nil {
				return err
			}
		case oldest < 0 || d.SeenAt.Before(old[oldest].SeenAt):
			oldest = i
		}
	}
	if oldest >= 0 && len(old) >= devicesAtMost {
		if err := devices.Delete(tx, a.ID, old[oldest].Hash); err != nil {
			return err
		}
	}
	if err := devices.Put(tx, knownDevice{a.ID, s.Device, s.UserAgent, nears(near), s.CreatedAt}); err != nil || known {
		return err
	}
	tell(tx, s.CreatedAt, store.Notice{
		To: []string{"account/" + a.ID}, Kind: "device.new", URL: "/profile#security",
		Args: map[string]string{"device": deviceName(s.UserAgent), "address": s.Address, "at": s.CreatedAt.Format(time.RFC3339)},
	})
	return nil
}

// nears are the neighbourhoods to keep, each once.
func nears(all []string) []string {
	var kept []string
	for _, n := range all {
		if len(kept) < nearsAtMost && !slices.Contains(kept, n) {
			kept = append(kept, n)
		}
	}
	return kept
}

// deviceName says a user agent as people do: "Chrome · Windows".
func deviceName(agent string) string {
	name := func(pairs ...string) string {
		for i := 0; i+1 < len(pairs); i += 2 {
			if strings.Contains(agent, pairs[i]) {
				return pairs[i+1]
			}
		}
		return ""
	}
	browser := name("Edg/", "Edge", "OPR/", "Opera", "Firefox/", "Firefox", "Chrome/", "Chrome", "Safari/", "Safari", "curl/", "curl")
	system := name("Windows", "Windows", "Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Mac OS", "macOS", "Linux", "Linux")
	switch {
	case browser == "" || system == "":
		return browser + system
	}
	return browser + " · " + system
}
