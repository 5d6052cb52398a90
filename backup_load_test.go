package main

import (
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

// takenBackup is one made under load and what is known of it.
type takenBackup struct {
	file  string
	began time.Time
	took  time.Duration
}

// TestEachBackupUnderLoadHoldsWhatWasAcknowledgedBeforeItBegan takes backups of
// the real server each second, by schedule and by command, while visitors talk
// over real sockets; kills it; restores each, and holds it against what the
// visitors know. Then the newest is served: clients of the old epoch are told
// so, and what they had no answer for arrives once, however often it is sent.
func TestEachBackupUnderLoadHoldsWhatWasAcknowledgedBeforeItBegan(t *testing.T) {
	folder, kept := newFolder(t), filepath.Join(t.TempDir(), "kept")
	s := serveFolder(t, folder, append(wide, "--backup-every=1s", "--backup-keep=50", "--backup-to="+kept)...)
	listen := strings.TrimPrefix(s.url, "http://")
	people := make([]*witness, 10)
	var talking sync.WaitGroup
	for i := range people {
		people[i] = &witness{caller: s.visitor(), name: fmt.Sprintf("w%02d", i)}
		talking.Go(people[i].talk)
	}
	time.Sleep(500 * time.Millisecond)
	var taken []takenBackup
	for i := range 3 {
		b := takenBackup{file: filepath.Join(t.TempDir(), fmt.Sprintf("%d.tar", i)), began: time.Now()}
		if out, err := exec.Command(program(t), "backup", "--data", folder, b.file).CombinedOutput(); err != nil {
			t.Fatalf("backup: %v %s", err, out)
		}
		b.took = time.Since(b.began)
		taken = append(taken, b)
		time.Sleep(time.Until(b.began.Add(time.Second)))
	}
	s.kill()
	talking.Wait()
	for _, b := range taken {
		logDelays(t, fmt.Sprintf("while a backup was made in %v", b.took.Round(time.Millisecond)), delays(people, b.began, b.began.Add(b.took)))
	}
	logDelays(t, "in all", delays(people, time.Time{}, time.Now()))
	scheduled := keptIn(t, kept)
	if len(scheduled) < 2 {
		t.Errorf("only %d backups by schedule; the server says %s", len(scheduled), s.errs)
	}

	epochs := map[string]bool{people[0].epoch: true}
	stored, restored := 0, ""
	for i, b := range append(scheduled, taken...) { // the newest last
		restored = filepath.Join(t.TempDir(), fmt.Sprintf("restored-%d", i))
		if out, err := exec.Command(program(t), "restore", "--data", restored, b.file).CombinedOutput(); err != nil {
			t.Fatalf("restore: %v %s", err, out)
		}
		if out, err := exec.Command(program(t), "check", "--data", restored).CombinedOutput(); err != nil {
			t.Errorf("check: %v %s", err, out)
		}
		epoch, n := compareAll(t, restored, people, b.began)
		if epochs[epoch] {
			t.Errorf("%s: the epoch %s is not new", b.file, epoch)
		}
		epochs[epoch] = true
		stored = max(stored, n)
	}
	if stored < 20*len(people) {
		t.Errorf("%d messages at most in a backup: the test tested little", stored)
	}
	t.Logf("%d backups restored, up to %d messages in one", len(scheduled)+len(taken), stored)

	again := serveFolder(t, restored, append(wide, "--listen="+listen)...)
	for _, p := range people {
		p.comeBack(again)
	}
}

// comeBack reconnects as a browser does that knows nothing of the restore.
func (p *witness) comeBack(s *server) {
	p.t.Helper()
	k := p.dial(object{"epoch": p.epoch, "pos": p.pos})
	if welcome := k.frame("welcome"); welcome["epoch"] == p.epoch || welcome["resumed"] != false {
		p.t.Errorf("%s: welcome says %v", p.name, welcome)
	}
	if reset := k.frame("reset"); reset["reason"] != "epoch" {
		p.t.Errorf("%s: reset says %v", p.name, reset)
	}
	k.frame("synced")
	last := p.said[len(p.said)-1]
	if !last.acked.IsZero() {
		p.t.Fatalf("%s: nothing was left unsent", p.name)
	}
	for i := range 3 {
		ok, err := p.say(k, last)
		if err != nil && i == 0 && strings.Contains(err.Error(), "field:files") {
			// Its file came after the newest backup: attached again.
			id, missing := p.upload(last.text)
			noError(p.t, missing)
			last.files = []string{id}
			ok, err = p.say(k, last)
		}
		if err != nil {
			p.t.Fatalf("%s: the unsent message: %v", p.name, err)
		}
		if i > 0 && ok["dup"] != true {
			p.t.Errorf("%s: sent again it is %v", p.name, ok)
		}
	}
	times := 0
	for _, text := range p.texts() {
		if text == last.text {
			times++
		}
	}
	if times != 1 {
		p.t.Errorf("%s: the unsent message is there %d times", p.name, times)
	}
}

// compareAll holds a restored folder against what everybody knows.
func compareAll(t *testing.T, folder string, people []*witness, began time.Time) (epoch string, stored int) {
	t.Helper()
	s, err := bolt.Open(filepath.Join(folder, dataName), bolt.Options{})
	noError(t, err)
	defer s.Close()
	noError(t, s.View(t.Context(), func(r store.Reader) error {
		for _, p := range people {
			stored += p.compare(r, began)
		}
		return nil
	}))
	return s.Log().Epoch(), stored
}

// keptIn reads when the backups of the schedule began from their names.
func keptIn(t *testing.T, folder string) (all []takenBackup) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	noError(t, err)
	for _, e := range entries {
		text, ok := strings.CutSuffix(e.Name(), backupEnd)
		at, err := time.Parse(stamp, text[strings.LastIndexByte(text, '-')+1:])
		if !ok || err != nil {
			if !strings.Contains(e.Name(), ".partial") { // of the one under way when it was killed
				t.Errorf("%s lies in the folder", e.Name())
			}
			continue
		}
		all = append(all, takenBackup{file: filepath.Join(folder, e.Name()), began: at})
	}
	return all
}
