package chat

import (
	"encoding/hex"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"balcao/store"
)

func TestHeadsComeBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		moment := rapid.Custom(func(t *rapid.T) time.Time {
			ms := rapid.Int64Range(0, 1<<42).Draw(t, "ms")
			if ms == 0 {
				return time.Time{}
			}
			return time.UnixMilli(ms).UTC()
		})
		names := rapid.Custom(func(t *rapid.T) []string {
			list := rapid.SliceOfN(rapid.String(), 0, 4).Draw(t, "list")
			if len(list) == 0 {
				return nil
			}
			return list
		})
		n := rapid.Uint64()
		h := head{
			State: State(rapid.String().Draw(t, "state")), Department: rapid.String().Draw(t, "department"), Operator: rapid.String().Draw(t, "operator"),
			Customers: names.Draw(t, "customers"), Participants: names.Draw(t, "participants"), LastText: rapid.String().Draw(t, "text"), LastAuthor: rapid.String().Draw(t, "author"),
			PublicSeq: n.Draw(t, "public"), InternalSeq: n.Draw(t, "internal"), CustomerRead: n.Draw(t, "cr"), StaffRead: n.Draw(t, "sr"), StaffReadNote: n.Draw(t, "sn"), LastSeq: n.Draw(t, "last"),
			AssignedAt: moment.Draw(t, "assigned"), ClosedAt: moment.Draw(t, "closed"), LastAt: moment.Draw(t, "at"), FirstAnswerAt: moment.Draw(t, "first"),
			LastAnswerAt: moment.Draw(t, "answer"), UnansweredSince: moment.Draw(t, "since"), ActiveAt: moment.Draw(t, "active"),
		}
		raw := h.encode()
		back, err := decodeHead(raw)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(h, back); diff != "" {
			t.Fatal(diff)
		}
		if len(raw) > 1 {
			cut := rapid.IntRange(0, len(raw)-1).Draw(t, "cut")
			if _, err := decodeHead(raw[:cut]); !errors.Is(err, store.ErrCorrupt) {
				t.Fatalf("cut at %d of %d: %v", cut, len(raw), err)
			}
		}
	})
}

// A head written by the first version is read for ever.
func TestHeadOfTheFirstFormatIsRead(t *testing.T) {
	const written = "010861737369676e65640464657031036f70310976697369746f722f310548656c6c6f010976697369746f722f3101036f7031030102010003d0bafecdb22900d0bafecdb229d0bafecdb229d0bafecdb22900d0bafecdb229"
	at := time.UnixMilli(1422334598480).UTC()
	want := head{
		State: Assigned, Department: "dep1", Operator: "op1", Customers: []string{"visitor/1"}, Participants: []string{"op1"},
		LastAuthor: "visitor/1", LastText: "Hello", PublicSeq: 3, InternalSeq: 1, CustomerRead: 2, StaffRead: 1, LastSeq: 3,
		AssignedAt: at, LastAt: at, FirstAnswerAt: at, LastAnswerAt: at, ActiveAt: at,
	}
	raw, err := hex.DecodeString(written)
	must(t, err)
	got, err := decodeHead(raw)
	if err != nil {
		t.Fatalf("%v; this version writes %x", err, want.encode())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s; this version writes %x", diff, want.encode())
	}
}
