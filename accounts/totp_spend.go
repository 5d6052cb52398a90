package accounts

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"time"

	"balcao/fault"
	"balcao/store"
)

// totp is the second factor of an account. Its secret is sealed with the key
// beside the file; recovery codes are kept as their SHA-256.
type totp struct {
	Account   string    `json:"account"`
	On        bool      `json:"on"`
	Secret    []byte    `json:"secret,omitempty"`
	Step      int64     `json:"step"` // of the code used last: each is good once
	Recovery  []string  `json:"recovery,omitempty"`
	Pending   []byte    `json:"pending,omitempty"` // the next secret, until a code of it is shown
	PendingAt time.Time `json:"pending_at,omitzero"`
	ChangedAt time.Time `json:"changed_at,omitzero"`
}

const (
	recoveryCodes  = 10
	recoveryLength = 16 // Crockford characters: 80 bits
	// totpWrongAtMost a browser-full of wrong codes in an hour, and only recovery
	// codes are looked at: whoever guesses knows the password already, and a
	// million codes are not many.
	totpWrongAtMost = 30
)

func totpOf(r store.Reader, account string) (totp, error) {
	t, err := totps.Get(r, account)
	if errors.Is(err, store.ErrNotFound) {
		return totp{Account: account}, nil
	}
	return t, err
}

func totpRequired() *fault.Error { return fault.New(fault.Unauthenticated, "totp_required") }

func totpWrong() *fault.Error {
	return &fault.Error{Kind: fault.Unauthenticated, Code: "totp_wrong", Field: "code"}
}

// spendTOTP uses up a code of the account's second factor; without one there is
// nothing to use.
func (g *Registry) spendTOTP(tx store.Tx, account, typed string, now time.Time) error {
	t, err := totpOf(tx, account)
	if err != nil || !t.On {
		return err
	}
	if err := g.spend(&t, typed, now); err != nil {
		return err
	}
	return totps.Put(tx, t)
}

// spend notes in t that the code was used.
func (g *Registry) spend(t *totp, typed string, now time.Time) error {
	if strings.TrimSpace(typed) == "" {
		return totpRequired()
	}
	if code, ok := readTOTP(typed); ok {
		secret, err := g.Key.Open("totp", t.Account, t.Secret)
		if err != nil {
			return err
		}
		step, ok := totpMatch(secret, code, now, t.Step)
		if !ok {
			return totpWrong()
		}
		t.Step = step
		return nil
	}
	code, ok := readRecovery(typed)
	at := slices.Index(t.Recovery, recoveryHash(t.Account, code))
	if !ok || at < 0 {
		return totpWrong()
	}
	t.Recovery = slices.Delete(slices.Clone(t.Recovery), at, at+1)
	return nil
}

// guessable refuses to look at one more code where too many were wrong, and
// asks for one where none was typed.
func (g *Registry) guessable(ctx context.Context, a Account, typed, near string) error {
	var t totp
	err := g.Store.View(ctx, func(r store.Reader) (err error) {
		t, err = totpOf(r, a.ID)
		return err
	})
	if err != nil || !t.On {
		return err
	}
	if strings.TrimSpace(typed) == "" {
		return totpRequired()
	}
	if _, rescue := readRecovery(typed); rescue {
		return nil
	}
	if retry, ok := g.guesses.may(totpKey(a.ID), near); !ok {
		return tooManyGuesses(retry)
	}
	if g.guesses.failures(totpKey(a.ID)) >= totpWrongAtMost {
		return &fault.Error{Kind: fault.RateLimited, Code: "totp_slow", Retry: guessesForget}
	}
	return nil
}

// guessed counts a wrong code and holds its answer back.
func (g *Registry) guessed(ctx context.Context, err error, a Account, near string) error {
	var f *fault.Error
	switch {
	case err == nil:
		g.guesses.passed(totpKey(a.ID), near)
	case errors.As(err, &f) && f.Code == "totp_wrong":
		g.Log.Info("a second factor was refused")
		pause(ctx, g.guesses.failed(totpKey(a.ID), near))
	}
	return err
}

func totpKey(account string) string { return "totp " + account }

// newRecovery makes recovery codes and what is kept of them.
func newRecovery(account string) (typed, kept []string) {
	for range recoveryCodes {
		b := make([]byte, 17)
		rand.Read(b) // never fails since Go 1.24
		code := codeText(b)[:recoveryLength]
		typed = append(typed, code[:4]+"-"+code[4:8]+"-"+code[8:12]+"-"+code[12:])
		kept = append(kept, recoveryHash(account, code))
	}
	return typed, kept
}

func recoveryHash(account, code string) string { return atRest("recovery " + account + " " + code) }

// readRecovery returns the recovery code that somebody typed, however it was
// written; false when it can be none.
func readRecovery(typed string) (string, bool) {
	if len(typed) > 200 {
		return "", false
	}
	// A code of another length cannot be one, so the length is made up for.
	code, ok := readCode(typed + codeSigns[:codeLength-recoveryLength])
	return strings.TrimSuffix(code, codeSigns[:codeLength-recoveryLength]), ok
}
