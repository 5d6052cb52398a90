package chat

import (
	"cmp"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
)

// Who may begin a chat at a site.
const (
	audienceEverybody = "everybody"
	audienceSignedIn  = "signed_in"
	audienceLicensed  = "licensed"
	audienceCovered   = "covered"
)

var audiences = []string{audienceEverybody, audienceSignedIn, audienceLicensed, audienceCovered}

func (s Site) audience() string { return cmp.Or(s.Audience, audienceEverybody) }

// admits tells (nil) that the actor, with that cover, may begin a chat here;
// the refusal says what is missing. A chat that goes on is not asked.
func (s Site) admits(a actor.Actor, c accounts.Cover) error {
	covered := c.State == accounts.Covered
	switch s.audience() {
	case audienceSignedIn:
		if a.Role != actor.Customer && c.State == accounts.Unlicensed {
			return fault.New(fault.Forbidden, "chat_signed_in")
		}
	case audienceLicensed:
		if !covered && c.State != accounts.Licensed {
			return fault.New(fault.Forbidden, "chat_licensed")
		}
	case audienceCovered:
		if !covered {
			return fault.New(fault.Forbidden, "chat_covered")
		}
	}
	return nil
}
