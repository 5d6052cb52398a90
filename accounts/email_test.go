package accounts

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPlainAddressesPassAndOthersAreRefused(t *testing.T) {
	for _, good := range []string{
		"ada@balcao.test", "a@b.co", "first.last+tag@sub.example.com", "o'neil@example.ie", "x_y-z@example.org", " ana@exemplo.com.br ",
		"maria@ação.com.br", "n@xn--ao-zia1b.com",
	} {
		if _, err := CheckEmail("email", good); err != nil {
			t.Errorf("%q refused: %v", good, err)
		}
	}
	for _, bad := range []string{
		"ada", "@x.com", "ada@", "ada@localhost", `"a b"@x.com`, `"a"@x.com`, "a b@x.com", "a@b@c.com", "a..b@x.com", ".a@x.com", "a.@x.com",
		"a@x..com", "a@-x.com", "a@x-.com", "a@x.com.", "a@[127.0.0.1]", "a@127.0.0.1", "a@x.c", "ada@x.com\r\nBcc: b@x.com", "a\x00b@x.com",
		"Ada <ada@x.com>", "a,b@x.com", "a@x.com,b@x.com", "ádá@x.com", strings.Repeat("a", 65) + "@x.com", "a@" + strings.Repeat("b", 64) + ".com",
		"a@" + strings.Repeat("b.", 130) + "com", "a@x_y.com", "a(b)@x.com",
	} {
		if got, err := CheckEmail("email", bad); err == nil {
			t.Errorf("%q passed as %q", bad, got)
		}
	}
	_, err := CheckEmail("email", "  ")
	wantFault(t, err, "required", "email")
}

func TestOneAddressHasOneKeyHoweverItIsWritten(t *testing.T) {
	for _, same := range [][2]string{
		{"Ada@Balcao.Test", " ada@balcao.test "}, {"maria@AÇÃO.com.br", "maria@ação.com.br"}, {"maria@ação.com.br", "maria@xn--ao-siap.com.br"},
	} {
		if EmailKey(same[0]) != EmailKey(same[1]) {
			t.Errorf("%q → %q, %q → %q", same[0], EmailKey(same[0]), same[1], EmailKey(same[1]))
		}
	}
	if EmailKey("a.b@x.com") == EmailKey("ab@x.com") {
		t.Error("dots in the name were taken off")
	}
}

func TestAcceptedAddressesHoldNothingThatMailHeadersMind(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ -~]{1,20}@[ -~]{1,20}\.[a-z]{2,4}`)).Draw(t, "address")
		got, err := CheckEmail("email", in)
		if err != nil {
			return
		}
		if strings.ContainsAny(got, " \t\r\n\"<>(),:;\\[]") || strings.Count(got, "@") != 1 {
			t.Fatalf("%q accepted as %q", in, got)
		}
		again, err := CheckEmail("email", got)
		if err != nil || again != got || EmailKey(got) != EmailKey(EmailKey(got)) {
			t.Fatalf("%q is not stable: %q, %v", got, again, err)
		}
	})
}
