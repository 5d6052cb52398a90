package store

import (
	"bytes"
	"cmp"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Byte order of keys is the order of their parts.
func TestKeysSortLikeTheirParts(t *testing.T) {
	texts := rapid.OneOf(rapid.SampledFrom([]string{"", "\x00", "\x00\x01", "\x00\xff", "a", "a\x00", "a\x01", "ab"}), rapid.StringOf(rapid.Rune()))
	rapid.Check(t, func(t *rapid.T) {
		a := []any{texts.Draw(t, "s"), rapid.Int().Draw(t, "i"), rapid.Bool().Draw(t, "b"), rapid.Uint64().Draw(t, "u"), time.Unix(0, rapid.Int64().Draw(t, "t"))}
		b := []any{texts.Draw(t, "s"), rapid.Int().Draw(t, "i"), rapid.Bool().Draw(t, "b"), rapid.Uint64().Draw(t, "u"), time.Unix(0, rapid.Int64().Draw(t, "t"))}
		for i := range a { // some parts equal, so that later ones count
			if rapid.Bool().Draw(t, "same") {
				b[i] = a[i]
			}
		}
		want := cmp.Or(
			cmp.Compare(a[0].(string), b[0].(string)), cmp.Compare(a[1].(int), b[1].(int)), order(a[2].(bool), b[2].(bool)),
			cmp.Compare(a[3].(uint64), b[3].(uint64)), a[4].(time.Time).Compare(b[4].(time.Time)))
		if got := bytes.Compare(Key(a...), Key(b...)); got != want {
			t.Fatalf("%v against %v: %d, not %d", a, b, got, want)
		}
	})
}

func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}

func TestAKeyIsAPrefixOnlyOfKeysWithMoreParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "a"), rapid.String().Draw(t, "b")
		if a != b && bytes.HasPrefix(Key(b, 1), Key(a)) {
			t.Fatalf("%q holds %q", b, a)
		}
		if !bytes.HasPrefix(Key(a, b), Key(a)) {
			t.Fatalf("%q, %q does not begin with %q", a, b, a)
		}
	})
}

func TestAPrefixRangeHoldsExactlyWhatBeginsWithIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOfN(rapid.SampledFrom([]byte{0, 1, 0x61, 0xfe, 0xff}), 0, 4).Draw(t, "prefix")
		k := rapid.SliceOfN(rapid.SampledFrom([]byte{0, 1, 0x61, 0xfe, 0xff}), 0, 6).Draw(t, "key")
		r := Prefix(p)
		in := bytes.Compare(k, r.From) >= 0 && (r.To == nil || bytes.Compare(k, r.To) < 0)
		if in != bytes.HasPrefix(k, p) {
			t.Fatalf("%x in %x: %v", k, p, in)
		}
	})
}

func TestAPartOfAnotherTypeIsAMistake(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("taken")
		}
	}()
	Key(3.5)
}
