package main

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"balcao/actor"
	"balcao/metrics"
)

// figures is the page that a scrape gets. No id of anybody is on it.
func (h *house) figures() []byte {
	p := &metrics.Page{}
	p.Gauge("balcao_info", "The program that runs.", 1, "version", versionText())
	h.storeFigures(p)
	h.liveFigures(p)
	h.backupFigures(p)
	h.traffic.write(p)
	processFigures(p, h.born)
	return p.Bytes()
}

func (h *house) storeFigures(p *metrics.Page) {
	s, log := h.store.Stats(), h.store.Log()
	p.Gauge("balcao_store_queue_length", "Functions that wait for the writer.", float64(h.store.Queued()))
	p.Histogram("balcao_store_wait_seconds", "Time from the call of a function to its turn.", s.Wait)
	p.Histogram("balcao_store_commit_functions", "Functions that went into one commit.", s.Group)
	p.Histogram("balcao_store_commit_seconds", "Time of a commit with its sync.", s.Commit)
	p.Histogram("balcao_store_checkpoint_seconds", "Time a checkpoint of the data file took, beside the writer.", s.Checkpoint)
	p.Counter("balcao_store_commits_failed_total", "Commits that were not made.", float64(s.Failed.Value()))
	p.Counter("balcao_store_refused_total", "Functions that met a full queue.", float64(s.Refused.Value()))
	p.Gauge("balcao_store_readonly", "1 while the disk takes no writes.", oneIf(h.store.ReadOnly()))
	p.Gauge("balcao_store_failed", "1 when a commit ended in an unknown state.", oneIf(h.store.Failed()))
	p.Gauge("balcao_store_log_head", "Position of the newest event on disk.", float64(log.Head()))
	p.Gauge("balcao_store_log_first", "Position of the oldest event kept.", float64(log.First()))
	if size, err := h.store.Size(); err == nil {
		p.Gauge("balcao_store_file_bytes", "Size of the data file.", float64(size))
	}
	if d, known := diskOf(h.Data); known {
		p.Gauge("balcao_disk_free_bytes", "Room on the disk of the data folder.", float64(d.free))
		p.Gauge("balcao_disk_size_bytes", "Size of that disk.", float64(d.total))
	}
}

func (h *house) liveFigures(p *metrics.Page) {
	s, open := h.hub.Stats(), h.hub.Sockets()
	for role := actor.Anonymous; role <= actor.Administrator; role++ {
		p.Gauge("balcao_live_sockets", "Open sockets; anonymous ones have not said hello.", float64(open[role]), "role", role.String())
	}
	p.Gauge("balcao_live_polls", "Open long polls.", float64(s.Polls.Value()))
	p.Counter("balcao_live_frames_total", "Frames of sockets, control frames not among them.", float64(s.In.Value()), "direction", "in")
	p.Counter("balcao_live_frames_total", "", float64(s.Out.Value()), "direction", "out")
	p.Counter("balcao_live_volatile_dropped_total", "Volatile frames not queued for sockets that were behind.", float64(s.Dropped.Value()))
	p.Counter("balcao_live_resumes_total", "Clients that came back and got what they missed.", float64(s.FromMemory.Value()), "from", "memory")
	p.Counter("balcao_live_resumes_total", "", float64(s.FromDisk.Value()), "from", "disk")
	counted(p, "balcao_live_resets_total", "Clients that had to start from a snapshot, by reason.", "reason", s.Resets)
	counted(p, "balcao_live_frames_refused_total", "Frames answered with err, by its code.", "code", s.Refused)
	counted(p, "balcao_live_upgrades_refused_total", "Upgrades refused, by code.", "code", s.Upgrades)
	for _, code := range slices.Sorted(maps.Keys(s.Closes)) {
		name := "client"
		if code != 0 {
			name = strconv.Itoa(code)
		}
		p.Counter("balcao_live_closes_total", "Sockets that ended, by close code; client = the other side left.", float64(s.Closes[code].Value()), "code", name)
	}
	p.Histogram("balcao_live_ok_seconds", "Time from a send that was read to its ok.", s.OK)
	p.Histogram("balcao_live_dispatch_wait_seconds", "Time an event waited for the hub after its commit.", s.Dispatch)
	p.Gauge("balcao_live_dispatched", "Position of the newest event handed out.", float64(s.Dispatched.Value()))
}

func (h *house) backupFigures(p *metrics.Page) {
	p.Gauge("balcao_backup_every_seconds", "The schedule; 0 = none.", h.BackupEvery.Seconds())
	b := h.backups.Load()
	if b == nil || h.BackupEvery == 0 {
		return
	}
	at, err := b.Last()
	good := 0.0
	if !at.IsZero() {
		good = float64(at.Unix())
	}
	p.Gauge("balcao_backup_last_timestamp_seconds", "When the newest backup of the schedule was taken; 0 = never.", good)
	p.Gauge("balcao_backup_failing", "1 when the newest attempt failed or found damage.", oneIf(err != nil))
	p.Counter("balcao_backup_failures_total", "Attempts that failed or found damage.", float64(b.failed.Value()))
}

func counted(p *metrics.Page, name, help, label string, by map[string]*metrics.Counter) {
	for _, key := range slices.SortedFunc(maps.Keys(by), cmp.Compare[string]) {
		p.Counter(name, help, float64(by[key].Value()), label, key)
	}
}

func oneIf(on bool) float64 {
	if on {
		return 1
	}
	return 0
}
