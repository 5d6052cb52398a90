package main

import (
	"bytes"
	"log/slog"
	"net/url"
	"strings"
	"syscall"
	"testing"
)

func TestTheLogLeavesOutWhatMustNotBeInIt(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		var b bytes.Buffer
		log := newLog(settings{LogLevel: "debug", LogFormat: format}, &b)
		for _, key := range []string{"password", "token", "cookie", "Authorization", "secret", "text", "ticket_secret"} {
			log.Info("x", slog.String(key, "bitter almond"), slog.Group("deeper", slog.String(key, "bitter almond")))
			log.With(slog.String(key, "bitter almond")).Debug("x")
		}
		log.Info("x", slog.String("route", "/api/v1/me"))
		if said := b.String(); strings.Contains(said, "almond") || strings.Count(said, "[redacted]") != 21 || !strings.Contains(said, "/api/v1/me") {
			t.Errorf("%s: %s", format, said)
		}
	}
}

// TestNothingSecretReachesTheLog runs at the level that says most.
func TestNothingSecretReachesTheLog(t *testing.T) {
	folder := newFolder(t)
	s := serveFolder(t, folder, "--log-level", "debug", "--log-format", "json", "--metrics-token", metricsToken)
	admin := s.signIn("a@balcao.test", adminPassword)
	s.caller().want(401, "POST", "/api/v1/session", object{"email": "a@balcao.test", "password": "Cobalt-Thimble-7"})
	visitor := s.visitor()
	ticket := visitor.want(201, "POST", "/api/v1/live/ticket", nil)["ticket"].(string)
	widget := visitor.dial(nil)
	widget.send(object{"t": "send", "cmid": newCMID(), "new": object{"site": "default"}, "text": "my card is Marzipan-4242"})
	widget.frame("ok")
	widget.send(object{"t": "send", "text": "my card is Marzipan-4242"})
	widget.frame("err")
	admin.want(200, "GET", "/api/v1/search?q=cinnamon", nil)
	scraped(t, s.url, metricsToken)
	scraped(t, s.url, "Pewter-Compass-8-and-more")
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-s.done
	said := s.errs.String()
	secrets := []string{adminPassword, "Cobalt-Thimble-7", visitor.bearer, ticket, "Marzipan-4242", "cinnamon", metricsToken, "Pewter-Compass"}
	for _, c := range admin.client.Jar.Cookies(address(t, s.url)) {
		secrets = append(secrets, c.Value)
	}
	for _, secret := range secrets {
		if strings.Contains(said, secret) {
			t.Errorf("%q is in the log", secret)
		}
	}
	for _, line := range []string{`"msg":"started"`, `"data":"` + folder, `"address":"127.0.0.1:`, `"version":`, `"msg":"stopped"`} {
		if strings.Count(said, line) < 1 {
			t.Errorf("%s is not in the log", line)
		}
	}
	for line := range strings.Lines(said) {
		if !strings.HasPrefix(line, "{") {
			t.Errorf("not structured: %s", line)
		}
		if strings.Contains(line, `"msg":"request"`) && !strings.Contains(line, `"request_id":"`) {
			t.Errorf("a request without its id: %s", line)
		}
	}
}

func address(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
