package main

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

const metricsToken = "Lantern-Orchard-42"

// scraped reads the figures with the token; status is that of the answer.
func scraped(t *testing.T, url, token string) (figures map[string]float64, status int) {
	t.Helper()
	req, err := http.NewRequest("GET", url+"/metrics", nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	figures = map[string]float64{}
	for line := range strings.Lines(string(b)) {
		name, value, ok := cutLast(strings.TrimSpace(line), " ")
		if n, err := strconv.ParseFloat(value, 64); ok && err == nil && line[0] != '#' {
			if _, twice := figures[name]; twice {
				t.Errorf("%s is on the page twice", name)
			}
			figures[name] = n
		}
	}
	return figures, res.StatusCode
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

func TestMetricsMoveWithWhatHappensOnSockets(t *testing.T) {
	s := serveFolder(t, newFolder(t), "--metrics-token", metricsToken)
	before, status := scraped(t, s.url, metricsToken)
	if status != 200 {
		t.Fatalf("with the token: %d", status)
	}
	visitor := s.visitor()
	widget := visitor.dial(nil)
	welcome := widget.frame("welcome")
	synced := widget.frame("synced")
	for range 3 {
		widget.send(object{"t": "send", "cmid": newCMID(), "new": object{"site": "default"}, "text": "hello"})
		widget.frame("ok")
	}
	widget.send(object{"t": "send", "cmid": newCMID(), "conv": "01980000-0000-7000-8000-000000000000", "text": "hello"})
	widget.frame("err")
	back := visitor.dial(object{"epoch": welcome["epoch"], "pos": synced["pos"]})
	back.frame("synced")
	anew := visitor.dial(object{"epoch": "another", "pos": 1})
	anew.frame("reset")
	anew.frame("synced")
	_ = anew.conn.CloseNow()
	visitor.want(200, "GET", "/api/v1/live/events", nil)
	visitor.want(404, "GET", "/api/v1/conversations/01980000-0000-7000-8000-000000000000", nil)

	after, _ := scraped(t, s.url, metricsToken)
	for name, atLeast := range map[string]float64{
		`balcao_live_ok_seconds_count`: 3, `balcao_live_frames_total{direction="in"}`: 7, `balcao_live_frames_total{direction="out"}`: 10,
		`balcao_live_sockets{role="visitor"}`: 2, `balcao_live_resumes_total{from="memory"}`: 1, `balcao_live_resets_total{reason="epoch"}`: 1,
		`balcao_live_frames_refused_total{code="not_found"}`: 1, `balcao_store_commit_seconds_count`: 3, `balcao_store_commit_functions_sum`: 3,
		`balcao_store_wait_seconds_count`: 3, `balcao_store_log_head`: 3, `balcao_live_dispatched`: 3, `balcao_live_dispatch_wait_seconds_count`: 1,
		`balcao_http_requests_total{method="GET",route="/api/v1/live/events",status="2xx"}`:                   1,
		`balcao_http_requests_total{method="GET",route="/api/v1/conversations/:id",status="4xx"}`:             1,
		`balcao_http_request_duration_seconds_count{method="POST",route="/api/v1/widget/visitor"}`:            1,
		`balcao_http_requests_total{method="GET",route="/live",status="1xx"}`:                                 3,
		`balcao_http_request_duration_seconds_bucket{method="POST",route="/api/v1/widget/visitor",le="+Inf"}`: 1,
	} {
		if moved := after[name] - before[name]; moved < atLeast {
			t.Errorf("%s moved by %v, at least %v happened", name, moved, atLeast)
		}
	}
	if after["balcao_live_resumes_total{from=\"disk\"}"] != 0 || after["balcao_store_readonly"] != 0 || after["balcao_store_failed"] != 0 {
		t.Error("figures moved for what did not happen")
	}
	for _, name := range []string{"go_goroutines", "process_cpu_seconds_total", "process_start_time_seconds", "balcao_store_file_bytes"} {
		if after[name] <= 0 {
			t.Errorf("%s is %v", name, after[name])
		}
	}
	for name := range after {
		if id := visitor.bearer; strings.Contains(name, id) || strings.Contains(name, "01980000") {
			t.Errorf("%s names somebody", name)
		}
	}
}

func TestMetricsAreNotThereWithoutTheToken(t *testing.T) {
	folder := newFolder(t)
	open := serveFolder(t, folder)
	for _, token := range []string{"", metricsToken} {
		if _, status := scraped(t, open.url, token); status != 404 {
			t.Errorf("not asked for and token %q: %d", token, status)
		}
	}
	open.kill()
	s := serveFolder(t, folder, "--metrics-token", metricsToken)
	for _, token := range []string{"", "Lantern-Orchard-43", metricsToken + "x", metricsToken[:17]} {
		if figures, status := scraped(t, s.url, token); status != 404 || len(figures) > 0 {
			t.Errorf("token %q: %d and %d figures", token, status, len(figures))
		}
	}
}

func TestMetricsOnAnAddressOfTheirOwnServeNothingElse(t *testing.T) {
	h := assembled(t)
	h.MetricsListen = "127.0.0.1:0"
	m, err := openMeters(h)
	if err != nil {
		t.Fatal(err)
	}
	url := "http://" + m.listener.Addr().String()
	if figures, status := scraped(t, url, ""); status != 200 || figures[`balcao_live_sockets{role="visitor"}`] != 0 || len(figures) < 100 {
		t.Errorf("%d, %d figures", status, len(figures))
	}
	for _, path := range []string{"/", "/healthz", "/api/v1/me", "/metrics/x"} {
		res, err := http.Get(url + path)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != 404 {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
	h.MetricsListen = m.listener.Addr().String()
	if _, err := openMeters(h); err == nil || !strings.Contains(err.Error(), "--metrics-listen") {
		t.Errorf("a taken address: %v", err)
	}
	if err := m.close(); err != nil {
		t.Error(err)
	}
}

func TestWrongSettingsOfMetricsExit2WithOneClearLine(t *testing.T) {
	for flag, value := range map[string]string{"--metrics-listen": "9090", "--metrics-token": "short"} {
		code, said := runs(t, "serve", "--data", t.TempDir(), flag, value)
		if code != exitUsage || !strings.Contains(said, flag) || strings.Count(strings.TrimSpace(said), "\n") != 0 {
			t.Errorf("%s %s: exit %d, %q", flag, value, code, said)
		}
	}
}

func BenchmarkCountingAnAnswer(b *testing.B) {
	tr := &traffic{routes: map[[2]string]*route{}, other: newTraffic(nil).other}
	b.ReportAllocs()
	for b.Loop() {
		tr.note("GET", "/api/v1/me", 200, 12345)
	}
}
