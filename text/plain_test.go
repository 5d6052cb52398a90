package text

import (
	"testing"

	"pgregory.net/rapid"
)

// What is not rendered must come out as rendering would have it.
func TestTextsWithoutMarksAreRenderedAsTheyAre(t *testing.T) {
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{"a", "Olá", "É", "ß", "漢", "1.", "1)", "42", "0", "- ", "+ ", "# ", "> ", "http", "https:", "//", "www.", "WWW.x.org", "a.b", " ", "  ", "\n", "\t", "&", "!", "?", "(", ")", ":", "=", "---", "\u00a0", "\u2003", "\u0085", "😀", "%", "$", "\x00", "\xff"}),
		rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		s := ""
		for range rapid.IntRange(0, 8).Draw(t, "pieces") {
			s += piece.Draw(t, "piece")
		}
		if got, want := Chat(s), render(chatMarkdown(), chatPolicy(), s); got != want {
			t.Fatalf("%q: %q, rendered %q", s, got, want)
		}
	})
}

func TestOrdinarySentencesNeedNoRendering(t *testing.T) {
	for s, want := range map[string]bool{
		"Bom dia, a fatura não sai: erro 42 (timeout).": true,
		"See https://example.org":                       false,
		"it is *urgent*":                                false,
		"- one":                                         false,
		"ana@example.org":                               false,
		"":                                              false,
		"404 on every page":                             true,
		"1. first":                                      false,
	} {
		if unmarked(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}

func BenchmarkChatOfAnOrdinarySentence(b *testing.B) {
	for b.Loop() {
		Chat("Bom dia, a fatura não sai: erro 42 (timeout) ao emitir, desde ontem à tarde em todas as filiais")
	}
}
