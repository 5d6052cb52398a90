package bolt_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"balcao/store"
	"balcao/store/bolt"
)

// A damaged count in a page's header hides rows whose sums nobody then reads.
func TestADamagedCountOfAPageIsFound(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	s, err := bolt.Open(path, bolt.Options{NoSync: true, NoMarker: true})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Update(t.Context(), func(tx store.Tx) error {
		for i := range 500 {
			if err := tx.Put(store.Key("thing", fmt.Sprintf("%04d", i)), []byte("a value that is long enough to fill pages")); err != nil {
				return err
			}
		}
		return nil
	})
	if err = errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damaged := 0
	for at := 2 * os.Getpagesize(); at < len(whole); at += os.Getpagesize() {
		const leaf = 0x02
		if binary.NativeEndian.Uint16(whole[at+8:]) != leaf || whole[at+10] < 20 {
			continue
		}
		bad := append([]byte(nil), whole...)
		bad[at+10] -= 3
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := bolt.Open(path, bolt.Options{NoSync: true, NoMarker: true})
		if err != nil {
			continue // refused is found
		}
		faults := 0
		err = s.Check(context.Background(), func(error) { faults++ })
		if faults == 0 && err == nil {
			t.Errorf("page %d lost three rows and nobody noticed", at/os.Getpagesize())
		}
		damaged++
		_ = s.Close()
	}
	if damaged < 5 {
		t.Errorf("only %d pages were damaged: the test tests nothing", damaged)
	}
}
