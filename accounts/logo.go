package accounts

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
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
	switch {
	case len(sent) == 0:
		return Settings{}, fault.Field("picture", "required")
	case len(sent) > PictureAtMost:
		return Settings{}, &fault.Error{Kind: fault.TooLarge, Code: "picture_large", Field: "picture"}
	}
	select {
	case g.drawing <- struct{}{}:
	case <-ctx.Done():
		return Settings{}, ctx.Err()
	}
	made, kind, err := files.Fitted(sent, logoWidth, logoHeight)
	<-g.drawing
	if err != nil {
		return Settings{}, err
	}
	sum := sha256.Sum256(made)
	return g.changeLogo(ctx, who, hex.EncodeToString(sum[:6]), func(tx store.Tx) error {
		return pictures.Put(tx, picture{logoRow, kind, made})
	})
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
