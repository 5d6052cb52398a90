package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"balcao/actor"
	"balcao/store"
	"balcao/store/bolt"
)

// scheduled are the backups of a house, with a clock that is moved by hand and
// a folder of their own.
func scheduled(t *testing.T) (b *backups, h *house, move func(time.Duration), log *journal) {
	t.Helper()
	h = assembled(t)
	now, log := time.Now().Truncate(time.Millisecond).UTC(), &journal{}
	h.log = slog.New(slog.NewTextHandler(log, nil))
	h.clock = func() time.Time { return now }
	h.BackupEvery, h.BackupKeep, h.BackupTo = time.Hour, 2, filepath.Join(t.TempDir(), "kept")
	b = newBackups(h)
	t.Cleanup(func() { _ = b.close() })
	return b, h, func(d time.Duration) { now = now.Add(d) }, log
}

// journal is a log that may be read while it is written.
type journal struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.String()
}

func namesIn(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	noError(t, err)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestOlderBackupsOfThisInstallationGoAndNothingElse(t *testing.T) {
	b, _, move, _ := scheduled(t)
	noError(t, os.MkdirAll(b.folder(), 0o700))
	strangers := []string{"balcao-00000000-20200101T000000.000Z.tar", "balcao-" + b.prefix() + ".tar", b.prefix() + "mine.tar", b.prefix() + "20200101T000000.000Z.tar.old", "holiday.jpg"}
	for _, name := range strangers {
		noError(t, os.WriteFile(filepath.Join(b.folder(), name), []byte("x"), 0o600))
	}
	var made []string
	for range 4 {
		at, err := b.make(b.clock())
		noError(t, err)
		made = append(made, b.prefix()+at.UTC().Format(stamp)+backupEnd)
		move(time.Hour)
	}
	want := append(strangers, made[2:]...)
	slices.Sort(want)
	if got := namesIn(t, b.folder()); !slices.Equal(got, want) {
		t.Errorf("the folder holds\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestTheNewestWholeBackupStaysWhenLaterOnesLackSomething(t *testing.T) {
	b, h, move, log := scheduled(t)
	f, err := h.cabinet.Take(t.Context(), actor.Actor{Role: actor.Operator, ID: "o"}, "note.txt", strings.NewReader("a note"))
	noError(t, err)
	whole, err := b.make(b.clock())
	noError(t, err)
	noError(t, h.cabinet.Blobs.Remove(f.SHA256))
	for range 4 {
		move(time.Hour)
		at, err := b.make(b.clock())
		if !at.Equal(b.clock()) || err == nil || !strings.Contains(err.Error(), f.SHA256) {
			t.Errorf("made %v: %v", at, err)
		}
	}
	names := namesIn(t, b.folder())
	if len(names) != 3 || names[0] != b.prefix()+whole.Format(stamp)+backupEnd || !strings.HasSuffix(names[1], flawedEnd) || !strings.HasSuffix(names[2], flawedEnd) {
		t.Errorf("the folder holds %v; %s", names, log)
	}
}

func TestAFailingScheduleTellsOnceEachTimeAndGoesOn(t *testing.T) {
	b, _, _, log := scheduled(t)
	b.clock, b.BackupEvery = time.Now, 50*time.Millisecond
	noError(t, os.WriteFile(b.folder(), []byte("a file where the folder should be"), 0o600))
	b.start()
	waitFor(t, "a second failure", func() bool { return strings.Count(log.String(), "level=ERROR") > 1 })
	if at, err := b.Last(); !at.IsZero() || err == nil {
		t.Errorf("a good one was at %v, %v", at, err)
	}
	noError(t, os.Remove(b.folder()))
	waitFor(t, "a good one", func() bool { at, err := b.Last(); return err == nil && time.Since(at) < time.Second })
	noError(t, b.close())
	text := log.String()
	if failed := strings.Count(text, "level=ERROR"); failed != strings.Count(text, "mkdir ") {
		t.Errorf("the log says %s", text)
	}
}

func TestANewStartKnowsTheLastBackupAndWaitsForTheNext(t *testing.T) {
	b, h, _, log := scheduled(t)
	at, err := b.make(b.clock())
	noError(t, err)
	half := filepath.Join(b.folder(), b.prefix()+"20200101T000000.000Z.tar.partial")
	noError(t, errors.Join(os.WriteFile(half, nil, 0o600), os.WriteFile(half+".checking", nil, 0o600)))
	again := newBackups(h)
	again.start()
	waitFor(t, "the last one", func() bool { last, err := again.Last(); return err == nil && last.Equal(at) })
	time.Sleep(50 * time.Millisecond)
	noError(t, again.close())
	if names := namesIn(t, b.folder()); len(names) != 1 {
		t.Errorf("the folder holds %v; %s", names, log)
	}
}

func waitFor(t *testing.T, what string, fits func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !fits(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal(what + " did not come")
		}
	}
}

func TestABackupThatWouldFillTheDiskIsNotBegun(t *testing.T) {
	folder, _, _ := furnished(t)
	info, err := os.Stat(filepath.Join(folder, dataName))
	noError(t, err)
	attachments := int64(len("first attachment") + len("second ")*50_000)
	needs := 2*info.Size() + attachments + spare
	for free, fits := range map[int64]bool{0: false, needs - 1: false, needs: true} {
		m := room{func(string) (int64, bool) { return free, true }}
		if err := m.forBackup(folder, "to"); (err == nil) != fits {
			t.Errorf("%d free, %d needed: %v", free, needs, err)
		}
	}
	if err := (room{func(string) (int64, bool) { return 0, false }}).forBackup(folder, "to"); err != nil {
		t.Errorf("nobody knows what is free: %v", err)
	}
}

func TestAGentleCheckSeesTheSameAndEndsWithItsContext(t *testing.T) {
	folder, _, _ := furnished(t)
	s, err := bolt.Open(filepath.Join(folder, dataName), bolt.Options{})
	noError(t, err)
	defer s.Close()
	count := func(ctx context.Context) (n int) {
		noError(t, s.View(t.Context(), func(r store.Reader) error {
			for _, look := range gentle(ctx, bareChecks()) {
				look(r, func(error) { n++ })
			}
			return nil
		}))
		return n
	}
	if n := count(t.Context()); n != 0 {
		t.Errorf("%d faults in a sound folder", n)
	}
	noError(t, s.Update(t.Context(), func(tx store.Tx) error { return tx.Delete(store.Key("message", "c", "public", uint64(250))) }))
	if n := count(t.Context()); n != 1 {
		t.Errorf("%d faults where one is", n)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if n := count(ended); n == 0 {
		t.Error("a check that was called off reports nothing")
	}
}
