package files

import (
	"errors"
	"slices"
	"strings"

	"balcao/actor"
	"balcao/fault"
	"balcao/store"
)

// Attach lets the file belong to ref ("conversation/ID/stream",
// "ticket/NUMBER/stream", …): from then on whoever may read ref may read it and
// it is kept. Only the uploader may attach, and to one ref of a kind (what
// stands before the first slash); the same ref again changes nothing. A
// foreign, missing or already given file is fault.Invalid with field "files".
func Attach(tx store.Tx, a actor.Actor, id, ref string) (File, error) {
	f, err := rows.Get(tx, id)
	if errors.Is(err, store.ErrNotFound) {
		return File{}, fault.Field("files", "file_missing")
	}
	if err != nil {
		return File{}, err
	}
	if a.Role != actor.System && f.Owner != a.Topic() {
		return File{}, fault.Field("files", "file_missing")
	}
	if slices.Contains(f.Refs, ref) {
		return f.file(), nil
	}
	kind, _, _ := strings.Cut(ref, "/")
	for _, taken := range f.Refs {
		if strings.HasPrefix(taken, kind+"/") {
			return File{}, fault.Field("files", "file_taken")
		}
	}
	f.Refs = append(f.Refs, ref)
	return f.file(), rows.Put(tx, f)
}

// Detach takes the file from ref; one left without any is swept a day after
// its upload.
func Detach(tx store.Tx, id, ref string) error {
	f, err := rows.Get(tx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	f.Refs = slices.DeleteFunc(f.Refs, func(r string) bool { return r == ref })
	return rows.Put(tx, f)
}

// readable returns the row when the actor may read it: its uploader while it
// belongs to nothing, afterwards whoever may read something it belongs to.
func (c *Cabinet) readable(r store.Reader, a actor.Actor, id string) (row, error) {
	f, err := rows.Get(r, id)
	if err != nil {
		return row{}, missing(err)
	}
	if len(f.Refs) == 0 {
		if a.Topic() == "" || a.Topic() != f.Owner {
			return row{}, fault.Missing()
		}
		return f, nil
	}
	for _, ref := range f.Refs {
		err := c.MayRead(r, a, ref)
		if err == nil {
			return f, nil
		}
		if fault.Of(err).Kind == fault.Internal {
			return row{}, err
		}
	}
	return row{}, fault.Missing()
}
