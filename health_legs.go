package main

import (
	"context"
	"time"
)

// The bounds between well and not.
const (
	slowCommit   = 0.25 // seconds, the 99th of 100
	fewCommits   = 20   // too few to judge by
	longQueue    = 500  // functions
	hubBehind    = time.Second
	hubStuck     = 5 * time.Second
	littleRoom   = 1 << 30
	littleShare  = 10 // per cent
	afterAJump   = 10 * time.Minute
	lateBackup   = 2 // spans of the schedule
	lostBackup   = 4
	firstBackup  = 10 * time.Minute // to make it
	hubPatience  = 2 * time.Second
	milliseconds = 1000
)

// hubLeg: does the hub come round, and has it handed out what is committed.
func (h *house) hubLeg(ctx context.Context) leg {
	l := leg{Name: "hub", State: fine, Detail: "in_step"}
	ctx, cancel := context.WithTimeout(ctx, hubPatience)
	defer cancel()
	began := time.Now()
	alive := h.hub.Pulse(ctx) == nil || h.draining.Load()
	pulse := time.Since(began)
	events, waits := h.hub.Lag()
	switch {
	case !alive || waits > hubStuck:
		l.State, l.Detail = broken, "stuck"
	case waits > hubBehind || pulse > hubBehind:
		l.State, l.Detail = warning, "behind"
	}
	l.Figures = map[string]any{
		"lag_events": events, "lag_ms": waits.Milliseconds(), "pulse_ms": pulse.Milliseconds(), "dispatched": h.hub.Stats().Dispatched.Value(),
	}
	return l
}

// storeLeg: does the data file take writes, and how fast.
func (h *house) storeLeg() leg {
	l := leg{Name: "store", State: fine, Detail: "writing"}
	commits, refused := h.lately()
	n, queued := commits.Count(), h.store.Queued()
	p99 := h.store.Stats().Commit.Quantile(commits, 0.99)
	switch {
	case h.store.Failed():
		l.State, l.Detail = broken, "failed"
	case h.store.ReadOnly():
		l.State, l.Detail = broken, "readonly"
	case refused > 0:
		l.State, l.Detail = warning, "refusing"
	case queued > longQueue:
		l.State, l.Detail = warning, "queue_long"
	case n >= fewCommits && p99 > slowCommit:
		l.State, l.Detail = warning, "slow"
	}
	l.Figures = map[string]any{"commits": n, "queue": queued, "refused": refused, "head": h.store.Log().Head()}
	if n > 0 {
		l.Figures["commit_p99_ms"] = min(p99, 10) * milliseconds // the last bucket has no end
	}
	if size, err := h.store.Size(); err == nil {
		l.Figures["file_bytes"] = size
	}
	return l
}

// diskLeg: is there room beside the data file.
func (h *house) diskLeg() leg {
	l := leg{Name: "disk", State: fine, Detail: "room", Figures: map[string]any{}}
	d, known := diskOf(h.Data)
	if !known {
		l.Detail = "unknown"
		return l
	}
	l.Figures["free_bytes"], l.Figures["total_bytes"] = d.free, d.total
	switch {
	case d.free < spare:
		l.State, l.Detail = broken, "full"
	case d.free < littleRoom || d.free < d.total/100*littleShare:
		l.State, l.Detail = warning, "little_room"
	}
	return l
}

// backupLeg: how old is the newest good backup against the schedule. None
// wanted is a hint, not a failure.
func (h *house) backupLeg() leg {
	l := leg{Name: "backup", State: fine, Detail: "off", Figures: map[string]any{}}
	b := h.backups.Load()
	if h.BackupEvery == 0 || b == nil {
		return l
	}
	at, err := b.Last()
	age := h.clock().Sub(at)
	l.Figures["every_s"] = int64(h.BackupEvery.Seconds())
	if !at.IsZero() {
		l.Figures["age_s"], l.Figures["last_at"] = int64(age.Seconds()), at.UTC().Truncate(time.Second)
	}
	switch running := time.Since(h.born); {
	case at.IsZero() && err != nil:
		l.State, l.Detail = broken, "failed"
	case at.IsZero() && running < firstBackup:
		l.Detail = "first"
	case at.IsZero():
		l.State, l.Detail = warning, "never"
	case age > lostBackup*h.BackupEvery && running > h.BackupEvery:
		l.State, l.Detail = broken, "overdue"
	case err != nil && age < h.BackupEvery:
		l.State, l.Detail = warning, "flawed"
	case err != nil:
		l.State, l.Detail = warning, "failed"
	case age > lateBackup*h.BackupEvery && running > firstBackup:
		l.State, l.Detail = warning, "late"
	default:
		l.Detail = "fresh"
	}
	return l
}

// clockLeg: has the wall clock been moved.
func (h *house) clockLeg() leg {
	h.legs.mu.Lock()
	d := h.legs.clock
	h.legs.mu.Unlock()
	if d.jumped == 0 || time.Since(h.born)-d.jumped > afterAJump {
		return leg{Name: "clock", State: fine, Detail: "steady", Figures: map[string]any{}}
	}
	return leg{Name: "clock", State: warning, Detail: "jumped", Figures: map[string]any{"jump_s": int64(d.by.Seconds())}}
}
