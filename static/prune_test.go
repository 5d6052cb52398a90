package static

import "testing"

func TestUnusedTokensAreLeftOutAndUsedOnesStay(t *testing.T) {
	for sheet, want := range map[string]string{
		":root{--a:1px;--c:2px}p{margin:var(--a)}":                                           ":root{--a:1px}p{margin:var(--a)}",
		":root{--a:var(--b);--b:light-dark(oklch(1% 0 0), red);--c:var(--a)}i{top:var(--b)}": ":root{;--b:light-dark(oklch(1% 0 0),red)}i{top:var(--b)}",
		":root{--x:var(--y);--y:3}.b--c:hover{color:red}":                                    ":root{}.b--c:hover{color:red}",
		":root{--s:a;--so: b}i{color:var(--so, red)}":                                        ":root{;--so:b}i{color:var(--so, red)}",
	} {
		if got := string(pruned([]byte(sheet))); got != want {
			t.Errorf("%s: %s, want %s", sheet, got, want)
		}
	}
}
