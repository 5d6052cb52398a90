package crash

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"balcao/tools/load/check"
	"balcao/tools/load/world"
)

// TestEachPlantedFaultIsFoundByItsChecker builds the program with faults that
// an environment variable chooses, and without one expects none.
func TestEachPlantedFaultIsFoundByItsChecker(t *testing.T) {
	binary := built(t, "planted")
	for plant, checker := range map[string]string{
		"":                    "",
		"ack-before-commit":   "C1",
		"no-dedupe":           "C3",
		"event-before-commit": "C7",
	} {
		t.Run("plant="+plant, func(t *testing.T) {
			res := broken(t, Options{
				Binary: binary, Rounds: 5, Visitors: 16, Operators: 4, Repeaters: 3, Longest: 400 * time.Millisecond,
				Down: func() { t.Setenv("BALCAO_PLANT", plant) }, // the beginning is sound: people must be able to sign in
			})
			if plant == "" {
				sound(t, res, 20)
				return
			}
			if check.ByCheck(res.Found)[checker] == 0 {
				t.Errorf("%s does not find %s: %v", checker, plant, check.ByCheck(res.Found))
			}
		})
	}
	t.Run("plant=no-sync", func(t *testing.T) {
		if found := synced(t, binary, "no-sync"); len(found) == 0 {
			t.Error("C1 does not find no-sync in the trace")
		}
		if found := synced(t, binary, ""); len(found) > 0 {
			t.Errorf("faults in the trace of a sound run: %v", found)
		}
	})
}

// synced watches the system calls while one visitor sends. A kill shows
// nothing of a missing sync: what was written survives it, unlike a power cut.
func synced(t *testing.T, binary, plant string) []check.Fault {
	t.Helper()
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("strace is not installed: whether each ok comes after a sync was not looked at")
	}
	data, trace := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "trace")
	h, err := world.NewHouse(binary, data)
	if err != nil {
		t.Fatal(err)
	}
	h.Kill()
	t.Setenv("BALCAO_PLANT", plant)
	// -D: the program is our own child, so that it can be ended.
	args := []string{"-D", "-f", "-s", "4096", "-e", "trace=pwrite64,fdatasync,fsync,write", "-o", trace, binary, "serve", "--data", data, "--listen", "127.0.0.1:0"}
	p, err := world.Start("strace", append(args, world.Wide...)...)
	if err != nil {
		t.Skipf("strace may not trace here: %v", err)
	}
	defer p.Kill()
	const wanted = 20
	if err := speak(p.URL, wanted); err != nil {
		t.Fatal(err)
	}
	p.Kill()
	var b []byte
	if !until(context.Background(), 5*time.Second, func() bool { // strace writes its last lines after the end
		b, err = os.ReadFile(trace)
		return err == nil && bytes.Contains(b, []byte("+++ killed"))
	}) {
		t.Log("the trace has no end")
	}
	oks, found, err := check.Synced(bytes.NewReader(b))
	if err != nil || oks != wanted {
		t.Fatalf("the trace shows %d ok of %d: %v", oks, wanted, err)
	}
	return found
}

// speak has a visitor send n messages, each after the ok of the one before.
func speak(url string, n int) error {
	v, err := world.Visitor(url)
	if err != nil {
		return err
	}
	r := &run{Options: Options{Think: time.Millisecond}.withDefaults()}
	p := r.newPerson("visitor", v, 1, 1)
	defer func() { p.tabs[0].leave() }()
	ctx := context.Background()
	if err := p.connect(ctx); err != nil {
		return err
	}
	for range n {
		p.lanes = placesOf(p)
		p.write()
		if !p.send(ctx) {
			return p.run.why()
		}
	}
	return nil
}
