package main

import (
	"archive/tar"
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"balcao/metrics"
	"balcao/store/bolt"
	"balcao/store/disk"
)

// backups makes the backups of a running server, one at a time: by schedule,
// and for `balcao backup` through the socket in the data folder.
type backups struct {
	settings
	store *bolt.Store
	blobs *disk.Blobs
	clock func() time.Time
	log   *slog.Logger
	turn  chan struct{} // holds a token while one is made

	ctx    context.Context // of everything under way; ends with cancel
	cancel context.CancelFunc
	door   *http.Server
	work   sync.WaitGroup

	mu     sync.Mutex
	last   time.Time
	err    error
	failed metrics.Counter // attempts that failed or found damage
}

func newBackups(h *house) *backups {
	b := &backups{settings: h.settings, store: h.store, blobs: h.cabinet.Blobs, clock: h.clock, log: h.log, turn: make(chan struct{}, 1)}
	b.ctx, b.cancel = context.WithCancel(context.Background())
	b.door = &http.Server{
		Handler: b, ReadHeaderTimeout: 5 * time.Second, ErrorLog: slog.NewLogLogger(h.log.Handler(), slog.LevelDebug),
		BaseContext: func(net.Listener) context.Context { return b.ctx },
	}
	return b
}

// start opens the socket and begins the schedule. A folder that takes no
// socket is no reason not to serve: only `balcao backup` has to wait then.
func (b *backups) start() {
	if l, remove, err := listenLocal(b.Data); err != nil {
		b.log.Warn("balcao backup cannot reach this server, only a stopped one", slog.Any("err", err))
	} else {
		b.work.Go(func() {
			_ = b.door.Serve(l)
			if err := remove(); err != nil {
				b.log.Warn("the socket is left behind", slog.Any("err", err))
			}
		})
	}
	if b.BackupEvery > 0 {
		b.work.Go(b.keepTime)
	}
}

// close breaks off what is under way and waits for it.
func (b *backups) close() error {
	b.cancel()
	err := b.door.Close()
	b.work.Wait()
	b.turn <- struct{}{} // handlers outlive their server
	<-b.turn
	return err
}

// begin waits until no other backup is under way; end lets the next one begin.
func (b *backups) begin(ctx context.Context) (end func(), err error) {
	select {
	case b.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err := ctx.Err(); err != nil {
		<-b.turn
		return nil, err
	}
	return func() { <-b.turn }, nil
}

// ServeHTTP writes a backup as the answer. The data file is copied aside
// first: a reader that takes its time must not keep pages from being used.
func (b *backups) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost || r.URL.Path != backupPath {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Trailer", backupTrailer)
	w.Header().Set("Content-Type", "application/x-tar")
	told := backupWhole
	if err := b.stream(r.Context(), &rolling{w, http.NewResponseController(w)}); err != nil {
		b.log.Error("the backup that was asked for failed", slog.Any("err", err))
		told = oneLine(err)
	}
	w.Header().Set(backupTrailer, told)
}

func (b *backups) stream(ctx context.Context, w io.Writer) (err error) {
	end, err := b.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	if err := (room{freeIn}).forCopies(b.Data, b.Data, 1, 0); err != nil {
		return err
	}
	spool, err := os.CreateTemp(b.Data, dataName+".leaving-")
	if err != nil {
		return err
	}
	_ = os.Remove(spool.Name()) // a killed server leaves nothing
	defer func() { err = errors.Join(err, shrink(spool), spool.Close(), removeIfThere(spool.Name())) }()
	buffered := bufio.NewWriterSize(w, 64<<10)
	a := archive{ctx: ctx, w: tar.NewWriter(buffered), began: b.clock(), tell: b.warn, spool: spool}
	if err := a.write(b.store, b.blobs); err != nil {
		return err
	}
	return buffered.Flush()
}

func (b *backups) warn(err error) { b.log.Warn("missing in the backup", slog.Any("err", err)) }

// rolling gives every piece a minute to be taken.
type rolling struct {
	w io.Writer
	c *http.ResponseController
}

func (r *rolling) Write(p []byte) (int, error) {
	if err := r.c.SetWriteDeadline(time.Now().Add(time.Minute)); err != nil {
		return 0, err
	}
	return r.w.Write(p)
}
