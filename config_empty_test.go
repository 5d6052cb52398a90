package main

import (
	"net/http"
	"testing"
)

// Compose files and service units leave a variable set to nothing where nobody
// chose a value.
func TestASettingWithNothingInItIsNotSet(t *testing.T) {
	folder := newFolder(t)
	for _, name := range []string{"ASSETS", "BACKUP_TO", "TLS_CERT", "TLS_KEY", "URL", "MAX_FILE_MB", "LOG_LEVEL", "DATA", "CONFIG"} {
		t.Setenv("BALCAO_"+name, "")
	}
	for what, flags := range map[string][]string{"by environment": nil, "by flag": {"--assets", "", "--backup-to", "", "--tls-cert", "", "--tls-key", ""}} {
		t.Run(what, func(t *testing.T) {
			s := serveFolder(t, folder, flags...)
			defer s.kill()
			for _, path := range []string{"/sign-in", "/widget.js", "/console/"} {
				res, err := http.Get(s.url + path)
				if err != nil {
					t.Fatal(err)
				}
				_ = res.Body.Close()
				if res.StatusCode >= 400 {
					t.Errorf("%s: %d", path, res.StatusCode)
				}
			}
		})
	}
}
