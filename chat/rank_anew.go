package chat

import (
	"context"
	"strings"

	"balcao/fault"
	"balcao/store"
)

// mostJudged is how many conversations one transaction ranks anew.
const mostJudged = 50

// covers are the companies whose cover changed since it was looked at last.
type covers struct {
	all   bool
	named map[string]bool
}

// note takes in an event about cover; one that names no company is about
// everybody's.
func (w *covers) note(e store.Event) {
	named := false
	for _, topic := range e.Topics {
		if id, ok := strings.CutPrefix(topic, "company/"); ok {
			named = true
			if w.named == nil {
				w.named = map[string]bool{}
			}
			w.named[id] = true
		}
	}
	w.all = w.all || !named
}

func (w covers) none() bool { return !w.all && len(w.named) == 0 }

// rankAnew judges the cover of the companies' open conversations as it is now;
// those that wait move to the place in the queue that goes with it.
func (d *Desk) rankAnew(ctx context.Context, w covers) error {
	for !w.none() {
		var ids []string
		err := d.Store.View(ctx, func(r store.Reader) (err error) {
			ids, err = d.misjudged(r, w)
			return err
		})
		if err != nil || len(ids) == 0 {
			return err
		}
		err = d.Store.Background(ctx, func(tx store.Tx) error {
			for _, id := range ids {
				if err := d.judgeAgain(tx, id); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// misjudged are the first open conversations whose cover is not what they have.
func (d *Desk) misjudged(r store.Reader, w covers) (ids []string, err error) {
	for c, err := range conversations.By(r, "open") {
		if err != nil {
			return nil, err
		}
		if !w.all {
			company, _, err := companyOf(r, c)
			if err != nil {
				return nil, err
			}
			if !w.named[company] {
				continue
			}
		}
		cover, err := c.coverOf(r, d.now())
		if err != nil {
			return nil, err
		}
		if cover.State == c.Cover && rankOf(cover) == c.Rank {
			continue
		}
		if ids = append(ids, c.ID); len(ids) == mostJudged {
			break
		}
	}
	return ids, nil
}

func (d *Desk) judgeAgain(tx store.Tx, id string) error {
	c, h, err := both(tx, id)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil || !c.Open() {
		return err
	}
	now, before := d.now(), c.waiting()
	if err := judge(tx, now, &c, &h, before); err != nil {
		return err
	}
	if err := announce(tx, "conversation.changed", now, &c, &h, happening{reason: "cover", staffOnly: true}); err != nil {
		return err
	}
	return save(tx, c, &h)
}

// lookAtCover ranks anew after what noteQueues noted; what fails is looked at
// again with the next change, or after the next start.
func (d *Desk) lookAtCover(ctx context.Context) error {
	d.changed.Lock()
	w := d.changed.covers
	d.changed.covers = covers{}
	d.changed.Unlock()
	err := d.rankAnew(ctx, w)
	if err != nil {
		d.changed.Lock()
		d.changed.covers.all = true
		d.changed.Unlock()
		return err
	}
	if !w.none() {
		return d.queuesMoved(ctx)
	}
	return nil
}

// queuesMoved has those who wait told their place.
func (d *Desk) queuesMoved(ctx context.Context) error {
	return d.Store.View(ctx, func(r store.Reader) error {
		var ids []string
		for dep, err := range departments.All(r) {
			if err != nil {
				return err
			}
			ids = append(ids, dep.ID)
		}
		d.changed.Lock()
		defer d.changed.Unlock()
		for _, id := range ids {
			d.changed.departments[id] = true
		}
		return nil
	})
}
