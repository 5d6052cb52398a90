package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// longestSocket is how long the path of a socket may be on every system.
const longestSocket = 103

// listenLocal listens on a socket in the data folder that only its owner can
// open. Whoever has the data file open is the only server there is, so one
// that a killed server left behind is replaced. remove takes it away again.
func listenLocal(folder string) (l net.Listener, remove func() error, err error) {
	// Made in a folder nobody else may enter: from its first moment on it can
	// be reached under its own name only with the right mode.
	private := filepath.Join(folder, socketName+".new")
	if err := os.RemoveAll(private); err != nil {
		return nil, nil, err
	}
	if err := os.Mkdir(private, 0o700); err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(private)) }()
	address, done, err := socketAddress(private, "s")
	if err != nil {
		return nil, nil, err
	}
	defer done()
	u, err := net.ListenUnix("unix", &net.UnixAddr{Name: address, Net: "unix"})
	if err != nil {
		return nil, nil, err
	}
	u.SetUnlinkOnClose(false) // it will have another name
	name := filepath.Join(folder, socketName)
	err = os.Chmod(filepath.Join(private, "s"), 0o600)
	if err == nil {
		err = os.Rename(filepath.Join(private, "s"), name)
	}
	if err != nil {
		return nil, nil, errors.Join(err, u.Close())
	}
	return u, func() error { return removeIfThere(name) }, nil
}

// dialLocal reaches the server of the data folder; errNoServer when there is
// none.
func dialLocal(ctx context.Context, folder string) (net.Conn, error) {
	name := filepath.Join(folder, socketName)
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		return nil, errNoServer
	}
	address, done, err := socketAddress(folder, socketName)
	if err != nil {
		return nil, err
	}
	defer done()
	conn, err := (&net.Dialer{}).DialContext(ctx, "unix", address)
	switch {
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, fs.ErrNotExist): // left behind by a killed one
		return nil, errNoServer
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("%s belongs to another user: run this as the user that runs the server", name)
	case err != nil:
		return nil, fmt.Errorf("the server of %s does not answer: %w", folder, errors.Unwrap(err))
	}
	return conn, nil
}

var errNoServer = errors.New("no server runs on this folder")

// socketAddress is a path short enough for a socket's address; done may be
// called when the address is no longer needed.
func socketAddress(folder, name string) (address string, done func(), err error) {
	address = filepath.Join(folder, name)
	if len(address) <= longestSocket {
		return address, func() {}, nil
	}
	if runtime.GOOS != "linux" {
		return "", nil, fmt.Errorf("the path %s is longer than the %d bytes a socket may have: use a data folder with a shorter one", address, longestSocket)
	}
	d, err := os.Open(folder)
	if err != nil {
		return "", nil, err
	}
	return fmt.Sprintf("/proc/self/fd/%d/%s", d.Fd(), name), func() { _ = d.Close() }, nil
}
