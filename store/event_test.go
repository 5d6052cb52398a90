package store

import (
	"bytes"
	"errors"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAnyEventReadsBackAsItWas(t *testing.T) {
	text := rapid.StringN(0, 40, 80)
	body := rapid.OneOf(rapid.Just([]byte(nil)), rapid.SliceOfN(rapid.Byte(), 0, 300))
	rapid.Check(t, func(t *rapid.T) {
		want := Event{
			Pos: rapid.Uint64().Draw(t, "pos"), Kind: text.Draw(t, "kind"), Conv: text.Draw(t, "conv"),
			Ticket: rapid.Uint64().Draw(t, "ticket"), Stream: text.Draw(t, "stream"), Seq: rapid.Uint64().Draw(t, "seq"),
			Author: text.Draw(t, "author"), CMID: text.Draw(t, "cmid"), Staff: body.Draw(t, "staff"), Public: body.Draw(t, "public"),
		}
		if rapid.Bool().Draw(t, "same") {
			want.Public = want.Staff
		}
		if ns := rapid.Int64().Draw(t, "at"); ns != 0 {
			want.At = time.Unix(0, ns).UTC()
		}
		for range rapid.IntRange(0, 5).Draw(t, "topics") {
			want.Topics = append(want.Topics, text.Draw(t, "topic"))
		}
		for range rapid.IntRange(0, 2).Draw(t, "notices") {
			n := Notice{
				To: rapid.SliceOfN(text, 1, 3).Draw(t, "to"), Kind: text.Draw(t, "kind of notice"), URL: text.Draw(t, "url"),
				Link: text.Draw(t, "link"), Quote: text.Draw(t, "quote"), Thread: text.Draw(t, "thread"),
			}
			if rapid.Bool().Draw(t, "args") {
				n.Args = rapid.MapOfN(text, text, 1, 3).Draw(t, "named")
			}
			want.Notices = append(want.Notices, n)
		}
		row := EncodeEvent(want)
		got, err := DecodeEvent(want.Pos, row)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%v\ngot  %#v\nwant %#v", err, got, want)
		}
		for i := range row { // nothing is shared with the row
			row[i] = 0xee
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("changed with the row: %#v", got)
		}
	})
}

func FuzzEventsThatAreBrokenAreRefusedNotPanickedOver(f *testing.F) {
	f.Add(EncodeEvent(Event{Kind: "message", At: time.Unix(1, 2), Topics: []string{"a", "b"}, Staff: []byte("s"), Public: []byte{}}))
	f.Add(EncodeEvent(Event{Kind: "message", Staff: []byte("s"), Notices: []Notice{{To: []string{"account/x"}, Kind: "k", Args: map[string]string{"a": "b"}}}}))
	f.Add([]byte{1, 0, 3})
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, row []byte) {
		e, err := DecodeEvent(1, row)
		if err != nil {
			if !errors.Is(err, ErrCorrupt) {
				t.Errorf("got %v", err)
			}
			return
		}
		again, err := DecodeEvent(1, EncodeEvent(e))
		if err != nil || !reflect.DeepEqual(again, e) {
			t.Errorf("%v: %#v became %#v", err, e, again)
		}
	})
}

// The format that is on disks already.
func TestAnEventWrittenByTheFirstVersionIsRead(t *testing.T) {
	row := []byte("\x01\x00\x1f\x94\x91\xc8\xfa\x91\x8b\xdb\xfb\x31\x01k\x01c\x01s\x01a\x01m\x05\x07\x02\x01x\x01y\x03\x00{}")
	e, err := DecodeEvent(9, row)
	want := Event{Pos: 9, Kind: "k", At: time.Date(2027, time.January, 18, 0, 39, 38, 569679946, time.UTC), Conv: "c", Ticket: 5, Stream: "s", Seq: 7, Author: "a", CMID: "m", Topics: []string{"x", "y"}, Staff: []byte("{}")}
	if err != nil || !reflect.DeepEqual(e, want) {
		t.Errorf("%#v, %v", e, err)
	}
}

func TestAnEventWrittenByTheSecondVersionIsRead(t *testing.T) {
	row := []byte("\x02\x00\x20\x94\x91\xc8\xfa\x91\x8b\xdb\xfb\x31\x01k\x01c\x01s\x01a\x01m\x05\x07\x02\x01x\x01y\x03\x03\x01{}")
	e, err := DecodeEvent(9, row)
	if err != nil || string(e.Staff) != "{}" || string(e.Public) != "{}" || e.Seq != 7 {
		t.Errorf("%#v, %v", e, err)
	}
	if !bytes.Equal(EncodeEvent(e), row) {
		t.Errorf("now written as %q", EncodeEvent(e))
	}
}
