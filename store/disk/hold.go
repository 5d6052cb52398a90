package disk

import "sync"

// hold keeps blobs in the folder while somebody copies them.
type hold struct {
	mu sync.RWMutex // read: a blob is being removed
	n  int
}

// Hold keeps every blob until release is called: Remove puts off what it is
// asked for. What a data file names at any moment after Hold is there until
// release.
func (b *Blobs) Hold() (release func()) {
	b.hold.mu.Lock()
	b.hold.n++
	b.hold.mu.Unlock()
	return sync.OnceFunc(func() {
		b.hold.mu.Lock()
		b.hold.n--
		b.hold.mu.Unlock()
	})
}
