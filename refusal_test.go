package main

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// runs starts the program, waits for its end and returns its exit code and
// what it said on standard error.
func runs(t *testing.T, args ...string) (int, string) {
	t.Helper()
	var errs strings.Builder
	cmd := exec.Command(program(t), args...)
	cmd.Stderr = &errs
	err := cmd.Run()
	if _, exited := err.(*exec.ExitError); err != nil && !exited { //nolint:errorlint // the type is the question
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), errs.String()
}

func TestWrongConfigurationExits2WithOneClearLine(t *testing.T) {
	folder := t.TempDir()
	file := func(name, text string) string {
		name = filepath.Join(folder, name)
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	for _, row := range []struct {
		args []string
		says string
	}{
		{[]string{"--lisen", ":1"}, "--lisen"},
		{[]string{"--listen", "8080"}, "HOST:PORT"},
		{[]string{"--url", "ftp://x"}, "--url"},
		{[]string{"--url", "https://support.example.com/path"}, "--url"},
		{[]string{"--max-file-mb", "0"}, "max-file-mb"},
		{[]string{"--max-file-mb", "many"}, "max-file-mb"},
		{[]string{"--tls-cert", "a.pem"}, "--tls-key"},
		{[]string{"--trusted-proxy", "somewhere"}, "--trusted-proxy"},
		{[]string{"--log-level", "loud"}, "log-level"},
		{[]string{"--config", filepath.Join(folder, "missing.toml")}, "missing.toml"},
		{[]string{"--config", file("broken.toml", "listen = \n")}, "broken.toml:1"},
		{[]string{"--config", file("unknown.toml", "lisen = \"x\"\n")}, "unknown key lisen"},
		{[]string{"--config", file("wrong.toml", "listen = \"8080\"\n")}, "HOST:PORT"},
		{[]string{"nonsense"}, "nonsense"},
		{[]string{"backup"}, "file"},
		{[]string{"admin", "create"}, "--email"},
	} {
		code, errs := runs(t, append(row.args, "--data", filepath.Join(folder, "data"))...)
		if code != 2 || strings.Count(strings.TrimSpace(errs), "\n") != 0 || !strings.Contains(errs, row.says) {
			t.Errorf("%v: exit %d, %q; want 2 and one line with %q", row.args, code, errs, row.says)
		}
	}
	if _, err := os.Stat(filepath.Join(folder, "data")); err == nil {
		t.Error("a wrong configuration got as far as the data folder")
	}
}

func TestATakenPortAndALockedFolderEndTheStartWithOneClearLine(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	folder := newFolder(t)
	if code, errs := runs(t, "--data", folder, "--listen", taken.Addr().String()); code != 1 || strings.Count(strings.TrimSpace(errs), "\n") != 0 || !strings.Contains(errs, "--listen") {
		t.Errorf("taken port: exit %d, %q", code, errs)
	}
	serveFolder(t, folder)
	if code, errs := runs(t, "--data", folder, "--listen", "127.0.0.1:0"); code != 1 || strings.Count(strings.TrimSpace(errs), "\n") != 0 {
		t.Errorf("locked folder: exit %d, %q", code, errs)
	}
}

func TestABrokenDataFileIsNeverAFreshStart(t *testing.T) {
	for name, spoil := range map[string]func(string) error{
		"missing":   os.Remove,
		"empty":     func(name string) error { return os.Truncate(name, 0) },
		"truncated": func(name string) error { return os.Truncate(name, 5000) },
		"foreign": func(name string) error {
			return os.WriteFile(name, []byte(strings.Repeat("not a database ", 5000)), 0o600)
		},
	} {
		folder := newFolder(t)
		if err := spoil(filepath.Join(folder, "balcao.db")); err != nil {
			t.Fatal(err)
		}
		if code, errs := runs(t, "--data", folder, "--listen", "127.0.0.1:0"); code != 1 || strings.Count(strings.TrimSpace(errs), "\n") != 0 || !strings.Contains(errs, "balcao.db") {
			t.Errorf("%s: exit %d, %q", name, code, errs)
		}
	}
}

func TestBackupCheckAndRestoreGiveBackWhatWasSaid(t *testing.T) {
	folder := newFolder(t)
	s := serveFolder(t, folder)
	visitor := s.visitor()
	opened := visitor.want(201, "POST", "/api/v1/conversations", object{"cmid": newCMID(), "new": object{"site": "default"}, "text": "Keep this"})
	s.kill()
	if code, errs := runs(t, "check", "--data", folder); code != 0 {
		t.Fatalf("check: %d %s", code, errs)
	}
	tar := filepath.Join(t.TempDir(), "backup.tar")
	if code, errs := runs(t, "backup", tar, "--data", folder); code != 0 {
		t.Fatalf("backup: %d %s", code, errs)
	}
	if code, _ := runs(t, "restore", tar, "--data", folder); code == 0 {
		t.Error("restore wrote over an installation")
	}
	again := filepath.Join(t.TempDir(), "again")
	if code, errs := runs(t, "restore", tar, "--data", again); code != 0 {
		t.Fatalf("restore: %d %s", code, errs)
	}
	s = serveFolder(t, again)
	admin := s.signIn("a@balcao.test", adminPassword)
	messages := admin.want(200, "GET", "/api/v1/conversations/"+opened["id"].(string)+"/messages", nil)["items"].([]any)
	if len(messages) != 1 || messages[0].(map[string]any)["text"] != "Keep this" {
		t.Errorf("restored: %v", messages)
	}
}
