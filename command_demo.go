package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

type demoArgs struct {
	Site string `default:"localhost:8081" env:"BALCAO_DEMO_SITE" placeholder:"HOST:PORT" help:"Where the sample site listens, another origin than the server."`
	Lang string `default:"en" enum:"en,pt-BR,es" help:"Language of the made-up people."`
}

// demoPassword opens every account of the demo.
const demoPassword = "Counter-Demo-7"

// demo runs the server over made-up data, with a sample site on a second port
// that embeds the widget as a stranger's page would.
func demo(ctx context.Context, s settings, args demoArgs, words []string, out, errs io.Writer) error {
	log := newLog(s, errs)
	if !chosen(words, "--data", "BALCAO_DATA") {
		folder, err := os.MkdirTemp("", "balcao-demo-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(folder)
		s.Data = folder
	}
	listener, err := listenSomewhere(&s, out)
	if err != nil {
		return err
	}
	defer listener.Close()
	site, err := net.Listen("tcp", args.Site)
	if errors.Is(err, syscall.EADDRINUSE) {
		site, err = net.Listen("tcp", "localhost:0")
	}
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w", args.Site, errors.Unwrap(err))
	}
	defer site.Close()
	s.Listen = listener.Addr().String()
	fatal := make(chan error, 1)
	clock := &shiftedClock{}
	url := publicURL(s, listener)
	if s.URL == "" {
		url = "http://" + named(listener.Addr())
	}
	h, err := assemble(s, url, clock.now, log, func(err error) { fatal <- err })
	if err != nil {
		return err
	}
	siteURL := "http://" + named(site.Addr())
	if err := (&story{house: h, clock: clock, lang: args.Lang}).tell(ctx, siteURL); err != nil {
		return errors.Join(err, h.close())
	}
	product, err := newSampleProduct(ctx, h, args.Lang)
	if err != nil {
		return errors.Join(err, h.close())
	}
	sample := sampleSite(site, url, args.Lang, product)
	defer sample.Close()
	return h.run(ctx, listener, fatal, io.MultiWriter(out, &guide{out: out, server: url, site: siteURL}))
}

// chosen tells whether a person named the setting by flag or environment.
func chosen(words []string, flag, env string) bool {
	_, set := os.LookupEnv(env)
	return set || slices.ContainsFunc(words, func(w string) bool { return w == flag || strings.HasPrefix(w, flag+"=") })
}

// listenSomewhere takes a free port when the usual one is taken, and says so.
func listenSomewhere(s *settings, out io.Writer) (net.Listener, error) {
	listener, err := listen(*s)
	if !errors.Is(err, syscall.EADDRINUSE) {
		return listener, err
	}
	host, port, _ := net.SplitHostPort(s.Listen)
	s.Listen = net.JoinHostPort(host, "0")
	if listener, err = listen(*s); err == nil {
		fmt.Fprintf(os.Stderr, "port %s is taken; using %s\n", port, listener.Addr())
	}
	return listener, err
}

// named writes a loopback address as localhost, which browsers trust more.
func named(a net.Addr) string {
	host, port, _ := net.SplitHostPort(a.String())
	if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

// guide follows the first line of the server with where to go.
type guide struct {
	out          io.Writer
	server, site string
	told         bool
}

func (g *guide) Write(b []byte) (int, error) {
	if g.told {
		return len(b), nil
	}
	g.told = true
	fmt.Fprintf(g.out, `
  Sample site with the widget   %s
  The vendor's product          %s/product
  Operators' console            %s/console
  Customers' portal             %s

  Sign in with the password     %s
    operator                    helena@balcao.test
    another operator            jonas@balcao.test
    supervisor                  priya@balcao.test
    administrator               ada@balcao.test
    customer                    anna@fjordretail.test

  Write on the sample site, answer in the console, press T to make it a ticket.
  Everything is made up and is thrown away at the end (Ctrl C).

`, g.site, g.site, g.server, g.server, demoPassword)
	return len(b), nil
}

// shiftedClock lets the story happen in the past, then runs as the wall does.
type shiftedClock struct{ behind atomic.Int64 }

func (c *shiftedClock) now() time.Time { return time.Now().Add(-time.Duration(c.behind.Load())) }

// ago moves to that long before now.
func (c *shiftedClock) ago(d time.Duration) { c.behind.Store(int64(d)) }
