package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
)

// What the server's socket speaks: POST /backup, answered by a tar. The trailer
// tells whether it is whole, for a tar alone may end too early unnoticed.
const (
	backupPath    = "/backup"
	backupTrailer = "Balcao-Backup"
	backupWhole   = "whole"
)

// askServer lets the server that runs on the data folder write its backup to
// w. running is false, and w untouched, when there is none.
func askServer(ctx context.Context, dataDir string, w io.Writer) (running bool, err error) {
	transport := &http.Transport{
		DisableCompression: true,
		DialContext:        func(ctx context.Context, _, _ string) (net.Conn, error) { return dialLocal(ctx, dataDir) },
	}
	defer transport.CloseIdleConnections()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://balcao"+backupPath, nil)
	if err != nil {
		return false, err
	}
	res, err := transport.RoundTrip(req)
	if errors.Is(err, errNoServer) {
		return false, nil
	}
	if err != nil {
		return true, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return true, fmt.Errorf("the server answers %s", res.Status)
	}
	if _, err := io.Copy(w, res.Body); err != nil {
		return true, fmt.Errorf("the server broke off: %w", err)
	}
	if told := res.Trailer.Get(backupTrailer); told != backupWhole {
		return true, fmt.Errorf("the server could not make a backup: %s", told)
	}
	return true, nil
}
