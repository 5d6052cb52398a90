package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
	_ "time/tzdata" // zones work on a machine without them

	"github.com/google/uuid"

	"balcao/accounts"
	"balcao/actor"
	"balcao/chat"
	"balcao/fault"
	"balcao/files"
	"balcao/live"
	"balcao/notify"
	"balcao/seal"
	"balcao/static"
	"balcao/store"
	"balcao/store/bolt"
	"balcao/store/disk"
	"balcao/tickets"
	"balcao/web"
)

// house is the assembled program.
type house struct {
	settings
	url       string
	log       *slog.Logger
	clock     func() time.Time
	store     *bolt.Store
	registry  *accounts.Registry
	cabinet   *files.Cabinet
	desk      *chat.Desk
	tracker   *tickets.Tracker
	post      *notify.Post
	hub       *live.Hub
	router    *web.Router
	scheduler *store.Scheduler
	assets    *static.Assets
	brand     brand
	traffic   *traffic
	legs      *legs
	backups   atomic.Pointer[backups] // nil before run
	born      time.Time

	draining atomic.Bool
	stop     context.CancelFunc
	running  sync.WaitGroup
}

// errUnknownCommit ends the process with exit 3: nobody knows what is on disk,
// and only a fresh start finds out.
var errUnknownCommit = errors.New("a write to the data file ended in an unknown state; start again, and run balcao check")

// assemble opens the data folder and builds every feature over it, leaves
// first. fatal is told when a commit ended in an unknown state.
func assemble(s settings, url string, clock func() time.Time, log *slog.Logger, fatal func(error)) (h *house, err error) {
	built := &house{settings: s, url: url, log: log, clock: clock, legs: newLegs(), born: time.Now()}
	h = built
	defer func() {
		if err != nil && built.store != nil {
			err = errors.Join(err, built.store.Close())
		}
	}()
	key, err := openFolder(s.Data)
	if err != nil {
		return nil, err
	}
	if h.store, err = bolt.Open(filepath.Join(s.Data, "balcao.db"), bolt.Options{Log: log, Fatal: fatal}); err != nil {
		return nil, err
	}
	blobs, err := disk.Open(filepath.Join(s.Data, "files"))
	if err != nil {
		return nil, err
	}
	texts, err := h.openAssets()
	if err != nil {
		return nil, err
	}
	newID := func() string { return uuid.Must(uuid.NewV7()).String() }
	secure := len(url) > 8 && url[:8] == "https://"
	proxies, err := s.proxies()
	if err != nil {
		return nil, err
	}

	h.registry = accounts.New(accounts.Options{
		Store: h.store, Clock: clock, NewID: newID, Key: seal.Key(key), Log: log, Joined: chat.Joined, Progress: chat.Progress,
		URL: func() string { return url }, Secure: secure, SignIns: s.SignInsPerIP, MailReady: notify.Ready,
		NoticeChoices: noticeChoices, ChooseNotices: chooseNotices,
	})
	h.cabinet = files.New(files.Options{
		Store: h.store, Blobs: blobs, Clock: clock, NewID: newID, Log: log, MayRead: mayReadFile, MaxBytes: int64(s.MaxFileMB) << 20,
	})
	pace := func(a actor.Actor) error { return h.hub.Pace(a) } // the hub is built after those who ask it
	h.desk = chat.New(chat.Options{
		Store: h.store, Clock: clock, NewID: newID, Log: log, Volatile: volatile{h}, Visitors: h.registry, Key: seal.Key(key),
		MaxFile: int64(s.MaxFileMB) << 20, VisitorRate: s.VisitorsPerIP, Pace: pace,
	})
	h.tracker = tickets.New(tickets.Options{Store: h.store, Clock: clock, NewID: newID, Log: log, Files: h.cabinet, Pace: pace, Waiting: h.desk.WaitingWord})
	if err = h.openPost(notify.Options{Store: h.store, Clock: clock, NewID: newID, Log: log, Key: seal.Key(key)}, texts); err != nil {
		return nil, err
	}
	h.hub = live.New(live.Options{
		Store: h.store, Clock: clock, Log: log, NewID: newID, Topics: topics, MayWatch: chat.MayWatch, Watched: h.desk.Watched, Snapshot: h.desk.Snapshot,
		Say:    func(locale string, f *fault.Error) string { return web.Say(texts, locale, f) },
		Origin: h.originAllowed, Authenticate: h.registry.Authenticate, Attendance: h.desk, Frames: h.desk.Frames(), Limits: live.Limits{
			VisitorBurst: s.VisitorBurst, StaffBurst: s.StaffBurst, VisitorRate: float64(s.VisitorRate) / 60, StaffRate: float64(s.StaffRate) / 60,
			AddressSockets: s.SocketsPerIP, Handshakes: s.HandshakeRate,
		},
	})
	h.scheduler = store.NewScheduler(h.store, clock, log, merged(h.registry.Due(), h.desk.Due(), h.tracker.Due()))
	h.router, err = web.New(web.Options{
		Log: log, Assets: h.assets, Catalogue: texts, Branding: h.branding, Authenticate: h.registry.Authenticate,
		Tally: h.tally, Bell: h.post.Bell, NewID: newID, Proxies: proxies, Secure: secure,
		Answered: func(method, route string, status int, took time.Duration) {
			h.traffic.note(method, route, status, took)
		},
	})
	if err != nil {
		return nil, err
	}
	h.mount()
	h.traffic = newTraffic(h.router.Routes())
	for _, first := range []func(store.Tx) error{accounts.FirstStart, chat.FirstStart} {
		if err := h.store.Update(context.Background(), first); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// openFolder makes the data folder when it is missing and returns the key that
// lies beside the data file, never in it.
func openFolder(folder string) ([]byte, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	name := filepath.Join(folder, "balcao.key")
	key, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		key = make([]byte, 32)
		_, _ = rand.Read(key)
		return key, os.WriteFile(name, key, 0o600)
	}
	if err == nil && len(key) != 32 {
		err = fmt.Errorf("%s does not hold a key: put back the file that belongs to this folder", name)
	}
	return key, err
}

func (h *house) openAssets() (*static.Catalogue, error) {
	var err error
	if h.Assets != "" {
		h.assets = static.NewLiveAssets(os.DirFS(h.Assets))
	} else if h.assets, err = static.NewAssets(); err != nil {
		return nil, err
	}
	return static.LoadCatalogue(h.assets.Files())
}

// volatile lets the desk speak through the hub, which is built after it.
type volatile struct{ h *house }

func (v volatile) Volatile(ev, conv string, data any, topics []string, exceptConn string) {
	v.h.hub.Volatile(ev, conv, data, topics, exceptConn)
}

func topics(r store.Reader, a actor.Actor) ([]string, error) { return chat.Topics(r, a) }

func merged[F any](maps ...map[string]F) map[string]F {
	all := map[string]F{}
	for _, m := range maps {
		for kind, fn := range m {
			all[kind] = fn
		}
	}
	return all
}

// start runs what works beside the requests.
func (h *house) start() {
	ctx, stop := context.WithCancel(context.Background())
	h.stop = stop
	h.beside(func() error { return h.hub.Run(ctx) })
	h.beside(func() error { return h.desk.Run(ctx) })
	h.beside(func() error { return h.tracker.Run(ctx) })
	h.beside(func() error { return h.post.Run(ctx) })
	h.beside(func() error { h.scheduler.Run(ctx); return nil })
	h.beside(func() error { h.cabinet.Run(ctx); return nil })
	h.beside(func() error { h.trim(ctx); return nil })
	h.beside(func() error { keepMemory(ctx, h.store.Rest); return nil })
	h.beside(func() error { h.watch(ctx); return nil })
}

func (h *house) beside(work func() error) {
	h.running.Go(func() {
		if err := work(); err != nil && !errors.Is(err, context.Canceled) {
			h.log.Error("a background task ended", slog.Any("err", err))
		}
	})
}

// trim keeps the event log within 7 days and 1,000,000 events.
func (h *house) trim(ctx context.Context) {
	tick := time.NewTicker(10 * time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := store.Trim(ctx, h.store, h.clock(), 7*24*time.Hour, 1_000_000); err != nil && ctx.Err() == nil {
				h.log.Warn("event log not trimmed", slog.Any("err", err))
			}
		}
	}
}

// close ends what start began, then the data file.
func (h *house) close() error {
	if h.stop != nil {
		h.stop()
	}
	h.running.Wait()
	h.registry.Close()
	return h.store.Close()
}

// handler is what the listener serves.
func (h *house) handler() http.Handler { return h.gate(h.registry.Remember(h.router)) }
