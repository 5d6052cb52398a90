package bolt_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"balcao/store"
	"balcao/store/bolt"
)

// everything is a sum over all rows a reader sees, or the error it meets.
func everything(s store.Store) (sum string, err error) {
	h := sha256.New()
	err = s.View(context.Background(), func(r store.Reader) error {
		for _, table := range []string{"cmid", "head", "k", "log", "message", "store"} {
			for k, v := range r.Ascend(store.Prefix(store.Key(table))) {
				_, _ = h.Write(k)
				_, _ = h.Write(v)
			}
		}
		for conv := range 20 {
			if _, err := r.Get(store.Key("head", fmt.Sprint(conv))); err != nil {
				return err
			}
		}
		return nil
	})
	return fmt.Sprintf("%x", h.Sum(nil)), err
}

// A flipped bit is refused at opening, named by the check, or changes nothing
// that can be read (it hit a free page); it never shows other data.
func TestBitFlipsAreFoundOrHarmless(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "data.db")
	s, err := bolt.Open(path, bolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	for seq := range uint64(20) {
		for conv := range 20 {
			if err := s.Update(t.Context(), message(fmt.Sprint(conv), seq)); err != nil {
				t.Fatal(err)
			}
		}
	}
	want, err := everything(s)
	if err != nil {
		t.Fatal(err)
	}
	epoch := s.Log().Epoch()
	if err := s.Copy(path + ".copy"); err != nil { // without the room to grow
		t.Fatal(err)
	}
	shut(t, s)
	whole, err := os.ReadFile(path + ".copy")
	if err != nil {
		t.Fatal(err)
	}
	marker, err := os.ReadFile(path + ".marker")
	if err != nil {
		t.Fatal(err)
	}
	flips := 1000
	if testing.Short() {
		flips = 100
	}
	random := rand.New(rand.NewPCG(1, 2))
	refused, found, harmless := 0, 0, 0
	for i := range flips {
		at, bit := random.IntN(len(whole)), byte(1)<<random.IntN(8)
		if i%10 == 0 {
			at = random.IntN(4 * 4096) // meta pages, freelist, root
		}
		bad := append([]byte(nil), whole...)
		bad[at] ^= bit
		p := filepath.Join(dir, "bad.db")
		if err := errors.Join(os.WriteFile(p, bad, 0o600), os.WriteFile(p+".marker", marker, 0o600)); err != nil {
			t.Fatal(err)
		}
		s, err := bolt.Open(p, bolt.Options{NoSync: true})
		if err != nil {
			refused++
			continue
		}
		faults := 0
		if s.Log().Epoch() != epoch {
			faults++ // the newest meta page is gone: behind its marker
		}
		if err := s.Check(t.Context(), func(error) { faults++ }); err != nil {
			t.Errorf("flip at %d: %v", at, err)
		}
		got, err := everything(s)
		if err != nil && !errors.Is(err, store.ErrCorrupt) && !errors.Is(err, store.ErrNotFound) {
			t.Errorf("flip at %d: reading says %v", at, err)
		}
		switch {
		case faults > 0:
			found++
		case err == nil && got == want:
			harmless++
		default:
			t.Errorf("flip of bit %08b at %d (page %d) was not found: %v", bit, at, at/4096, err)
		}
		_ = s.Close()
	}
	t.Logf("%d refused at opening, %d found by the check, %d harmless", refused, found, harmless)
	if found+refused < flips/10 {
		t.Error("too few flips hit anything: the test looks in the wrong place")
	}
}
