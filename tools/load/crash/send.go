package crash

import (
	"context"
	"time"

	"balcao/tools/load/history"
	"balcao/tools/load/world"
)

// patience is how long a client waits for an answer on a socket that lives.
const patience = 15 * time.Second

// send sends the unsent message and waits for the answers. It returns false
// when a socket is gone; without an ok by then the message stays unsent.
func (p *person) send(ctx context.Context) bool {
	m := p.unsent
	for len(p.answers) > 0 {
		<-p.answers // to attempts that were given up
	}
	f := world.Object{"t": "send", "cmid": m.CMID, "text": m.Text, "stream": m.Stream}
	if m.Conv == "" {
		f["new"] = world.Object{"site": "default"}
	} else {
		f["conv"] = m.Conv
	}
	var open []*history.Attempt
	alive := true
	for i := range p.times {
		a := m.Invoke(p.run.clock.Now())
		open = append(open, a)
		if p.tabs[i%len(p.tabs)].conn.Say(f) != nil {
			alive = false
			break
		}
	}
	answered, wait := p.listen(ctx, m, open)
	if wait > 0 {
		sleep(ctx, wait)
	}
	// Who repeats wants every answer: those cut short are all sent again.
	if m.Acknowledged() != nil && (answered || p.times == 1) {
		p.unsent = nil
	}
	return alive && answered
}

// listen waits for the answers to the attempts; answered = all have come. A
// refusal may ask to wait before the next attempt.
func (p *person) listen(ctx context.Context, m *history.Sent, open []*history.Attempt) (answered bool, wait time.Duration) {
	limit := time.NewTimer(patience)
	defer limit.Stop()
	broken := p.broken
	for len(open) > 0 {
		var f frame
		select {
		case f = <-p.answers:
		case <-ctx.Done():
			return false, wait
		case <-limit.C:
			p.run.odd(p.Name + ": no answer within " + patience.String())
			return false, wait
		case <-broken:
			select {
			case f = <-p.answers: // came before the end
			default:
				return false, wait
			}
		}
		if f.CMID != m.CMID {
			continue
		}
		a := open[0]
		open = open[1:]
		now := p.run.clock.Now()
		if f.T == "ok" {
			m.Acknowledge(a, now, history.Receipt{
				Place: history.Place{Conv: f.Conv, Stream: f.Stream}, Seq: f.Seq, MID: f.MID, Pos: f.Pos, Dup: f.Dup,
			})
			continue
		}
		if f.Code == "internal" {
			a.Code, wait = f.Code, max(wait, 50*time.Millisecond)
			continue // it may be stored all the same
		}
		a.Refuse(now, f.Code)
		p.run.refused(f.Code)
		wait = max(wait, min(time.Duration(f.Retry)*time.Millisecond, time.Second), 10*time.Millisecond)
	}
	return true, wait
}

// placesOf is where a visitor writes: a new conversation, or the one its first
// message opened.
func placesOf(p *person) []history.Place {
	to := history.Place{Stream: "public"}
	if len(p.Sent) > 0 {
		to.Conv = p.Sent[0].Conv
	}
	return []history.Place{to}
}
