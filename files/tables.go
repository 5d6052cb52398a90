package files

import (
	"time"

	"balcao/store"
)

const tableFile = "file"

// row is how a file is kept; File is what the wire sees of it.
type row struct {
	ID        string    `json:"id"`
	Owner     string    `json:"owner"` // topic of the uploader
	Name      string    `json:"name"`
	Type      string    `json:"type"`
	Size      int64     `json:"size"`
	SHA       string    `json:"sha"`
	At        time.Time `json:"at"`
	Refs      []string  `json:"refs,omitempty"`   // what it is attached to
	Inline    bool      `json:"inline,omitempty"` // a picture made by our own encoder
	Thumb     string    `json:"thumb,omitempty"`  // sha of the small picture
	ThumbType string    `json:"thumb_type,omitempty"`
	Width     int       `json:"width,omitempty"`
	Height    int       `json:"height,omitempty"`
}

const (
	indexLoose = "loose" // without reference, by upload time
	indexOwner = "owner" // without reference, by uploader
	indexBlob  = "blob"  // by content, of picture and small picture
)

var rows = store.NewTable(tableFile, func(f row) []any { return []any{f.ID} },
	store.WithIndex(indexLoose, func(f row) [][]any {
		if len(f.Refs) > 0 {
			return nil
		}
		return [][]any{{f.At}}
	}),
	store.WithIndex(indexOwner, func(f row) [][]any {
		if len(f.Refs) > 0 {
			return nil
		}
		return [][]any{{f.Owner}}
	}),
	store.WithIndex(indexBlob, func(f row) [][]any {
		if f.Thumb == "" || f.Thumb == f.SHA {
			return [][]any{{f.SHA}}
		}
		return [][]any{{f.SHA}, {f.Thumb}}
	}),
)
