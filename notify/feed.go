package notify

import (
	"context"
	"errors"
	"time"

	"balcao/actor"
	"balcao/store"
)

// NoticeView is the notice shape of http.md, its title in the reader's language.
type NoticeView struct {
	ID    string    `json:"id"`
	Kind  string    `json:"kind"`
	At    time.Time `json:"at"`
	Title string    `json:"title"`
	URL   string    `json:"url"`
	Read  bool      `json:"read"`
}

// Feed returns somebody's notices, newest first.
func (p *Post) Feed(r store.Reader, who actor.Actor, lang, cursor string, limit int) ([]NoticeView, string, error) {
	rows, next, err := notices.Page(r, "", []any{who.ID}, true, cursor, limit)
	if err != nil {
		return nil, "", err
	}
	w, err := p.wordsFor(r, lang)
	w.staff = who.Staff()
	views := make([]NoticeView, len(rows))
	for i, n := range rows {
		views[i] = w.view(n)
	}
	return views, next, err
}

// Unread is how many notices somebody has not read, at most that many.
func Unread(r store.Reader, account string, most int) (int, error) {
	n := 0
	for _, err := range notices.By(r, indexUnread, account) {
		if err != nil {
			return 0, err
		}
		if n++; n == most {
			break
		}
	}
	return n, nil
}

// NoticeOf is one of somebody's own notices, or store.ErrNotFound.
func NoticeOf(r store.Reader, who actor.Actor, id string) (Notice, error) {
	n, err := notices.Unique(r, indexID, id)
	if err == nil && n.Account != who.ID {
		return Notice{}, store.ErrNotFound
	}
	return n, err
}

const mostMarked = 200 // rows changed in one transaction

// MarkRead marks those of somebody's notices as read, all of them when ids is
// nil; one that is missing or another's is passed over. The person's other open
// pages are told.
func (p *Post) MarkRead(ctx context.Context, who actor.Actor, ids []string) error {
	for {
		more := false
		err := p.Store.Update(ctx, func(tx store.Tx) error {
			rows, err := toMark(tx, who, ids)
			if err != nil {
				return err
			}
			more = ids == nil && len(rows) == mostMarked
			for _, n := range rows {
				n.Read = true
				if err := notices.Put(tx, n); err != nil {
					return err
				}
			}
			if len(rows) > 0 {
				tx.Append(store.Event{Kind: "notice.read", At: p.now(), Topics: []string{who.Topic()}, Staff: []byte("{}"), Public: []byte("{}")})
			}
			return nil
		})
		if err != nil || !more {
			return err
		}
	}
}

func toMark(r store.Reader, who actor.Actor, ids []string) (rows []Notice, err error) {
	if ids == nil {
		for n, err := range notices.By(r, indexUnread, who.ID) {
			if err != nil {
				return nil, err
			}
			if rows = append(rows, n); len(rows) == mostMarked {
				break
			}
		}
		return rows, nil
	}
	for _, id := range ids {
		n, err := NoticeOf(r, who, id)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if !n.Read {
			rows = append(rows, n)
		}
	}
	return rows, nil
}
