package notify

import (
	"context"
	"net"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/idna"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/text"
)

// SettingsChange is what an administrator decides anew; nil stays. Another host
// or user takes the password away unless it is said again: it is told to nobody
// it was not meant for.
type SettingsChange struct {
	Host     *string `json:"host"`
	Port     *int    `json:"port"`
	Security *string `json:"security"`
	User     *string `json:"user"`
	Password *string `json:"password"`
	From     *string `json:"from"`
	FromName *string `json:"from_name"`
}

// ChangeSettings applies the change when fresh, asked inside the transaction,
// finds the present settings to be those the caller had seen. With a mail
// server set up for the first time the mails kept so far go out.
func (p *Post) ChangeSettings(ctx context.Context, who actor.Actor, in SettingsChange, fresh func(Settings) error) (Settings, error) {
	var sealed []byte
	if in.Password != nil && *in.Password != "" {
		if len(*in.Password) > 500 || strings.ContainsAny(*in.Password, "\x00\r\n") {
			return Settings{}, fault.Field("password", "mail_password")
		}
		sealed = p.Key.Seal(sealPurpose, sealOwner, []byte(*in.Password))
	}
	var s Settings
	was := false
	err := p.Store.Update(ctx, func(tx store.Tx) (err error) {
		if err := accounts.May(tx, who, "settings.change", accounts.Object{}); err != nil {
			return err
		}
		if s, err = SettingsOf(tx); err != nil {
			return err
		}
		if err := fresh(s); err != nil {
			return err
		}
		was = s.Ready()
		if err := in.apply(&s, sealed); err != nil {
			return err
		}
		s.Version++
		if err := settingsTable.Put(tx, s); err != nil {
			return err
		}
		return accounts.Audit(tx, p.now(), who, "settings.mail", "settings/mail", map[string]any{"fields": in.fields()})
	})
	if err != nil {
		return s, err
	}
	p.over()
	if s.Ready() && !was {
		if _, err := p.release(ctx, Kept, p.now().Add(-keptFor)); err != nil {
			return s, err
		}
	}
	p.kick()
	return s, nil
}

// keptFor is how long mails wait for a mail server: no single-use link lives
// longer, and an answer older than this is no news.
const keptFor = 14 * 24 * time.Hour

func (in SettingsChange) apply(s *Settings, sealed []byte) (err error) {
	host, user := s.Host, s.User
	if in.Security != nil {
		if !slices.Contains([]string{StartTLS, TLS, NoTLS}, *in.Security) {
			return fault.Field("security", "mail_security")
		}
		if s.Port == portOf(s.Security) && in.Port == nil {
			s.Port = portOf(*in.Security)
		}
		s.Security = *in.Security
	}
	if in.Host != nil {
		if s.Host, err = hostName(*in.Host); err != nil {
			return err
		}
	}
	if in.Port != nil {
		if *in.Port < 1 || *in.Port > 65535 {
			return fault.Field("port", "mail_port")
		}
		s.Port = *in.Port
	}
	if in.User != nil {
		s.User = strings.TrimSpace(*in.User)
		if len(s.User) > 254 || strings.ContainsAny(s.User, "\x00\r\n") {
			return fault.Field("user", "mail_user")
		}
	}
	if in.Password != nil || s.Host != host || s.User != user {
		s.Password = sealed
	}
	if in.From != nil {
		s.From = strings.TrimSpace(*in.From)
		if s.From != "" {
			if s.From, err = accounts.CheckEmail("from", s.From); err != nil {
				return err
			}
		}
	}
	if in.FromName != nil {
		if s.FromName = text.Line(*in.FromName); text.Runes(s.FromName) > 100 {
			return fault.Field("from_name", "too_long")
		}
	}
	if s.Host != "" && s.From == "" {
		return fault.Field("from", "required")
	}
	if s.Password != nil && s.Security == NoTLS && !loopback(s.Host) {
		return fault.Field("security", "mail_password_open")
	}
	return nil
}

// fields names what was said, for the audit log.
func (in SettingsChange) fields() []string {
	names := []string{}
	for name, said := range map[string]bool{
		"host": in.Host != nil, "port": in.Port != nil, "security": in.Security != nil, "user": in.User != nil,
		"password": in.Password != nil, "from": in.From != nil, "from_name": in.FromName != nil,
	} {
		if said {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// hostName takes a host name, an IP address, or nothing for no mail server.
func hostName(typed string) (string, error) {
	host := strings.Trim(strings.TrimSpace(typed), "[]")
	if host == "" || net.ParseIP(host) != nil {
		return host, nil
	}
	ascii, err := idna.Lookup.ToASCII(host)
	if err != nil || len(ascii) > 253 || strings.ContainsAny(ascii, " /:@\\") {
		return "", fault.Field("host", "mail_host")
	}
	return ascii, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
