package notify

import "time"

// outage is a mail server that cannot be reached or will not have us: nothing
// is tried until its time, and no mail pays for it.
type outage struct {
	since, until time.Time
	tries        int
	said         string
}

var pauses = []time.Duration{15 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute}

// down notes one more attempt in vain and returns how long to wait.
func (p *Post) down(said string) time.Duration {
	now := p.now()
	p.mu.Lock()
	defer p.mu.Unlock()
	o := &p.outage
	if o.tries == 0 {
		o.since = now
	}
	wait := pauses[min(o.tries, len(pauses)-1)]
	o.tries++
	o.until, o.said = now.Add(wait), said
	return wait
}

// over forgets the outage: the server took something, or is another one.
func (p *Post) over() {
	p.mu.Lock()
	p.outage = outage{}
	p.mu.Unlock()
}

// present is the outage as it is; tries is 0 when there is none.
func (p *Post) present() outage {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.outage
}
