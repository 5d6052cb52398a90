package notify

import "balcao/actor"

// kind is what is known of one kind of notice: by which ways it goes and who
// may choose otherwise.
type kind struct {
	feed, mail bool        // unless somebody chose otherwise
	fixed      bool        // nobody chooses
	who        actor.Roles // whose list of choices shows it
	manager    bool        // among customers only managers
	stranger   bool        // what it quotes is for people whose address is unproved too
	count      string      // argument that plural forms are chosen by
}

// told goes by both ways unless somebody chose otherwise; safety by both ways
// always; posted by mail always.
func told(who actor.Roles) kind { return kind{feed: true, mail: true, who: who} }

var (
	safety = kind{feed: true, mail: true, fixed: true, who: actor.Accounts}
	posted = kind{mail: true, fixed: true}
)

// kindOrder lists the kinds as choices are listed.
var kindOrder = []string{
	"ticket.opened", "ticket.replied", "ticket.status", "ticket.frozen", "ticket.thawed", "request.kept", "request.granted",
	"chat.answer", "chat.left", "invitation.requested", "invitation.declined", "cover.ending", "cover.ended", "cover.required",
	"password.changed", "device.new", "session.stolen", "email.changed", "totp.changed",
	"invitation", "invitation.rejected", "access.exists", "password.reset", "email.confirm", "chat.waiting", "chat.transcript", "test",
}

var kinds = map[string]kind{
	"ticket.opened":        told(actor.Accounts),
	"ticket.replied":       told(actor.Accounts),
	"ticket.status":        told(actor.Accounts),
	"ticket.frozen":        told(actor.Accounts),
	"ticket.thawed":        told(actor.Accounts),
	"request.kept":         told(actor.Accounts),
	"request.granted":      told(actor.Accounts),
	"chat.answer":          told(actor.Customers),
	"chat.left":            told(actor.StaffOnly),
	"invitation.requested": told(actor.StaffOnly),
	"invitation.declined":  {feed: true, mail: true, who: actor.Customers, manager: true},
	"cover.ending":         {feed: true, mail: true, who: actor.Customers | actor.Admins, manager: true, count: "days"},
	"cover.ended":          {feed: true, mail: true, who: actor.Customers | actor.Admins, manager: true},
	"cover.required":       told(actor.Admins),
	"password.changed":     safety,
	"device.new":           safety,
	"session.stolen":       safety,
	"email.changed":        safety,
	"totp.changed":         safety,
	"invitation":           posted,
	"invitation.rejected":  {feed: true, mail: true, fixed: true, stranger: true},
	"access.exists":        posted,
	"password.reset":       posted,
	"email.confirm":        posted,
	"chat.waiting":         posted,
	"chat.transcript":      posted,
	"test":                 posted,
}
