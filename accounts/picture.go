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

const (
	// PictureAtMost is how many bytes a picture that is sent may have.
	PictureAtMost = 5 << 20
	pictureSize   = 256
)

// picture is somebody's face, drawn anew and small.
type picture struct {
	Account string `json:"account"`
	Type    string `json:"type"`
	Data    []byte `json:"data"`
}

// SetPicture makes the picture the actor's own.
func (g *Registry) SetPicture(ctx context.Context, who actor.Actor, sent []byte) (Account, error) {
	made, version, err := g.draw(ctx, who.ID, sent, func() ([]byte, string, error) { return files.Portrait(sent, pictureSize) })
	if err != nil {
		return Account{}, err
	}
	return g.changePicture(ctx, who, version, func(tx store.Tx) error { return pictures.Put(tx, made) })
}

// draw makes the row of a picture that was sent, a few at a time, and names its
// version.
func (g *Registry) draw(ctx context.Context, id string, sent []byte, how func() ([]byte, string, error)) (made picture, version string, err error) {
	switch {
	case len(sent) == 0:
		return made, "", fault.Field("picture", "required")
	case len(sent) > PictureAtMost:
		return made, "", &fault.Error{Kind: fault.TooLarge, Code: "picture_large", Field: "picture"}
	}
	select {
	case g.drawing <- struct{}{}:
	case <-ctx.Done():
		return made, "", ctx.Err()
	}
	data, kind, err := how()
	<-g.drawing
	sum := sha256.Sum256(data)
	return picture{id, kind, data}, hex.EncodeToString(sum[:6]), err
}

// DropPicture takes the actor's own picture away.
func (g *Registry) DropPicture(ctx context.Context, who actor.Actor) (Account, error) {
	return g.changePicture(ctx, who, "", func(tx store.Tx) error { return pictures.Delete(tx, who.ID) })
}

func (g *Registry) changePicture(ctx context.Context, who actor.Actor, version string, keep func(store.Tx) error) (Account, error) {
	var a Account
	err := g.Store.Update(ctx, func(tx store.Tx) (err error) {
		if a, err = known(tx, who.ID); err != nil {
			return err
		}
		a.PictureVersion = version
		if err := keep(tx); err != nil {
			return err
		}
		return accounts.Put(tx, a)
	})
	return a, err
}

// pictureOf is the picture of an account that the actor may see: faces of
// staff are for everybody they answer, a customer's for who may know of it.
func pictureOf(r store.Reader, who actor.Actor, id string) (picture, error) {
	a, err := known(r, id)
	if err != nil {
		return picture{}, err
	}
	if !a.Actor().Staff() && May(r, who, "account.read", Object{Owner: "account/" + id, Company: a.Company}) != nil {
		return picture{}, fault.Missing()
	}
	p, err := pictures.Get(r, id)
	if errors.Is(err, store.ErrNotFound) {
		return p, fault.Missing()
	}
	return p, err
}

// PictureURL is where the account's picture is, empty when it has none. A new
// picture has a new address.
func (a Account) PictureURL() string {
	if a.PictureVersion == "" {
		return ""
	}
	return "/api/v1/accounts/" + a.ID + "/picture?v=" + a.PictureVersion
}
