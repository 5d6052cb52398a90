package accounts

import (
	"context"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Invited is what a good code tells whoever brings it; reading it uses nothing
// up.
type Invited struct {
	Email       string    `json:"email"`
	Name        string    `json:"name"`
	Company     string    `json:"company,omitempty"`
	CompanyName string    `json:"company_name,omitempty"`
	JobTitle    string    `json:"job_title,omitempty"`
	Role        string    `json:"role"`
	By          string    `json:"by,omitempty"` // name of who invited
	SentAt      time.Time `json:"sent_at"`
	ExpiresAt   time.Time `json:"expires_at"`
}

// Inspect tells what the code opens: NotFound for a code that was never given,
// Gone with the reason for one that is over.
func (g *Registry) Inspect(r store.Reader, code string) (Invited, error) {
	i, err := invitedBy(r, g.Clock(), code)
	if err != nil {
		return Invited{}, err
	}
	return tellInvited(r, i)
}

func tellInvited(r store.Reader, i Invitation) (Invited, error) {
	v := Invited{Email: i.Email, Name: i.Name, Company: i.Company, JobTitle: i.JobTitle, Role: i.Role, SentAt: i.SentAt, ExpiresAt: i.ExpiresAt}
	var err error
	if v.CompanyName, err = CompanyName(r, i.Company); err != nil {
		return v, err
	}
	by, err := PersonOf(r, i.By)
	v.By = by.Name
	return v, err
}

// Redemption is what somebody says who accepts an invitation.
type Redemption struct {
	Code                   string
	Name                   string // empty = as invited
	Password, Confirmation string
	Locale, TimeZone       string // in place of what the invitation leaves open
	Address, UserAgent     string
	Replaces               string // id of the session the same browser had
}

// Redeem makes the invited account and signs it in. Of all who bring the code
// one succeeds, the others find it used; a refused field leaves it good.
func (g *Registry) Redeem(ctx context.Context, in Redemption) (Account, Grant, error) {
	n, err := g.newcomer(ctx, in)
	if err != nil {
		return Account{}, Grant{}, err
	}
	hash, err := g.hasher.hash(ctx, normalPassword(n.Password))
	if err != nil {
		return Account{}, Grant{}, err
	}
	a := g.draft(n)
	s := Session{ID: g.NewID(), Account: a.ID, CreatedAt: a.CreatedAt, Address: cut(in.Address, 64), UserAgent: cut(in.UserAgent, 300)}
	grant := s.renew(a.CreatedAt, "")
	err = g.Store.Update(ctx, func(tx store.Tx) error {
		i, err := invitedBy(tx, g.Clock(), in.Code)
		if err != nil {
			return err
		}
		if i.Email != a.Email || i.Role != a.Role.String() || i.Company != a.Company {
			return fault.New(fault.Conflict, "") // it was changed while the password was hashed
		}
		if err := g.insert(tx, a.Actor(), a, hash, Names{}); err != nil {
			return err
		}
		i.State, i.Account, i.EndedAt = Redeemed, a.ID, a.CreatedAt
		if err := invitations.Put(tx, i); err != nil {
			return err
		}
		if err := Audit(tx, a.CreatedAt, a.Actor(), "invitation.redeem", "invitation/"+i.ID, nil); err != nil {
			return err
		}
		return g.enter(tx, a, s, in.Replaces)
	})
	if err != nil {
		return Account{}, Grant{}, err
	}
	return a, grant, nil
}

// newcomer is the account that the code and what was typed describe, checked
// before any hashing is paid for.
func (g *Registry) newcomer(ctx context.Context, in Redemption) (n NewAccount, err error) {
	var company string
	err = g.Store.View(ctx, func(r store.Reader) error {
		i, err := invitedBy(r, g.Clock(), in.Code)
		if err != nil {
			return err
		}
		role, _ := actor.ParseRole(i.Role)
		n = NewAccount{
			Email: i.Email, Name: i.Name, Password: in.Password, Role: role, Company: i.Company, Manager: i.Manager,
			JobTitle: i.JobTitle, Phone: i.Phone, Locale: i.Locale,
		}
		if _, err := AccountByEmail(r, i.Email); err == nil {
			return alreadyIn()
		} else if !isNotFound(err) {
			return err
		}
		company, err = CompanyName(r, i.Company)
		return err
	})
	if err != nil {
		return n, err
	}
	if in.Name != "" {
		n.Name = in.Name
	}
	if n.Locale == "" {
		n.Locale = LocaleFor(in.Locale)
	}
	if tz, err := zone("time_zone", in.TimeZone); err == nil {
		n.TimeZone = tz
	}
	if err := n.clean(); err != nil {
		return n, err
	}
	if err := CheckPassword("password", in.Password, n.Name, n.Email, company); err != nil {
		return n, err
	}
	if in.Password != in.Confirmation {
		return n, fault.Field("password_confirmation", "password_confirmation")
	}
	return n, nil
}

// alreadyIn is the answer to somebody who was invited and has an account all
// the same.
func alreadyIn() *fault.Error {
	return &fault.Error{Kind: fault.Conflict, Code: "email_taken", Text: "faults.invitation_account"}
}
