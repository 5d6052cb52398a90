package disk

import (
	"errors"
	"io/fs"
	"iter"
	"time"
)

// Blob is one stored content.
type Blob struct {
	SHA    string
	Size   int64
	Stored time.Time
}

// Walk yields every blob in the order of its name. Blobs stored or removed
// meanwhile may be missing; anything else in the folder is passed over.
func (b *Blobs) Walk() iter.Seq2[Blob, error] {
	return func(yield func(Blob, error) bool) {
		stop := errors.New("stop")
		err := fs.WalkDir(b.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return nil
			case err != nil:
				return err
			case d.IsDir() && name == incoming:
				return fs.SkipDir
			case d.IsDir() || !valid(d.Name()) || name != path(d.Name()):
				return nil
			}
			info, err := d.Info()
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil {
				return err
			}
			if !yield(Blob{d.Name(), info.Size(), info.ModTime()}, nil) {
				return stop
			}
			return nil
		})
		if err != nil && !errors.Is(err, stop) {
			yield(Blob{}, err)
		}
	}
}
