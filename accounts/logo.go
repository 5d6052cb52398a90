package accounts

import (
	"context"
	"errors"

	"balcao/actor"
	"balcao/fault"
	"balcao/files"
	"balcao/store"
)

// The logo stands at the top of the portal's pages, 30 px high.
const (
	logoRow    = "house" // among the pictures, where no account has this id
	logoWidth  = 480
	logoHeight = 90
)

// SetLogo makes the picture the installation's logo, drawn anew to fit.
func (g *Registry) SetLogo(ctx context.Context, who actor.Actor, sent []byte) (Settings, error) {
	made, version, err := g.draw(ctx, logoRow, sent, func() ([]byte, string, error) { return files.Fitted(sent, logoWidth, logoHeight) })
	if err != nil {
		return Settings{}, err
	}
	return g.changeLogo(ctx, who, version, func(tx store.Tx) error { return pictures.Put(tx, made) })
}

// DropLogo takes the logo away; the first letter of the name stands there again.
func (g *Registry) DropLogo(ctx context.Context, who actor.Actor) (Settings, error) {
	return g.changeLogo(ctx, who, "", func(tx store.Tx) error { return pictures.Delete(tx, logoRow) })
}

func (g *Registry) changeLogo(ctx context.Context, who actor.Actor, version string, keep func(store.Tx) error) (Settings, error) {
	var s Settings
	err := g.Store.Update(ctx, func(tx store.Tx) error {
		if err := May(tx, who, "settings.change", Object{}); err != nil {
			return err
		}
		after, err := decided(tx)
		if err != nil {
			return err
		}
		after.LogoVersion = version
		if err := keep(tx); err != nil {
			return err
		}
		if err := putSettings(tx, after); err != nil {
			return err
		}
		if err := Audit(tx, g.Clock(), who, "settings.change", "settings", map[string]any{"fields": []string{"logo"}}); err != nil {
			return err
		}
		s, err = SettingsOf(tx)
		return err
	})
	return s, err
}

func logoOf(r store.Reader) (picture, error) {
	p, err := pictures.Get(r, logoRow)
	if errors.Is(err, store.ErrNotFound) {
		return p, fault.Missing()
	}
	return p, err
}

// LogoURL is where the logo is, empty without one. A new logo has a new
// address.
func (s Settings) LogoURL() string {
	if s.LogoVersion == "" {
		return ""
	}
	return "/logo?v=" + s.LogoVersion
}
