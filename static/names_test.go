package static

import (
	"encoding/json"
	"testing"
	"testing/fstest"
)

func TestCustomPropertiesAreShortButForThoseThatAScriptSets(t *testing.T) {
	sheet := ":root{--hue:1;--long:2;--other:var(--long)}.b--c:hover{color:var(--other,--hue)}"
	if got, want := string(shortened([]byte(sheet), []byte("set('--hue', 1); h(`--b:${n}`)"))), ":root{--hue:1;--a:2;--c:var(--a)}.b--c:hover{color:var(--c,--hue)}"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestAClassIsRenamedOnlyWhereAllItsUsesAreKnown(t *testing.T) {
	script := "h('p.long.loose', h('i.ready'), h( 'b.long')); x('loose'); y(`a ready-${n}`, `ready`); z.long()"
	sheet := ".long{top:.5em}.loose .unsaid{left:0}.ready .long{right:0}"
	names := classes(fstest.MapFS{"w/a.js": {Data: []byte(script)}, "w/a.css": {Data: []byte(sheet)}}, "w")
	if got, want := string(renamed(".css", []byte(sheet), names)), ".b{top:.5em}.loose .unsaid{left:0}.ready .b{right:0}"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := string(renamed(".js", []byte(script), names)), "h('p.b.loose', h('i.ready'), h( 'b.b')); x('loose'); y(`a ready-${n}`, `ready`); z.long()"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestTextsStandWhereTheirKeysStood(t *testing.T) {
	texts := map[string]json.RawMessage{"w.a": json.RawMessage(`"Start"`), "w.b": json.RawMessage(`"{n} left"`), "w.c": json.RawMessage(`{"one":"1","other":"n"}`)}
	for source, want := range map[string]string{
		"h(t('w.a'))":                    `h("Start")`,
		"t('w.b', { n })":                `t("{n} left", { n })`,
		"t(x ? 'w.a' : 'w.b')":           `t(x ? "Start" : "{n} left")`,
		"t('w.c')":                       `t({"one":"1","other":"n"})`,
		"parts('w.a'); get('w.unknown')": `parts("Start"); get('w.unknown')`,
	} {
		if got := string(spelled([]byte(source), texts)); got != want {
			t.Errorf("%s: %s, want %s", source, got, want)
		}
	}
}

func TestTheSecondScriptImportsByTheNamesOfTheFirst(t *testing.T) {
	first, second := byOwnNames([]byte("var x=1,c=2,d=3;export{x as a,c as b,d};"), []byte(`import{a,b as x,d as c}from"./first.js";a(x,c)`))
	if got, want := string(first), "var x=1,c=2,d=3;export{x,c,d};"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := string(second), `import{x as a,c as x,d as c}from"./first.js";a(x,c)`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
