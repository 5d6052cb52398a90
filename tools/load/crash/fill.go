package crash

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"balcao/tools/load/world"
)

// bigStart is how long a start over a large file may take.
const bigStart = 5 * time.Second

// fill has visitors write long messages until the data file is as large as
// asked, then kills the server and times its start.
func (r *run) fill(ctx context.Context, res *Result) error {
	file := filepath.Join(r.Folder, "balcao.db")
	full := func() bool {
		info, err := os.Stat(file)
		return err != nil || info.Size() >= int64(r.Fill)<<20
	}
	long := strings.Repeat("the quick brown fox jumps over the lazy dog ", 360)
	var (
		writing sync.WaitGroup
		failed  atomic.Pointer[error]
	)
	for range 8 {
		writing.Go(func() {
			if err := r.pour(ctx, long, full); err != nil {
				failed.Store(&err)
			}
		})
	}
	writing.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	if info, err := os.Stat(file); err == nil {
		res.FileMiB = info.Size() >> 20
	}
	r.house.Kill()
	r.start.Add(1)
	began := time.Now()
	if err := r.house.Start(); err != nil {
		return err
	}
	if err := r.ready(); err != nil {
		return err
	}
	took := time.Since(began)
	res.Ready.add(took)
	fmt.Fprintf(r.Progress, "  %d MiB: ready after %d ms\n", res.FileMiB, took.Milliseconds())
	if took > bigStart {
		res.fault("start", "%d MiB: ready after %s", res.FileMiB, took)
	}
	return nil
}

// pour writes one long message after the other.
func (r *run) pour(ctx context.Context, text string, full func() bool) error {
	v, err := world.Visitor(r.house.URL)
	if err != nil {
		return err
	}
	oks := make(chan string, 1)
	conn, err := v.Dial(ctx, nil, func(b []byte) {
		if world.Kind(b) == "ok" {
			oks <- world.String(b, "conv")
		}
	})
	if err != nil {
		return err
	}
	defer conn.Close()
	f := world.Object{"t": "send", "text": text, "new": world.Object{"site": "default"}}
	for ctx.Err() == nil && !full() {
		f["cmid"] = newCMID()
		if err := conn.Say(f); err != nil {
			return err
		}
		select {
		case conv := <-oks:
			delete(f, "new")
			f["conv"] = conv
		case <-conn.Done():
			return conn.Err()
		case <-time.After(patience):
			return fmt.Errorf("no ok within %s", patience)
		}
	}
	return ctx.Err()
}
