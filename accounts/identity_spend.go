package accounts

import (
	"errors"
	"time"

	"balcao/fault"
	"balcao/store"
)

// spentToken remembers a token that was used, for as long as it could come
// again.
type spentToken struct {
	Product string    `json:"product"`
	Hash    string    `json:"hash"` // of its jti
	Until   time.Time `json:"until"`
}

const (
	spentFor   = time.Hour // beyond its end: the clock may be set back
	spentSwept = 20        // with each token used, so that they never pile up
	keyUsed    = time.Minute
)

// spend uses the token up: of all that bring it, also at once, one comes
// through. A key revoked since the token was read opens nothing.
func (id Identity) spend(tx store.Tx, now time.Time) error {
	k, err := productKeys.Get(tx, id.Key)
	if err != nil {
		return err
	}
	if !k.Active() {
		return badIdentity("identity_unknown", nil)
	}
	if now.Sub(k.UsedAt) >= keyUsed {
		k.UsedAt = now
		if err := productKeys.Put(tx, k); err != nil {
			return err
		}
	}
	if err := sweepSpent(tx, now); err != nil {
		return err
	}
	err = spentTokens.Insert(tx, spentToken{Product: id.Product, Hash: atRest(id.once), Until: id.until})
	if errors.Is(err, store.ErrExists) {
		return &fault.Error{Kind: fault.Gone, Code: "identity_used", Field: "identity"}
	}
	return err
}

func sweepSpent(tx store.Tx, now time.Time) error {
	var over []spentToken
	for s, err := range spentTokens.By(tx, "until") {
		if err != nil {
			return err
		}
		if len(over) == spentSwept || now.Before(s.Until.Add(spentFor)) {
			break
		}
		over = append(over, s)
	}
	for _, s := range over {
		if err := spentTokens.Delete(tx, s.Product, s.Hash); err != nil {
			return err
		}
	}
	return nil
}
