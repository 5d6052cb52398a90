// Package files keeps what people attach: rows over content-addressed blobs,
// pictures made anew, everything else handed out as an attachment.
package files

import (
	"errors"
	"log/slog"
	"net/url"
	"sync"
	"time"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
	"balcao/store/disk"
)

// MaxBytes is the size limit of one file when none is configured.
const MaxBytes = 100 << 20

// keepLoose is how long a file nobody refers to is kept.
const keepLoose = 24 * time.Hour

// Options are what a Cabinet needs; MaxBytes may be 0 for the default.
type Options struct {
	Store store.Store
	Blobs *disk.Blobs
	Clock func() time.Time
	NewID func() string
	Log   *slog.Logger
	// MayRead tells (nil) that the actor may read what the reference names.
	MayRead  func(r store.Reader, a actor.Actor, ref string) error
	MaxBytes int64
}

// Cabinet takes files in, hands them out and throws away what nobody wants.
type Cabinet struct {
	Options
	// decoders lets two pictures at a time be decoded, whoever sends them.
	decoders chan struct{}
	// sealing is held for reading from the last byte of a blob to the commit of
	// the row that names it, and for writing while a blob without row goes.
	sealing sync.RWMutex
}

// New returns a cabinet over the store and its blobs.
func New(o Options) *Cabinet {
	if o.MaxBytes <= 0 {
		o.MaxBytes = MaxBytes
	}
	return &Cabinet{Options: o, decoders: make(chan struct{}, 2)}
}

// File is the shape of http.md; thumb tells that ?thumb=1 gives a small picture.
type File struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	Type   string `json:"type"`
	SHA256 string `json:"sha256"`
	URL    string `json:"url"`
	Thumb  bool   `json:"thumb,omitempty"`
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
}

func (f row) file() File {
	return File{
		ID: f.ID, Name: f.Name, Size: f.Size, Type: f.Type, SHA256: f.SHA,
		URL:   "/files/" + f.ID + "/" + url.PathEscape(f.Name),
		Thumb: f.Thumb != "", Width: f.Width, Height: f.Height,
	}
}

// Of returns the file of that id; a missing one is fault.NotFound.
func Of(r store.Reader, id string) (File, error) {
	f, err := rows.Get(r, id)
	if err != nil {
		return File{}, missing(err)
	}
	return f.file(), nil
}

// List returns the files of these ids in their order; one that is gone is left out.
func List(r store.Reader, ids []string) ([]File, error) {
	list := make([]File, 0, len(ids))
	for _, id := range ids {
		f, err := rows.Get(r, id)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, f.file())
	}
	return list, nil
}

func missing(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fault.Missing().With(err)
	}
	return err
}
