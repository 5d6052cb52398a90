package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Names of the backups of the schedule: balcao-<installation>-<time> and one
// of two ends. Nothing else in their folder is ours.
const (
	stamp     = "20060102T150405.000Z"
	backupEnd = ".tar"
	flawedEnd = "-incomplete.tar" // taken of a folder in which something was missing
)

// keptBackup is one that was finished.
type keptBackup struct {
	name  string
	at    time.Time
	whole bool
}

func (b *backups) folder() string {
	if b.BackupTo != "" {
		return b.BackupTo
	}
	return filepath.Join(b.Data, "backups")
}

// prefix tells the installation: several may share a folder.
func (b *backups) prefix() string { return "balcao-" + b.store.Installation()[:8] + "-" }

// kept lists the finished backups of this installation, the newest first.
func (b *backups) kept() ([]keptBackup, error) {
	entries, err := os.ReadDir(b.folder())
	var all []keptBackup
	for _, e := range entries {
		text, ours := strings.CutPrefix(e.Name(), b.prefix())
		text, flawed := strings.CutSuffix(text, flawedEnd)
		whole := false
		if !flawed {
			text, whole = strings.CutSuffix(text, backupEnd)
		}
		at, err := time.Parse(stamp, text)
		if ours && (flawed || whole) && err == nil && e.Type().IsRegular() {
			all = append(all, keptBackup{e.Name(), at, whole})
		}
	}
	slices.SortFunc(all, func(x, y keptBackup) int { return y.at.Compare(x.at) })
	return all, err
}

// thin removes the oldest beyond those to keep, but never the newest whole
// one: what later ones lack may be in it.
func (b *backups) thin() error {
	all, err := b.kept()
	if err != nil {
		return err
	}
	newestWhole := slices.IndexFunc(all, func(k keptBackup) bool { return k.whole })
	for i, k := range all {
		if i >= b.BackupKeep && i != newestWhole {
			err = errors.Join(err, removeSteadily(filepath.Join(b.folder(), k.name)))
		}
	}
	return err
}
