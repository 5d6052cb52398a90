package main

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"
)

// Last tells when the newest good backup of the schedule was taken, also by an
// earlier start of the program; zero = never. err is what was wrong with the
// newest attempt: with an older time it failed, with its own time something in
// the data folder is missing or damaged and so it is in the backup.
func (b *backups) Last() (at time.Time, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.last, b.err
}

func (b *backups) note(at time.Time, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !at.IsZero() {
		b.last = at
	}
	b.err = err
	if err != nil {
		b.failed.Inc()
	}
}

// keepTime makes a backup whenever the newest is older than it may be. A
// failure is logged and waits for the next time.
func (b *backups) keepTime() {
	due := b.clock()
	if kept := b.resume(); len(kept) > 0 {
		b.note(kept[0].at, nil)
		due = kept[0].at.Add(b.BackupEvery)
	}
	for {
		// At most once the span, whatever the wall clock does.
		wait := time.NewTimer(min(max(due.Sub(b.clock()), 0), b.BackupEvery))
		select {
		case <-wait.C:
		case <-b.ctx.Done():
			wait.Stop()
			return
		}
		began := b.clock()
		at, err := b.make(began)
		if b.ctx.Err() != nil {
			return
		}
		b.note(at, err)
		if err != nil {
			b.log.Error("the backup by schedule is not what it should be", slog.Any("err", err), slog.Bool("made", !at.IsZero()))
		}
		due = began.Add(b.BackupEvery)
	}
}

// resume clears what an earlier run left half done and lists what it finished.
func (b *backups) resume() []keptBackup {
	left, _ := filepath.Glob(filepath.Join(b.folder(), b.prefix()+"*.partial*"))
	for _, name := range left {
		_ = removeSteadily(name)
	}
	kept, err := b.kept()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		b.log.Warn("the backups there are cannot be read", slog.Any("err", err))
	}
	return kept
}

// make takes one backup into the folder, checks it, and lets go of older ones.
// at is when it was taken, zero when there is none.
func (b *backups) make(began time.Time) (at time.Time, err error) {
	end, err := b.begin(b.ctx)
	if err != nil {
		return at, err
	}
	defer end()
	if err := os.MkdirAll(b.folder(), 0o700); err != nil {
		return at, err
	}
	if err := (room{freeIn}).forBackup(b.Data, b.folder()); err != nil {
		return at, err
	}
	file := filepath.Join(b.folder(), b.prefix()+began.UTC().Format(stamp))
	p, err := makeBackup(b.ctx, file+backupEnd, gentle(b.ctx, checks()), b.warn, func(w io.Writer) error {
		a := archive{ctx: b.ctx, w: tar.NewWriter(w), began: began, tell: func(error) {}} // prove tells
		return a.write(b.store, b.blobs)
	}, func(p proof) string {
		if p.flaws > 0 {
			return file + flawedEnd
		}
		return file + backupEnd
	})
	if err != nil {
		return at, err
	}
	b.log.Info("backup made and checked", slog.String("folder", b.folder()), slog.Uint64("pos", p.head), slog.Int("attachments", p.files),
		slog.Duration("took", b.clock().Sub(began)))
	if p.flaws > 0 {
		err = fmt.Errorf("%d things in the data folder are missing or damaged, run balcao check; one of them: %w", p.flaws, p.latest)
	}
	return began, errors.Join(err, b.thin())
}
