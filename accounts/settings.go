package accounts

import (
	"errors"
	"strconv"

	"balcao/store"
)

// Settings are what an administrator decides for the whole house.
type Settings struct {
	Name            string `json:"name"`
	Locale          string `json:"locale"`
	TimeZone        string `json:"time_zone"`
	Hue             int    `json:"hue"`
	SupportEmail    string `json:"support_email"`
	RequireCover    *bool  `json:"require_cover"` // nil = never set
	HomeIsMySupport bool   `json:"home_is_my_support"`
	SetUp           bool   `json:"set_up"`                 // an administrator has existed
	LogoVersion     string `json:"logo_version,omitempty"` // empty = no logo
	Version         uint64 `json:"version"`
}

// What holds until somebody decides.
const (
	defaultName     = "Balcão"
	defaultLocale   = "en"
	defaultTimeZone = "UTC"
	defaultHue      = 250
)

// SettingsOf returns the settings with defaults in place of what was never
// decided.
func SettingsOf(r store.Reader) (Settings, error) {
	s, err := decided(r)
	if s.Name == "" {
		s.Name = defaultName
	}
	if s.Locale == "" {
		s.Locale = defaultLocale
	}
	if s.TimeZone == "" {
		s.TimeZone = defaultTimeZone
	}
	if s.Hue == 0 {
		s.Hue = defaultHue
	}
	return s, err
}

// Tag is the settings' ETag.
func (s Settings) Tag() string { return strconv.FormatUint(s.Version, 10) }

// decided returns the settings as they were decided, empty where never.
func decided(r store.Reader) (Settings, error) {
	s, err := settingsTable.Get(r, "only")
	if errors.Is(err, store.ErrNotFound) {
		return Settings{}, nil
	}
	return s, err
}

// KindSettings tells in the log, to no socket, that the settings are others:
// who remembers what pages show of the house reads it again.
const KindSettings = "~settings"

func putSettings(tx store.Tx, s Settings) error {
	s.Version++
	tx.Append(store.Event{Kind: KindSettings})
	return settingsTable.Put(tx, s)
}
