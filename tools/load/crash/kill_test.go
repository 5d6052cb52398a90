package crash

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"balcao/tools/load/check"
	"balcao/tools/load/world"
)

// binaries are the programs of this package's tests: each is built once.
var binaries = struct {
	folder string
	by     map[string]string // build tags → file
}{by: map[string]string{}}

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "balcao-crash-")
	if err != nil {
		panic(err)
	}
	binaries.folder = folder
	code := m.Run()
	_ = os.RemoveAll(folder)
	os.Exit(code)
}

func built(t *testing.T, tags string) string {
	t.Helper()
	if binaries.by[tags] == "" {
		folder := filepath.Join(binaries.folder, "with "+tags)
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		binary, err := world.Binary("", folder, tags)
		if err != nil {
			t.Fatal(err)
		}
		binaries.by[tags] = binary
	}
	return binaries.by[tags]
}

// broken runs the experiment and fails when it could not be made.
func broken(t *testing.T, o Options) Result {
	t.Helper()
	o.Folder = filepath.Join(t.TempDir(), "data")
	res, err := Run(context.Background(), o)
	res.Write(t.Output())
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// sound fails when a checker found something, or when nothing was tested.
func sound(t *testing.T, res Result, atLeast int) {
	t.Helper()
	if n := len(res.Found); n > 0 {
		t.Errorf("%d faults: %v", n, check.ByCheck(res.Found))
	}
	if len(res.Odd) > 0 {
		t.Errorf("odd: %v", res.Odd)
	}
	if res.Acknowledged < atLeast || res.Stored != res.Messages || res.Acknowledged != res.Messages {
		t.Errorf("%d of %d messages were acknowledged and %d stored: all were wanted, and at least %d", res.Acknowledged, res.Messages, res.Stored, atLeast)
	}
}

func TestFiftyKillsUnderFiftySendersLoseNothingAndDoubleNothing(t *testing.T) {
	res := broken(t, Options{Binary: built(t, ""), Rounds: 50, Visitors: 40, Operators: 10, Repeaters: 6, Longest: 200 * time.Millisecond})
	sound(t, res, 50*25)
	if res.Dup == 0 || res.Unknown == 0 {
		t.Errorf("%d repeats and %d attempts without an answer: the kills met nobody", res.Dup, res.Unknown)
	}
	if limit := 5 * time.Second; res.Ready.Max > float64(limit.Milliseconds()) {
		t.Errorf("one start took %.0f ms", res.Ready.Max)
	}
}

func TestSigtermEndsWithZeroAndPausesLoseNothing(t *testing.T) {
	binary := built(t, "")
	for _, way := range []string{Term, Pause} {
		t.Run(way, func(t *testing.T) {
			res := broken(t, Options{Binary: binary, Way: way, Rounds: 3, Visitors: 12, Operators: 3, Repeaters: 2})
			sound(t, res, 12)
			if way == Term && res.Drains == 0 {
				t.Error("nobody was told to come back later")
			}
		})
	}
}
