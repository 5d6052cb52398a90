package main

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"balcao/store"
	"balcao/store/bolt"
	"balcao/store/disk"
)

func socketOf(folder string) string { return filepath.Join(folder, socketName) }

// stopped ends the process as an administrator would.
func (s *server) stopped() {
	s.t.Helper()
	began := time.Now()
	noError(s.t, s.cmd.Process.Signal(syscall.SIGTERM))
	select {
	case <-s.done:
	case <-time.After(15 * time.Second):
		s.t.Fatal("the server does not stop")
	}
	if code := s.cmd.ProcessState.ExitCode(); code != 0 || time.Since(began) > 10*time.Second {
		s.t.Errorf("exit %d after %v: %s", code, time.Since(began), s.errs)
	}
}

func balcao(t *testing.T, args ...string) (string, error) {
	t.Helper()
	out, err := exec.Command(program(t), args...).CombinedOutput()
	return string(out), err
}

func TestASocketLeftByAKilledServerIsReplacedAndOneThatStopsTakesItsOwnAway(t *testing.T) {
	folder, out := newFolder(t), t.TempDir()
	s := serveFolder(t, folder)
	info, err := os.Stat(socketOf(folder))
	noError(t, err)
	if info.Mode() != fs.ModeSocket|0o600 {
		t.Errorf("the socket is %v", info.Mode())
	}
	s.kill()
	if text, err := balcao(t, "backup", "--data", folder, filepath.Join(out, "killed.tar")); err != nil {
		t.Errorf("with the socket of a killed server: %v %s", err, text)
	}
	s = serveFolder(t, folder)
	for _, name := range []string{"one.tar", "two.tar"} {
		if text, err := balcao(t, "backup", "--data", folder, filepath.Join(out, name)); err != nil {
			t.Errorf("backup: %v %s", err, text)
		}
	}
	if text, err := balcao(t, "compact", "--data", folder); err == nil || !strings.Contains(text, "stop the server") {
		t.Errorf("compact says %s", text)
	}
	s.stopped()
	if _, err := os.Stat(socketOf(folder)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the socket is still there: %v", err)
	}
	if text, err := balcao(t, "compact", "--data", folder); err != nil || !strings.Contains(text, "before") {
		t.Errorf("compact: %v %s", err, text)
	}
	if text, err := balcao(t, "check", "--data", folder); err != nil {
		t.Errorf("check: %v %s", err, text)
	}
}

func TestAFolderWhosePathIsTooLongForASocketHasOneAllTheSame(t *testing.T) {
	folder := filepath.Join(t.TempDir(), strings.Repeat("long", 40))
	noError(t, os.Mkdir(folder, 0o700))
	for range 2 { // the second finds what the first left
		l, remove, err := listenLocal(folder)
		if err != nil && strings.Contains(err.Error(), "shorter") {
			t.Skip(err)
		}
		noError(t, err)
		conn, err := dialLocal(t.Context(), folder)
		noError(t, err)
		noError(t, errors.Join(conn.Close(), l.Close()))
		if _, err := dialLocal(t.Context(), folder); !errors.Is(err, errNoServer) {
			t.Errorf("a closed one: %v", err)
		}
		t.Cleanup(func() { _ = remove() })
	}
	names, err := os.ReadDir(folder)
	if err != nil || len(names) != 1 || names[0].Name() != socketName {
		t.Errorf("the folder holds %v, %v", names, err)
	}
}

func TestAnAnswerCutShortIsNoBackup(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"without its end": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("some")) },
		"cut off": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write(make([]byte, 1<<20))
			panic(http.ErrAbortHandler)
		},
		"given up": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Trailer", backupTrailer)
			_, _ = w.Write([]byte("some"))
			w.Header().Set(backupTrailer, "the disk is gone")
		},
		"not understood": http.NotFound,
	} {
		t.Run(name, func(t *testing.T) {
			folder, _, _ := furnished(t)
			l, _, err := listenLocal(folder)
			noError(t, err)
			server := &http.Server{Handler: answer}
			go func() { _ = server.Serve(l) }()
			defer server.Close()
			file := filepath.Join(t.TempDir(), "b.tar")
			err = backUp(t.Context(), folder, file, io.Discard, bareChecks())
			if err == nil || name == "given up" && !strings.Contains(err.Error(), "the disk is gone") {
				t.Errorf("got %v", err)
			}
			nothingIn(t, filepath.Dir(file))
		})
	}
}

func nothingIn(t *testing.T, folder string) {
	t.Helper()
	names, err := os.ReadDir(folder)
	if err != nil || len(names) != 0 {
		t.Errorf("left behind: %v, %v", names, err)
	}
}

func TestABackupThatFailsOrIsNotSoundLeavesNoFile(t *testing.T) {
	folder, _, _ := furnished(t)
	good := filepath.Join(t.TempDir(), "good.tar")
	noError(t, backUp(t.Context(), folder, good, io.Discard, bareChecks()))
	whole, err := os.ReadFile(good)
	noError(t, err)
	rotten := bytes.ReplaceAll(whole, []byte("text"), []byte("Text"))
	ended, end := context.WithCancel(t.Context())
	end()
	for name, c := range map[string]struct {
		ctx context.Context
		b   []byte
		err error
	}{
		"the writer fails": {t.Context(), whole[:9000], errors.New("gone")}, "a row changed": {t.Context(), rotten, nil}, "cut short": {t.Context(), whole[:len(whole)-400_000], nil},
		"no tar": {t.Context(), []byte("nonsense"), nil}, "nothing": {t.Context(), nil, nil}, "called off": {ended, whole, nil},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "b.tar")
			_, err := makeBackup(c.ctx, file, bareChecks(), func(error) {}, func(w io.Writer) error {
				_, err := w.Write(c.b)
				return errors.Join(err, c.err)
			}, func(proof) string { return file })
			if err == nil {
				t.Error("it passed")
			}
			nothingIn(t, filepath.Dir(file))
		})
	}
}

// TestAServerStopsInTimeWhileSomebodyDoesNotReadTheBackupItAskedFor also shows
// that such a reader does not keep messages from being stored.
func TestAServerStopsInTimeWhileSomebodyDoesNotReadTheBackupItAskedFor(t *testing.T) {
	folder := newFolder(t)
	s := serveFolder(t, folder)
	v := &witness{caller: s.visitor(), name: "v"}
	for range 4 {
		if _, err := v.upload(strings.Repeat("much ", 300)); err != nil {
			t.Fatal(err)
		}
	}
	conn, err := dialLocal(t.Context(), folder)
	noError(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, "POST "+backupPath+" HTTP/1.1\r\nHost: balcao\r\n\r\n")
	noError(t, err)
	_, err = conn.Read(make([]byte, 100))
	noError(t, err)
	k := v.dial(nil)
	if _, err := v.say(k, saying{cmid: newCMID(), text: "still here"}); err != nil {
		t.Fatal(err)
	}
	s.stopped()
	left, err := filepath.Glob(filepath.Join(folder, dataName+"?*"))
	if err != nil || len(left) != 1 {
		t.Errorf("the folder holds %v, %v", left, err)
	}
}

func TestABackupTakesTheAttachmentsOfItsMomentThoughTheyGoMeanwhile(t *testing.T) {
	folder, _, shas := furnished(t)
	s, err := bolt.Open(filepath.Join(folder, dataName), bolt.Options{})
	noError(t, err)
	defer s.Close()
	blobs, err := disk.Open(filepath.Join(folder, filesName))
	noError(t, err)
	defer blobs.Close()
	var b bytes.Buffer
	a := archive{ctx: t.Context(), w: tar.NewWriter(writes(func(p []byte) (int, error) {
		if b.Len() == 0 {
			noError(t, s.Update(t.Context(), func(tx store.Tx) error {
				return errors.Join(keptFiles.Delete(tx, "a"), keptFiles.Delete(tx, "b"), keptFiles.Delete(tx, "c"))
			}))
			noError(t, errors.Join(blobs.Remove(shas[0]), blobs.Remove(shas[1])))
		}
		return b.Write(p)
	})), began: time.Now(), tell: func(err error) { t.Error(err) }}
	noError(t, a.write(s, blobs))
	if names := tarNames(t, b.Bytes()); len(names) != 3 {
		t.Errorf("it holds %v", names)
	}
	noError(t, errors.Join(blobs.Remove(shas[0]), blobs.Remove(shas[1]))) // now they may go
	if err := blobs.Verify(t.Context(), shas[0]); err == nil {
		t.Error("attachments stay for ever")
	}
}

type writes func([]byte) (int, error)

func (w writes) Write(p []byte) (int, error) { return w(p) }
