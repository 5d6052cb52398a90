package text

import (
	"strings"
	"testing"
)

func TestRawHTMLComesOutAsVisibleText(t *testing.T) {
	for _, in := range []string{"olá <nome>, tudo bem?", "<script>alert(1)</script>", "<div onclick=x>\noi\n</div>", "<!-- segredo -->"} {
		for name, render := range map[string]func(string) string{"chat": Chat, "ticket": Ticket} {
			got := render(in)
			if strings.Contains(got, "<script") || strings.Contains(got, "<div") || strings.Contains(got, "<nome") {
				t.Errorf("%s(%q) lets HTML through: %s", name, in, got)
			}
			if !strings.Contains(got, "&lt;") {
				t.Errorf("%s(%q) loses what was typed: %s", name, in, got)
			}
		}
	}
}

func TestChatKeepsLinesAndMakesLinks(t *testing.T) {
	got := Chat("one\ntwo https://example.com/a?b=c&d `code` **strong**")
	for _, want := range []string{"one<br", "<a href=\"https://example.com/a?b=c&amp;d\"", "noopener", "<code>code</code>", "<strong>strong</strong>"} {
		if !strings.Contains(got, want) {
			t.Errorf("want %s in %s", want, got)
		}
	}
	if strings.Contains(Chat("# 1042 is open"), "<h1") {
		t.Error("a chat message has no headings")
	}
}

func TestDangerousLinksLoseTheirTarget(t *testing.T) {
	for _, in := range []string{"[x](javascript:alert(1))", "[x](data:text/html,hi)", "[x](vbscript:x)", "![p](javascript:x)"} {
		for _, got := range []string{Chat(in), Ticket(in)} {
			if strings.Contains(got, "href") || strings.Contains(got, "src") {
				t.Errorf("%s became %s", in, got)
			}
		}
	}
}

func TestCleanDropsControlsAndDirectionTricks(t *testing.T) {
	if got := Clean(" a\r\nb\x00\x07\u202Egnp.exe\u2066 \xff "); got != "a\nbgnp.exe \uFFFD" {
		t.Errorf("got %q", got)
	}
	if got := Line(" a\n\tb  c "); got != "a b c" {
		t.Errorf("got %q", got)
	}
}

func TestExcerptCutsAtAWord(t *testing.T) {
	if got := Excerpt("The order import stops at row 4,812", 24); got != "The order import stops…" {
		t.Errorf("got %q", got)
	}
	if got := Excerpt("short", 24); got != "short" {
		t.Errorf("got %q", got)
	}
}

func TestReadingLeavesNoMarksAndLosesNoSign(t *testing.T) {
	for in, want := range map[string]string{
		"It is **urgent**":                        "It is urgent",
		"see [the log](https://x.test/a) `a < b`": "see the log a < b",
		"# not a heading in a chat":               "# not a heading in a chat",
		"<b>typed</b> & 3 > 2":                    "<b>typed</b> & 3 > 2",
		"one\ntwo":                                "one\ntwo",
		"2 * 3 * 4 and a_name_of_it":              "2 * 3 * 4 and a_name_of_it",
		"plain":                                   "plain",
		"":                                        "",
	} {
		if got := Read(Chat(in)); got != want {
			t.Errorf("%q reads %q, want %q", in, got, want)
		}
	}
}
