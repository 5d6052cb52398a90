package notify

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The golden rows were written by the first version of each shape. A file that
// holds them is read for ever: a changed shape gets WithFormat, an upgrade and
// golden rows of its own.
func TestRowsOfTheFirstShapesAreReadWhole(t *testing.T) {
	b, err := os.ReadFile("testdata/rows-1.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows map[string]json.RawMessage
	if err := json.Unmarshal(b, &rows); err != nil {
		t.Fatal(err)
	}
	shapes := map[string]func([]byte) ([]byte, error){
		tableNotice: again[Notice], tableMail: again[Mail], tableChoice: again[choice], tableSettings: again[Settings],
	}
	if len(rows) != len(shapes) {
		t.Errorf("%d golden rows for %d tables", len(rows), len(shapes))
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

func again[T any](b []byte) ([]byte, error) {
	var row T
	if err := json.Unmarshal(b, &row); err != nil {
		return nil, err
	}
	return json.Marshal(row)
}
