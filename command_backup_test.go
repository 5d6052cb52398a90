package main

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"balcao/store"
	"balcao/store/bolt"
	"balcao/store/disk"
)

type keptFile struct{ ID, SHA string }

var keptFiles = store.NewTable("file", func(f keptFile) []any { return []any{f.ID} },
	store.WithIndex("blob", func(f keptFile) [][]any { return [][]any{{f.SHA}} }))

var keptSessions = store.NewTable("session", func(f keptFile) []any { return []any{f.ID} },
	store.WithUnique("hash", func(f keptFile) [][]any { return [][]any{{f.SHA}} }))

// furnished makes a data folder with messages, sessions and two attachments.
func furnished(t *testing.T) (folder, epoch string, shas []string) {
	t.Helper()
	folder = t.TempDir()
	s, err := bolt.Open(filepath.Join(folder, dataName), bolt.Options{})
	noError(t, err)
	blobs, err := disk.Open(filepath.Join(folder, filesName))
	noError(t, err)
	for _, text := range []string{"first attachment", strings.Repeat("second ", 50_000)} {
		sha, _, err := blobs.Put(t.Context(), strings.NewReader(text), 1<<20)
		noError(t, err)
		shas = append(shas, sha)
	}
	noError(t, s.Update(t.Context(), func(tx store.Tx) error {
		for seq := range uint64(300) {
			tx.Append(store.Event{Kind: "message", Seq: seq + 1})
			noError(t, tx.Put(store.Key("message", "c", "public", seq+1), []byte("text")))
		}
		for i, sha := range []string{shas[0], shas[1], shas[0]} {
			noError(t, keptFiles.Put(tx, keptFile{string(rune('a' + i)), sha}))
		}
		return keptSessions.Put(tx, keptFile{"s", "secret"})
	}))
	epoch = s.Log().Epoch()
	noError(t, errors.Join(s.Close(), blobs.Close(), os.WriteFile(filepath.Join(folder, keyName), []byte("key"), 0o600)))
	return folder, epoch, shas
}

func noError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestABackupRestoredHoldsAllAndBeginsANewEpochWithoutSessions(t *testing.T) {
	folder, epoch, shas := furnished(t)
	file := filepath.Join(t.TempDir(), "backup.tar")
	var out strings.Builder
	noError(t, backUp(t.Context(), folder, file, &out, bareChecks()))
	if !strings.Contains(out.String(), keyName+" is not in it") || !strings.Contains(out.String(), "2 attachments") {
		t.Errorf("backup says %s", &out)
	}
	b, err := os.ReadFile(file)
	noError(t, err)
	for _, name := range tarNames(t, b) {
		if strings.Contains(name, "key") {
			t.Errorf("the backup holds %s", name)
		}
	}

	fresh := filepath.Join(t.TempDir(), "new")
	out.Reset()
	noError(t, restoreCommand(t.Context(), fresh, file, &out))
	if !strings.Contains(out.String(), "put the "+keyName) {
		t.Errorf("restore says %s", &out)
	}
	noError(t, check(fresh, io.Discard, bareChecks()))
	s, err := bolt.Open(filepath.Join(fresh, dataName), bolt.Options{})
	noError(t, err)
	defer s.Close()
	if s.Log().Epoch() == epoch || s.Log().Head() != 300 {
		t.Errorf("epoch kept: %v, head %d", s.Log().Epoch() == epoch, s.Log().Head())
	}
	noError(t, s.View(t.Context(), func(r store.Reader) error {
		if _, err := keptSessions.Get(r, "s"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a session outlived it: %v", err)
		}
		if n, err := keptSessions.Count(r, "hash"); n != 0 || err != nil {
			t.Errorf("%d index entries of sessions, %v", n, err)
		}
		n, err := keptFiles.Count(r, "")
		if n != 3 {
			t.Errorf("%d file rows", n)
		}
		return err
	}))
	blobs, err := disk.Open(filepath.Join(fresh, filesName))
	noError(t, err)
	defer blobs.Close()
	for _, sha := range shas {
		noError(t, blobs.Verify(t.Context(), sha))
	}
}

func TestARestoreNeverOverwritesAndABackupNeitherDoes(t *testing.T) {
	folder, _, _ := furnished(t)
	file := filepath.Join(t.TempDir(), "backup.tar")
	noError(t, backUp(t.Context(), folder, file, io.Discard, bareChecks()))
	if err := backUp(t.Context(), folder, file, io.Discard, bareChecks()); err == nil || !strings.Contains(err.Error(), "exists already") {
		t.Errorf("backup: %v", err)
	}
	if err := restoreCommand(t.Context(), folder, file, io.Discard); err == nil || !strings.Contains(err.Error(), "exists already") {
		t.Errorf("restore: %v", err)
	}
}

// After a crash the journals of the lost file lie there still.
func TestARestoreBesideTheJournalsOfALostDataFileIsTheBackup(t *testing.T) {
	folder, _, _ := furnished(t)
	name, file := filepath.Join(folder, dataName), filepath.Join(t.TempDir(), "backup.tar")
	noError(t, backUp(t.Context(), folder, file, io.Discard, bareChecks()))
	s, err := bolt.Open(name, bolt.Options{})
	noError(t, err)
	for n := range 20 {
		noError(t, s.Update(t.Context(), func(tx store.Tx) error { return tx.Put(store.Key("later", n), []byte("x")) }))
	}
	journals, err := filepath.Glob(name + ".journal-*")
	noError(t, err)
	left := map[string][]byte{}
	for _, j := range journals {
		left[j], err = os.ReadFile(j)
		noError(t, err)
	}
	noError(t, s.Close())
	for j, b := range left {
		noError(t, os.WriteFile(j, b, 0o600))
	}
	noError(t, os.Remove(name))
	noError(t, restoreCommand(t.Context(), folder, file, io.Discard))
	s, err = bolt.Open(name, bolt.Options{})
	noError(t, err)
	defer s.Close()
	noError(t, s.View(t.Context(), func(r store.Reader) error {
		if _, err := r.Get(store.Key("later", 0)); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("what came after the backup is there: %v", err)
		}
		return nil
	}))
	if aside, _ := filepath.Glob(name + ".journal-*.unused"); len(aside) != len(left) {
		t.Errorf("%d of %d journals put aside", len(aside), len(left))
	}
}

func TestARestoreOverALostDataFileWorks(t *testing.T) {
	folder, _, _ := furnished(t)
	file := filepath.Join(t.TempDir(), "backup.tar")
	noError(t, backUp(t.Context(), folder, file, io.Discard, bareChecks()))
	noError(t, os.Remove(filepath.Join(folder, dataName)))
	noError(t, restoreCommand(t.Context(), folder, file, io.Discard))
	noError(t, check(folder, io.Discard, bareChecks()))
}

func TestABrokenBackupIsRefusedAndLeavesNoDataFile(t *testing.T) {
	folder, _, _ := furnished(t)
	file := filepath.Join(t.TempDir(), "backup.tar")
	noError(t, backUp(t.Context(), folder, file, io.Discard, bareChecks()))
	whole, err := os.ReadFile(file)
	noError(t, err)
	flipped := bytes.Clone(whole)
	flipped[bytes.Index(whole, []byte("second second"))] ^= 1
	rotten := bytes.Clone(whole)
	for at := 0; ; at++ { // every copy of a message's text
		i := bytes.Index(rotten[at:], []byte("text"))
		if i < 0 {
			break
		}
		rotten[at+i] = 'T'
	}
	for name, b := range map[string][]byte{
		"cut in the data file": whole[:20_000], "cut in an attachment": whole[:len(whole)-100_000], "empty": {},
		"an attachment changed": flipped, "the data file changed": rotten, "no tar": []byte(strings.Repeat("nonsense", 1000)),
	} {
		t.Run(name, func(t *testing.T) {
			fresh, file := t.TempDir(), filepath.Join(t.TempDir(), "b.tar")
			noError(t, os.WriteFile(file, b, 0o600))
			if err := restoreCommand(t.Context(), fresh, file, io.Discard); err == nil {
				t.Error("it was restored")
			}
			if _, err := os.Stat(filepath.Join(fresh, dataName)); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("a data file was left: %v", err)
			}
		})
	}
}

func TestAMissingAttachmentIsNamedAndTheRestIsBackedUp(t *testing.T) {
	folder, _, shas := furnished(t)
	noError(t, os.Remove(filepath.Join(folder, filesName, shas[0][:2], shas[0])))
	file := filepath.Join(t.TempDir(), "backup.tar")
	var out strings.Builder
	if err := backUp(t.Context(), folder, file, &out, bareChecks()); err == nil || !strings.Contains(out.String(), shas[0]) {
		t.Errorf("%v, %s", err, &out)
	}
	b, err := os.ReadFile(file)
	noError(t, err)
	if names := tarNames(t, b); len(names) != 2 || names[1] != filesName+"/"+shas[1] {
		t.Errorf("it holds %v", names)
	}
	out.Reset()
	if err := check(folder, &out, bareChecks()); err == nil || !strings.Contains(out.String(), shas[0]) {
		t.Errorf("check: %v, %s", err, &out)
	}
}

func TestCheckFindsHolesAndEntriesThatLeadNowhere(t *testing.T) {
	for name, spoil := range map[string]func(store.Tx) error{
		"a hole in the messages": func(tx store.Tx) error { return tx.Delete(store.Key("message", "c", "public", uint64(7))) },
		"a hole in the log":      func(tx store.Tx) error { return tx.Delete(store.EventKey(7)) },
		"an entry without row":   func(tx store.Tx) error { return tx.Delete(store.Key("file", "a")) },
	} {
		t.Run(name, func(t *testing.T) {
			folder, _, _ := furnished(t)
			noError(t, check(folder, io.Discard, bareChecks()))
			s, err := bolt.Open(filepath.Join(folder, dataName), bolt.Options{})
			noError(t, err)
			noError(t, errors.Join(s.Update(context.Background(), spoil), s.Close()))
			var out strings.Builder
			if err := check(folder, &out, bareChecks()); err == nil || out.Len() == 0 {
				t.Errorf("not found: %v", err)
			}
		})
	}
}

func TestARunningServerIsNotBackedUpBehindItsBack(t *testing.T) {
	folder, _, _ := furnished(t)
	s, err := bolt.Open(filepath.Join(folder, dataName), bolt.Options{})
	noError(t, err)
	defer s.Close()
	if err := backUp(t.Context(), folder, filepath.Join(t.TempDir(), "b.tar"), io.Discard, bareChecks()); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("got %v", err)
	}
}

func tarNames(t *testing.T, b []byte) (names []string) {
	t.Helper()
	for r := tar.NewReader(bytes.NewReader(b)); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return names
		}
		noError(t, err)
		names = append(names, h.Name)
	}
}
