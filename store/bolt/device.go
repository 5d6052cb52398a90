package bolt

import (
	"io"
	"os"
)

// device is a journal's file.
type device interface {
	io.ReaderAt
	io.WriterAt
	Truncate(size int64) error
	Sync() error // of what was written, and of the size if reading needs it
	Close() error
}

// plain is a file of the operating system.
type plain struct{ *os.File }

// Sync implements device: as fast as the system can.
func (p plain) Sync() error { return syncData(p.File) }

func (o *Options) openDevice(path string, flag int) (device, error) {
	if o.device != nil {
		return o.device(path, flag)
	}
	f, err := o.OpenFile(path, flag, 0o600)
	if err != nil {
		return nil, err
	}
	return plain{f}, nil
}
