package files

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestNamesAreCleaned(t *testing.T) {
	for in, want := range map[string]string{
		"../../etc/passwd":           "passwd",
		`C:\Users\vera\nota.pdf`:     "nota.pdf",
		"a/b/":                       "file",
		"..":                         "file",
		"":                           "file",
		".htaccess":                  "htaccess",
		"nota\x00fiscal\r\n.pdf":     "notafiscal .pdf",
		"invoice\u202Efdp.exe":       "invoicefdp.exe",
		"zero\u200Bwidth.txt":        "zerowidth.txt",
		`quote"and<angle>.txt`:       "quote_and_angle_.txt",
		"bad\xffbytes.txt":           "bad\uFFFDbytes.txt",
		"  Relatório  de erros.txt ": "Relatório de erros.txt",
	} {
		if got := cleanName(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestLongNamesKeepTheirEnding(t *testing.T) {
	got := cleanName(strings.Repeat("ã", 500) + ".pdf")
	if utf8.RuneCountInString(got) != maxName || !strings.HasSuffix(got, ".pdf") {
		t.Errorf("%d code points: %s", utf8.RuneCountInString(got), got)
	}
}

func TestNamesCannotLeaveTheirHeader(t *testing.T) {
	got := disposition("attachment", "a\"; filename=\"b\\c%41;é.txt")
	want := `attachment; filename="a__ filename=_b_c_41__.txt"; filename*=UTF-8''a%22%3B%20filename%3D%22b%5Cc%2541%3B%C3%A9.txt`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func FuzzNamesStayHarmless(f *testing.F) {
	f.Add("../a\u202e.txt")
	f.Fuzz(func(t *testing.T, name string) {
		got := cleanName(name)
		if got == "" || got == "." || got == ".." || strings.ContainsAny(got, "/\\\x00\r\n\"\u202e") || !utf8.ValidString(got) || utf8.RuneCountInString(got) > maxName {
			t.Errorf("%q became %q", name, got)
		}
		if d := disposition("inline", got); strings.ContainsAny(d, "\r\n") {
			t.Errorf("header %q", d)
		}
	})
}
