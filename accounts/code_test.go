package accounts

import (
	"strings"
	"testing"

	"balcao/seal"
)

func TestACodeIsThe26CharactersOfItsFirst130Bits(t *testing.T) {
	sum := make([]byte, 32)
	if got := codeText(sum); got != strings.Repeat("0", 26) {
		t.Fatal(got)
	}
	for i := range sum {
		sum[i] = 0xff
	}
	if got := codeText(sum); got != strings.Repeat("Z", 26) {
		t.Fatal(got)
	}
	sum = []byte{0b00001_000, 0b10_00011_0, 0b0100_0010, 0b1_00110_00, 0b111_01000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	if got := codeText(sum); !strings.HasPrefix(got, "12345678") {
		t.Fatal(got)
	}
}

func TestACodeIsReadHoweverItIsTyped(t *testing.T) {
	const code = "7K3QDM9XWT2C5RB8HNVF04GJ1E"
	for _, typed := range []string{
		code, strings.ToLower(code), codeGroups(code), " 7k3qd m9xwt 2c5rb 8hnvf 04gj1e\n", "7K3QD—M9XWT–2C5RB.8HNVF_04GJ1E",
		"7K3QDM9XWT2C5RB8HNVFo4GJiE", "7K3QDM9XWT2C5RB8HNVFO4GJlE", "https://help.example/invite#7K3QD-M9XWT-2C5RB-8HNVF-04GJ1E",
		"\u200b7K3QDM9XWT2C5RB8HNVF04GJ1E", "７Ｋ３ｑDM9XWT2C5RB8HNVF04GJ1E", "<7K3QD-M9XWT-2C5RB-8HNVF-04GJ1E>",
	} {
		if got, ok := readCode(typed); !ok || got != code {
			t.Errorf("%q read as %q, %v", typed, got, ok)
		}
	}
	for _, typed := range []string{"", code[1:], code + "0", "U" + code[1:], "é" + code[1:], code + "é", "#", strings.Repeat("7", 3000)} {
		if got, ok := readCode(typed); ok {
			t.Errorf("%q passed as %q", typed, got)
		}
	}
}

func TestEveryGenerationKindAndIdHasItsOwnCode(t *testing.T) {
	g := &Registry{Options: Options{Key: seal.Key{1}}}
	seen := map[string]bool{}
	for _, kind := range []string{"invitation", "reset"} {
		for _, id := range []string{"a", "b", "a1"} {
			for n := range 3 {
				code := g.codeOf(kind, id, n)
				if len(code) != 26 || seen[code] || code != g.codeOf(kind, id, n) {
					t.Fatal(kind, id, n, code)
				}
				seen[code] = true
			}
		}
	}
	other := &Registry{Options: Options{Key: seal.Key{2}}}
	if seen[other.codeOf("reset", "a", 0)] {
		t.Fatal("another key gives the same code")
	}
}

func FuzzReadCode(f *testing.F) {
	f.Add("7K3QD-M9XWT-2C5RB-8HNVF-04GJ1E")
	f.Add("oO iIlL #ｑ")
	f.Fuzz(func(t *testing.T, typed string) {
		code, ok := readCode(typed)
		if !ok {
			return
		}
		if len(code) != codeLength || strings.Trim(code, codeSigns) != "" {
			t.Fatalf("%q read as %q", typed, code)
		}
		if again, ok := readCode(codeGroups(code)); !ok || again != code {
			t.Fatalf("%q does not read back: %q", code, again)
		}
	})
}
