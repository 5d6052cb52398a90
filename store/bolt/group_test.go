package bolt_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"balcao/store"
	"balcao/store/bolt"
)

func TestAGroupIsAtMostAThousandFunctions(t *testing.T) {
	s := open(t, bolt.Options{NoSync: true})
	var groups []int
	defer s.Log().Follow(func(g []store.Event) { groups = append(groups, len(g)) })()
	running, release := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		_ = s.Update(context.Background(), func(store.Tx) error { close(running); <-release; return nil })
	})
	<-running
	for range 1500 {
		wg.Go(func() {
			if err := s.Update(context.Background(), func(tx store.Tx) error { tx.Append(store.Event{}); return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	for s.Queued() < 1500 {
		time.Sleep(time.Millisecond)
	}
	close(release)
	wg.Wait()
	if fmt.Sprint(groups) != "[1000 500]" {
		t.Errorf("groups of %v", groups)
	}
}

func TestAnOpenViewNeverBlocksTheWriter(t *testing.T) {
	s := open(t, bolt.Options{NoSync: true})
	err := s.View(t.Context(), func(r store.Reader) error {
		for i := range 300 { // 30 MB more: the file grows several times
			if err := putRow(s, i, string(make([]byte, 100_000))); err != nil {
				return err
			}
		}
		if _, err := r.Get(store.Key("k", 1)); err == nil {
			t.Error("the View sees what was written after it began")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestALoneWriterWaitsForNobody(t *testing.T) {
	s := open(t, bolt.Options{NoSync: true})
	fastest := time.Hour
	for i := range 200 {
		start := time.Now()
		if err := putRow(s, i, "x"); err != nil {
			t.Fatal(err)
		}
		fastest = min(fastest, time.Since(start))
	}
	if fastest > 2*time.Millisecond {
		t.Errorf("the fastest of 200 took %v without any sync", fastest)
	}
}

// The child writes rows and says which were acknowledged, until it is killed.
func TestChildThatIsKilled(t *testing.T) {
	path := os.Getenv("BALCAO_TEST_KILLED")
	if path == "" {
		t.Skip("runs as a child of TestNothingAcknowledgedIsLostToAKill")
	}
	s, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	first := s.Log().Head()
	for w := range 20 {
		go func() {
			for i := 0; ; i++ {
				name := fmt.Sprintf("%d-%d-%d", first, w, i)
				if err := putRow(s, name, name); err != nil {
					panic(err)
				}
				_, _ = os.Stdout.WriteString("acked " + name + "\n")
			}
		}()
	}
	select {}
}

func TestNothingAcknowledgedIsLostToAKill(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	path := filepath.Join(t.TempDir(), "data.db")
	acked := map[string]bool{}
	for round := range 5 {
		cmd := exec.Command(os.Args[0], "-test.run", "^TestChildThatIsKilled$")
		cmd.Env = append(os.Environ(), "BALCAO_TEST_KILLED="+path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var once sync.Once
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if name, ok := strings.CutPrefix(lines.Text(), "acked "); ok {
				acked[name] = true
				once.Do(func() {
					time.AfterFunc(time.Duration(150+40*round)*time.Millisecond, func() { _ = cmd.Process.Kill() })
				})
			}
		}
		_ = cmd.Wait()
		s, err := bolt.Open(path, bolt.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for name := range acked {
			if row(t, s, name) != name {
				t.Errorf("round %d: %s was acknowledged and is lost", round, name)
			}
		}
		sound(t, s)
		shut(t, s)
	}
	if len(acked) < 100 {
		t.Errorf("only %d rows were acknowledged", len(acked))
	}
}
