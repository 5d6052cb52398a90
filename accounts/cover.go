package accounts

import (
	"time"

	"balcao/store"
)

// The states of cover.
const (
	Covered    = "covered"
	Licensed   = "licensed"
	Unlicensed = "unlicensed"
)

// Cover is what somebody is entitled to at one instant.
type Cover struct {
	State string `json:"cover"`
	Until string `json:"until,omitempty"` // date, both days count
	Plan  string `json:"plan,omitempty"`
	Rank  int    `json:"-"` // of the plan: the higher waits less
}

// CoverOf is the one answer to "covered?": for a person (topic) or company and
// the product of the thing asked for ("" = none), at one instant. Nobody has a
// licence or contract until companies are kept.
func CoverOf(r store.Reader, _ time.Time, _, _ string) (Cover, error) {
	return Cover{State: Unlicensed}, r.Err()
}

// CoverRequired tells whether tickets need cover: what the setting says; never
// set, no.
func CoverRequired(r store.Reader) (bool, error) {
	s, err := decided(r)
	return s.RequireCover != nil && *s.RequireCover, err
}
