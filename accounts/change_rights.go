package accounts

import (
	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// mayBeSaid fails unless the actor, who may change the account at all, may say
// what in says. Administrators say anything. Staff who keep customers change
// customers, but nothing that would sign them in as one. A company's manager
// sets what each colleague sees of the company's tickets.
func (in AccountChange) mayBeSaid(who actor.Actor, before, after Account) error {
	switch {
	case who.Role == actor.System, who.Role == actor.Administrator:
		return nil
	case who.Staff():
		if before.Role != actor.Customer || after.Role != actor.Customer || in.Password != nil || in.MustChange != nil || in.Rights != nil ||
			EmailKey(before.Email) != EmailKey(after.Email) {
			return fault.Denied()
		}
		return nil
	case before.ID == who.ID, !who.Manager:
		return fault.Denied()
	}
	// All that a manager may change is the access; Rights is none of a customer's.
	before.Access = after.Access
	if before != after || in.Password != nil || in.Rights != nil || in.MustChange != nil {
		return fault.Denied()
	}
	return nil
}

// mayClose asks whether the actor may close the account, or open it again: of
// customers also staff who keep them, and a company's manager closes those of
// colleagues. What a manager closed, staff open again.
func mayClose(r store.Reader, who actor.Actor, a Account, disabled bool) error {
	verb := "account.enable"
	if disabled {
		verb = "account.disable"
	}
	if err := May(r, who, verb, Object{Owner: "account/" + a.ID, Company: a.Company}); err != nil {
		return err
	}
	switch {
	case who.Role == actor.System, who.Role == actor.Administrator:
		return nil
	case a.Role != actor.Customer, !who.Staff() && (!who.Manager || a.ID == who.ID):
		return fault.Denied()
	}
	return nil
}
