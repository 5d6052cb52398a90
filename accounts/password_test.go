package accounts

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balcao/actor"
)

func TestPasswordsAreHeldAgainstTheRules(t *testing.T) {
	about := []string{"Maria Conceição", "maria.c@acme.example"}
	for _, good := range []string{
		goodPassword, "Xk9 vento", "trem-Azul-77", "Pão de Queij0!", "B-abcde-fghjk-mnpqr-stuvw", strings.Repeat("aB3-é", 25), "Maria-gosta-7", "Op-pass-1x", "Str0ng-Passw0rd!",
		"пароль-Сова7",
	} {
		if err := CheckPassword("password", good, about...); err != nil {
			t.Errorf("%q refused: %v", good, err)
		}
	}
	for bad, code := range map[string]string{
		"": "required", "Ab1-xyz": "password_short", strings.Repeat("aB3-", 33): "password_long",
		"abcdefgh1": "password_classes", "ABCDEFGH1": "password_classes", "cavalo azul": "password_classes",
		"Password1": "password_common", "P@ssw0rd": "password_common", "Passw0rd!123": "password_common", "Pa$$w0rd!": "password_common",
		"Senha@123": "password_common", "Mudar123!": "password_common", "Qwerty123!": "password_common", "Abc12345": "password_common",
		"Aa123456!": "password_common", "Brasil2026!": "password_common", "1Qaz2wsx": "password_common", "4dmin!2026": "password_common",
		"Contraseña1": "password_common", "12345678aA": "password_common", "PassPass1": "password_common", "Bem-vindo1": "",
		"Maria2026!": "password_personal", "M4r14-2026": "password_personal", "Conceicao1!": "password_personal", "Acme@2026": "password_personal",
		"MariaAcme1": "password_personal", "bad\xffUtf8-1": "text_bad",
	} {
		err := CheckPassword("password", bad, about...)
		if code == "" {
			continue
		}
		if err == nil {
			t.Errorf("%q passed", bad)
			continue
		}
		wantFault(t, err, code, "password")
	}
}

func TestNoTextMakesThePasswordRulesFail(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, name := rapid.String().Draw(t, "password"), rapid.String().Draw(t, "name")
		if err := CheckPassword("password", p, name, name+"@x.com"); err == nil && len([]rune(p)) < passwordLeast {
			// NFC may shorten but never lengthens what is counted.
			t.Fatalf("%q passed", p)
		}
	})
}

func TestRandomPasswordsPassTheRules(t *testing.T) {
	for range 200 {
		if p := RandomPassword(); CheckPassword("password", p, "Ada", "ada@balcao.test") != nil {
			t.Fatalf("%q", p)
		}
	}
}

func TestAHashMatchesItsPasswordOnlyAndIsMadeAnewWhenWeaker(t *testing.T) {
	h := newHasher(DefaultCost)
	hash, err := h.hash(t.Context(), goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hash %q", hash)
	}
	for password, want := range map[string]bool{goodPassword: true, goodPassword + " ": false, "": false} {
		if got, err := h.matches(t.Context(), password, hash); err != nil || got != want {
			t.Errorf("%q: %v, %v", password, got, err)
		}
	}
	if ok, err := h.matches(t.Context(), goodPassword, ""); ok || err != nil {
		t.Errorf("nobody's hash: %v, %v", ok, err)
	}
	if h.weaker(hash) || newHasher(cheap).weaker(hash) {
		t.Error("a hash of the asked cost counts as weak")
	}
	for _, broken := range []string{"x", "$argon2i$v=19$m=1,t=1,p=1$AA$AA", "$argon2id$v=16$m=1,t=1,p=1$AA$AA", "$argon2id$v=19$m=1,t=0,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAA"} {
		if ok, err := h.matches(t.Context(), goodPassword, broken); ok || err == nil {
			t.Errorf("%q: %v, %v", broken, ok, err)
		}
	}
}

func TestAWeakerHashIsReplacedAtTheNextSignIn(t *testing.T) {
	h := newHouse(t)
	a := h.person("olga@acme.example", actor.Operator)
	stronger := Cost{Memory: 128, Time: 2, Lanes: 1}
	h.hasher = newHasher(stronger)
	for range 2 {
		if _, _, err := h.signIn(a.Email, goodPassword); err != nil {
			t.Fatal(err)
		}
	}
	_, c, err := h.credentialFor(t.Context(), a.Email)
	if err != nil || !strings.Contains(c.Hash, "m=128,t=2") {
		t.Errorf("hash %q, %v", c.Hash, err)
	}
}
