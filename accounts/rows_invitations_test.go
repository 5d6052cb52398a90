package accounts

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRowsOfInvitationsAreReadWhole(t *testing.T) {
	b, err := os.ReadFile("testdata/rows-invitations-1.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows map[string]json.RawMessage
	if err := json.Unmarshal(b, &rows); err != nil {
		t.Fatal(err)
	}
	shapes := map[string]func([]byte) ([]byte, error){
		tableCode: again[codeRow], tableInvitation: again[Invitation], tableDomains: again[Domains], tableAsked: again[InvitationRequest], tableReminded: again[reminded],
	}
	for table, read := range shapes {
		written, err := read(rows[table])
		if err != nil {
			t.Errorf("%s: %v", table, err)
			continue
		}
		var was, is any
		if err := json.Unmarshal(rows[table], &was); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(written, &is); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(was, is); d != "" {
			t.Errorf("%s comes back otherwise:\n%s", table, d)
		}
	}
}
