package main

import (
	"context"
	"iter"
	"time"

	"balcao/store"
)

// gentle returns the checks so that they leave half of a core's time to the
// server they run in, and end with the context.
func gentle(ctx context.Context, checks []store.CheckFunc) []store.CheckFunc {
	var all []store.CheckFunc
	for _, look := range checks {
		all = append(all, func(r store.Reader, report func(error)) {
			look(&gentleReader{Reader: r, ctx: ctx, since: time.Now()}, report)
		})
	}
	return all
}

// gentleReader rests after some reads as long as they took.
type gentleReader struct {
	store.Reader
	ctx   context.Context
	reads int
	since time.Time
}

func (g *gentleReader) rest() {
	if g.reads++; g.reads%200 == 0 {
		time.Sleep(min(time.Since(g.since), 20*time.Millisecond))
		g.since = time.Now()
	}
}

// Get implements store.Reader.
func (g *gentleReader) Get(key []byte) ([]byte, error) {
	g.rest()
	return g.Reader.Get(key)
}

// Ascend implements store.Reader; nothing comes after the end of the context.
func (g *gentleReader) Ascend(span store.Range) iter.Seq2[[]byte, []byte] {
	return g.slowly(g.Reader.Ascend(span))
}

// Descend implements store.Reader as Ascend does.
func (g *gentleReader) Descend(span store.Range) iter.Seq2[[]byte, []byte] {
	return g.slowly(g.Reader.Descend(span))
}

func (g *gentleReader) slowly(rows iter.Seq2[[]byte, []byte]) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		for k, v := range rows {
			if g.rest(); g.ctx.Err() != nil || !yield(k, v) {
				return
			}
		}
	}
}

// Err implements store.Reader.
func (g *gentleReader) Err() error {
	if err := g.ctx.Err(); err != nil {
		return err
	}
	return g.Reader.Err()
}
