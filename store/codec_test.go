package store_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"balcao/store"
	"balcao/store/storetest"
)

type shape struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Color string `json:"color"`
}

// upgrades tell how the shape came to be: version 2 renamed title to name,
// version 3 gave everything a color.
var upgrades = map[byte]func([]byte) ([]byte, error){
	1: func(b []byte) ([]byte, error) { return bytes.Replace(b, []byte(`"title"`), []byte(`"name"`), 1), nil },
	2: func(b []byte) ([]byte, error) {
		return append(bytes.TrimSuffix(b, []byte("}")), `,"color":"red"}`...), nil
	},
}

var shapes = store.NewTable("shape", func(s shape) []any { return []any{s.ID} }, store.WithFormat[shape](3, upgrades))

func putRaw(t *testing.T, s store.Store, key []byte, raw string) {
	t.Helper()
	if err := s.Update(t.Context(), func(tx store.Tx) error { return tx.Put(key, []byte(raw)) }); err != nil {
		t.Fatal(err)
	}
}

func TestOldShapesAreReadAndRewrittenWhenPut(t *testing.T) {
	s := storetest.Open(t)
	putRaw(t, s, store.Key("shape", "a"), "\x01"+`{"id":"a","title":"circle"}`)
	putRaw(t, s, store.Key("shape", "b"), "\x02"+`{"id":"b","name":"square"}`)
	putRaw(t, s, store.Key("shape", "c"), "\x03"+`{"id":"c","name":"star","color":"blue"}`)
	err := s.Update(t.Context(), func(tx store.Tx) error {
		var got []string
		for row, err := range shapes.All(tx) {
			if err != nil {
				return err
			}
			got = append(got, row.ID+row.Name+row.Color)
			if err := shapes.Put(tx, row); err != nil {
				return err
			}
		}
		if strings.Join(got, " ") != "acirclered bsquarered cstarblue" {
			t.Errorf("read %q", got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, raw := range rows(t, s, "shape") {
		if raw[0] != 3 || !strings.Contains(raw, "color") {
			t.Errorf("rewritten as %q", raw)
		}
	}
}

func TestRowsThatCannotBeReadSayWhy(t *testing.T) {
	for raw, corrupt := range map[string]bool{"": true, "\x03{": true, "\x04{}": false, "\x00{}": false} {
		s := storetest.Open(t)
		putRaw(t, s, store.Key("shape", "a"), raw)
		err := s.View(t.Context(), func(r store.Reader) error { _, err := shapes.Get(r, "a"); return err })
		if err == nil || errors.Is(err, store.ErrCorrupt) != corrupt || errors.Is(err, store.ErrNotFound) {
			t.Errorf("%q: %v", raw, err)
		}
	}
}

type point struct{ X, Y byte }

var points = store.NewTable("point", func(p point) []any { return []any{int(p.X)} }, store.WithCodec(
	func(b []byte, p point) ([]byte, error) { return append(b, p.X, p.Y), nil },
	func(b []byte) (p point, err error) {
		if len(b) != 2 {
			return p, errors.New("two bytes make a point")
		}
		return point{b[0], b[1]}, nil
	}))

func TestAnOwnCodecLiesBehindTheFormatByte(t *testing.T) {
	s := storetest.Open(t)
	err := s.Update(t.Context(), func(tx store.Tx) error { return points.Put(tx, point{7, 9}) })
	if err != nil {
		t.Fatal(err)
	}
	if raw := rows(t, s, "point"); len(raw) != 1 || raw[0] != "\x01\x07\x09" {
		t.Errorf("stored as %q", raw)
	}
	err = s.View(t.Context(), func(r store.Reader) error {
		p, err := points.Get(r, 7)
		if p != (point{7, 9}) {
			t.Errorf("read %v", p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
