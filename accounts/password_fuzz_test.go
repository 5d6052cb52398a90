package accounts

import (
	"errors"
	"strings"
	"testing"

	"balcao/fault"
)

func FuzzPasswordRules(f *testing.F) {
	for _, s := range []string{"Corret0-cavalo", "aaaaaaaa", "Olga-Prado-2026!", "pässwörd-1A", "\xff\xfe", strings.Repeat("aA1-", 40), "Ａｂ１２３４５６", "12345678aA", "e\u0301E1-e\u0301E1-"} {
		f.Add(s, "Olga Prado", "olga@acme.example")
	}
	f.Fuzz(func(t *testing.T, password, name, email string) {
		err := CheckPassword("password", password, name, email)
		if err != nil {
			var told *fault.Error
			if !errors.As(err, &told) || told.Kind != fault.Invalid || told.Field != "password" {
				t.Fatalf("%q: %v", password, err)
			}
			return
		}
		p := normalPassword(password)
		n := len([]rune(p))
		if n < 8 || n > 128 || classes(p) < 3 || strings.Contains(p, "\ufffd") && !strings.Contains(password, "\ufffd") {
			t.Fatalf("%q passed", password)
		}
		if common(p) || madeOf(p, []string{name, email}) {
			t.Fatalf("%q is common or made of what is known", password)
		}
		if CheckPassword("password", normalPassword(password), name, email) != nil {
			t.Fatalf("%q is refused in the form that is hashed", password)
		}
	})
}
