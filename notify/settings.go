package notify

import (
	"cmp"
	"errors"
	"strconv"

	"balcao/store"
)

// How a connection to the mail server is kept from others.
const (
	StartTLS = "starttls"
	TLS      = "tls"
	NoTLS    = "none"
)

// Settings say by which mail server mails go out.
type Settings struct {
	Host     string `json:"host"`
	Port     int    `json:"port"`
	Security string `json:"security"`
	User     string `json:"user"`
	Password []byte `json:"password,omitempty"` // sealed
	From     string `json:"from"`
	FromName string `json:"from_name"` // empty = the installation's name
	Version  uint64 `json:"version"`
}

const (
	sealPurpose = "mail password"
	sealOwner   = "mail-settings"
)

// SettingsOf returns the mail settings with defaults in place of what was never
// decided.
func SettingsOf(r store.Reader) (Settings, error) {
	s, err := settingsTable.Get(r, "only")
	if errors.Is(err, store.ErrNotFound) {
		s, err = Settings{}, nil
	}
	s.Security = cmp.Or(s.Security, StartTLS)
	s.Port = cmp.Or(s.Port, portOf(s.Security))
	return s, err
}

func portOf(security string) int {
	switch security {
	case TLS:
		return 465
	case NoTLS:
		return 25
	}
	return 587
}

// Ready tells whether mails can go out: a server and an address to send from
// are known.
func (s Settings) Ready() bool { return s.Host != "" && s.From != "" }

// Tag is the settings' ETag.
func (s Settings) Tag() string { return strconv.FormatUint(s.Version, 10) }

// Ready tells whether a mail server is set up.
func Ready(r store.Reader) (bool, error) {
	s, err := SettingsOf(r)
	return s.Ready(), err
}
