package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"
)

// serve runs the server until the context ends, then stops it in the order of
// protocol.md, Stopping.
func serve(ctx context.Context, s settings, out, errs io.Writer) error {
	log := newLog(s, errs)
	listener, err := listen(s)
	if err != nil {
		return err
	}
	defer listener.Close()
	s.Listen = listener.Addr().String()
	fatal := make(chan error, 1)
	h, err := assemble(s, publicURL(s, listener), time.Now, log, func(err error) { fatal <- err })
	if err != nil {
		return err
	}
	return h.run(ctx, listener, fatal, out)
}

// run serves the listener. It announces the address first, and the setup link
// while there is no administrator.
func (h *house) run(ctx context.Context, listener net.Listener, fatal <-chan error, out io.Writer) error {
	unused := &unusedConns{}
	server := &http.Server{
		Handler: h.handler(), ConnState: unused.state, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10,
		ErrorLog: slog.NewLogLogger(h.log.Handler(), slog.LevelDebug),
	}
	meters, err := openMeters(h)
	if err != nil {
		return errors.Join(err, h.close())
	}
	backups := newBackups(h)
	h.backups.Store(backups)
	h.start()
	backups.start()
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	fmt.Fprintf(out, "listening on %s\n", listenURL(h.settings, listener))
	h.log.Info("started", slog.String("version", versionText()), slog.String("address", listener.Addr().String()), slog.String("url", h.url), slog.String("data", h.Data))
	defer func() { h.log.Info("stopped", slog.Duration("ran", time.Since(h.born).Round(time.Millisecond))) }()
	defer meters.close()
	if err := h.invite(ctx, out); err != nil {
		return errors.Join(err, server.Close(), backups.close(), h.close())
	}
	if meters != nil {
		fmt.Fprintf(out, "metrics at http://%s/metrics\n", meters.listener.Addr())
	}
	select {
	case <-ctx.Done():
	case err := <-served:
		return errors.Join(err, backups.close(), h.close())
	case err := <-fatal:
		// Nothing more can be said about what is on disk: no goodbye, no marker.
		h.log.Error("commit in an unknown state", slog.Any("err", err))
		return errUnknownCommit
	}
	return h.finish(server, unused, backups)
}

// finish is protocol.md, Stopping: not ready, drain, queued commits, close.
func (h *house) finish(server *http.Server, unused *unusedConns, backups *backups) error {
	h.draining.Store(true)
	backups.cancel() // one under way is given up
	limit, cancel := context.WithTimeout(context.Background(), 9*time.Second)
	defer cancel()
	h.hub.Drain(limit)
	unused.close()
	err := server.Shutdown(limit)
	if err != nil {
		err = server.Close()
	}
	h.hub.Close()
	return errors.Join(err, backups.close(), h.close())
}

// invite prints the one-time link while nobody administers the house.
func (h *house) invite(ctx context.Context, out io.Writer) error {
	link, err := h.registry.SetupLink(ctx)
	if err == nil && link != "" {
		fmt.Fprintf(out, "set up this installation once at %s\n", link)
	}
	return err
}

func listen(s settings) (net.Listener, error) {
	listener, err := net.Listen("tcp", s.Listen)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w (is another server running? choose another with --listen)", s.Listen, errors.Unwrap(err))
	}
	if s.TLSCert == "" {
		return listener, nil
	}
	pair, err := tls.LoadX509KeyPair(s.TLSCert, s.TLSKey)
	if err != nil {
		return nil, usageError{errors.Join(err, listener.Close())}
	}
	return tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}}), nil
}

func listenURL(s settings, listener net.Listener) string {
	scheme := "http://"
	if s.TLSCert != "" {
		scheme = "https://"
	}
	return scheme + listener.Addr().String()
}

// publicURL is what links are made with.
func publicURL(s settings, listener net.Listener) string {
	if s.URL != "" {
		return s.URL
	}
	return listenURL(s, listener)
}

func newLog(s settings, errs io.Writer) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(s.LogLevel))
	o := &slog.HandlerOptions{Level: level, ReplaceAttr: redact}
	if s.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(errs, o))
	}
	return slog.New(slog.NewTextHandler(errs, o))
}

// redact keeps what must never be in a log out of it, whoever logs it.
func redact(_ []string, a slog.Attr) slog.Attr {
	switch strings.ToLower(a.Key) {
	case "password", "token", "cookie", "authorization", "secret", "text", "ticket_secret":
		return slog.String(a.Key, "[redacted]")
	}
	return a
}
