package live

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTheEnvelopeIsReadAndTheRestChecked(t *testing.T) {
	deep := func(n int) string { return `{"t":"x","a":` + strings.Repeat("[", n-1) + strings.Repeat("]", n-1) + `}` }
	for raw, want := range map[string]envelope{
		`{"t":"send","cmid":"1"}`:                              {"send", "1"},
		" {\n\"cmid\" : \"1\" , \"t\":\"send\" }\r\n":          {"send", "1"},
		`{"t":"s\u0065nd","cmid":"\"\\"}`:                      {"send", `"\`},
		`{"\u0074":"send"}`:                                    {"send", ""},
		`{"x":{"t":"no","cmid":"no"},"t":"a"}`:                 {"a", ""},
		`{"t":"a","t":"b","cmid":"1","cmid":2}`:                {"b", ""},
		`{"t":"a","n":[1,-0.5e+3,true,false,null,"\/",{},[]]}`: {"a", ""},
		`{"t":"a","cmid":"` + strings.Repeat("x", 1000) + `"}`: {"a", ""},
		deep(8): {"x", ""},
	} {
		if got, err := readEnvelope([]byte(raw), 8); err != nil || got != want {
			t.Errorf("%s: %+v %v", raw, got, err)
		}
	}
	for _, raw := range []string{
		``, `{}`, `[]`, `"t"`, `null`, `{"t":1}`, `{"t":""}`, `{"t":"a"`, `{"t":"a"}}`, `{"t":"a",}`, `{"t":"a"}{"t":"b"}`, `{t:"a"}`, `{"t":"a","n":01}`, `{"t":"a","n":1.}`,
		`{"t":"a","n":+1}`, `{"t":"a","n":tru}`, "{\"t\":\"a\nb\"}", `{"t":"\x"}`, `{"t":"\u12g4"}`, `{"t":"a" "b":1}`, `{"t":"a","b":[1 2]}`, deep(9),
	} {
		if got, err := readEnvelope([]byte(raw), 8); err == nil {
			t.Errorf("%s was read as %+v", raw, got)
		}
	}
	if e, err := readEnvelope([]byte(`{"cmid":"kept","t":"send","x":}`), 8); err == nil || e.cmid != "kept" {
		t.Errorf("%+v %v", e, err)
	}
}

func FuzzEnvelope(f *testing.F) {
	for _, s := range []string{
		`{"t":"send","cmid":"018f","new":{"subject":"s","page":"https://x"},"text":"olá \u00e7","files":["a"]}`, `{"t":"hello","ticket":"x","client":{"name":"w","version":"1"},"resume":{"epoch":"e","pos":12}}`,
		`{"t":"typing","on":true,"text":"\ud83d\ude00"}`, `{"t":"ping","n":-1.5e-7}`, `{"t":"\ud800"}`, `[[[[`, `{"t":{"t":{"t":"x"}}}`, `{"":"","t":"\"\\\/\b\f\n\r\t"}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		before := bytes.Clone(raw)
		got, err := readEnvelope(raw, 8)
		if !bytes.Equal(before, raw) {
			t.Fatal("the frame was changed")
		}
		if !utf8.Valid(raw) {
			return // never gets here: closed with 1007 before
		}
		var want map[string]any
		wantErr := json.Unmarshal(raw, &want)
		name, _ := want["t"].(string)
		valid := wantErr == nil && name != "" && depthOf(want) <= 8
		if valid != (err == nil) {
			t.Fatalf("%q: %+v %v; encoding/json %v %v", raw, got, err, want, wantErr)
		}
		if !valid {
			return
		}
		cmid, _ := want["cmid"].(string)
		if len(cmid) > maxEcho {
			cmid = ""
		}
		if got.t != name || got.cmid != cmid {
			t.Fatalf("%q: %+v, want %q %q", raw, got, name, cmid)
		}
	})
}

func depthOf(v any) int {
	deepest := 0
	switch v := v.(type) {
	case map[string]any:
		for _, x := range v {
			deepest = max(deepest, depthOf(x))
		}
	case []any:
		for _, x := range v {
			deepest = max(deepest, depthOf(x))
		}
	default:
		return 0
	}
	return deepest + 1
}

func TestAnEventFrameIsValidJSONWhateverIsInIt(t *testing.T) {
	e := message("account/a", "c\"m\\\x01é", "text", "x")
	e.Pos, e.Conv, e.Ticket, e.Kind, e.Stream = 7, `<"&>`, 12, "mess\nage", "pub\u2028lic"
	n := newEntry(e, nil)
	for _, mine := range []bool{true, false} {
		for _, staff := range []bool{true, false} {
			var f struct {
				T, Ev, Conv, Stream, CMID, TS string
				N, Pos, Ticket, Seq           uint64
				Data                          map[string]string
			}
			raw := n.appendTo(nil, 3, staff, mine)
			if err := json.Unmarshal(raw, &f); err != nil {
				t.Fatalf("%v: %s", err, raw)
			}
			if f.T != "event" || f.N != 3 || f.Pos != 7 || f.Ev != e.Kind || f.Conv != e.Conv || f.Ticket != 12 || f.Stream != e.Stream || f.Seq != 1 || (f.CMID == e.CMID) != mine || (f.Data["for"] == "staff") != staff {
				t.Errorf("%s", raw)
			}
		}
	}
}
