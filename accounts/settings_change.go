package accounts

import (
	"context"
	"encoding/json"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// SettingsChange is what an administrator decides anew; nil stays.
type SettingsChange struct {
	Name            *string `json:"name"`
	Locale          *string `json:"locale"`
	TimeZone        *string `json:"time_zone"`
	Hue             *int    `json:"hue"`
	SupportEmail    *string `json:"support_email"`
	HomeIsMySupport *bool   `json:"home_is_my_support"`
	RequireCover    Choice  `json:"require_cover"`
}

// Choice is a JSON field that may be absent, null, true or false.
type Choice struct {
	Said  bool
	Value *bool
}

// UnmarshalJSON reads null, true or false.
func (c *Choice) UnmarshalJSON(b []byte) error {
	c.Said, c.Value = true, nil
	if err := json.Unmarshal(b, &c.Value); err != nil {
		return fault.Field("require_cover", "wrong_type").With(err)
	}
	return nil
}

// ChangeSettings applies the change when fresh, asked inside the transaction,
// finds the present settings to be those the caller had seen.
func (g *Registry) ChangeSettings(ctx context.Context, who actor.Actor, in SettingsChange, fresh func(Settings) error) (Settings, error) {
	var s Settings
	err := g.Store.Update(ctx, func(tx store.Tx) error {
		if err := May(tx, who, "settings.change", Object{}); err != nil {
			return err
		}
		before, err := decided(tx)
		if err != nil {
			return err
		}
		if err := fresh(before); err != nil {
			return err
		}
		after := before
		if err := in.apply(&after); err != nil {
			return err
		}
		if err := putSettings(tx, after); err != nil {
			return err
		}
		if err := Audit(tx, g.Clock(), who, "settings.change", "settings", in.fields()); err != nil {
			return err
		}
		if in.RequireCover.Said {
			tx.Append(store.Event{Kind: KindCover, At: g.Clock().UTC()}) // everybody's may mean something else now
		}
		s, err = SettingsOf(tx)
		return err
	})
	return s, err
}

func (in SettingsChange) apply(s *Settings) (err error) {
	if in.Name != nil {
		if s.Name, err = line("name", *in.Name, 100); err != nil {
			return err
		}
	}
	if in.Locale != nil {
		if s.Locale, err = locale("locale", *in.Locale); err != nil {
			return err
		}
	}
	if in.TimeZone != nil {
		if s.TimeZone, err = zone("time_zone", *in.TimeZone); err != nil {
			return err
		}
	}
	if in.Hue != nil {
		if *in.Hue < 0 || *in.Hue > 360 {
			return fault.Field("hue", "hue_bad")
		}
		s.Hue = *in.Hue
		if s.Hue == 0 {
			s.Hue = 360 // the same colour; 0 in the file means never chosen
		}
	}
	if in.SupportEmail != nil {
		s.SupportEmail = ""
		if *in.SupportEmail != "" {
			if s.SupportEmail, err = CheckEmail("support_email", *in.SupportEmail); err != nil {
				return err
			}
		}
	}
	if in.HomeIsMySupport != nil {
		s.HomeIsMySupport = *in.HomeIsMySupport
	}
	if in.RequireCover.Said {
		s.RequireCover = in.RequireCover.Value
	}
	return nil
}

// fields names what was said, for the audit log.
func (in SettingsChange) fields() map[string]any {
	names := []string{}
	for name, said := range map[string]bool{
		"name": in.Name != nil, "locale": in.Locale != nil, "time_zone": in.TimeZone != nil, "hue": in.Hue != nil,
		"support_email": in.SupportEmail != nil, "home_is_my_support": in.HomeIsMySupport != nil, "require_cover": in.RequireCover.Said,
	} {
		if said {
			names = append(names, name)
		}
	}
	return map[string]any{"fields": names}
}
