package main

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"slices"
	"testing"
	"time"

	"balcao/chat"
	"balcao/store"
)

// witness is a visitor that remembers what it said and when it was told that
// it is stored.
type witness struct {
	*caller
	name, conv string
	epoch      string
	pos        float64
	said       []saying
}

type saying struct {
	cmid, text string
	files      []string
	asked      time.Time
	acked      time.Time // zero = never
}

// talk says one thing after the other until the server goes: the last one is
// never acknowledged.
func (p *witness) talk() {
	k, err := p.tryDial(nil)
	if err != nil {
		p.t.Error(err)
		return
	}
	defer func() { _ = k.conn.CloseNow() }()
	p.epoch = k.frame("welcome")["epoch"].(string)
	for n := 0; ; n++ {
		s := saying{cmid: newCMID(), text: fmt.Sprintf("%s-%05d", p.name, n)}
		if n%50 == 25 {
			if id, err := p.upload(s.text); err == nil {
				s.files = []string{id}
			}
		}
		s.asked = time.Now()
		p.said = append(p.said, s)
		ok, err := p.say(k, s)
		if err != nil {
			return
		}
		p.said[n].acked = time.Now()
		p.conv, p.pos = ok["conv"].(string), ok["pos"].(float64)
		time.Sleep(time.Millisecond)
	}
}

func (p *witness) say(k *socket, s saying) (object, error) {
	frame := object{"t": "send", "cmid": s.cmid, "text": s.text}
	if s.files != nil {
		frame["files"] = s.files
	}
	if p.conv == "" {
		frame["new"] = object{"site": "default"}
	} else {
		frame["conv"] = p.conv
	}
	k.send(frame)
	return k.answer(s.cmid)
}

func (p *witness) upload(text string) (id string, err error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "note.txt")
	noError(p.t, err)
	_, _ = part.Write(bytes.Repeat([]byte(text+" "), 500))
	noError(p.t, form.Close())
	req, err := http.NewRequest("POST", p.url+"/api/v1/files", bytes.NewReader(body.Bytes()))
	noError(p.t, err)
	req.Header.Set("Content-Type", form.FormDataContentType())
	status, file, err := p.send(req, body.Bytes())
	if err != nil {
		return "", err
	}
	if status != 201 {
		p.t.Errorf("upload: %d %v", status, file)
	}
	return file["id"].(string), nil
}

// compare holds what is stored against what was said: an unbroken beginning of
// it, each once, in order, with all that was acknowledged before began. It
// returns how many are stored.
func (p *witness) compare(r store.Reader, began time.Time) int {
	p.t.Helper()
	n := 0
	for m, err := range chat.MessagesOf(r, p.conv, "public", 0) {
		if err != nil {
			p.t.Error(err)
			return n
		}
		if n >= len(p.said) || m.Seq != uint64(n+1) || m.Text != p.said[n].text || !slices.Equal(m.Files, p.said[n].files) {
			p.t.Errorf("%s: message %d is %q with %v", p.name, m.Seq, m.Text, m.Files)
			return n
		}
		n++
	}
	for i, s := range p.said {
		if !s.acked.IsZero() && s.acked.Before(began) && i >= n {
			p.t.Errorf("%s: %q was acknowledged %v before the backup began and is not in it", p.name, s.text, began.Sub(s.acked))
			break
		}
	}
	return n
}

// texts is what the server shows of the conversation.
func (p *witness) texts() (all []string) {
	p.t.Helper()
	for {
		page := p.want(200, "GET", fmt.Sprintf("/api/v1/conversations/%s/messages?limit=200&after=%d", p.conv, len(all)), nil)
		items := page["items"].([]any)
		for _, item := range items {
			all = append(all, item.(map[string]any)["text"].(string))
		}
		if len(items) == 0 {
			return all
		}
	}
}

// delays are the times of the acknowledged in a span, sorted.
func delays(people []*witness, from, to time.Time) (all []time.Duration) {
	for _, p := range people {
		for _, s := range p.said {
			if !s.acked.IsZero() && s.acked.After(from) && s.asked.Before(to) {
				all = append(all, s.acked.Sub(s.asked))
			}
		}
	}
	slices.Sort(all)
	return all
}

func logDelays(t *testing.T, what string, all []time.Duration) {
	t.Helper()
	if n := len(all); n > 0 {
		t.Logf("%s: %d acknowledged, p50 %v, p99 %v, longest %v", what, n, all[n/2].Round(10*time.Microsecond), all[n*99/100].Round(10*time.Microsecond), all[n-1].Round(10*time.Microsecond))
	}
}
