package seal

import (
	"bytes"
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func TestASecretComesBackOnlyToItsPurposeAndOwner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var k, other Key
		copy(k[:], rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "key"))
		other = k
		other[rapid.IntRange(0, 31).Draw(t, "at")] ^= 1
		secret := rapid.SliceOf(rapid.Byte()).Draw(t, "secret")
		sealed := k.Seal("totp", "account/1", secret)
		if got, err := k.Open("totp", "account/1", sealed); err != nil || !bytes.Equal(got, secret) {
			t.Fatalf("%q, %v", got, err)
		}
		if len(secret) > 8 && bytes.Contains(sealed, secret) {
			t.Fatal("the secret is in the clear")
		}
		spoilt := bytes.Clone(sealed)
		spoilt[rapid.IntRange(0, len(spoilt)-1).Draw(t, "spoilt")] ^= 1
		for name, open := range map[string]func() ([]byte, error){
			"another purpose": func() ([]byte, error) { return k.Open("mail", "account/1", sealed) },
			"another owner":   func() ([]byte, error) { return k.Open("totp", "account/2", sealed) },
			"another key":     func() ([]byte, error) { return other.Open("totp", "account/1", sealed) },
			"changed":         func() ([]byte, error) { return k.Open("totp", "account/1", spoilt) },
			"cut":             func() ([]byte, error) { return k.Open("totp", "account/1", sealed[:5]) },
		} {
			if got, err := open(); !errors.Is(err, ErrBroken) {
				t.Fatalf("%s: %q, %v", name, got, err)
			}
		}
	})
}

func TestDerivedCodesDifferByPartsNotByHowTheyAreJoined(t *testing.T) {
	var k Key
	seen := map[string]string{}
	for name, code := range map[string][]byte{
		"ab,c": k.Derive("invitation", "ab", "c"), "a,bc": k.Derive("invitation", "a", "bc"), "abc": k.Derive("invitation", "abc"),
		"reset": k.Derive("reset", "abc"), "more": k.Derive("invitation", "abc", ""),
	} {
		if was, ok := seen[string(code)]; ok {
			t.Errorf("%s is the same as %s", name, was)
		}
		seen[string(code)] = name
	}
	if !bytes.Equal(k.Derive("invitation", "abc"), k.Derive("invitation", "abc")) {
		t.Error("a code derived again is another one")
	}
}
