//go:build linux

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"balcao/store/storetest"
)

// The child has a disk of 48 MB to itself.
func TestChildServerOnASmallDisk(t *testing.T) {
	disk := storetest.Disk(t, os.Getenv(storetest.DiskVariable), "48m")
	program(t) // built beside the disk, which has no room for it
	t.Setenv("TMPDIR", disk)
	s := serveFolder(t, newFolder(t), "--metrics-token", metricsToken)
	admin := s.signIn("a@balcao.test", adminPassword)
	visitor := s.visitor()
	ballast := filepath.Join(disk, "ballast")
	storetest.FillUp(t, ballast)
	full := false
	for n := 0; n < 200 && !full; n++ {
		status, _ := visitor.call("POST", "/api/v1/conversations", object{"cmid": newCMID(), "new": object{"site": "default"}, "text": strings.Repeat("x", 15_000)})
		full = status == 503
	}
	if !full {
		t.Fatal("it never filled up")
	}
	health := admin.want(200, "GET", "/api/v1/health", nil)
	store, disked := legOf(t, health, "store"), legOf(t, health, "disk")
	if health["status"] != "broken" || store["state"] != "broken" || store["detail"] != "readonly" || store["since"] == nil || disked["detail"] != "full" {
		t.Errorf("full: %v", health)
	}
	if h := admin.want(200, "GET", "/healthz", nil); h["status"] != "readonly" {
		t.Errorf("healthz: %v", h)
	}
	if figures, _ := scraped(t, s.url, metricsToken); figures["balcao_store_readonly"] != 1 || figures["balcao_store_commits_failed_total"] == 0 {
		t.Errorf("readonly %v, failed commits %v", figures["balcao_store_readonly"], figures["balcao_store_commits_failed_total"])
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	within(t, "the store that writes again", func() bool {
		return legOf(t, admin.want(200, "GET", "/api/v1/health", nil), "store")["state"] == "ok"
	})
	t.Log("filled, told, freed")
}

func TestHealthNamesStoreAndDiskWhenTheDiskIsFullAndForgetsWhenItIsNot(t *testing.T) {
	storetest.OnADisk(t, "TestChildServerOnASmallDisk", "filled, told, freed")
}
