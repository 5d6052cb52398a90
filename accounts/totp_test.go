package accounts

import (
	"encoding/hex"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

func TestCodesAreThoseOfRFC4226AndRFC6238(t *testing.T) {
	secret := []byte("12345678901234567890")
	for counter, want := range []string{"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"} { // RFC 4226, appendix D
		if got := hotp(secret, uint64(counter), 6); got != want {
			t.Errorf("counter %d: %s, want %s", counter, got, want)
		}
	}
	for seconds, want := range map[int64]string{ // RFC 6238, appendix B
		59: "94287082", 1111111109: "07081804", 1111111111: "14050471", 1234567890: "89005924", 2000000000: "69279037", 20000000000: "65353130",
	} {
		if got := hotp(secret, uint64(totpStep(time.Unix(seconds, 0))), 8); got != want {
			t.Errorf("second %d: %s, want %s", seconds, got, want)
		}
	}
}

// shown is what the app of somebody shows at the house's clock.
func (h *house) shown(secret string) string {
	h.t.Helper()
	key, err := base32Plain.DecodeString(secret)
	if err != nil {
		h.t.Fatal(err)
	}
	return hotp(key, uint64(totpStep(h.clock())), totpDigits)
}

// protect turns the second factor of somebody on.
func (h *house) protect(a Account) (secret string, recovery []string) {
	h.t.Helper()
	who := a.Actor()
	offer, err := h.BeginTOTP(h.t.Context(), who, goodPassword, "192.0.2.1")
	if err != nil {
		h.t.Fatal(err)
	}
	if recovery, err = h.ConfirmTOTP(h.t.Context(), who, h.shown(offer.Secret), "192.0.2.1"); err != nil {
		h.t.Fatal(err)
	}
	h.advance(time.Minute) // the code that confirmed is used up
	return offer.Secret, recovery
}

func (h *house) signInWith(email, code string) (Grant, error) {
	_, grant, err := h.SignIn(h.t.Context(), SignIn{Email: email, Password: goodPassword, Code: code, Near: "192.0.2.1"})
	return grant, err
}

func TestASecondFactorIsAskedOfWhoeverKnowsThePasswordAndOfNobodyElse(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	secret, _ := h.protect(a)
	_, err := h.signInWith(a.Email, "")
	wantFault(t, err, "totp_required", "")
	if !fault.Is(err, fault.Unauthenticated) {
		t.Error(err)
	}
	_, _, err = h.SignIn(t.Context(), SignIn{Email: a.Email, Password: "Wrong-guess-1", Code: h.shown(secret), Near: "192.0.2.1"})
	wantFault(t, err, "bad_credentials", "")
	if _, err := h.signInWith(a.Email, h.shown(secret)[:3]+" "+h.shown(secret)[3:]); err != nil {
		t.Error(err)
	}
	h.view(func(r store.Reader) error {
		row, err := totpOf(r, a.ID)
		if strings.Contains(string(row.Secret), secret) || len(row.Secret) < totpSecret+16 {
			t.Error("the secret lies in the file as it is")
		}
		return err
	})
	if n := h.notices("totp.changed"); len(n) != 1 || n[0].Args["state"] != "on" || n[0].To[0] != "account/"+a.ID {
		t.Errorf("told %+v", n)
	}
}

func TestACodeOpensOnceAndOnlyNearItsTime(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	secret, _ := h.protect(a)
	code := h.shown(secret)
	if _, err := h.signInWith(a.Email, code); err != nil {
		t.Fatal(err)
	}
	for _, after := range []time.Duration{0, 10 * time.Second, 30 * time.Second} {
		h.advance(after)
		_, err := h.signInWith(a.Email, code)
		wantFault(t, err, "totp_wrong", "code")
	}
	h.advance(time.Hour)
	late := h.shown(secret)
	h.advance(30 * time.Second)
	if _, err := h.signInWith(a.Email, late); err != nil {
		t.Errorf("a code of the period before: %v", err)
	}
	h.advance(time.Hour)
	old := h.shown(secret)
	h.advance(61 * time.Second)
	_, err := h.signInWith(a.Email, old)
	wantFault(t, err, "totp_wrong", "code")
	h.advance(-2 * time.Hour) // a clock set back makes no used code good
	_, err = h.signInWith(a.Email, h.shown(secret))
	wantFault(t, err, "totp_wrong", "code")
}

func TestOfManyWhoBringOneCodeAtOnceOneGetsIn(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	secret, recovery := h.protect(a)
	for _, code := range []string{h.shown(secret), recovery[0]} {
		var wait sync.WaitGroup
		var in atomic.Int32
		for range 8 {
			wait.Go(func() {
				// From many addresses: those who fail are not held back for each other.
				if _, err := h.signInWith(a.Email, code); err == nil {
					in.Add(1)
				} else if !fault.Is(err, fault.Unauthenticated) && !fault.Is(err, fault.RateLimited) {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if in.Load() != 1 {
			t.Errorf("%d got in with %s", in.Load(), code)
		}
		h.advance(2 * time.Hour)
	}
}

func TestARecoveryCodeOpensOnceHoweverItIsTyped(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	_, recovery := h.protect(a)
	if len(recovery) != recoveryCodes || len(slices.Compact(slices.Sorted(slices.Values(recovery)))) != recoveryCodes {
		t.Fatalf("%q", recovery)
	}
	if _, err := h.signInWith(a.Email, strings.ToLower(strings.ReplaceAll(recovery[3], "-", " "))); err != nil {
		t.Fatal(err)
	}
	_, err := h.signInWith(a.Email, recovery[3])
	wantFault(t, err, "totp_wrong", "code")
	h.view(func(r store.Reader) error {
		s, err := TOTPStateOf(r, a.Actor())
		if s.RecoveryLeft != recoveryCodes-1 || !s.Enabled {
			t.Errorf("%+v", s)
		}
		row, _ := totpOf(r, a.ID)
		if strings.Contains(strings.Join(row.Recovery, " "), strings.ReplaceAll(recovery[5], "-", "")) {
			t.Error("recovery codes lie in the file as they are")
		}
		return err
	})
	fresh, err := h.RenewRecovery(t.Context(), a.Actor(), goodPassword, "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.signInWith(a.Email, recovery[4])
	wantFault(t, err, "totp_wrong", "code")
	if _, err := h.signInWith(a.Email, fresh[0]); err != nil {
		t.Error(err)
	}
}

func TestGuessingCodesEndsButRecoveryCodesStillOpen(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	secret, recovery := h.protect(a)
	for i := range totpWrongAtMost {
		h.guesses.failed(totpKey(a.ID), "198.51.100."+string(rune('a'+i))) // each from elsewhere
	}
	_, err := h.signInWith(a.Email, h.shown(secret))
	wantFault(t, err, "totp_slow", "")
	if _, err := h.signInWith(a.Email, recovery[0]); err != nil {
		t.Errorf("the owner is kept out: %v", err)
	}
	h.advance(guessesForget + time.Minute)
	if _, err := h.signInWith(a.Email, h.shown(secret)); err != nil {
		t.Errorf("an hour later: %v", err)
	}
}

func TestTheSecretOnOfferReplacesTheOldOneOnlyWhenItIsConfirmed(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Customer)
	secret, _ := h.protect(a)
	_, err := h.BeginTOTP(t.Context(), a.Actor(), "Wrong-guess-1", "192.0.2.1")
	wantFault(t, err, "wrong_password", "password")
	offer, err := h.BeginTOTP(t.Context(), a.Actor(), goodPassword, "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	if u, err := url.Parse(offer.URI); err != nil || u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/Balcão:"+a.Email ||
		u.Query().Get("secret") != offer.Secret || u.Query().Get("issuer") != "Balcão" {
		t.Errorf("%s, %v", offer.URI, err)
	}
	_, err = h.ConfirmTOTP(t.Context(), a.Actor(), h.shown(secret), "192.0.2.1")
	wantFault(t, err, "totp_wrong", "code")
	if _, err := h.signInWith(a.Email, h.shown(secret)); err != nil {
		t.Errorf("the old app stopped: %v", err)
	}
	h.advance(2 * time.Minute)
	if _, err := h.ConfirmTOTP(t.Context(), a.Actor(), h.shown(offer.Secret), "192.0.2.1"); err != nil {
		t.Fatal(err)
	}
	h.advance(2 * time.Minute)
	_, err = h.signInWith(a.Email, h.shown(secret))
	wantFault(t, err, "totp_wrong", "code")
	if _, err := h.signInWith(a.Email, h.shown(offer.Secret)); err != nil {
		t.Error(err)
	}
	_, err = h.ConfirmTOTP(t.Context(), a.Actor(), h.shown(offer.Secret), "192.0.2.1")
	wantFault(t, err, "totp_not_begun", "")
	if _, err := h.BeginTOTP(t.Context(), a.Actor(), goodPassword, "192.0.2.1"); err != nil {
		t.Fatal(err)
	}
	h.advance(totpPendingFor + time.Second)
	_, err = h.ConfirmTOTP(t.Context(), a.Actor(), "123456", "192.0.2.1")
	wantFault(t, err, "totp_not_begun", "")
}

func TestTheQRCodeIsAPathWithoutAnythingOfTheText(t *testing.T) {
	svg, err := qrSVG("otpauth://totp/A%3Cscript%3E:o@x.example?secret=ABC")
	if err != nil || !strings.HasPrefix(svg, "<svg ") || strings.Contains(svg, "script") || strings.Contains(svg, "ABC") {
		t.Errorf("%s, %v", svg, err)
	}
	if strings.Trim(svg[strings.LastIndex(svg, `d="`)+3:strings.LastIndex(svg, `"`)], "Mhvz- 0123456789") != "" {
		t.Errorf("%s", svg)
	}
}

func FuzzReadingCodes(f *testing.F) {
	for _, s := range []string{"123456", "123 456", "１２３４５６", "ABCD-EFGH-JKMN-PQRS", "", "\x00", hex.EncodeToString(make([]byte, 60))} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		if code, ok := readTOTP(typed); ok && (len(code) != totpDigits || strings.Trim(code, "0123456789") != "") {
			t.Errorf("%q read as %q", typed, code)
		}
		code, ok := readRecovery(typed)
		if ok && (len(code) != recoveryLength || strings.Trim(code, codeSigns) != "") {
			t.Errorf("%q read as %q", typed, code)
		}
	})
}
