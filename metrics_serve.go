package main

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"
)

// shortestToken is as long as a metrics token must be, in bytes.
const shortestToken = 16

// checkMetrics finds what is wrong with the settings of the metrics.
func (s *settings) checkMetrics() error {
	if s.MetricsListen != "" {
		if _, _, err := net.SplitHostPort(s.MetricsListen); err != nil {
			return fmt.Errorf("--metrics-listen %q is not HOST:PORT", s.MetricsListen)
		}
	}
	if n := len(s.MetricsToken); n > 0 && n < shortestToken {
		return fmt.Errorf("--metrics-token must have at least %d characters", shortestToken)
	}
	if strings.ContainsFunc(s.MetricsToken, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return errors.New("--metrics-token must be printable ASCII without spaces, as a header carries it")
	}
	return nil
}

// knows tells whether the Authorization header carries the token. It takes the
// same time for every wrong one.
func (h *house) knows(authorization string) bool {
	scheme, said, _ := strings.Cut(authorization, " ")
	a, b := sha256.Sum256([]byte(said)), sha256.Sum256([]byte(h.MetricsToken))
	return strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// meters is the listener of the metrics; nil when there is none.
type meters struct {
	server   *http.Server
	listener net.Listener
	done     chan struct{}
}

// openMeters listens where the settings say, for whoever reaches that address.
func openMeters(h *house) (*meters, error) {
	if h.MetricsListen == "" {
		return nil, nil
	}
	l, err := net.Listen("tcp", h.MetricsListen)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w (choose another with --metrics-listen)", h.MetricsListen, errors.Unwrap(err))
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/metrics", h.scrape)
	m := &meters{listener: l, done: make(chan struct{}), server: &http.Server{
		Handler: mux, ReadHeaderTimeout: 5 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 8 << 10,
		ErrorLog: slog.NewLogLogger(h.log.Handler(), slog.LevelDebug),
	}}
	go func() {
		defer close(m.done)
		_ = m.server.Serve(l)
	}()
	return m, nil
}

// close ends it and waits; nothing waits for a scrape under way.
func (m *meters) close() error {
	if m == nil {
		return nil
	}
	err := m.server.Close()
	<-m.done
	return err
}
